"""Editions: their manifests, kept for ever, and the files of the current one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from services.national_platform.api.reading import NoEdition
from services.national_platform.domain.cadence import Rhythm
from services.national_platform.records import editions
from services.national_platform.records.tables import EditionRow
from shared.contract import Publication
from shared.errors import NotFound
from shared.origin import door, ours, paper
from shared.web.guards import ReadingDep

SECTION = "Public shaming on a national publication platform"
CURRENT = "current"
SHOWN_AT_ONCE = 120
router = APIRouter(tags=["national platform"])

EditionName = Annotated[
    str,
    InPath(
        pattern=r"^(current|[0-9]{4}-[0-9]{2}(-[0-9]{2}T[0-9]{4})?)$",
        examples=["2019-07", CURRENT, "2019-07-15T0930"],
    ),
]


class FileOfAll(BaseModel):
    """A file with shared lists: how large it is would tell how many are on them."""

    sha256: str


class PublicFile(BaseModel):
    """A file of public lists."""

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

    id: str = Field(
        examples=["2019-07"],
        description="The month it came out in, or of a live one the minute, in Asia/Shanghai",
    )
    as_of: datetime = Field(description="The instant it is true at, by the model's clock")
    made_at: datetime = Field(description="When it was written, in real time")
    feed_seq: int = Field(
        description="It contains the feed of withdrawals up to this number. Its files are never"
        " rewritten: who uses one must take out what the feed says after this number"
    )
    is_current: bool = Field(description="Whether its files can still be had")
    counts: list[Count]
    files: dict[str, PublicFile | FileOfAll] = Field(
        description="`public.*`: listings of public lists, for everybody; `all.*`: for the gateway"
    )


class Editions(BaseModel):
    """Editions, newest first."""

    cadence: Rhythm = Field(
        description="monthly: additions come out when the month turns, as the paper says; live:"
        " at once, which is the model's own"
    )
    editions: list[Manifest]


@router.get("/v1/editions", **door(paper(SECTION)))
def all_editions(request: Request, session: ReadingDep) -> Editions:
    """Manifests of the latest editions, newest first."""
    rows, cadence = editions.recent(session, SHOWN_AT_ONCE), request.app.state.cadence
    shown = [_show(row, is_current=row is rows[0]) for row in rows]
    return Editions(cadence=cadence.rhythm, editions=shown)


@router.get("/v1/editions/{id}", **door(ours("Manifests are kept, the old lists are not.")))
def manifest(id: EditionName, session: ReadingDep) -> Manifest:
    """What one edition was: counts, hashes, and the place in the feed to go on from."""
    row = found(session, id)
    return _show(row, is_current=is_current(session, row))


def found(session: Session, edition_id: str) -> EditionRow:
    """The manifest of the current edition, or of the one with this name."""
    wants_current = edition_id == CURRENT
    row = editions.latest(session) if wants_current else editions.named(session, edition_id)
    if row is None and wants_current:
        raise NoEdition
    if row is None:
        raise NotFound("No edition of that name ever came out.")
    return row


def is_current(session: Session, row: EditionRow) -> bool:
    """Whether its files can still be had."""
    current = editions.latest(session)
    return current is not None and current.id == row.id


def _show(row: EditionRow, *, is_current: bool) -> Manifest:
    return Manifest(
        id=row.id,
        as_of=row.as_of,
        made_at=row.made_at,
        feed_seq=row.feed_seq,
        is_current=is_current,
        counts=[Count(**count) for count in row.counts],
        files={name: _file(made) for name, made in row.files.items()},
    )


def _file(made: Mapping[str, Any]) -> PublicFile | FileOfAll:
    return PublicFile(**made) if "listings" in made else FileOfAll(**made)
