"""What rules say about an order or a listing once its ground is there: what bars it, whom it
reaches besides the party, what it makes way for, and how it ends."""

from typing import Literal

from shared.contract import Cause, SlugText
from shared.identifiers import Kind
from shared.rulebook.closed import Closed

# What must have happened before a listing may end for this reason.
Need = Literal[
    "nothing",
    "any-performance",
    "full-performance",
    "asset-searches",
    "creditors-request",
    "listing-ended",
]


class Bar(Closed):
    """A circumstance under which nobody is listed on these grounds.

    `cause` is how a listing ends that stood before the circumstance arose; one that was made in
    spite of it was made in error.
    """

    grounds: tuple[SlugText, ...]
    cause: Cause
    kinds: tuple[Kind, ...] = (Kind.PERSON, Kind.ORGANISATION)


class Ending(Closed):
    """A reason for which a listing on these grounds must, or may, end before its date."""

    grounds: tuple[SlugText, ...]
    cause: Cause
    must: bool
    needs: Need = "nothing"


class Exemption(Closed):
    """What an order makes way for: which of its effects (all, if none is named), with whose yes.

    `<exemption>-longest` says for how long at most.
    """

    of: SlugText
    effects: tuple[SlugText, ...] = ()
    granted_by: str


class Reach(Closed):
    """Somebody besides the party whom an order against an organisation reaches."""

    of: SlugText
