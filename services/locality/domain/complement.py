"""What comes down from the national platform about organisations of this place.

It complements the place's own file and replaces nothing in it. It is never about people, and no
score reads it: a test keeps this module out of the rules of points.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from services.locality.domain.organisations import Territory
from shared.contract import Effect, Publication
from shared.errors import Refusal
from shared.identifiers import Kind, check_number, region_of


class NotTaken(Exception):
    """A line that has no place here; `reason` is a stable code, never its content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How one issuer stands to one organisation, as it was told; `seq` orders what was told."""

    issuer: str
    ref: str
    region: str
    seq: int
    version: int
    code: str
    name: str
    list: str
    effect: Effect
    publication: Publication
    reason: str
    listed_on: date
    stands_until: date

    def as_row(self) -> dict[str, Any]:
        """The columns of its row."""
        return asdict(self)

    def stands_on(self, day: date) -> bool:
        """Whether it still counts that day; no message is needed for it to end."""
        return day < self.stands_until


@dataclass(frozen=True, slots=True)
class End:
    """An evaluation that no longer stands in a region: withdrawn, corrected or expired."""

    issuer: str
    ref: str
    region: str
    seq: int


Line = Evaluation | End


def must_be_ours(line: Line, territory: Territory) -> Line:
    """The line, if it is about an organisation of this place; NotTaken otherwise.

    A person's number, whole or masked, can never pass for an organisation's code.
    """
    if not territory.covers(line.region):
        raise NotTaken("other_region")
    if isinstance(line, Evaluation):
        try:
            code = check_number(Kind.ORGANISATION, line.code)
        except Refusal as error:
            raise NotTaken("not_an_organisation") from error
        if region_of(code) != line.region:
            raise NotTaken("region_disagrees")
    return line


@dataclass(frozen=True, slots=True)
class Picture:
    """The larger picture of one organisation: how many say something, and of which kind."""

    issuers: int
    adverse: int
    favourable: int


def standing(evaluations: Iterable[Evaluation], today: date) -> list[Evaluation]:
    """Those that count today, the oldest first."""
    found = (one for one in evaluations if one.stands_on(today))
    return sorted(found, key=lambda one: (one.listed_on, one.issuer, one.ref))


def picture(found: Iterable[Evaluation]) -> Picture:
    """The counts behind what is shown; they are reckoned here and never sent."""
    told = list(found)
    effects = Counter(one.effect for one in told)
    issuers = {one.issuer for one in told}
    return Picture(len(issuers), effects[Effect.ADVERSE], effects[Effect.FAVOURABLE])
