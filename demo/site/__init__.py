"""The site on port 8000: what runs where, and the identity issuer behind it."""
