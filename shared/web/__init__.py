"""The HTTP frame that every service stands in."""
