"""How the mapped file of the index is laid out.

    header   a line that names the format, then counts and places as JSON, filled up with spaces
    records  one after the other: numbers of fixed width, then the text that names somebody
    names    slots that lead from kind, mask and name to a record
    refs     slots that lead from issuer and reference to a record
    terms    the few distinct sets of issuer, list, kind, effect, publication and reason

A slot holds the place of a record in the file, or 0. Which slot comes first follows from a checksum
of the key; the bytes of the record itself decide, so that two keys with one checksum cost time and
nothing else. No name, mask or reference holds a line end or a zero byte: a line end closes each
text, and a zero byte says that the record was wiped.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from struct import Struct
from typing import NamedTuple, Self
from zlib import crc32

from services.partner_gateway.records.copied import Listed

MAGIC = b"chimera-index 2\n"
HEADER_BYTES = 512
# Terms, first and last day, version, length of the text.
NUMBERS = Struct("=IIIIH")
FIXED = NUMBERS.size
SLOT_BYTES = 4  # a place in the file: no file is larger than that can say
LARGEST_FILE = 2 ** (8 * SLOT_BYTES) - 1
# Most slots stay empty, so that what is not there is soon known: nearly all questions are about
# parties that nobody has listed, while references are mostly those of listings.
NAME_SLOTS, REF_SLOTS = 4, 2
KINDS = {"person": "p", "organisation": "o"}
KIND_OF = {letter: kind for kind, letter in KINDS.items()}
MASK_CHARACTERS = 18
END = b"\n"
WIPED = b"\0"


class NotAnIndex(Exception):
    """A file that is damaged, cut short, or of another format or machine."""


class Terms(NamedTuple):
    """What many listings have in common."""

    issuer: str
    list: str
    kind: str
    effect: str
    publication: str
    reason: str


@dataclass(frozen=True, slots=True)
class Header:
    """Where in the file what lies, how many listings are left, and up to where it was cleared.

    Withdrawals up to `cleared` (their place in the journal) are no longer in the file.
    """

    listings: int
    names_at: int
    name_slots: int
    refs_at: int
    ref_slots: int
    terms_at: int
    size: int
    cleared: int
    order: str = sys.byteorder

    def packed(self) -> bytes:
        """The header's bytes."""
        told = json.dumps(asdict(self)).encode()
        return (MAGIC + told).ljust(HEADER_BYTES)

    @classmethod
    def read(cls, data: bytes) -> Self:
        """The header in the file's first bytes; NotAnIndex if they are none of ours."""
        if not data.startswith(MAGIC):
            raise NotAnIndex("format")
        try:
            found = cls(**json.loads(data[len(MAGIC) : HEADER_BYTES]))
        except (ValueError, TypeError) as error:
            raise NotAnIndex("header") from error
        if found.order != sys.byteorder:
            raise NotAnIndex("byte order")
        return found


def name_key(kind: str, name: str, mask: str) -> bytes:
    """The beginning of a record's text, by which a party is found."""
    return f"{KINDS[kind]}{mask}{name}\n".encode()


def terms_of(row: Listed) -> tuple[str, ...]:
    """The terms of one listing."""
    return row.issuer, row.list, row.kind, row.effect, row.publication, row.reason


def ref_hash(issuer: str, ref: bytes) -> int:
    """Where to begin to look for a reference."""
    return crc32(ref, crc32(issuer.encode()))


def packed_terms(terms: Iterable[tuple[str, ...]]) -> bytes:
    """The table of terms."""
    return json.dumps(list(terms), ensure_ascii=False).encode()


def read_terms(data: bytes) -> list[Terms]:
    """The table of terms; NotAnIndex if it is none."""
    try:
        return [Terms(*one) for one in json.loads(data)]
    except (ValueError, TypeError) as error:
        raise NotAnIndex("terms") from error
