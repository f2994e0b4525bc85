"""Which listings a partner takes notice of, where the agreement leaves that to the partner.

A binding measure leaves it to nobody: every listing on a list that the agreement attaches to
counts, and a rule that would narrow that is refused at load. Under a measure for reference a
partner may take only some lists, only from some seriousness on, or opt out of the measure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from pydantic import Field

from services.partner_gateway.domain.memorandums import (
    Closed,
    Dated,
    Force,
    Measure,
    Mou,
    Target,
    Words,
)
from shared.contract import Effect, SlugText
from shared.origin import Origin
from shared.rulebook import Confidence, Text


class Seriousness(StrEnum):
    """How grave the conduct behind a listing is; the order is that of the words here."""

    MINOR = "minor"
    SERIOUS = "serious"
    GRAVE = "grave"

    def reaches(self, least: "Seriousness") -> bool:
        """Whether it is at least as grave as that."""
        return RANKS[self] >= RANKS[least]


RANKS = {level: rank for rank, level in enumerate(Seriousness)}


class ListingRead(Protocol):
    """What is looked at in a listing: whose it is, on which list, for which reason."""

    @property
    def issuer(self) -> str:
        """Who listed."""

    @property
    def list(self) -> str:
        """On which of its lists."""

    @property
    def reason(self) -> str:
        """The code of the issuer's rulebook."""


class _Sourced(Dated):
    id: SlugText
    says: Text
    legal_basis: Words
    source: Words
    confidence: Confidence
    origin: Origin
    floor: bool = False


class Ranking(_Sourced):
    """Reasons of one list that are held to be as grave as each other."""

    issuer: SlugText
    list: SlugText
    level: Seriousness
    reasons: tuple[SlugText, ...] = Field(min_length=1)


class Accepted(Target):
    """A list that a partner takes notice of, from a seriousness on."""

    least: Seriousness = Seriousness.MINOR


class OptOut(Closed):
    """A measure for reference that a partner does not take part in."""

    mou: SlugText
    measure: SlugText


class RecognitionRule(_Sourced):
    """What one partner recognises under measures for reference."""

    partner: SlugText
    accepts: tuple[Accepted, ...] = ()
    opts_out: tuple[OptOut, ...] = ()

    def least(self, issuer: str, list_id: str) -> Seriousness | None:
        """From which seriousness on it takes that list; None if it does not take it."""
        found = (one.least for one in self.accepts if (one.issuer, one.list) == (issuer, list_id))
        return next(found, None)

    def has_left(self, mou_id: str, measure_id: str) -> bool:
        """Whether it opted out of that measure of that agreement."""
        return OptOut(mou=mou_id, measure=measure_id) in self.opts_out


class RecognitionFile(Closed):
    """How grave each reason is, and what each partner recognises."""

    title: Text
    seriousness: tuple[Ranking, ...] = ()
    rules: tuple[RecognitionRule, ...] = ()


Reason = tuple[str, str, str]
Sourced = TypeVar("Sourced", bound=_Sourced)


@dataclass(frozen=True, slots=True)
class Recognition:
    """The rules of one date, ready to be asked for each listing."""

    levels: Mapping[Reason, Seriousness] = field(default_factory=dict)
    rules: Mapping[str, RecognitionRule] = field(default_factory=dict)
    rankings: Sequence[Ranking] = ()

    @classmethod
    def of(cls, file: RecognitionFile, as_of: date) -> "Recognition":
        """What of the file is in force on a date."""
        rankings = _in_force(file.seriousness, as_of)
        levels = {
            (one.issuer, one.list, reason): one.level for one in rankings for reason in one.reasons
        }
        rules = {one.partner: one for one in _in_force(file.rules, as_of)}
        return cls(levels, rules, rankings)

    def level(self, issuer: str, list_id: str, reason: str) -> Seriousness:
        """How grave a reason is; of one that nobody has ranked, the least is assumed."""
        return self.levels.get((issuer, list_id, reason), Seriousness.MINOR)

    def has_left(self, partner: str, mou: Mou, measure: Measure) -> bool:
        """Whether a partner opted out; out of a binding measure nobody can."""
        rule = self.rules.get(partner)
        is_open = measure.force is Force.REFERENCE
        return is_open and rule is not None and rule.has_left(mou.id, measure.id)

    def recognises(self, partner: str, mou: Mou, measure: Measure, listing: ListingRead) -> bool:
        """Whether a listing counts for a partner under one measure of one agreement.

        It never counts if the agreement does not attach to its list. It always counts under a
        binding measure. Under one for reference it counts as the partner's own rule says, and
        without such a rule it counts; a favour is not weighed by seriousness.
        """
        if not mou.attaches_to(listing.issuer, listing.list):
            return False
        rule = self.rules.get(partner)
        if measure.force is Force.BINDING or rule is None:
            return True
        least = rule.least(listing.issuer, listing.list)
        if least is None or rule.has_left(mou.id, measure.id):
            return False
        level = self.level(listing.issuer, listing.list, listing.reason)
        return mou.effect is Effect.FAVOURABLE or level.reaches(least)


def _in_force(rows: Sequence[Sourced], day: date) -> list[Sourced]:
    return [one for one in rows if one.is_in_force(day)]
