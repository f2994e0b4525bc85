"""Many events in one file from a department, with its own key: no paper, so no second clerk."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import ValidationError
from sqlalchemy.orm import Session

from services.locality.api.batch_shapes import BatchReceipt, BatchShown, ReportPage
from services.locality.api.batch_work import event_ids, open_with, shown
from services.locality.api.departments import ROLE
from services.locality.api.events import DepartmentWork, resident_meant
from services.locality.api.paper import PageDep, first_problems, reading_door, report_page
from services.locality.api.shapes import NewEvent
from services.locality.api.visits import OfficeDep
from services.locality.domain.batches import Batch, Finding, Forms, Line, LooksLikeAnother, Outcome
from services.locality.domain.entries import Field, Flaw
from services.locality.domain.events import Event, take_in
from services.locality.domain.office import Office
from services.locality.domain.reconciling import flaw_of
from services.locality.domain.sheets import NotTheForm
from services.locality.records import batches, events
from shared.access import Caller
from shared.errors import Refusal, must_exist
from shared.identifiers import Reference
from shared.origin import door, paper
from shared.signature import Signature
from shared.web.guards import ReadingDep, with_role
from shared.web.idempotency import OnceDep

router = APIRouter(tags=["departments"])
DOOR = "/v1/event-batches"
JSONL = "application/x-ndjson"
MAX_EVENTS = 10_000
REASONS = {"json_invalid": "not_json", "extra_forbidden": "unknown_field", "missing": "missing"}
EXAMPLE = (
    '{"resident": "r-qhzxkvbnwertyuiopasd", "kind": "utility-late", "happened_on": "2019-03-02"}\n'
)
NOTIFIED = paper(
    "Personal credit and sectorial blacklists as distinct instruments: departments notify the "
    "local credit bureau"
)

Id = Annotated[Reference, Path(examples=["pb-qhzxkvbnwertyuiopasd"])]
Department = Annotated[Caller, with_role(ROLE)]


async def raw_body(request: Request, department: Department) -> bytes:
    """The bytes, read after it is known who sends them."""
    return await request.body()


def lines_in(body: Annotated[bytes, Depends(raw_body)]) -> list[tuple[int, bytes]]:
    """The lines that are not empty, each with its place in the file."""
    lines = [(at, line) for at, line in enumerate(body.split(b"\n"), start=1) if line.strip()]
    if not lines:
        raise NotTheForm("The file is empty.", code="nothing_keyed")
    if len(lines) > MAX_EVENTS:
        raise NotTheForm(f"A file has at most {MAX_EVENTS} lines.", code="too_many_lines")
    return lines


LinesDep = Annotated[list[tuple[int, bytes]], Depends(lines_in)]


@router.post(DOOR, status_code=201, **reading_door(NOTIFIED, JSONL, EXAMPLE))  # type: ignore[arg-type]
def notify_many(
    lines: LinesDep, work: DepartmentWork, office: OfficeDep, once: OnceDep
) -> BatchReceipt:
    """Notify many events at once: one JSON object a line, each like the body of `POST /v1/events`.

    At most 1 MiB and 10,000 lines. A bad line is refused by itself. So is one with the person, item
    and day of an event that is held already: notify such an event by itself if it is another.
    """
    batch = open_with(work.session, office, Forms(work.signed.by), work.signed)
    settled = list(_settle(work.session, office, lines, work.signed))
    batches.keep_lines(work.session, batch.id, settled)
    work.done(batch.id)
    told = shown(work.session, batch).model_dump()
    return once.keep(BatchReceipt(**told, first_problems=first_problems(work.session, batch)))


@router.get(DOOR + "/{id}", **door(NOTIFIED))
def read_file(id: Id, department: Department, session: ReadingDep) -> BatchShown:
    """What became of a file that your department sent."""
    return shown(session, _own(session, id, department))


@router.get(DOOR + "/{id}/report", **door(NOTIFIED))
def read_file_report(
    id: Id,
    department: Department,
    session: ReadingDep,
    page: PageDep,
    outcome: Outcome | None = None,
) -> ReportPage:
    """Line by line: whether it became an event, and if not, in which field it was wrong and why."""
    return report_page(session, _own(session, id, department), outcome, page)


def _settle(
    session: Session, office: Office, lines: list[tuple[int, bytes]], signed: Signature
) -> Iterator[Line]:
    names, held = event_ids(), set[tuple[str, str, object]]()
    for at, line in lines:
        try:
            event = _taken_in(session, office, (next(names), line), signed)
            key = (event.resident_id, event.kind, event.happened_on)
            if key in held or key in events.held_about(session, [event.resident_id]):
                raise LooksLikeAnother("The same is held already.")
            held.add(key)
            yield Line(at, (at, None), Outcome.EVENT, event=event)
        except (Refusal, ValidationError) as error:
            yield Line(at, (at, None), Outcome.REFUSED, (Finding(1, _flaw(error)),))


def _taken_in(
    session: Session, office: Office, named_line: tuple[str, bytes], signed: Signature
) -> Event:
    """By the same body and the same checks as one event by itself."""
    event_id, line = named_line
    body = NewEvent.model_validate_json(line)
    told = body.told(event_id, resident_meant(session, body).id)
    return take_in(office.scheme, office.rules, told, signed)


def _flaw(error: Refusal | ValidationError) -> Flaw:
    """Where and why; an unknown field's name is the sender's own text, so it is not told."""
    if isinstance(error, Refusal):
        return flaw_of(error)
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = str(first["loc"][0]) if first["loc"] else Field.LINE
    known = field if field in NewEvent.model_fields else Field.LINE
    return Flaw(known, REASONS.get(first["type"], f"invalid_{known}"))


def _own(session: Session, batch_id: str, department: Caller) -> Batch:
    """A file of this department; there is no other for it."""
    batch = batches.batch(session, batch_id)
    is_own = batch is not None and batch.bundle is None and batch.department == department.subject
    return must_exist(batch if is_own else None, "Your department has sent no such file.")
