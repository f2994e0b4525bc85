"""What one line of a paper form says, read cell by cell, and what is wrong with a cell.

A line is either an entry or a list of flaws. A flaw names a field and a reason and never repeats
what stood there: it may have been somebody's number.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError

from shared.calendar import LegalDate
from shared.errors import BadInput, Refusal
from shared.identifiers import IdNumber, Kind, Name, Purpose, check_number

LONGEST_CELL = 400
LARGEST_NUMBER = 999_999
# A spreadsheet would take such a cell for a formula and run it.
FORMULA_SIGNS = ("=", "+", "-", "@")

_NAME: TypeAdapter[str] = TypeAdapter(Name)
_NOTE: TypeAdapter[str] = TypeAdapter(Purpose)
_DAY: TypeAdapter[date] = TypeAdapter(LegalDate)
_NUMBER = re.compile(rf"[0-9]{{1,{len(str(LARGEST_NUMBER))}}}")
_WRITTEN_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_LENGTHS = {"string_too_long": "too_long", "string_too_short": "missing"}


class Field(StrEnum):
    """The columns of a form, and the line as a whole."""

    LINE = "line"
    NUMBER = "number"
    NAME = "name"
    ID_NUMBER = "id_number"
    ITEM = "item"
    HAPPENED_ON = "happened_on"
    NOTE = "note"


class BadCell(BadInput):
    """A cell that cannot be what its column asks for."""

    code = "bad_cell"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong: where, and why, as a stable code."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that can be used: about whom, what, and when."""

    name: str
    id_number: IdNumber
    kind: str
    happened_on: date
    note: str | None


Reading = Entry | tuple[Flaw, ...]
Cells = Mapping[Field, str]
# The items of a scheme, by their code and by their words in either language.
Items = Mapping[str, str]


def read_entry(cells: Cells, items: Items) -> Reading:
    """The entry, or everything that is wrong with the line."""
    found: dict[Field, Any] = {}
    flaws: list[Flaw] = []
    for field, reader in _READERS.items():
        try:
            found[field] = reader(_plain(cells.get(field, "")), items)
        except Refusal as refusal:
            flaws.append(Flaw(field, refusal.code))
        except ValidationError as error:
            kind = error.errors(include_url=False, include_input=False)[0]["type"]
            flaws.append(Flaw(field, _LENGTHS.get(kind, f"invalid_{field}")))
    if flaws:
        return tuple(flaws)
    return Entry(*(found[field] for field in _READERS))


def read_number(cells: Cells) -> int | None:
    """The number that stands beside the line on the paper; None if it cannot be read."""
    plain = unicodedata.normalize("NFKC", cells.get(Field.NUMBER, "")[:LONGEST_CELL]).strip()
    return int(plain) if _NUMBER.fullmatch(plain) and int(plain) else None


def plain_word(text: str) -> str:
    """A word as it is compared: full-width letters, outer spaces and capitals do not count."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _plain(raw: str) -> str:
    """The cell without outer spaces, if it is neither endless nor a formula."""
    if len(raw) > LONGEST_CELL:
        raise BadCell("A cell of a form is not as long as this.", code="too_long")
    plain = raw.strip(" \u3000")
    if unicodedata.normalize("NFKC", plain[:1]) in FORMULA_SIGNS or plain[:1] in ("\t", "\r"):
        raise BadCell("A spreadsheet would run this as a formula.", code="formula")
    return plain


def _name(plain: str, _: Items) -> str:
    return _NAME.validate_python(plain)


def _id_number(plain: str, _: Items) -> IdNumber:
    """Only people have a file here, so the number is checked as a person's."""
    _must_be_there(plain)
    return check_number(Kind.PERSON, unicodedata.normalize("NFKC", plain))


def _item(plain: str, items: Items) -> str:
    _must_be_there(plain)
    code = items.get(plain_word(plain))
    if code is None:
        raise BadCell("The scheme of this place has no such item.", code="kind_unknown")
    return code


def _happened_on(plain: str, _: Items) -> date:
    """2019-03-04, 2019/3/4, 2019.3.4 and 2019年3月4日 are the same day."""
    _must_be_there(plain)
    text = unicodedata.normalize("NFKC", plain)
    written = _WRITTEN_DAY.fullmatch(text)
    if written:
        year, month, day = written.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
    return _DAY.validate_python(text)


def _note(plain: str, _: Items) -> str | None:
    return _NOTE.validate_python(plain) if plain else None


def _must_be_there(plain: str) -> None:
    if not plain:
        raise BadCell("This cell must not be empty.", code="missing")


# In the order of an entry's fields.
_READERS: Mapping[Field, Callable[[str, Items], Any]] = {
    Field.NAME: _name,
    Field.ID_NUMBER: _id_number,
    Field.ITEM: _item,
    Field.HAPPENED_ON: _happened_on,
    Field.NOTE: _note,
}
