"""The files of the current edition: whole, in part, or not at all if the reader has them."""

import os
from collections.abc import Iterator
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session
from starlette.types import Receive, Scope, Send

from services.national_platform.api.conditions import Conditions, OutOfRange, Part
from services.national_platform.api.editions import SECTION, EditionName, found, is_current
from services.national_platform.api.reading import PUBLIC_ONLY, Gone, Readable
from services.national_platform.records.edition_files import ALL, PUBLIC, EditionFolder, file_name
from services.national_platform.records.edition_formats import Format
from services.national_platform.records.tables import EditionRow
from shared.database import Database
from shared.errors import NotFound
from shared.origin import door, paper
from shared.web.problems import problem

PATH = "/v1/editions/{id}/listings.{format}"
PIECE_BYTES = 256 * 1024
# Between the manifest and its file an edition may come out: look once more, and then no more.
TRIES = 2
TYPES = {
    Format.JSONL: "application/gzip",
    Format.CSV: "text/csv; charset=utf-8",
    Format.PARQUET: "application/vnd.apache.parquet",
}
CONTENT: dict[str, Any] = {kind.split(";")[0]: {} for kind in TYPES.values()}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": CONTENT},
    206: {"description": "The part that was asked for", "content": CONTENT},
    304: {"description": "You have it"},
}
router = APIRouter(tags=["national platform"])


class OpenFile(StreamingResponse):
    """A part of a file that was opened beforehand: nobody can take it away any more."""

    def __init__(self, file: BinaryIO, part: Part, status: int, headers: dict[str, str]) -> None:
        super().__init__(_pieces(file, part), status, headers)
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, and close the file also if the reader hangs up."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._file.close()


@router.head(PATH, response_class=Response, responses=ANSWERS, **door(paper(SECTION)))
@router.get(PATH, response_class=Response, responses=ANSWERS, **door(paper(SECTION)))
def download(
    id: EditionName,
    format: Format,
    request: Request,
    readable: Readable,
    asked: Annotated[Conditions, Depends()],
) -> Response:
    """The current edition in one of three formats: public lists for everybody, all for the gateway.

    It is true at its `as_of`. Whoever keeps a copy must take out of it what the feed of withdrawals
    says from `Chimera-Feed-Seq` on.
    """
    name = file_name(PUBLIC if readable == PUBLIC_ONLY else ALL, format)
    row, file = _open(request, id, name)
    headers = _headers(row, name) | {"Content-Type": TYPES[format]}
    if asked.has(headers["ETag"]):
        file.close()
        return Response(status_code=304, headers=headers)
    return _answer(file, asked, headers, is_head=request.method == "HEAD")


def _open(request: Request, edition_id: str, name: str) -> tuple[EditionRow, BinaryIO]:
    """The edition and its file, opened now: one that comes out meanwhile cannot take it away."""
    database: Database = request.app.state.database
    folder: EditionFolder = request.app.state.edition_folder
    for _ in range(TRIES):
        with database.read() as session:
            row = _current(session, edition_id, name)
        try:
            return row, folder.open(row.files[name]["sha256"], Format(name.split(".", 1)[1]))
        except FileNotFoundError:
            continue
    raise Gone("A newer edition has just come out; ask again.", code="edition_gone")


def _current(session: Session, edition_id: str, name: str) -> EditionRow:
    row = found(session, edition_id)
    if not is_current(session, row):
        raise Gone("The lists of older editions are not kept.", code="edition_gone")
    if name not in row.files:
        raise NotFound("This edition came out without this format; the next one has it.")
    return row


def _headers(row: EditionRow, name: str) -> dict[str, str]:
    return {
        "ETag": f'"{row.files[name]["sha256"]}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-cache",
        "Vary": "Authorization",
        "Chimera-Edition": row.id,
        "Chimera-As-Of": row.as_of.isoformat(),
        "Chimera-Feed-Seq": str(row.feed_seq),
    }


def _answer(
    file: BinaryIO, asked: Conditions, headers: dict[str, str], *, is_head: bool
) -> Response:
    size = os.fstat(file.fileno()).st_size
    try:
        part = asked.part_of(size, headers["ETag"])
    except OutOfRange:
        file.close()
        beyond = {"Content-Range": f"bytes */{size}", "ETag": headers["ETag"]}
        return problem(416, "out_of_range", "The file is not that long.", headers=beyond)
    status, sent = (206, part) if part else (200, Part(0, size))
    if part:
        headers["Content-Range"] = f"bytes {part.first}-{part.end - 1}/{size}"
    headers["Content-Length"] = str(sent.length)
    if is_head:
        file.close()
        return Response(status_code=status, headers=headers)
    return OpenFile(file, sent, status, headers)


def _pieces(file: BinaryIO, part: Part) -> Iterator[bytes]:
    file.seek(part.first)
    left = part.length
    while left and (piece := file.read(min(left, PIECE_BYTES))):
        left -= len(piece)
        yield piece
