"""The log's tree in its table: it grows with the batch that is kept, and proves what it held."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import cast

from sqlalchemy import Table, TextClause, and_, func, insert, select, text, update
from sqlalchemy.orm import Session

from services.national_platform.domain.tiles import (
    DAMAGED,
    WIDTH,
    LogDamaged,
    Place,
    Tiles,
    above,
    grown,
    unfinished,
)
from services.national_platform.records.log_tables import TileRow
from shared.proving import merkle
from shared.proving.merkle import HASH_BYTES

TILES = cast(Table, TileRow.__table__)


def size(session: Session) -> int:
    """How many acts are in the log."""
    row = TILES.c
    last = (
        select(row.tile, func.length(row.hashes))
        .where(row.height == 0)
        .order_by(row.tile.desc())
        .limit(1)
    )
    found = session.execute(last).one_or_none()
    if found is None:
        return 0
    hashes, rest = divmod(found[1], HASH_BYTES)
    if rest:
        raise LogDamaged(DAMAGED)
    return int(found[0]) * WIDTH + int(hashes)


def append(session: Session, leaves: Sequence[bytes]) -> int:
    """Put leaf hashes at the end of the log, in this order; the first one's place.

    One transaction writes at a time, so what was read of the edge is still true at the commit.
    """
    began = size(session)
    edge = _found(session, unfinished(began))
    changed = grown(began, edge, b"".join(leaves))
    longer = [place for place in changed if place in edge]
    for height, tile in longer:
        at = and_(TILES.c.height == height, TILES.c.tile == tile)
        session.execute(update(TILES).where(at).values(hashes=changed[height, tile]))
    new = [_row(place, changed[place]) for place in changed if place not in edge]
    if new:
        session.execute(insert(TILES), new)
    return began


def _row(place: Place, hashes: bytes) -> dict[str, object]:
    height, tile = place
    return {"height": height, "tile": tile, "hashes": hashes}


def root(session: Session, size: int) -> bytes:
    """The root of the first `size` acts, however long ago there were no more."""
    return merkle.root(_tiles(session, size - 1).node, size) if size else merkle.EMPTY_ROOT


def inclusion(session: Session, index: int, size: int) -> list[bytes]:
    """The path from one act to the root of the first `size` ones."""
    return merkle.inclusion(_tiles(session, index, size - 1).node, index, size)


def consistency(session: Session, first: int, second: int) -> list[bytes]:
    """What shows that the log of `second` acts begins with that of `first`."""
    if first in (0, second):
        return []
    return merkle.consistency(_tiles(session, first - 1, second - 1).node, first, second)


def _tiles(session: Session, *positions: int) -> Tiles:
    """The tiles above these leaves; they hold every node of a path between them and a root."""
    return Tiles(
        _found(
            session, {place for position in positions for place in above(position, max(positions))}
        )
    )


def _found(session: Session, places: Iterable[Place]) -> dict[Place, bytes]:
    wanted = list(places)
    if not wanted:
        return {}
    numbers = {f"height_{at}": place[0] for at, place in enumerate(wanted)}
    numbers |= {f"tile_{at}": place[1] for at, place in enumerate(wanted)}
    tiles = session.execute(_lookup(len(wanted)), numbers)
    return {(height, tile): hashes for height, tile, hashes in tiles}


@cache
def _lookup(count: int) -> TextClause:
    """Finds so many tiles by their key. As text: putting it together would take most of a proof,
    and a list of pairs makes SQLite look at every tile there is."""
    pairs = (f"(height = :height_{at} AND tile = :tile_{at})" for at in range(count))
    return text(f"SELECT height, tile, hashes FROM log_tiles WHERE {' OR '.join(pairs)}")  # noqa: S608 - numbers alone
