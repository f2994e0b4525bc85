"""The tax authority's own doors."""

from datetime import date
from typing import Any

import pytest

from tests.builders import LOOKS_REAL, make_organisation, make_party, words_of
from tests.unit.answers import refused
from tests.unit.tax.stories import EVASION, TaxOffice, a_firm, done


async def test_a_taxpayer_is_registered_once_and_only_the_mask_is_shown(tax: TaxOffice) -> None:
    party = make_party()
    clerk = tax.open.officer("clerk")
    first = done(await clerk.post("/v1/taxpayers", words_of(party)), 201)
    assert first["truncated_id"] == party.truncated_id
    assert party.id_number not in str(first)
    assert refused(await clerk.post("/v1/taxpayers", words_of(party))) == (
        409,
        "already_registered",
    )


async def test_the_same_request_again_is_answered_from_memory(tax: TaxOffice) -> None:
    clerk, body = tax.open.officer("clerk"), words_of(a_firm())
    first = done(await clerk.post("/v1/taxpayers", body, key="registering-1"), 201)
    again = done(await clerk.post("/v1/taxpayers", body, key="registering-1"), 201)
    assert again == first | {"replayed": True}
    assert tax.open.rows("SELECT count(*) FROM taxpayers") == [(1,)]


PERSON = {"kind": "person", "name": "王秀英", "id_number": "660101199001010020"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id_number": LOOKS_REAL}, "real_identifier"),
        ({"id_number": "660101199001010021"}, "invalid_identifier"),
        ({"kind": "organisation"}, "real_identifier"),
        ({"name": "王660101199001010020"}, "hidden_number"),
        ({"name": "王" * 101}, "invalid_body"),
        ({"phone": "13800000000"}, "invalid_body"),
    ],
)
async def test_what_cannot_be_a_synthetic_party_is_refused_and_not_kept(
    tax: TaxOffice, changes: dict[str, str], code: str
) -> None:
    body = PERSON | changes
    answer = await tax.open.officer("clerk").post("/v1/taxpayers", body)
    assert refused(answer) == (422, code)
    assert body["id_number"] not in answer.text + tax.open.everything_held()
    assert tax.open.rows("SELECT count(*) FROM taxpayers") == [(0,)]


async def test_a_grade_says_that_it_was_given_by_hand(tax: TaxOffice) -> None:
    firm = a_firm()
    taxpayer = await tax.register(firm)
    given = done(await tax.rate(taxpayer, "A"), 200)
    read = done(await tax.open.officer("appeals").get(f"/v1/taxpayers/{taxpayer}/rating"), 200)
    assert given == read
    assert (read["grade"], read["year"], read["counts"]) == ("A", 2018, True)
    assert (read["given_by_hand"], read["points"], read["lines"]) == (True, None, [])
    assert "by hand, with reasons" in read["note"]


async def test_a_later_grade_for_the_same_year_counts_and_the_earlier_one_is_kept(
    tax: TaxOffice,
) -> None:
    firm = a_firm()
    taxpayer = await tax.register(firm)
    await tax.rate(taxpayer, "A")
    await tax.rate(taxpayer, "C")
    await tax.rate(taxpayer, "A", year=2017)
    read = await tax.open.officer("clerk").get(f"/v1/taxpayers/{taxpayer}/rating")
    assert (done(read, 200)["grade"], read.json()["year"]) == ("C", 2018)
    held = (await tax.file_of(firm))["holdings"]["ratings"]
    assert [(one["grade"], one["year"]) for one in held] == [("C", 2018), ("A", 2018), ("A", 2017)]


async def test_grades_that_cannot_be_given_are_refused(tax: TaxOffice) -> None:
    person, firm = await tax.register(make_party()), await tax.register(a_firm())
    assert refused(await tax.rate(person, "B")) == (409, "individuals_not_rated")
    assert refused(await tax.rate(firm, "B", year=2019)) == (422, "year_not_over")
    assert refused(await tax.rate(firm, "E")) == (422, "invalid_body")
    assert refused(await tax.rate("t-nobodyatallnobodyatall", "B")) == (404, "not_found")
    unread = await tax.open.officer("clerk").get(f"/v1/taxpayers/{firm}/rating")
    assert refused(unread) == (404, "not_rated")


async def test_everybody_reads_which_firms_have_an_a_that_counts(tax: TaxOffice) -> None:
    grades = [("A", 2018), ("A", 2017), ("B", 2018), ("A", 2016)]
    firms = [a_firm(number) for number in range(100, 100 + len(grades))]
    for firm, (grade, year) in zip(firms, grades, strict=True):
        await tax.rate(await tax.register(firm), grade, year)
    found = done(await tax.open.anybody().get("/v1/ratings/a"), 200)
    assert all(one["given_by_hand"] for one in found["taxpayers"])
    shown = {(one["code"], one["year"]) for one in found["taxpayers"]}
    assert shown == {(firms[0].id_number, 2018), (firms[1].id_number, 2017)}
    tax.open.advance(date(2019, 5, 1))
    later = done(await tax.open.anybody().get("/v1/ratings/a"), 200)
    assert [one["code"] for one in later["taxpayers"]] == [firms[0].id_number]


async def test_a_firm_that_lost_its_a_is_off_the_public_list(tax: TaxOffice) -> None:
    taxpayer = await tax.register(a_firm())
    await tax.rate(taxpayer, "A", year=2017)
    await tax.rate(taxpayer, "D", year=2018)
    assert done(await tax.open.anybody().get("/v1/ratings/a"), 200)["taxpayers"] == []


async def test_the_list_of_a_taxpayers_is_read_page_by_page(tax: TaxOffice) -> None:
    for number in range(300, 305):
        await tax.rate(await tax.register(a_firm(number)), "A")
    codes, door = [], "/v1/ratings/a?limit=2"
    for _ in range(3):
        page = done(await tax.open.anybody().get(door), 200)
        codes += [one["code"] for one in page["taxpayers"]]
        door = f"/v1/ratings/a?limit=2&after={page['next']}"
    assert sorted(codes) == sorted(a_firm(number).id_number for number in range(300, 305))
    assert page["next"] is None


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"kind": "grade-a"}, 422, "ground_unknown"),
        ({"kind": "late-return"}, 422, "ground_unknown"),
        ({"kind": "tax-evasion-amount"}, 422, "ground_unknown"),
        ({"decided_on": "2019-01-03"}, 422, "date_in_future"),
        ({"taxpayer": "t-nobodyatallnobodyatall"}, 404, "not_found"),
        ({"amount_yuan": -1}, 422, "invalid_body"),
        ({"amount_yuan": "1240000"}, 422, "invalid_body"),
        ({"amount_yuan": 10**13}, 422, "invalid_body"),
        ({"decision_final": "yes"}, 422, "invalid_body"),
        ({"remark": "see file"}, 422, "invalid_body"),
    ],
)
async def test_a_case_that_cannot_be_is_not_recorded(
    tax: TaxOffice, changes: dict[str, Any], status: int, code: str
) -> None:
    body = EVASION | {"taxpayer": await tax.register(a_firm())} | changes
    answer = await tax.open.officer("clerk").post("/v1/violations", body)
    assert refused(answer) == (status, code)
    assert tax.open.rows("SELECT count(*) FROM violations") == [(0,)]


async def test_noting_twice_that_a_case_is_final_changes_nothing(tax: TaxOffice) -> None:
    case = await tax.record(await tax.register(a_firm()), decision_final=False)
    clerk = tax.open.officer("clerk")
    for _ in range(2):
        noted = done(await clerk.post(f"/v1/violations/{case}/finality"), 200)
        assert noted["decision_final"] is True
    assert refused(await clerk.post("/v1/violations/v-nobodyatall/finality")) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "roles"),
    [
        ("POST", "/v1/taxpayers", ["reviewer"]),
        ("PUT", "/v1/taxpayers/t-qhzxkvbnwertyuiopasd/rating", ["appeals", "auditor"]),
        ("GET", "/v1/taxpayers/t-qhzxkvbnwertyuiopasd/rating", ["auditor", "operator"]),
        ("POST", "/v1/violations", ["reviewer", "appeals"]),
        ("POST", "/v1/violations/v-qhzxkvbnwertyuiopasd/finality", ["reviewer"]),
        ("POST", "/v1/violations/v-qhzxkvbnwertyuiopasd/payment", ["reviewer"]),
        ("POST", "/v1/violations/v-qhzxkvbnwertyuiopasd/early-end", ["appeals"]),
        ("POST", "/v1/violations/v-qhzxkvbnwertyuiopasd/quashing", ["reviewer", "appeals"]),
        ("POST", "/v1/taxpayers/t-qhzxkvbnwertyuiopasd/indicators", ["reviewer", "appeals"]),
        ("POST", "/v1/indicators/i-qhzxkvbnwertyuiopasd/correction", ["reviewer"]),
        ("POST", "/v1/indicators/i-qhzxkvbnwertyuiopasd/striking", ["clerk"]),
        ("POST", "/v1/evaluations", ["clerk", "appeals"]),
        ("GET", "/v1/evaluations", ["auditor"]),
        ("POST", "/v1/evaluations/e-qhzxkvbnwertyuiopasd/recheck", ["clerk", "reviewer"]),
        ("POST", "/v1/taxpayers/t-qhzxkvbnwertyuiopasd/persons", ["reviewer"]),
        ("GET", "/v1/taxpayers/t-qhzxkvbnwertyuiopasd/persons", ["auditor"]),
        ("POST", "/v1/ties/b-qhzxkvbnwertyuiopasd/ending", ["reviewer"]),
        ("POST", "/v1/ties/b-qhzxkvbnwertyuiopasd/contest-decision", ["clerk", "reviewer"]),
    ],
)
async def test_each_door_opens_to_its_own_officers_only(
    tax: TaxOffice, method: str, path: str, roles: list[str]
) -> None:
    body: dict[str, Any] = {} if method == "GET" else {"json": {}}
    stranger = await tax.open.anybody().send(method, path, **body)
    party = await tax.open.party(make_organisation()).send(method, path, **body)
    officer = await tax.open.officer(*roles).send(method, path, **body)
    assert stranger.status_code == 401
    assert refused(party) == (403, "role_missing")
    assert refused(officer) == (403, "role_missing")


async def test_the_inventory_says_who_gives_grades_and_what_is_held_about_persons(
    tax: TaxOffice,
) -> None:
    told = done(await tax.open.anybody().get("/v1/inventory"), 200)
    tables = {table["name"]: table for table in told["tables"]}
    fields = {field["name"]: field for field in tables["ratings"]["fields"]}
    assert "the rules give all others" in tables["ratings"]["why"]
    assert fields["lines"]["goes_to"] == "the party"
    about_persons = {field["name"] for field in tables["ties"]["fields"] if field["personal"]}
    assert about_persons == {"name", "id_number"}
