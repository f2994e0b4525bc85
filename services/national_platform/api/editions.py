"""Editions: their manifests, kept for ever, and the files of the current one."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Header, Request, Response
from fastapi import Path as InPath
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from services.national_platform.api.reading import PUBLIC_ONLY, Gone, NoEdition, Readable
from services.national_platform.records import editions
from services.national_platform.records.edition_files import EditionFolder
from services.national_platform.records.tables import EditionRow
from shared.contract import Publication
from shared.errors import NotFound
from shared.origin import door, ours, paper
from shared.web.guards import ReadingDep

SECTION = "Public shaming on a national publication platform"
CURRENT = "current"
SHOWN_AT_ONCE = 120
PIECE_BYTES = 256 * 1024
router = APIRouter(tags=["national platform"])

EditionName = Annotated[
    str, InPath(pattern=r"^(current|[0-9]{4}-[0-9]{2})$", examples=["2019-07", CURRENT])
]


class FileShown(BaseModel):
    """One file of an edition."""

    sha256: str
    size_bytes: int
    listings: int


class Count(BaseModel):
    """How many listings of one list; of shared lists rounded, and nothing under ten."""

    issuer: str
    list: str
    publication: Publication
    listings: int | None


class Manifest(BaseModel):
    """What one edition was."""

    id: str = Field(examples=["2019-07"])
    as_of: datetime = Field(description="The instant it is true at, by the model's clock")
    made_at: datetime = Field(description="When it was written, in real time")
    feed_seq: int = Field(description="It contains the feed of withdrawals up to this number")
    is_current: bool = Field(description="Whether its files can still be had")
    counts: list[Count]
    files: dict[str, FileShown] = Field(
        description="`public`: listings of public lists, for everybody; `all`: for the gateway"
    )


class Editions(BaseModel):
    """Editions, newest first."""

    editions: list[Manifest]


@router.get("/v1/editions", **door(paper(SECTION)))
def all_editions(session: ReadingDep) -> Editions:
    """Manifests of the latest editions, newest first."""
    rows = editions.recent(session, SHOWN_AT_ONCE)
    return Editions(editions=[_show(row, row is rows[0]) for row in rows])


@router.get("/v1/editions/{id}", **door(ours("Manifests are kept, the old lists are not.")))
def manifest(id: EditionName, session: ReadingDep) -> Manifest:
    """What one edition was: counts, hashes, and the place in the feed to go on from."""
    row = _found(session, id)
    return _show(row, _is_current(session, row))


@router.get(
    "/v1/editions/{id}/listings.jsonl.gz",
    response_class=Response,
    responses={200: {"content": {"application/gzip": {}}}, 304: {"description": "You have it"}},
    **door(paper(SECTION)),
)
def download(
    id: EditionName,
    request: Request,
    session: ReadingDep,
    readable: Readable,
    if_none_match: Annotated[str | None, Header(max_length=1000)] = None,
) -> Response:
    """The current edition, a listing a line: public lists for everybody, all for the gateway."""
    row = _found(session, id)
    if not _is_current(session, row):
        raise Gone("The lists of older editions are not kept.", code="edition_gone")
    made = row.files["public" if readable == PUBLIC_ONLY else "all"]
    headers = _headers(row, made)
    if headers["ETag"] in (if_none_match or ""):
        return Response(status_code=304, headers=headers)
    folder: EditionFolder = request.app.state.edition_folder
    return _send(folder.file(made["sha256"]), made, headers)


def _found(session: Session, edition_id: str) -> EditionRow:
    is_current = edition_id == CURRENT
    row = editions.latest(session) if is_current else editions.named(session, edition_id)
    if row is None and is_current:
        raise NoEdition("No edition has come out yet; the first one comes when the month turns.")
    if row is None:
        raise NotFound("No edition of that month ever came out.")
    return row


def _is_current(session: Session, row: EditionRow) -> bool:
    current = editions.latest(session)
    return current is not None and current.id == row.id


def _show(row: EditionRow, is_current: bool) -> Manifest:
    return Manifest(
        id=row.id,
        as_of=row.as_of,
        made_at=row.made_at,
        feed_seq=row.feed_seq,
        is_current=is_current,
        counts=[Count(**count) for count in row.counts],
        files={name: FileShown(**made) for name, made in row.files.items()},
    )


def _headers(row: EditionRow, made: dict[str, Any]) -> dict[str, str]:
    return {
        "ETag": f'"{made["sha256"]}"',
        "Cache-Control": "no-cache",
        "Vary": "Authorization",
        "Chimera-Edition": row.id,
        "Chimera-As-Of": row.as_of.isoformat(),
        "Chimera-Feed-Seq": str(row.feed_seq),
    }


def _send(path: Path, made: dict[str, Any], headers: dict[str, str]) -> Response:
    """The file, opened now: an edition that comes out meanwhile cannot take it away."""
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise Gone("A newer edition has just come out.", code="edition_gone") from error
    headers["Content-Length"] = str(made["size_bytes"])
    return StreamingResponse(_pieces(file), media_type="application/gzip", headers=headers)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE_BYTES):
            yield piece
