"""One way only to write a document as bytes, so that a hash over it means one thing.

RFC 8785 for what is written here: strings, whole numbers, truth values, null, arrays, and objects
with ASCII keys. No other number than a whole one has a place in a proof.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from shared.proving.unproven import Unproven

LARGEST_NUMBER = 2**53 - 1  # beyond it a reader in another language would round
INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$"
_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode
_write_as_it_is = TypeAdapter(Any).dump_json


def canonical(document: object) -> bytes:
    """The bytes of a document; Unproven if it holds what has no one way to be written."""
    _must_be_plain(document)
    try:
        return _encode(document).encode()
    except UnicodeEncodeError as error:
        raise Unproven("not_canonical", "The document holds half a character") from error


def in_order(document: dict[str, Any]) -> bytes:
    """The same of one that is known to be plain and to have its keys in order, in a tenth of the
    time: acts come by the million."""
    return _write_as_it_is(document)


def _must_be_plain(value: object) -> None:
    if isinstance(value, dict):
        if not all(isinstance(key, str) and key.isascii() for key in value):
            raise Unproven("not_canonical", "The document has a key that is not plain ASCII")
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            _must_be_plain(inner)
    elif not _is_plain_value(value):
        raise Unproven("not_canonical", "The document holds a number that is not a whole one")


def _is_plain_value(value: object) -> bool:
    if isinstance(value, int):
        return -LARGEST_NUMBER <= value <= LARGEST_NUMBER
    return value is None or isinstance(value, str)


def read_document(data: bytes, max_bytes: int) -> dict[str, Any]:
    """An object of JSON that says each thing once, bounded; Unproven otherwise."""
    if len(data) > max_bytes:
        raise Unproven("too_large", f"The document is larger than {max_bytes} bytes")
    try:
        read = json.loads(
            data, object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse
        )
    except (ValueError, RecursionError) as error:
        raise Unproven("not_json", "The document is not JSON, or says one thing twice") from error
    if not isinstance(read, dict):
        raise Unproven("not_json", "The document is not an object of JSON")
    return read


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a repeated key")
    return read


def _refuse(_: str) -> Any:
    raise ValueError("not a whole number")


def instant(at: datetime) -> str:
    """An instant in the one way in which it is hashed and signed: UTC, six decimals."""
    there = at if at.tzinfo is UTC else at.astimezone(UTC)
    return there.isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"
