"""Listings, the acts that made them, and their way out: relay, confirmations, inbox, digest."""
