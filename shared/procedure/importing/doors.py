"""Doors for many proposals at once: begin, send lines piece by piece, ask how far it came, end.

Each good line becomes an ordinary proposal: another officer still decides on every one of them.
"""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session
from starlette.requests import ClientDisconnect

from shared.access import Caller
from shared.calendar import Clock
from shared.database import Database
from shared.errors import Forbidden, Refusal, must_exist
from shared.identifiers import Reference
from shared.origin import door
from shared.procedure.desk import Desk
from shared.procedure.doors import DeskDep
from shared.procedure.import_tables import SCALE, ImportRow
from shared.procedure.importing import records
from shared.procedure.importing.lines import Format, Splitter
from shared.procedure.importing.shapes import (
    ImportReceipt,
    Imports,
    ImportShown,
    LineShown,
    NewImport,
    Report,
)
from shared.procedure.importing.taking import BATCH_LINES, MAX_LINES, Batch, Intake
from shared.references import new_reference
from shared.signature import Signature
from shared.web.guards import Clerk, Officer, ReadingDep
from shared.web.idempotency import OnceDep
from shared.web.limits import MIB, Reads
from shared.web.work import ClerkWork

router = APIRouter(tags=["same at every authority"])
Id = Annotated[Reference, Path(examples=["f-qhzxkvbnwertyuiopasd"])]
LATEST, PAGE = 50, 1_000
TYPES = {
    "text/csv": Format.CSV,
    "application/jsonl": Format.JSONL,
    "application/x-ndjson": Format.JSONL,
}
READS = Reads(
    path=re.compile(r"/v1/proposal-imports/[^/]+/lines"),
    max_bytes=64 * MIB,
    in_parts=True,
)
CONTENT = {name: {"schema": {"type": "string", "format": "binary"}} for name in TYPES}


class WrongFormat(Refusal):
    """Lines of another format than the import was begun with."""

    status, code = 415, "unsupported_media_type"


class AnotherOfficers(Forbidden):
    """An import that another officer began: the proposals would be signed by two."""

    code = "import_of_another"


@router.post("/v1/proposal-imports", status_code=201, **door(SCALE))
def begin(body: NewImport, work: ClerkWork, once: OnceDep) -> ImportReceipt:
    """Begin an import: say how the file writes its lines, then send them."""
    row = ImportRow(
        id=new_reference("f"),
        format=body.format,
        encoding=body.encoding,
        started_by=work.signed.by,
        started_at=work.signed.at,
        taken_count=0,
        proposed_count=0,
        refused_count=0,
    )
    work.session.add(row)
    work.done(row.id)
    return once.keep(ImportReceipt.of(row))


@router.get("/v1/proposal-imports", **door(SCALE))
def latest(officer: Officer, session: ReadingDep) -> Imports:
    """The imports begun last, for whoever has lost the name of one."""
    rows = records.latest_imports(session, LATEST)
    return Imports(imports=[ImportShown(**ImportReceipt.of(row).model_dump()) for row in rows])


@router.get("/v1/proposal-imports/{id}", **door(SCALE))
def progress(id: Id, officer: Officer, session: ReadingDep) -> ImportReceipt:
    """How far an import has come; after a crash or a cut connection, go on with `next_line`."""
    return ImportReceipt.of(_found(session, id))


@dataclass(frozen=True, slots=True)
class Table:
    """Where one officer's lines of one import are taken, batch by batch."""

    database: Database
    desk: Desk
    clock: Clock
    caller: Caller
    import_id: str

    def take(self, batch: Batch) -> ImportReceipt:
        """One batch in one transaction; so others can work between two."""
        with self.database.write() as session:
            row = self._own(session)
            signed = Signature(self.caller.subject, self.clock.now())
            Intake(self.desk, session, row, signed).take(batch)
            session.flush()
            return ImportReceipt.of(row)

    def begin(self, content_type: str) -> None:
        """The import is this officer's own, and its lines are written as was said."""
        with self.database.read() as session:
            row = self._own(session)
        if TYPES.get(content_type.split(";")[0].strip().lower()) != row.format:
            raise WrongFormat(f"This import reads lines of {row.format}.")

    def _own(self, session: Session) -> ImportRow:
        row = _found(session, self.import_id)
        if row.started_by != self.caller.subject:
            raise AnotherOfficers("Only the officer who began an import sends its lines.")
        return row


def table_of(id: Id, request: Request, clerk: Clerk, desk: DeskDep) -> Table:
    """Where this officer's lines are taken."""
    state = request.app.state
    return Table(state.database, desk, state.clock, clerk, id)


@router.post(
    "/v1/proposal-imports/{id}/lines",
    openapi_extra=door(SCALE)["openapi_extra"]
    | {"requestBody": {"required": True, "content": CONTENT}},
)
async def take_lines(
    request: Request,
    table: Annotated[Table, Depends(table_of)],
    first_line: Annotated[int, Query(ge=1, le=MAX_LINES)] = 1,
) -> ImportReceipt:
    """Send lines as they stand in the file, from `first_line` on; those taken before are skipped.

    The body is read piece by piece and kept batch by batch, so a cut connection loses little.
    """
    await run_in_threadpool(table.begin, request.headers.get("content-type", ""))
    receipt: ImportReceipt | None = None
    async for batch in _batches(request, first_line):
        receipt = await run_in_threadpool(table.take, batch)
    if receipt is None:  # cut off before anything was whole
        receipt = await run_in_threadpool(table.take, Batch(first_line, []))
    return receipt


async def _batches(request: Request, first: int) -> AsyncIterator[Batch]:
    """Whole lines, some hundred at a time; what a cut connection left half is not among them."""
    splitter, waiting = Splitter(), list[bytes]()
    try:
        async for piece in request.stream():
            waiting += splitter.feed(piece)
            for batch in _full(waiting, first):
                yield batch
                first += len(batch.lines)
    except ClientDisconnect:
        return
    yield Batch(first, [*waiting, *splitter.end()])


def _full(waiting: list[bytes], first: int) -> Iterator[Batch]:
    """As many full batches as wait; what is left over goes on waiting."""
    while len(waiting) >= BATCH_LINES:
        yield Batch(first, waiting[:BATCH_LINES])
        first += BATCH_LINES
        del waiting[:BATCH_LINES]


@router.post("/v1/proposal-imports/{id}/end", **door(SCALE))
def end(id: Id, work: ClerkWork) -> ImportReceipt:
    """Say that this was the whole file; nothing more is taken."""
    row = _found(work.session, id)
    if row.started_by != work.signed.by:
        raise AnotherOfficers("Only the officer who began an import ends it.")
    row.finished_at = row.finished_at or work.signed.at
    work.done(id)
    return ImportReceipt.of(row)


@router.get("/v1/proposal-imports/{id}/lines", **door(SCALE))
def report(
    id: Id,
    officer: Officer,
    session: ReadingDep,
    after: Annotated[int, Query(ge=0, le=MAX_LINES)] = 0,
    refused_only: bool = False,
) -> Report:
    """What became of each line: its proposal, or field and code; never what stood in it."""
    _found(session, id)
    rows = records.outcomes_after(session, id, after, PAGE, refused_only=refused_only)
    next_after = rows[-1].line if rows else after
    return Report(lines=[LineShown.of(row) for row in rows], next_after=next_after)


def _found(session: Session, import_id: str) -> ImportRow:
    row = records.found_import(session, import_id)
    return must_exist(row, "There is no such import here.")
