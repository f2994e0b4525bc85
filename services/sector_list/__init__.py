"""A sector's list: one service for all sectors; what differs between them is a rulebook file."""
