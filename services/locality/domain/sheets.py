"""A keyed bundle of paper forms as it arrives: bytes of CSV, each line read by itself.

No line can spoil another: one that cannot be decoded, or whose quotes do not close, is refused and
the next one is read. Only a file that is no such form at all is refused as a whole: too many
lines, or a heading that is not the form's.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.locality.domain.entries import (
    Cells,
    Field,
    Flaw,
    Items,
    Reading,
    plain_word,
    read_entry,
    read_number,
)
from shared.errors import BadInput

MAX_LINES = 100_000
_LINE_ENDS = re.compile(rb"\r\n|\n|\r")
_BOM = b"\xef\xbb\xbf"
_HEADINGS: Mapping[str, Field] = {
    "number": Field.NUMBER,
    "编号": Field.NUMBER,
    "序号": Field.NUMBER,
    "name": Field.NAME,
    "姓名": Field.NAME,
    "id_number": Field.ID_NUMBER,
    "身份证号": Field.ID_NUMBER,
    "公民身份号码": Field.ID_NUMBER,
    "item": Field.ITEM,
    "项目": Field.ITEM,
    "事项": Field.ITEM,
    "happened_on": Field.HAPPENED_ON,
    "日期": Field.HAPPENED_ON,
    "发生日期": Field.HAPPENED_ON,
    "note": Field.NOTE,
    "备注": Field.NOTE,
}
_REQUIRED = {Field.NUMBER, Field.NAME, Field.ID_NUMBER, Field.ITEM, Field.HAPPENED_ON}


class NotTheForm(BadInput):
    """The file as a whole cannot be read as such a form; nothing of it was stored."""

    code = "not_the_form"


@dataclass(frozen=True, slots=True)
class Loose:
    """A row that no number ties to a line on the paper, so that nothing can be compared with it."""

    row: int
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True)
class Keyed:
    """One clerk's keying: a reading for each number, with its row in the file, and the rest."""

    readings: dict[int, tuple[int, Reading]] = field(default_factory=dict)
    loose: list[Loose] = field(default_factory=list)


def read_sheet(body: bytes, items: Items) -> Keyed:
    """Everything that one clerk has keyed; NotTheForm if it is no such form."""
    rows = list(_rows(body))
    if len(rows) > MAX_LINES + 1:
        raise NotTheForm(f"A batch has at most {MAX_LINES} lines.", code="too_many_lines")
    if not rows:
        raise NotTheForm("The file is empty.", code="nothing_keyed")
    (_, heading), *lines = rows
    columns = _columns(heading)
    keyed = Keyed()
    for row, cells in lines:
        _add(keyed, row, _laid_out(cells, columns), items)
    return keyed


def _add(keyed: Keyed, row: int, line: Cells | Flaw, items: Items) -> None:
    """Under its number; the second row with one number says nothing about any line."""
    if isinstance(line, Flaw):
        keyed.loose.append(Loose(row, (line,)))
        return
    number = read_number(line)
    if number is None or number in keyed.readings:
        reason = "number_unreadable" if number is None else "number_twice"
        keyed.loose.append(Loose(row, (Flaw(Field.NUMBER, reason),)))
        return
    keyed.readings[number] = (row, read_entry(line, items))


def _rows(body: bytes) -> Iterator[tuple[int, Sequence[str] | Flaw]]:
    """Each line that is not empty with its place in the file: its cells, or why it has none."""
    lines = _LINE_ENDS.split(body.removeprefix(_BOM))
    encoding = _encoding_of(lines)
    for place, line in enumerate(lines, start=1):
        cells = _cells(line, encoding)
        if isinstance(cells, Flaw) or any(cell.strip() for cell in cells):
            yield place, cells


def _encoding_of(lines: Sequence[bytes]) -> str:
    """UTF-8, or GB18030 where most lines make no sense as UTF-8."""
    foreign = [line for line in lines if not line.isascii()]
    as_utf_8 = sum(_decoded(line, "utf-8") is not None for line in foreign)
    return "utf-8" if 2 * as_utf_8 >= len(foreign) else "gb18030"


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _cells(line: bytes, encoding: str) -> Sequence[str] | Flaw:
    text = _decoded(line, encoding)
    if text is None:
        return Flaw(Field.LINE, "undecodable")
    if '"' not in text:
        return text.split(",")
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error:
        return Flaw(Field.LINE, "quotes_unbalanced")


def _columns(heading: Sequence[str] | Flaw) -> list[Field]:
    """What each column holds, by the words over it in either language and in any order."""
    words = [] if isinstance(heading, Flaw) else [plain_word(word) for word in heading]
    while words and not words[-1]:
        words.pop()
    columns = [_HEADINGS[word] for word in words if word in _HEADINGS]
    if len(columns) != len(words) or len(set(columns)) != len(columns):
        raise NotTheForm("A column is not one of the form's, or is there twice.", code="heading")
    missing = sorted(_REQUIRED - set(columns))
    if missing:
        raise NotTheForm(f"The heading lacks {', '.join(missing)}.", code="heading")
    return columns


def _laid_out(cells: Sequence[str] | Flaw, columns: Sequence[Field]) -> Cells | Flaw:
    """The cells under their columns; empty ones beyond the last column do not count."""
    if isinstance(cells, Flaw):
        return cells
    if any(cell.strip() for cell in cells[len(columns) :]):
        return Flaw(Field.LINE, "too_many_cells")
    return dict(zip(columns, cells, strict=False))
