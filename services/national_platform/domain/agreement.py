"""How well a listing agrees with what was asked, in points; never how likely it is about somebody.

A person's whole number is not known here, so a person is never more than a candidate.
"""

from dataclasses import dataclass

from services.national_platform.domain.asking import NameAsked
from services.national_platform.domain.readings import KeyKind
from services.national_platform.domain.register import Held
from shared.identifiers import Kind

WRITTEN, SPOKEN_WITH_TONES, SPOKEN = 50, 40, 30
MASK = 40
IDENTITY = 100  # an organisation's whole code, which is public and which no other one has


@dataclass(frozen=True, slots=True)
class Agreement:
    """Which parts of a question a listing agrees with."""

    score: int
    name_as_written: bool
    name_as_spoken: bool
    truncated_id: bool
    is_same_organisation: bool


def agreement(held: Held, name: NameAsked | None, mask: str | None) -> Agreement:
    """Of a listing that was found by these; both must agree for it to be found."""
    has_mask = mask is not None and held.truncated_id == mask
    is_same = has_mask and held.kind is Kind.ORGANISATION
    return Agreement(
        score=IDENTITY if is_same else _of_name(name) + (MASK if has_mask else 0),
        name_as_written=name is not None and name.kind is KeyKind.WRITTEN,
        name_as_spoken=name is not None and name.kind is KeyKind.SPOKEN,
        truncated_id=has_mask,
        is_same_organisation=is_same,
    )


def _of_name(name: NameAsked | None) -> int:
    if name is None:
        return 0
    if name.kind is KeyKind.WRITTEN:
        return WRITTEN
    return SPOKEN_WITH_TONES if name.tones else SPOKEN
