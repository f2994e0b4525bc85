"""The third look: an officer who has keyed neither decides where two clerks differ."""

from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session

from services.locality.api.batch_shapes import LineShown
from services.locality.api.batch_work import event_ids, intake_of
from services.locality.api.difference_shapes import (
    Difference,
    DifferencesPage,
    Keeps,
    LineReceipt,
    NewLineDecision,
)
from services.locality.api.paper import DOOR, Id, PageDep, found_batch
from services.locality.api.visits import OfficeDep
from services.locality.domain.batches import (
    Batch,
    LooksLikeAnother,
    NothingToDecide,
    NoUsableReading,
    Outcome,
)
from services.locality.domain.entries import LARGEST_NUMBER, Entry
from services.locality.domain.events import Event
from services.locality.domain.office import Office
from services.locality.records import batches, readings
from services.locality.records.batch_tables import TWO_CLERKS, LineRow
from shared.errors import must_exist
from shared.origin import door
from shared.signature import Signature
from shared.web.guards import Officer, ReadingDep
from shared.web.work import OfficerWork, Work

router = APIRouter(tags=["paper forms"])


@router.get(DOOR + "/{id}/differences", **door(TWO_CLERKS))
def read_differences(
    id: Id, officer: Officer, session: ReadingDep, page: PageDep
) -> DifferencesPage:
    """Lines that wait for a third officer, both readings side by side with the number masked."""
    batch = found_batch(session, id)
    rows = batches.page_of_lines(session, batch.id, [Outcome.WAITING], (page.after, page.limit))
    differences = [Difference.of(row, *_readings(session, row)) for row in rows]
    return DifferencesPage(
        batch=batch.id, differences=differences, next_after=page.next_after(rows)
    )


@router.post(DOOR + "/{id}/lines/{number}/decision", **door(TWO_CLERKS))
def decide_line(
    id: Id,
    number: Annotated[int, Path(ge=1, le=LARGEST_NUMBER, examples=[12])],
    body: NewLineDecision,
    work: OfficerWork,
    office: OfficeDep,
) -> LineReceipt:
    """Decide a line after a look at the paper: one of the readings is right, or neither."""
    batch = found_batch(work.session, id)
    batch.must_be_decided_by_others(work.signed.by)
    row = must_exist(batches.line(work.session, id, number), "There is no such line in this batch.")
    if row.outcome != Outcome.WAITING:
        raise NothingToDecide("This line does not wait for a decision.")
    event = _event_of(work, office, (batch, row), body)
    batches.decide_line(work.session, row, event, (work.signed, body.reasons))
    work.done(id)
    return LineReceipt(**LineShown.of(row).model_dump())


def _event_of(
    work: Work, office: Office, waiting: tuple[Batch, LineRow], body: NewLineDecision
) -> Event | None:
    """The event that comes of the reading that is kept, by the same checks as any other."""
    if body.keeps is Keeps.NEITHER:
        return None
    batch, row = waiting
    first, second = _readings(work.session, row)
    entry = first if body.keeps is Keeps.FIRST else second
    if entry is None:
        raise NoUsableReading("This clerk's reading of the line cannot be used.")
    signed = Signature(batch.department, work.signed.at)
    intake = intake_of(work.session, office, [entry], signed)
    event = intake.take(next(event_ids()), entry)
    if intake.is_held(event) and not body.although_held:
        raise LooksLikeAnother("The same is held already; say so if it is another event.")
    return event


def _readings(session: Session, row: LineRow) -> tuple[Entry | None, Entry | None]:
    """Both readings of a line, as far as they can be used."""
    kept = readings.readings_of_line(session, row)
    first, second = (kept.get(keying) for keying in (1, 2))
    return (
        first if isinstance(first, Entry) else None,
        second if isinstance(second, Entry) else None,
    )
