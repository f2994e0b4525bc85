"""Writing a mapped file, in one pass over the listings and one over what was written.

Beside the file itself only numbers are kept, some thirty bytes a listing, so that a large edition
is written in little memory. The header comes last: a file that was cut short has none.
"""

import os
from array import array
from collections.abc import Callable, Iterable
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from services.partner_gateway.records.copied import Listed
from services.partner_gateway.records.index_layout import (
    END,
    FIXED,
    HEADER_BYTES,
    LARGEST_FILE,
    NAME_SLOTS,
    NUMBERS,
    REF_SLOTS,
    Header,
    name_key,
    packed_terms,
    ref_hash,
    terms_of,
)

BUFFER = 1 << 20
LONGEST_RUN = 2_000  # as many listings of one party; more would make building and lookups crawl
Same = Callable[[int, int], bool]


class ListedTwice(Exception):
    """One reference stands in an edition twice."""


class TooLarge(Exception):
    """More than a mapped file can hold, or more about one party than can be found in time."""


class _Written:
    """What is remembered of each record: where it begins, and both checksums."""

    def __init__(self) -> None:
        self.places = array("I")
        self.names = array("I")
        self.refs = array("I")
        self.terms: dict[tuple[str, ...], int] = {}


def write_file(path: Path, rows: Iterable[Listed]) -> int:
    """Write a new file of these listings and return when the disk has it; how many they are.

    ListedTwice if a reference comes twice.
    """
    written = _Written()
    with path.open("w+b", buffering=BUFFER) as file:
        file.write(bytes(HEADER_BYTES))
        _write_records(file, rows, written)
        header = _write_tables(file, written)
        file.seek(0)
        file.write(header.packed())
        sync(file)
    return header.listings


def sync(file: BinaryIO) -> None:
    """Return when the disk has it."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Return when the names of its files are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_records(file: BinaryIO, rows: Iterable[Listed], written: _Written) -> None:
    place, terms, pack = HEADER_BYTES, written.terms, NUMBERS.pack
    for row in rows:
        key, ref = name_key(row.kind, row.name, row.truncated_id), row.ref.encode()
        number = terms.setdefault(terms_of(row), len(terms))
        days = row.listed_on.toordinal(), row.stands_until.toordinal()
        size = len(key) + len(ref) + len(END)
        file.write(b"%b%b%b%b" % (pack(number, *days, row.version, size), key, ref, END))
        written.places.append(place)
        written.names.append(crc32(key))
        written.refs.append(ref_hash(row.issuer, ref))
        place += FIXED + size
        if place > LARGEST_FILE:
            raise TooLarge


def _write_tables(file: BinaryIO, written: _Written) -> Header:
    count = len(written.places)
    file.write(bytes(-file.tell() % 8))
    names_at = file.tell()
    file.flush()
    with mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        names = _table(NAME_SLOTS * count + 1, written.names, written.places, _never)
        refs = _table(
            REF_SLOTS * count + 1, written.refs, written.places, _same_ref(data, written.terms)
        )
    for table in (names, refs):
        file.write(memoryview(table).cast("B"))
    terms_at = file.tell()
    file.write(packed_terms(written.terms))
    return Header(
        listings=count,
        names_at=names_at,
        name_slots=len(names),
        refs_at=names_at + len(names) * names.itemsize,
        ref_slots=len(refs),
        terms_at=terms_at,
        size=file.tell(),
        cleared=0,
    )


def _table(slots: int, hashes: "array[int]", places: "array[int]", is_same: Same) -> "array[int]":
    """Each place in the first empty slot from where its checksum leads."""
    table = array("I", bytes(places.itemsize * slots))
    for hashed, place in zip(hashes, places, strict=True):
        first = slot = hashed % slots
        while other := table[slot]:
            if is_same(other, place):
                raise ListedTwice
            slot = (slot + 1) % slots
        if (slot - first) % slots > LONGEST_RUN:
            raise TooLarge
        table[slot] = place
    return table


def _never(_: int, __: int) -> bool:
    """Many listings may be about one party."""
    return False


def _same_ref(data: mmap, terms: Iterable[tuple[str, ...]]) -> Same:
    issuers = [issuer for issuer, *_ in terms]

    def own(place: int) -> tuple[str, bytes]:
        number, _, _, _, length = NUMBERS.unpack_from(data, place)
        end = place + FIXED + length - len(END)
        return issuers[number], data[data.rfind(END, place, end) : end]

    return lambda one, other: own(one) == own(other)
