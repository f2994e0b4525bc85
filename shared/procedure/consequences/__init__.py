"""The ledger of consequences at an authority: what listing did, as far as this side knows it.

Counted once for each month that is over, rounded, and kept as it was told; never joined with what
the gateway or any other authority counts.
"""
