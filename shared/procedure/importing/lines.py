"""One line of a file: what it asks for, or which field is wrong and why; never what stood in it.

CSV has a header that names the columns of `FIELDS` in any order; a line of JSON is the body of
`POST /v1/listing-proposals`. The line number is the number of the line in the file, the header's
being 1.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError

from shared.errors import BadInput, Refusal
from shared.identifiers import InvalidIdentifier, RealIdentifier, Reference
from shared.procedure.casework import Request
from shared.procedure.shapes import NewProposal

MAX_LINE_BYTES = 4_096
FIELDS = ("list", "ground", "basis", "kind", "name", "id_number")
OF_PARTY = ("kind", "name", "id_number")
LINE = "line"
MARK = b"\xef\xbb\xbf"  # a byte order mark: some programs put it before UTF-8
REFERENCE: TypeAdapter[str] = TypeAdapter(Reference)


class Format(StrEnum):
    """How a file writes its proposals."""

    CSV = "csv"
    JSONL = "jsonl"


class Encoding(StrEnum):
    """How a file writes its text; GB 18030 is what office programs in China often save."""

    UTF_8 = "utf-8"
    GB18030 = "gb18030"


class BadHeader(BadInput):
    """A CSV file whose first line does not name the columns; nothing of it was taken."""

    code = "header_wrong"


class Flaw(Exception):
    """Which field is wrong, or `line` for all of it, and a code that says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Manner:
    """How to read the lines of one file."""

    format: Format
    encoding: Encoding
    columns: tuple[str, ...] = ()

    def header(self, raw: bytes) -> tuple[str, ...]:
        """The columns in the file's own order; BadHeader unless each is there once."""
        try:
            columns = tuple(name.strip() for name in _cells(self._text(raw)))
        except Flaw:
            columns = ()
        if sorted(columns) != sorted(FIELDS):
            raise BadHeader(f"The first line names these columns, each once: {', '.join(FIELDS)}.")
        return columns

    def read(self, raw: bytes) -> Request | None:
        """What a line asks for, nothing if it is blank; a Flaw otherwise."""
        text = self._text(raw)
        if not text.strip():
            return None
        words = self._words(text)
        try:
            return NewProposal.model_validate(words).request()
        except (ValidationError, Refusal) as error:
            raise _flaw(error, words) from None

    def _text(self, raw: bytes) -> str:
        if len(raw) > MAX_LINE_BYTES:
            raise Flaw(LINE, "line_too_long")
        if b"\0" in raw:
            raise Flaw(LINE, "forbidden_characters")
        try:
            return raw.decode(self.encoding)
        except UnicodeDecodeError:
            raise Flaw(LINE, "wrong_encoding") from None

    def _words(self, text: str) -> Mapping[str, Any]:
        if self.format is Format.JSONL:
            return _object(text)
        cells = _cells(text)
        if len(cells) != len(self.columns):
            raise Flaw(LINE, "wrong_number_of_cells")
        words = dict(zip(self.columns, cells, strict=True))
        party = {name: words.pop(name) for name in OF_PARTY}
        return {**words, "party": party}


def _cells(text: str) -> Sequence[str]:
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        raise Flaw(LINE, "malformed_line") from None


def _object(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_once_each)
    except (ValueError, RecursionError):
        raise Flaw(LINE, "malformed_line") from None
    if not isinstance(found, dict):
        raise Flaw(LINE, "malformed_line")
    return found


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _flaw(error: ValidationError | Refusal, words: Mapping[str, Any]) -> Flaw:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = str(first["loc"][-1]) if first["loc"] else LINE
        return Flaw(place if place in (*FIELDS, "party") else LINE, first["type"])
    if isinstance(error, InvalidIdentifier | RealIdentifier):
        return Flaw("id_number", error.code)
    return Flaw("basis" if _hides_in_basis(words) else "name", error.code)


def _hides_in_basis(words: Mapping[str, Any]) -> bool:
    """Only the basis and the name are read for numbers that they may hide."""
    try:
        REFERENCE.validate_python(words.get("basis"))
    except Refusal:
        return True
    except ValidationError:
        return False
    return False


class Splitter:
    """Cuts what arrives into lines; of a line that never ends only its beginning is kept."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Every line that ends in this piece, without its line break."""
        *whole, self._rest = (self._rest + piece).split(b"\n")
        for line in whole:
            yield _bounded(line).removesuffix(b"\r")
        self._rest = _bounded(self._rest)

    def end(self) -> Iterator[bytes]:
        """The last line, if the file does not end with a line break."""
        if self._rest:
            yield self._rest.removesuffix(b"\r")
        self._rest = b""


def _bounded(line: bytes) -> bytes:
    """Enough of a line to see that it is too long."""
    return line[: MAX_LINE_BYTES + 3]
