"""Reading an edition's file line by line; one line that is not a listing spoils all of it.

A million lines say a few things over and over: what was found sound once is not looked at again.
"""

import gzip
import re
import zlib
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from io import BufferedReader
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic_core import from_json

from services.partner_gateway.receiving.signed import EditionAltered
from services.partner_gateway.records import Listed
from shared.contract import Effect, Publication, SlugText
from shared.errors import Refusal
from shared.identifiers import Kind, Name, Reference, check_truncated

REMEMBERED = 50_000
LARGEST_VERSION = 2**31 - 1
LONGEST_LINE = 8_192
BUFFER = 1 << 18

# Whatever bytes that are no listings make of the steps below.
_ALTERED = (
    EOFError, zlib.error, gzip.BadGzipFile, Refusal,
    ValueError, TypeError, KeyError, AttributeError,
)  # fmt: skip
# Too short for a number in Chinese numerals, and the same in every normal form.
_PLAIN_NAME = re.compile("[\u4e00-\u9fff]{1,14}").fullmatch
_NAME: TypeAdapter[str] = TypeAdapter(Name)
_REFERENCE: TypeAdapter[str] = TypeAdapter(Reference)


class _Terms(BaseModel):
    issuer: SlugText
    list: SlugText
    kind: Kind
    effect: Effect
    publication: Publication
    reason: SlugText


def read_rows(path: Path) -> Iterator[Listed]:
    """Every listing of the edition; EditionAltered if it is cut short or holds anything else."""
    try:
        with gzip.open(path, "rb") as packed, BufferedReader(packed, BUFFER) as lines:
            while line := lines.readline(LONGEST_LINE):
                yield _listed(from_json(line))
    except _ALTERED as error:
        raise EditionAltered(type(error).__name__) from error


def _listed(row: dict[str, Any]) -> Listed:
    terms = row["issuer"], row["list"], row["kind"], row["effect"], row["publication"]
    issuer, list_id, kind, effect, publication, reason = _terms(*terms, row["reason"])
    return Listed(
        issuer,
        _REFERENCE.validate_python(row["ref"]),
        list_id,
        kind,
        effect,
        publication,
        _version(row["version"]),
        _day(row["listed_on"]),
        _day(row["stands_until"]),
        _name(row["name"]),
        check_truncated(Kind(kind), row["truncated_id"]),
        reason,
    )


@lru_cache(REMEMBERED)
def _terms(*told: str) -> tuple[str, ...]:
    found = _Terms(**dict(zip(_Terms.model_fields, told, strict=True)))
    return tuple(str(value) for value in found.model_dump().values())


def _name(told: str) -> str:
    """Nearly all names are a few plain characters, in which nothing can hide."""
    return told if _PLAIN_NAME(told) else _NAME.validate_python(told)


@lru_cache(REMEMBERED)
def _day(told: str) -> date:
    day = date.fromisoformat(told)
    if day.isoformat() != told:
        raise ValueError("another way to write a date")
    return day


def _version(told: object) -> int:
    if type(told) is not int or not 0 <= told <= LARGEST_VERSION:
        raise ValueError("version")
    return told
