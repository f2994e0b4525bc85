"""Pages for people: agreements and measures, the desk of a partner, the ledger of consequences."""
