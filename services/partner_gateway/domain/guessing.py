"""Nobody may turn a public name and mask into a number by asking about one after the other.

About 33 numbers stand behind a mask. Three limits hold: here, a partner's distinct numbers for one
name and mask; the issuer's own limit of wrong numbers on one listing; and the stop that follows.
"""

from collections.abc import Set


def is_one_too_many(asked_before: Set[str], number: str, max_distinct: int) -> bool:
    """Whether this number would be one more than a partner may ask about for a name and mask."""
    return len(asked_before | {number}) > max_distinct
