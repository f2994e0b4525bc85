"""Paper forms: keyed by two clerks, reconciled line by line, decided by a third officer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from sqlalchemy.orm import Session

from services.locality.api.batch_shapes import (
    TOLD_AT_ONCE,
    BatchReceipt,
    BatchShown,
    LineShown,
    ReportPage,
    problems_of,
)
from services.locality.api.batch_work import (
    key_first,
    key_second,
    open_with,
    shown,
)
from services.locality.api.visits import OfficeDep
from services.locality.domain.batches import (
    Batch,
    Forms,
    Outcome,
    items_of,
)
from services.locality.domain.sheets import Keyed, read_sheet
from services.locality.records import batches
from services.locality.records.batch_tables import ON_PAPER, LineRow
from shared.errors import BadInput, must_exist
from shared.identifiers import Reference, Slug
from shared.origin import Mark, door
from shared.web.guards import Clerk, Officer, ReadingDep
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork

router = APIRouter(tags=["paper forms"])
DOOR = "/v1/paper-batches"
CSV = "text/csv"
PAGE = 500
EXAMPLE = (
    "编号,姓名,身份证号,项目,日期,备注\n1,王秀英,660101199001010020,volunteer-hour,2019-03-02,\n"
)

Id = Annotated[Reference, Path(examples=["pb-qhzxkvbnwertyuiopasd"])]
Department = Annotated[Slug, Query(description="Whose forms these are", examples=["volunteers"])]
# Shorter than any number of a person, so that none can stand in an address.
Bundle = Annotated[
    str,
    Query(
        pattern=r"^[a-z0-9][a-z0-9-]{0,13}$",
        description="The number on the bundle of forms; both clerks give the same",
        examples=["2019-017"],
    ),
]


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a report is wanted."""

    after: int
    limit: int

    def next_after(self, rows: Sequence[LineRow]) -> int | None:
        """What goes into the next question; null where this page is not full."""
        return rows[-1].seq if len(rows) == self.limit else None


def page_wanted(
    after: Annotated[int, Query(ge=0, le=10**14, description="`next_after` before")] = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = 100,
) -> Page:
    """The first hundred lines unless asked otherwise."""
    return Page(after, limit)


PageDep = Annotated[Page, Depends(page_wanted)]


class DepartmentUnknown(BadInput):
    """The scheme gives this department nothing to say."""

    code = "department_unknown"


def reading_door(mark: Mark, content_type: str, example: str) -> dict[str, object]:
    """Like `door`, for a body that is no JSON."""
    marked = door(mark)
    content = {content_type: {"schema": {"type": "string"}, "example": example}}
    marked["openapi_extra"]["requestBody"] = {"required": True, "content": content}
    return marked


async def raw_body(request: Request, clerk: Clerk) -> bytes:
    """The bytes, read after it is known who sends them."""
    return await request.body()


def keyed_sheet(body: Annotated[bytes, Depends(raw_body)], office: OfficeDep) -> Keyed:
    """The sheet, read before the transaction begins, so that nobody waits for it."""
    return read_sheet(body, items_of(office.scheme))


KeyedDep = Annotated[Keyed, Depends(keyed_sheet)]


def forms_of(office: OfficeDep, department: Department, bundle: Bundle) -> Forms:
    """Whose bundle it is; DepartmentUnknown if the scheme gives it nothing to say."""
    if all(item.department != department for item in office.scheme.items):
        raise DepartmentUnknown("The scheme of this place gives this department nothing to say.")
    return Forms(department, bundle)


FormsDep = Annotated[Forms, Depends(forms_of)]


@router.post(DOOR, status_code=201, **reading_door(ON_PAPER, CSV, EXAMPLE))  # type: ignore[arg-type]
def key_bundle(
    forms: FormsDep, keyed: KeyedDep, work: ClerkWork, office: OfficeDep, once: OnceDep
) -> BatchReceipt:
    """Key a bundle of paper forms: the first keying opens the batch, another clerk's settles it.

    CSV of at most 16 MiB and 100,000 lines, in UTF-8 or GB18030, headed in English or Chinese.
    Lines that both have keyed alike become events of the department; lines that differ wait for a
    third officer; what cannot be used is refused, and the report says which field and why.
    """
    assert forms.bundle is not None  # noqa: S101 - the door asks for it
    before = batches.batch_of_bundle(work.session, forms.department, forms.bundle)
    if before is None:
        batch = open_with(work.session, office, forms, work.signed)
        key_first(work.session, batch, keyed)
        problems = problems_of(keyed, 1)
    else:
        batch = before.key_again(work.signed)
        key_second(work.session, office, batch, keyed)
        problems = _first_problems(work.session, batch)
    work.done(batch.id)
    told = shown(work.session, batch).model_dump()
    return once.keep(BatchReceipt(**told, first_problems=problems))


@router.get(DOOR + "/{id}", **door(ON_PAPER))
def read_batch(id: Id, officer: Officer, session: ReadingDep) -> BatchShown:
    """A batch: how its lines ended, and how long it took from the act to the points."""
    return shown(session, found_batch(session, id))


@router.get(DOOR + "/{id}/report", **door(ON_PAPER))
def read_report(
    id: Id, officer: Officer, session: ReadingDep, page: PageDep, outcome: Outcome | None = None
) -> ReportPage:
    """Line by line: how it ended, in which field something was wrong, and why; no cell is told."""
    return report_page(session, found_batch(session, id), outcome, page)


def report_page(session: Session, batch: Batch, outcome: Outcome | None, page: Page) -> ReportPage:
    """One page of a batch's report."""
    wanted = [outcome] if outcome else list(Outcome)
    rows = batches.page_of_lines(session, batch.id, wanted, (page.after, page.limit))
    lines = [LineShown.of(row) for row in rows]
    return ReportPage(batch=batch.id, lines=lines, next_after=page.next_after(rows))


def _first_problems(session: Session, batch: Batch) -> list[LineShown]:
    unfinished = [Outcome.WAITING, Outcome.REFUSED]
    rows = batches.page_of_lines(session, batch.id, unfinished, (0, TOLD_AT_ONCE))
    return [LineShown.of(row) for row in rows]


def found_batch(session: Session, batch_id: str) -> Batch:
    """A bundle of paper; a file that a department sent is no bundle."""
    batch = batches.batch(session, batch_id)
    is_paper = batch is not None and batch.bundle is not None
    return must_exist(batch if is_paper else None, "There is no such batch of paper forms here.")
