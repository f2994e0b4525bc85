"""Reading an edition's file line by line; one line that is not a listing spoils all of it."""

import gzip
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ValidationError

from services.partner_gateway.receiving.feeds import EditionAltered
from services.partner_gateway.records import Listed
from shared.contract import Effect, Publication, SlugText
from shared.errors import Refusal
from shared.identifiers import Kind, Name, Reference, check_truncated


class _Row(BaseModel):
    issuer: SlugText
    ref: Reference
    list: SlugText
    kind: Kind
    effect: Effect
    publication: Publication
    version: int
    listed_on: date
    stands_until: date
    name: Name
    truncated_id: str
    reason: SlugText


def read_rows(path: Path) -> Iterator[Listed]:
    """Every listing of the edition; EditionAltered if it is cut short or holds anything else."""
    try:
        with gzip.open(path, "rb") as lines:
            for line in lines:
                yield _listed(line)
    except (OSError, EOFError, zlib.error, ValidationError, Refusal) as error:
        raise EditionAltered(type(error).__name__) from error


def _listed(line: bytes) -> Listed:
    row = _Row.model_validate_json(line)
    check_truncated(row.kind, row.truncated_id)
    return Listed(**row.model_dump())
