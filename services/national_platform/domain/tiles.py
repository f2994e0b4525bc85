"""The log's tree in pieces that a table can hold: tiles, 256 hashes wide.

A tile at height `h` holds hashes of complete subtrees of 256^h leaves; all nodes between two
heights follow from it. (The layout is that of C2SP's tlog-tiles.) Full tiles never change, and
those on the right edge only grow, so today's tiles prove what any earlier tree held.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from shared.errors import Unavailable
from shared.proving.merkle import HASH_BYTES, level_above

BITS = 8
WIDTH = 1 << BITS
TILE_BYTES = WIDTH * HASH_BYTES
HEIGHTS = 7  # enough for 2^53 leaves
TILES_REMEMBERED = 256  # about 16 KiB each; most of a proof lies in tiles that all proofs share
DAMAGED = "The log does not hold what it must; nothing is proved from it."
Place = tuple[int, int]  # height, number of the tile


class LogDamaged(Unavailable):
    """The log's own tables lack or contradict what must be there; nothing is proved from them."""

    code = "log_damaged"


def grown(size: int, edge: Mapping[Place, bytes], leaves: bytes) -> dict[Place, bytes]:
    """The tiles that are new or longer when these leaf hashes follow the first `size` ones.

    `edge` holds the unfinished tiles of the tree as it was.
    """
    changed: dict[Place, bytes] = {}
    height, first, new = 0, size, leaves
    while new:
        tile, within = divmod(first, WIDTH)
        before = edge.get((height, tile), b"")
        if len(before) != within * HASH_BYTES:
            raise LogDamaged(DAMAGED)
        pieces = list(_pieces(before + new))
        changed |= {(height, tile + number): piece for number, piece in enumerate(pieces)}
        new = b"".join(_levels(piece)[BITS] for piece in pieces if len(piece) == TILE_BYTES)
        height, first = height + 1, first >> BITS
    return changed


def _pieces(hashes: bytes) -> Iterator[bytes]:
    for start in range(0, len(hashes), TILE_BYTES):
        yield hashes[start : start + TILE_BYTES]


def unfinished(size: int) -> list[Place]:
    """The tiles on the right edge that are begun and not full."""
    counts = ((height, size >> (BITS * height)) for height in range(HEIGHTS))
    return [(height, count >> BITS) for height, count in counts if count % WIDTH]


def above(position: int, last: int) -> list[Place]:
    """Every tile that a path up from a leaf passes through, in a tree that ends with `last`."""
    heights = range(1 + (last + 1).bit_length() // BITS)
    return [(height, position >> (BITS * (height + 1))) for height in heights]


def _levels(hashes: bytes) -> list[bytes]:
    """All complete nodes over a tile's hashes, level by level from these up."""
    levels = [hashes]
    for _ in range(BITS):
        levels.append(level_above(levels[-1]))
    return levels


# Found again by what the tile holds, never by its place: so nothing remembered can be out of date.
_remembered = lru_cache(TILES_REMEMBERED)(_levels)


class Tiles:
    """Some tiles of the log, as a reader of its complete nodes."""

    def __init__(self, tiles: Mapping[Place, bytes]) -> None:
        self._tiles = tiles

    def node(self, level: int, index: int) -> bytes:
        """The hash over the 2^level leaves that begin with leaf `index * 2^level`."""
        height, up = divmod(level, BITS)
        tile, within = divmod(index << up, WIDTH)
        nodes = _remembered(self._tiles.get((height, tile), b""))[up]
        start = (within >> up) * HASH_BYTES
        if start + HASH_BYTES > len(nodes):
            raise LogDamaged(DAMAGED)
        return nodes[start : start + HASH_BYTES]
