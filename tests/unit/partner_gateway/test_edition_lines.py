"""Whatever a line of an edition holds, it is a listing or it spoils the edition; nothing else."""

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from services.partner_gateway.receiving import edition_file
from services.partner_gateway.receiving.edition_file import read_rows
from services.partner_gateway.receiving.signed import EditionAltered
from services.partner_gateway.records import Listed
from shared.identifiers import Name
from tests.builders import make_party
from tests.unit.partner_gateway.platform import listed

ROW = listed(make_party(), "l-qhzxkvbnwertyuiopasd")
TOLD: dict[str, Any] = json.loads(json.dumps(ROW.values(), default=str))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)
NAME: TypeAdapter[str] = TypeAdapter(Name)


def read(folder: Path, *lines: bytes) -> list[Listed]:
    """What the gateway reads in an edition of these lines."""
    file = folder / "edition.jsonl.gz"
    file.write_bytes(gzip.compress(b"".join(lines)))
    return list(read_rows(file))


def line(**changes: Any) -> bytes:
    """A good line with some of it changed."""
    return f"{json.dumps(TOLD | changes)}\n".encode()


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(TOLD)), anything)
def test_any_value_in_any_field_is_sound_or_spoils_all(
    tmp_path: Path, field: str, value: object
) -> None:
    try:
        (found,) = read(tmp_path, line(**{field: value}))
    except EditionAltered:
        return
    told = getattr(found, field)
    assert told == value or str(told) == value or told == str(value).strip()


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_spoil_an_edition(tmp_path: Path, junk: bytes) -> None:
    if not junk:
        assert read(tmp_path, line()) == [ROW]
        return
    with pytest.raises(EditionAltered):
        read(tmp_path, line(), junk)


@pytest.mark.parametrize(
    "changes",
    [
        {"listed_on": "20190120"},
        {"listed_on": "2019-W03-7"},
        {"stands_until": "2021-02-29"},
        {"stands_until": 18_000},
        {"version": "1"},
        {"version": True},
        {"version": -1},
        {"version": 2**31},
        {"ref": "short"},
        {"ref": "660101199001010020"},
        {"name": ""},
        {"name": "长" * 101},
        {"name": "one\ntwo"},
        {"reason": "Not A Code"},
        {"kind": "organisation"},
        {"truncated_id": "1101011990****0020"},
    ],
)
def test_what_would_be_read_in_two_ways_or_names_somebody_real(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    with pytest.raises(EditionAltered):
        read(tmp_path, line(**changes))


def test_a_line_that_never_ends_is_not_read_to_its_end(tmp_path: Path) -> None:
    with pytest.raises(EditionAltered):
        read(tmp_path, b'{"name": "' + b"x" * 10_000_000)


def test_the_longest_names_there_are_fit(tmp_path: Path) -> None:
    name = "\N{CJK UNIFIED IDEOGRAPH-20BB7}" * 100
    assert read(tmp_path, line(name=name)) == [replace(ROW, name=name)]


@given(st.from_regex(re.compile("[\u4e00-\u9fff]{1,14}"), fullmatch=True))
def test_a_plain_name_needs_no_second_look(name: str) -> None:
    assert edition_file._PLAIN_NAME(name)
    assert NAME.validate_python(name) == name
