"""Conditional and partial requests (RFC 9110): what the reader has, and what it still wants.

One range is served; whoever asks for several, or in another unit, or for what cannot be read, gets
the whole, as the standard allows.
"""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Header

# Lengths have bounds, so that nobody makes us read a long header.
MAX_CONDITION = 1000
MAX_DIGITS = 15
ONE_RANGE = re.compile(rf"bytes=\s*([0-9]{{0,{MAX_DIGITS}}})-([0-9]{{0,{MAX_DIGITS}}})\s*", re.I)
ETAG = re.compile(r'(W/)?("[^"]*")')
ANY = "*"


class OutOfRange(Exception):
    """Nothing of the file lies where it was asked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes from the first up to and without the end."""

    first: int
    end: int

    @property
    def length(self) -> int:
        """How many bytes these are."""
        return self.end - self.first


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a request says that it has and wants."""

    if_none_match: Annotated[str | None, Header(max_length=MAX_CONDITION)] = None
    if_range: Annotated[str | None, Header(max_length=MAX_CONDITION)] = None
    range: Annotated[str | None, Header(max_length=MAX_CONDITION)] = None

    def has(self, etag: str) -> bool:
        """Whether the reader has this version already; compared weakly, as the standard says."""
        if self.if_none_match is None:
            return False
        if self.if_none_match.strip() == ANY:
            return True
        return any(opaque == etag for _, opaque in ETAG.findall(self.if_none_match))

    def part_of(self, size: int, etag: str) -> Part | None:
        """The part that is wanted of this version, or None for the whole; OutOfRange if neither.

        A range for another version, or for one that is only alike, is not for this one.
        """
        if self.range is None or self.if_range not in (None, etag):
            return None
        found = ONE_RANGE.fullmatch(self.range)
        return _part(found[1], found[2], size) if found else None


def _part(first: str, last: str, size: int) -> Part | None:
    if not first:
        return _tail(last, size)
    start, end = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None
    if start >= size:
        raise OutOfRange
    return Part(start, end)


def _tail(length: str, size: int) -> Part | None:
    if not length:
        return None
    if int(length) == 0 or size == 0:
        raise OutOfRange
    return Part(max(size - int(length), 0), size)
