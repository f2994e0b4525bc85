"""The three formats say the same of every listing, whatever its name is, in the same bytes."""

import csv
import gzip
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.national_platform.records.edition_formats import (
    BLOCK,
    COLUMNS,
    WRITINGS,
    Format,
    Writing,
)
from tests.unit.national_platform.reading import listings_in

ROW = ("court", "court-aaaaaaaa", 1, "judgment-defaulters", "person", "adverse", "public",
       "able-but-refuses", "王秀英", "6601011990****0020", "2019-02-01", "2021-02-01")  # fmt: skip
# What a name may hold: whatever can be seen, quotes and formulas among it.
NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
FORMULAS = st.builds("{}{}".format, st.sampled_from("=+-@'\"\\,"), NAMES)


@dataclass
class Memory:
    """A file in memory."""

    content: bytes = b""
    closed: bool = field(default=False, init=False)

    def write(self, data: Any) -> int:
        """Take these bytes."""
        self.content += bytes(data)
        return len(bytes(data))

    def flush(self) -> None:
        """Nothing waits."""


def named(names: Sequence[str]) -> pa.RecordBatch:
    """A block of listings that differ in name."""
    rows = [[name if key == "name" else value for key, value in zip(COLUMNS, ROW, strict=True)]
            for name in names]  # fmt: skip
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in COLUMNS]
    arrays = [pa.array(said, one.type) for said, one in zip(columns, BLOCK, strict=True)]
    return pa.record_batch(arrays, BLOCK)


def written(form: Format, public: Sequence[str], shared: Sequence[str]) -> tuple[bytes, bytes]:
    """The public file and the file for all."""
    files = Memory(), Memory()
    writing: Writing = WRITINGS[form](*files)
    writing.add(named(public))
    writing.turn_to_shared()
    writing.add(named(shared))
    writing.close()
    return files[0].content, files[1].content


@settings(max_examples=30, deadline=None)
@given(st.lists(NAMES | FORMULAS, max_size=5), st.lists(NAMES | FORMULAS, max_size=5))
def test_every_format_says_the_same_and_says_it_the_same_way_again(
    public: list[str], shared: list[str]
) -> None:
    for form in Format:
        for file, names in zip(
            written(form, public, shared), (public, public + shared), strict=True
        ):
            said = [one["name"] for one in listings_in(form, file)]
            assert said == names
        assert written(form, public, shared) == written(form, public, shared)


def test_json_lines_are_what_json_itself_would_write() -> None:
    names = ["王秀英", 'a"b\\c', "=1", "𠮷"]
    expected = [dict(zip(COLUMNS, ROW, strict=True)) | {"name": name} for name in names]
    lines = gzip.decompress(written(Format.JSONL, names, [])[0]).decode().splitlines()
    assert lines == [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in expected]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM", "'=1"])
def test_no_cell_can_be_taken_for_a_formula_and_none_is_lost(name: str) -> None:
    content = written(Format.CSV, [name, "王秀英"], [])[0].decode()
    assert content.endswith("\r\n")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert [row["name"] for row in rows] == [f"'{name}", "王秀英"]
    assert not any(cell[0] in "=+-@" for row in rows for cell in row.values())


def test_the_shared_listings_are_a_gzip_member_of_their_own_also_where_there_are_none() -> None:
    public, everything = written(Format.JSONL, ["王秀英"], [])
    assert everything.startswith(public)
    assert len(everything) > len(public)
    assert gzip.decompress(public) == gzip.decompress(everything)
