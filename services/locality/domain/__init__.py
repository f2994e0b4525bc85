"""The rules of a locality: who is scored, by which scheme, what a score opens; pure."""
