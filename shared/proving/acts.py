"""What the log commits to: one act, written in one way and hidden behind a random salt.

The leaf is HMAC-SHA256(salt, canonical JSON of the act). Without the salt, which nobody can guess,
it says nothing, not even to somebody who has guessed the act; when the salt is destroyed, nobody
can show any more what it stood for. A withdrawal's act names no party.
"""

import hmac
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from shared.proving.canonical import INSTANT, canonical
from shared.proving.merkle import leaf_hash

SALT_BYTES = 32
MAX_VERSION = 1_000_000


InstantText = Annotated[
    str,
    StringConstraints(pattern=INSTANT),
    Field(examples=["2019-02-14T01:30:00.000000Z"]),
]
Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")]
DayText = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


def _is_number(value: object) -> object:
    """JSON's `1.0` is a whole number too; `true` and `"1"` are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("not a number")
    return value


Whole = Annotated[int, BeforeValidator(_is_number)]
Version = Annotated[Whole, Field(ge=1, le=MAX_VERSION)]


class StandingAct(BaseModel):
    """An act that lists somebody or corrects a listing, as its issuer said it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: Literal["listed", "corrected"]
    at: InstantText
    effect: Literal["adverse", "favourable"]
    issuer: Word
    kind: Literal["person", "organisation"]
    list: Word
    listed_on: DayText
    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    publication: Literal["shared", "public"]
    reason: Word
    ref: Word
    stands_until: DayText
    truncated_id: Annotated[str, StringConstraints(min_length=1, max_length=18)]
    version: Version


class WithdrawnAct(BaseModel):
    """An act that ends a listing; it names no party, so it may be shown for ever."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: Literal["withdrawn"]
    issuer: Word
    ref: Word
    version: Version
    withdrawn_at: InstantText


ActContent = Annotated[StandingAct | WithdrawnAct, Field(discriminator="act")]


def leaf_of(salt: bytes, content: bytes) -> bytes:
    """The hash of the leaf that commits to an act, given as its canonical bytes."""
    return leaf_hash(hmac.digest(salt, content, "sha256"))


def leaf_of_act(salt: bytes, act: StandingAct | WithdrawnAct) -> bytes:
    """The same of an act that came from outside."""
    return leaf_of(salt, canonical(act.model_dump()))
