"""What goes down to the localities: how issuers stand to organisations, and never to people.

Additions and longer terms go down with an edition, ends and corrections at once.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.national_platform.domain.register import Held
from shared.contract import Cause
from shared.identifiers import Kind, region_of


class Ended(StrEnum):
    """Why an evaluation no longer stands where it was sent."""

    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"  # it was about an organisation of another place
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the localities of one region are told of one listing; the register knows the rest."""

    issuer: str
    ref: str
    region: str
    version: int
    told_until: date
    ended: Ended | None = None
    cause: Cause | None = None


def at_once(before: Held | None, after: Held, today: date) -> list[Evaluation]:
    """What cannot wait for the edition; nothing about people, or about what nobody was told.

    A code that was put right can lie in another region: there it begins, here it ends.
    """
    if before is None or not _was_told(before, today):
        return []
    if after.withdrawn_at is not None:
        return [_end(before, after, Ended.WITHDRAWN)]
    if not after.stands_for_readers_on(today):
        return [_end(before, after, Ended.EXPIRED)]
    if _content(before) == _content(after):
        return []
    moved = _region(before) != _region(after)
    left = [_end(before, after, Ended.CORRECTED)] if moved else []
    return [*left, _standing(after)]


def _was_told(held: Held, today: date) -> bool:
    return held.kind is Kind.ORGANISATION and held.stands_for_readers_on(today)


def _content(held: Held) -> tuple[object, ...]:
    return (held.name, held.truncated_id, held.reason, held.listed_on, held.shown_until)


def _region(held: Held) -> str:
    return region_of(held.truncated_id or "")


def _standing(held: Held) -> Evaluation:
    until = held.shown_until or held.stands_until
    return Evaluation(held.issuer, held.ref, _region(held), held.version, until)


def _end(before: Held, after: Held, ended: Ended) -> Evaluation:
    """Told where it was: the register may not know the region any more."""
    return Evaluation(
        issuer=before.issuer,
        ref=before.ref,
        region=_region(before),
        version=after.version,
        told_until=before.shown_until or before.stands_until,
        ended=ended,
        cause=after.cause if ended is Ended.WITHDRAWN else None,
    )
