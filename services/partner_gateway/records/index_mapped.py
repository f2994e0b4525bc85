"""Reading a mapped file, and wiping what must be forgotten out of it.

Reading takes no lock and waits for nobody: the layout of a file never changes, a record is only
ever overwritten with zero bytes, and one that is met half overwritten counts as gone. What is wiped
goes through the file and not through the mapping, so that a disk that refuses is an error here and
not the end of the process.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from services.partner_gateway.domain import Candidate
from services.partner_gateway.records.copied import Listed
from services.partner_gateway.records.index_layout import (
    END,
    FIXED,
    HEADER_BYTES,
    KIND_OF,
    MASK_CHARACTERS,
    NUMBERS,
    SLOT_BYTES,
    WIPED,
    Header,
    NotAnIndex,
    name_key,
    read_terms,
    ref_hash,
)
from services.partner_gateway.records.index_writing import sync

Key = tuple[str, str]


class MappedFile:
    """One edition; NotAnIndex if the file is not whole.

    It is let go of when nobody reads in it any more, whether it has a name in the folder or not.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self.header = Header.read(file.read(HEADER_BYTES))
            if os.fstat(file.fileno()).st_size != self.header.size:
                raise NotAnIndex("size")
            self._data = mmap(file.fileno(), 0, access=ACCESS_READ)
        self._names = self._table(self.header.names_at, self.header.name_slots)
        self._refs = self._table(self.header.refs_at, self.header.ref_slots)
        self._terms = read_terms(self._data[self.header.terms_at :])

    def _table(self, at: int, slots: int) -> memoryview:
        return memoryview(self._data)[at : at + slots * SLOT_BYTES].cast("I")

    def named(self, kind: str, name: str, mask: str) -> list[tuple[int, Candidate]] | None:
        """Each listing of this very party with the place of its record; None if there is none."""
        key = name_key(kind, name, mask)
        table, data = self._names, self._data
        slots = len(table)
        slot = crc32(key) % slots
        found = None
        while place := table[slot]:
            start = place + FIXED
            if data[start : start + len(key)] == key:
                found = found or []
                if (one := self._candidate(place, start + len(key))) is not None:
                    found.append((place, one))
            slot = (slot + 1) % slots
        return found

    def _candidate(self, place: int, at: int) -> Candidate | None:
        """The listing in a record; its reference begins there."""
        number, listed_on, stands_until, _, size = NUMBERS.unpack_from(self._data, place)
        ref = self._data[at : place + FIXED + size - 1]
        if WIPED in ref:
            return None
        terms = self._terms[number]
        return Candidate(
            terms.issuer,
            ref.decode(),
            terms.list,
            terms.reason,
            date.fromordinal(listed_on),
            date.fromordinal(stands_until),
        )

    def place_of(self, issuer: str, ref: str) -> int:
        """Where a listing's record is; 0 if there is none."""
        own, terms = END + ref.encode() + END, self._terms
        slot = ref_hash(issuer, own[1:-1]) % len(self._refs)
        while place := self._refs[slot]:
            number, _, _, _, size = NUMBERS.unpack_from(self._data, place)
            end = place + FIXED + size
            if self._data[end - len(own) : end] == own and terms[number].issuer == issuer:
                return place
            slot = (slot + 1) % len(self._refs)
        return 0

    def listing_at(self, place: int) -> Listed:
        """The whole listing in a record that is not wiped."""
        number, listed_on, stands_until, version, size = NUMBERS.unpack_from(self._data, place)
        text = self._data[place + FIXED : place + FIXED + size].decode()
        own, ref, _ = text.split(END.decode())
        terms = self._terms[number]
        return Listed(
            issuer=terms.issuer,
            ref=ref,
            list=terms.list,
            kind=KIND_OF[text[0]],
            effect=terms.effect,
            publication=terms.publication,
            version=version,
            listed_on=date.fromordinal(listed_on),
            stands_until=date.fromordinal(stands_until),
            name=own[1 + MASK_CHARACTERS :],
            truncated_id=own[1 : 1 + MASK_CHARACTERS],
            reason=terms.reason,
        )

    def is_older(self, right: Listed) -> bool:
        """Whether an earlier version of this listing is here, and none as late."""
        place = self.place_of(*right.key)
        return place != 0 and self.listing_at(place).version < right.version

    def wipe(self, places: Iterable[int]) -> None:
        """Overwrite what names somebody in these records; return when the disk has it."""
        with self._writable() as file:
            self._wipe(file, places)

    def clear(self, gone: Iterable[Key], up_to: int) -> int:
        """Wipe what was withdrawn before anybody reads here; how many are left.

        The header then says up to which place in the journal this was done.
        """
        with self._writable() as file:
            places = (place for key in gone if (place := self.place_of(*key)))
            wiped = self._wipe(file, places)
            left = self.header.listings - wiped
            self.header = replace(self.header, listings=left, cleared=up_to)
            file.seek(0)
            file.write(self.header.packed())
        return left

    @contextmanager
    def _writable(self) -> Iterator[BinaryIO]:
        with self.path.open("r+b", buffering=0) as file:
            yield file
            sync(file)

    def _wipe(self, file: BinaryIO, places: Iterable[int]) -> int:
        count = 0
        for place in places:
            *_, size = NUMBERS.unpack_from(self._data, place)
            os.pwrite(file.fileno(), bytes(size), place + FIXED)
            count += 1
        return count
