"""Lines of a file of proposals: what each asks for, or field and reason, and never what it said."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.procedure.casework import Request
from shared.procedure.importing.lines import (
    FIELDS,
    MAX_LINE_BYTES,
    BadHeader,
    Encoding,
    Flaw,
    Format,
    Manner,
    Splitter,
)
from tests.builders import LOOKS_REAL, make_organisation, make_party, words_of

PARTY = make_party()
WORDS = {"list": "judgment-defaulters", "ground": "able-but-refuses", "basis": "j-aaaaaaaaaaaa"}
CELLS = WORDS | words_of(PARTY)
CSV = Manner(Format.CSV, Encoding.UTF_8, FIELDS)
JSONL = Manner(Format.JSONL, Encoding.UTF_8)
FULL_WIDTH = str(PARTY.id_number).translate({48 + n: 0xFF10 + n for n in range(10)})


def csv_line(**changes: str) -> bytes:
    """A line with its cells in the usual order."""
    cells = CELLS | changes
    return ",".join(cells[name] for name in FIELDS).encode()


def json_line(**changes: Any) -> bytes:
    """The body of the door for one proposal."""
    return json.dumps(WORDS | {"party": words_of(PARTY)} | changes, ensure_ascii=False).encode()


def flaw(manner: Manner, line: bytes) -> tuple[str, str]:
    """Field and reason."""
    with pytest.raises(Flaw) as caught:
        manner.read(line)
    return caught.value.field, caught.value.reason


def test_both_formats_say_the_same() -> None:
    wanted = Request(WORDS["list"], WORDS["ground"], WORDS["basis"], PARTY)
    assert CSV.read(csv_line()) == JSONL.read(json_line()) == wanted


def test_the_columns_may_stand_in_any_order() -> None:
    header = b"id_number, name,kind,basis,ground,list"
    columns = CSV.header(header)
    line = ",".join(CELLS[name] for name in columns).encode()
    assert Manner(Format.CSV, Encoding.UTF_8, columns).read(line) == CSV.read(csv_line())


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"list,ground,basis,kind,name",
        b"list,ground,basis,kind,name,id_number,id_number",
        b"list,ground,basis,kind,name,number",
        b'list,ground,basis,kind,name,"id_number',
        b"list,ground,basis,kind,name,id_number\0",
    ],
)
def test_without_its_columns_nothing_of_a_file_is_taken(header: bytes) -> None:
    with pytest.raises(BadHeader):
        CSV.header(header)


BAD_CELLS = {
    "a real number": ({"id_number": LOOKS_REAL}, "id_number", "real_identifier"),
    "full-width digits": ({"id_number": FULL_WIDTH}, "id_number", "invalid_identifier"),
    "a wrong check digit": ({"id_number": "660101199001010021"}, "id_number", "invalid_identifier"),
    "a number in the name": ({"name": LOOKS_REAL}, "name", "hidden_number"),
    "a number in the case": ({"basis": LOOKS_REAL}, "basis", "hidden_number"),
    "a number as the list": ({"list": LOOKS_REAL}, "list", "string_pattern_mismatch"),
    "no name": ({"name": ""}, "name", "string_too_short"),
    "an unknown kind": ({"kind": "god"}, "kind", "enum"),
    "an organisation's code": (
        {"id_number": str(make_organisation().id_number)},
        "id_number",
        "invalid_identifier",
    ),
}


@pytest.mark.parametrize("what", BAD_CELLS)
def test_a_bad_cell_is_told_by_field_and_code_in_either_format(what: str) -> None:
    changes, field, reason = BAD_CELLS[what]
    assert flaw(CSV, csv_line(**changes)) == (field, reason)
    party = words_of(PARTY) | {k: v for k, v in changes.items() if k in words_of(PARTY)}
    rest = {k: v for k, v in changes.items() if k in WORDS}
    assert flaw(JSONL, json_line(**rest, party=party)) == (field, reason)


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (csv_line() + b",more", "line", "wrong_number_of_cells"),
        (b"judgment-defaulters", "line", "wrong_number_of_cells"),
        (csv_line(name='"broken'), "line", "malformed_line"),
        (csv_line().replace(b"-", b"\0", 1), "line", "forbidden_characters"),
        (csv_line(name="王" * 2_000), "line", "line_too_long"),
        (csv_line().decode().encode("gb18030"), "line", "wrong_encoding"),
        (csv_line(list="\ufefflist"), "list", "string_pattern_mismatch"),
        (csv_line(name="王\u202e英"), "name", "forbidden_characters"),
    ],
)
def test_a_bad_line_of_csv(line: bytes, field: str, reason: str) -> None:
    assert flaw(CSV, line) == (field, reason)


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (b"{", "line", "malformed_line"),
        (b"[" * 4_000, "line", "malformed_line"),
        (b"[]", "line", "malformed_line"),
        (b'{"list": "a", "list": "a"}', "line", "malformed_line"),
        (json_line(ground=1), "ground", "string_type"),
        (json_line(party=None), "party", "model_type"),
        (json_line(**{LOOKS_REAL: "x"}), "line", "extra_forbidden"),
        (json_line(party=words_of(PARTY) | {"age": 3}), "line", "extra_forbidden"),
        (json_line(party={"kind": "person", "name": "王秀英"}), "id_number", "missing"),
    ],
)
def test_a_bad_line_of_json(line: bytes, field: str, reason: str) -> None:
    assert flaw(JSONL, line) == (field, reason)


@pytest.mark.parametrize("line", [b"", b"   ", "\u3000".encode()])
def test_a_blank_line_asks_for_nothing(line: bytes) -> None:
    assert CSV.read(line) is None
    assert JSONL.read(line) is None


def test_the_encoding_of_chinese_offices_is_read_where_it_is_said() -> None:
    manner = Manner(Format.CSV, Encoding.GB18030, FIELDS)
    assert manner.read(csv_line().decode().encode("gb18030")) == CSV.read(csv_line())


def test_the_longest_line_that_is_read() -> None:
    spaces = b" " * (MAX_LINE_BYTES - len(json_line()))
    assert JSONL.read(json_line() + spaces) is not None
    assert flaw(JSONL, json_line() + spaces + b" ") == ("line", "line_too_long")


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400), st.lists(st.integers(1, 50), max_size=20))
def test_however_a_file_arrives_its_lines_are_the_same(data: bytes, cuts: list[int]) -> None:
    splitter, found, at = Splitter(), list[bytes](), 0
    for size in cuts:
        found += splitter.feed(data[at : at + size])
        at += size
    found += [*splitter.feed(data[at:]), *splitter.end()]
    wanted = [line.removesuffix(b"\r") for line in data.split(b"\n")]
    assert found == (wanted if wanted[-1] or data.endswith(b"\r") else wanted[:-1])


def test_of_a_line_that_never_ends_only_the_beginning_is_kept() -> None:
    splitter = Splitter()
    for _ in range(100):
        assert list(splitter.feed(b"x" * 10_000)) == []
    (line,) = splitter.feed(b"\n")
    assert MAX_LINE_BYTES < len(line) < 2 * MAX_LINE_BYTES
    assert flaw(CSV, line) == ("line", "line_too_long")
