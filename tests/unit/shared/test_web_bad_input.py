"""Bad input at a door: a problem document with a stable code, nothing stored, nothing echoed.

The court's door for judgments stands for all doors: the frame is the same.
"""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.builders import LOOKS_REAL, make_party, words_of
from tests.unit.answers import refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import judgment_against

DOOR = "/v1/judgments"
JSON = {"Content-Type": "application/json"}
MARKER = "zebra-marker-7741"


def a_judgment(**party: Any) -> dict[str, Any]:
    """A good judgment but for what is said of its party."""
    words = judgment_against(make_party(), case_number=f"(2018) {MARKER}")
    return words | {"party": words["party"] | party}


def nothing_came_of_it(court: OpenApp) -> None:
    """No table but the audit log has a line, and that says nothing of what was sent."""
    for table in ("judgments", "proposals", "answers", "steps"):
        assert court.rows(f"SELECT * FROM {table}") == []  # noqa: S608 - a name from above
    assert MARKER not in court.everything_held()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"case_number": "a",}',
        b"{'case_number': 'a'}",
        b"\xff\xfe\x00",
        b'{"case_number": "\xff"}',
        b'{"amount_yuan": ' + b"9" * 5_000 + b"}",
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000,
    ],
    ids=["empty", "cut", "comma", "quotes", "utf16", "latin", "huge-int", "deep-list", "deep-map"],
)
async def test_what_is_not_json_is_malformed(court: OpenApp, body: bytes) -> None:
    clerk = court.officer("clerk")
    answer = await clerk.send("POST", DOOR, content=body, headers=JSON)
    expected = (422, "invalid_body") if body == b"" else (400, "malformed_json")
    assert refused(answer) == expected
    nothing_came_of_it(court)


@pytest.mark.parametrize("body", ["[]", "null", "17", '"a word"', "{}", "NaN", '{"party": 5}'])
async def test_json_of_another_shape_does_not_fit(court: OpenApp, body: str) -> None:
    clerk = court.officer("clerk")
    answer = await clerk.send("POST", DOOR, content=body, headers=JSON)
    assert refused(answer) == (422, "invalid_body")
    nothing_came_of_it(court)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "5.5", "-1", "true"])
async def test_a_number_that_is_no_amount_does_not_fit(court: OpenApp, number: str) -> None:
    words = json.dumps(a_judgment() | {"amount_yuan": "HERE"}).replace('"HERE"', number)
    answer = await court.officer("clerk").send("POST", DOOR, content=words, headers=JSON)
    assert refused(answer) == (422, "invalid_body")
    nothing_came_of_it(court)


async def test_the_name_of_an_unknown_field_never_comes_back(court: OpenApp) -> None:
    number = make_party().id_number
    for words in (a_judgment() | {number: 1}, a_judgment(**{number: MARKER})):
        answer = await court.officer("clerk").post(DOOR, words)
        assert refused(answer) == (422, "invalid_body")
        assert number not in answer.text
        assert MARKER not in answer.text
        assert answer.json()["errors"][0]["what"] == "extra_forbidden"
    nothing_came_of_it(court)


@pytest.mark.parametrize(
    ("party", "code"),
    [
        ({"id_number": "660101199001010021"}, "invalid_identifier"),
        ({"id_number": "66010119900101002"}, "invalid_identifier"),
        ({"id_number": "660101199013010020"}, "invalid_identifier"),
        ({"id_number": LOOKS_REAL}, "real_identifier"),
        ({"id_number": LOOKS_REAL[:-1] + "9"}, "real_identifier"),
        ({"kind": "organisation"}, "real_identifier"),
        ({"kind": "organisation", "id_number": "91110108MA00000000"}, "real_identifier"),
        ({"name": f"王 {LOOKS_REAL}"}, "hidden_number"),
        ({"name": "王1 1 0 1 0 1-2099 1231 001 9"}, "hidden_number"),
        ({"name": "王１１０１０１２０９９１２３１００１"}, "hidden_number"),
        ({"name": "王\u0007"}, "forbidden_characters"),
        ({"name": "王\u200b秀"}, "forbidden_characters"),
        ({"name": "王" * 101}, "invalid_body"),
        ({"name": "   "}, "invalid_body"),
        ({"name": None}, "invalid_body"),
        ({"kind": "ghost"}, "invalid_body"),
    ],
)
async def test_a_party_that_may_not_enter_does_not(
    court: OpenApp, party: dict[str, Any], code: str
) -> None:
    words = a_judgment(**party)
    answer = await court.officer("clerk").post(DOOR, words)
    assert refused(answer) == (422, code)
    for value in words["party"].values():
        assert value is None or value not in answer.text or value in ("person", "organisation")
    nothing_came_of_it(court)
    assert LOOKS_REAL not in court.everything_held()


@pytest.mark.parametrize("field", ["case_number", "name", "duty", "issued_on"])
async def test_a_lone_surrogate_is_refused_wherever_it_stands(court: OpenApp, field: str) -> None:
    words = json.dumps(a_judgment())
    spoilt = {"name": '"name": "\\ud800"', "case_number": '"case_number": "\\udfff"'}
    start = words.index(f'"{field}"')
    end = words.index(",", start)
    body = words[:start] + spoilt.get(field, f'"{field}": "\\ud83d"') + words[end:]
    answer = await court.officer("clerk").send("POST", DOOR, content=body, headers=JSON)
    assert answer.status_code == 422
    assert refused(answer)[1] in ("forbidden_characters", "invalid_body")
    nothing_came_of_it(court)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"]
)
async def test_another_content_type_is_not_read(court: OpenApp, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    body = json.dumps(a_judgment())
    answer = await court.officer("clerk").send("POST", DOOR, content=body, headers=headers)
    assert refused(answer) == (415, "unsupported_media_type")
    nothing_came_of_it(court)


async def test_a_charset_after_the_content_type_is_fine(court: OpenApp) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    body = json.dumps(a_judgment())
    answer = await court.officer("clerk").send("POST", DOOR, content=body, headers=headers)
    assert answer.status_code == 201


async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    """A body without a length said beforehand."""
    for start in range(0, len(body), 64 * 1024):
        yield body[start : start + 64 * 1024]


async def test_over_one_mebibyte_is_refused_with_and_without_a_length(court: OpenApp) -> None:
    clerk = court.officer("clerk")
    body = json.dumps(a_judgment() | {"severity": "x" * 1024 * 1024}).encode()
    for content in (body, in_pieces(body)):
        answer = await clerk.send("POST", DOOR, content=content, headers=JSON)
        assert refused(answer) == (413, "body_too_large")
    nothing_came_of_it(court)


async def test_a_body_in_pieces_is_read_like_any_other(court: OpenApp) -> None:
    clerk = court.officer("clerk")
    body = json.dumps(a_judgment()).encode()
    plain = {"Content-Type": "text/plain"}
    answer = await clerk.send("POST", DOOR, content=in_pieces(body), headers=plain)
    assert refused(answer) == (415, "unsupported_media_type")
    answer = await clerk.send("POST", DOOR, content=in_pieces(body), headers=JSON)
    assert answer.status_code == 201


@pytest.mark.parametrize("length", ["²", "-1", "1e3", "9" * 5_000, "9999999999"])
async def test_a_length_that_cannot_be_is_refused(court: OpenApp, length: str) -> None:
    headers = JSON | {"Content-Length": length.encode("latin-1").decode("latin-1")}
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    answer = await court.client.post(DOOR, content=b"{}", headers=raw)
    assert refused(answer) == (413, "body_too_large")


async def test_unknown_paths_and_methods_are_problems_too(court: OpenApp) -> None:
    number = make_party().id_number
    nowhere = await court.anybody().get(f"/v1/parties/{number}")
    assert refused(nowhere) == (404, "not_found")
    assert refused(await court.anybody().put(DOOR, {})) == (405, "method_not_allowed")
    hidden = await court.officer("clerk").get(f"/v1/listings/{number}")
    assert refused(hidden) == (422, "hidden_number")
    assert number not in nowhere.text + hidden.text + court.everything_held()


async def test_a_number_sent_as_a_reference_leaves_no_trace(court: OpenApp) -> None:
    number = make_party().id_number
    reviewer = court.officer("reviewer")
    for path in (number, f"{number[:6]}-{number[6:]}", f"p-{number}"):
        answer = await reviewer.post(f"/v1/listing-proposals/{path}/approval")
        assert answer.status_code in (404, 422)
        assert number[6:] not in answer.text
    assert number[6:] not in court.everything_held()


async def test_a_statement_may_have_lines_but_not_too_many_words(court: OpenApp) -> None:
    party = court.party(make_party())
    door = "/v1/objections"
    words = {"proposal": "p-aaaaaaaaaaaaaaaaaaaa", "statement": "第一行\n第二行"}
    assert refused(await party.post(door, words)) == (404, "not_found")
    for statement, code in (
        ("长" * 4_001, "invalid_body"),
        ("a" * 20_000, "invalid_body"),
        (f"我的号码是 {LOOKS_REAL}", "hidden_number"),
        ("\u0000", "forbidden_characters"),
    ):
        answer = await party.post(door, words | {"statement": statement})
        assert refused(answer) == (422, code)
        assert statement not in answer.text
    assert words_of(make_party())["id_number"] not in court.everything_held()
