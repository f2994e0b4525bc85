"""What a third officer reads and says about a line on which two clerks differ."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field, StrictBool

from services.locality.api.batch_shapes import FindingShown, LineShown
from services.locality.domain.entries import Entry
from services.locality.domain.reconciling import differing
from services.locality.records.batch_tables import LineRow
from services.locality.records.readings import findings_in
from shared.identifiers import Kind, Statement, TruncatedId, truncate
from shared.procedure.shapes import Closed
from shared.web.idempotency import Receipt

MOST_PLACES = 4


class Keeps(StrEnum):
    """Which of two readings is right."""

    FIRST = "first"
    SECOND = "second"
    NEITHER = "neither"


class NewLineDecision(Closed):
    """A third officer has looked at the paper."""

    keeps: Keeps
    reasons: Statement
    although_held: Annotated[
        StrictBool,
        Field(description="Whether it is another event although person, item and day are the same"),
    ] = False


class LineReceipt(Receipt, LineShown):
    """A line after the decision."""


class Place(BaseModel):
    """One place in which two numbers differ, counted from 1."""

    place: int
    first: str
    second: str


class ReadingShown(BaseModel):
    """What one clerk has keyed, with the number masked."""

    name: str
    truncated_id: TruncatedId
    item: str
    happened_on: date
    note: str | None

    @classmethod
    def of(cls, entry: Entry) -> "ReadingShown":
        """The reading for the officer who holds the paper."""
        return cls(
            name=entry.name,
            truncated_id=truncate(Kind.PERSON, entry.id_number),
            item=entry.kind,
            happened_on=entry.happened_on,
            note=entry.note,
        )


class Difference(BaseModel):
    """A line that waits: both readings as far as they can be used, and where they differ.

    Where two numbers differ in a few places these are told, so that the paper can decide.
    """

    number: int
    differs_in: list[str]
    number_differs_at: list[Place]
    first: ReadingShown | None
    second: ReadingShown | None
    findings: list[FindingShown]

    @classmethod
    def of(cls, row: LineRow, first: Entry | None, second: Entry | None) -> "Difference":
        """What the third officer needs to see."""
        pairs = [(first, second)] if first and second else []
        return cls(
            number=row.number or 0,
            differs_in=[str(name) for one, other in pairs for name in differing(one, other)],
            number_differs_at=[place for one, other in pairs for place in _places(one, other)],
            first=ReadingShown.of(first) if first else None,
            second=ReadingShown.of(second) if second else None,
            findings=[FindingShown.of(found) for found in findings_in(row.findings)],
        )


class DifferencesPage(BaseModel):
    """So many lines that wait for a third officer."""

    batch: str
    differences: list[Difference]
    next_after: int | None


def _places(first: Entry, second: Entry) -> list[Place]:
    """A few differing characters; where many differ these are two people's numbers."""
    pairs = zip(first.id_number, second.id_number, strict=True)
    places = [
        Place(place=place, first=one, second=other)
        for place, (one, other) in enumerate(pairs, start=1)
        if one != other
    ]
    return places if len(places) <= MOST_PLACES else []
