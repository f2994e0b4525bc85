"""Persons behind a listed firm: listed by a rule only, in a procedure of their own."""

from datetime import date

import pytest

from tests.builders import make_organisation, make_party, words_of
from tests.unit.answers import done, refused
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.persons import (
    DIRECTOR,
    FIRM,
    FIRMS_GROUND,
    LIST,
    STUDENT,
    THROUGH,
    listed_firm,
    tie,
)
from tests.unit.sector_list.story import record


async def test_a_representative_is_listed_after_a_procedure_of_their_own(
    open_sector: Opens,
) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, DIRECTOR)
    assert wages.today == date(2019, 1, 10)
    assert (await behind.file())["procedures"] == []  # the firm's listing alone does nothing
    own = wages.officer("clerk", "reviewer", name="clerk-one")
    proposal = done(await behind.propose())["id"]
    answer = await own.post(f"/v1/listing-proposals/{proposal}/approval")
    assert refused(answer) == (403, "second_officer_needed")
    done(await behind.approve(proposal))
    wages.advance(date(2019, 3, 1))
    assert (await behind.procedure(proposal))["listing"] is None  # nobody has told the person
    door = f"/v1/listing-proposals/{proposal}/notification"
    told = done(await wages.officer("clerk").post(door))
    assert (told["objection_ends_on"], told["publish_on"]) == ("2019-03-08", "2019-03-09")
    wages.advance(date(2019, 3, 9))
    procedure = await behind.procedure(proposal)
    assert "Represents, or answers directly for, a firm" in procedure["ground"]["en"]
    assert procedure["rule"] == "人社部规〔2017〕16号"
    assert procedure["listing"]["stands_until"] == "2020-01-10"  # the firm's own last day
    held = await behind.held()
    assert (held["code"], held["role"]) == (FIRM.id_number, "representative")
    (listed,) = held["listed_through"]
    assert (listed["ref"], listed["rule"]["id"]) == (procedure["listing"]["ref"], THROUGH)


async def test_when_the_firms_listing_ends_so_does_the_persons_and_what_was_under_way(
    open_sector: Opens,
) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, DIRECTOR)
    other = make_party("赵敏", born_on=date(1980, 2, 2), sequence=4)
    done(await tie(behind.case, other, "responsible"))
    listing = await behind.listed()
    waiting = done(await behind.propose(party=words_of(other)))
    body = {"cause": "settled"}
    door = f"/v1/listings/{behind.firms_listing}/withdrawal"
    done(await wages.officer("reviewer").post(door, body))
    ended = await behind.procedure((await behind.file())["procedures"][0]["proposal"]["id"])
    assert (ended["listing"]["ref"], ended["listing"]["cause"]) == (listing["ref"], "settled")
    assert wages.rows("SELECT act, count(*) FROM acts GROUP BY act ORDER BY act") == [
        ("listed", 2),
        ("withdrawn", 2),
    ]
    theirs = done(await wages.party(other).get("/v1/me/file"))["procedures"][0]["proposal"]
    assert theirs["id"] == waiting["id"]
    assert (theirs["state"], theirs["lapsed_because"]) == ("lapsed", "basis_withdrawn")


async def test_on_the_firms_last_day_the_persons_listing_has_ended_too(open_sector: Opens) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, DIRECTOR)
    await behind.listed()
    for day, stands in ((date(2020, 1, 9), True), (date(2020, 1, 10), False)):
        wages.advance(day)
        assert (await behind.file())["procedures"][0]["listing"]["stands"] is stands


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ground": FIRMS_GROUND}, (409, "nothing_follows")),
        ({"party": words_of(STUDENT)}, (409, "nothing_follows")),
        ({"basis": "l-nothing-nothing-noth"}, (422, "basis_unknown")),
    ],
)
async def test_nobody_is_listed_through_a_firm_but_whom_the_rule_names(
    open_sector: Opens, changes: dict[str, object], code: tuple[int, str]
) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, DIRECTOR)
    assert refused(await behind.propose(**changes)) == code


async def test_what_a_person_is_listed_for_through_a_firm_is_found_in_no_case(
    open_sector: Opens,
) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, DIRECTOR)
    body = {
        "party": words_of(DIRECTOR),
        "ground": THROUGH,
        "found_on": "2019-01-02",
        "facts": "属实。",
        "decided": True,
    }
    answer = await wages.officer("clerk").post("/v1/cases", body)
    assert refused(answer) == (422, "finding_unknown")
    answer = await behind.propose(basis=behind.case.id)
    assert refused(answer)[1] == "basis_not_of_party"


async def test_a_person_who_had_left_or_not_come_yet_answers_for_nothing(
    open_sector: Opens,
) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, DIRECTOR)  # found on 2 January, listed on the 10th
    done(await tie(behind.case, STUDENT, since="2019-01-03"))
    answer = await behind.propose(party=words_of(STUDENT))
    assert refused(answer) == (409, "tie_over")
    listing = await behind.listed()
    door = f"/v1/ties/{behind.tie}/ending"
    clerk = wages.officer("clerk")
    on_the_day = done(await clerk.post(door, {"until_on": "2019-01-02"}))
    assert on_the_day["withdrawn"] == []
    before = done(await clerk.post(door, {"until_on": "2019-01-01"}))
    assert before["withdrawn"] == [listing["ref"]]


async def test_where_no_rule_makes_anything_of_it_nobody_is_recorded(open_sector: Opens) -> None:
    environment = await open_sector("environment")
    case = await record(environment, FIRM, "assessed-red")
    assert refused(await tie(case, DIRECTOR)) == (409, "tie_without_purpose")
    market = await open_sector("market")
    case = await record(market, FIRM, "deceives-registry")
    assert refused(await tie(case, DIRECTOR, "responsible")) == (409, "tie_without_purpose")
    done(await tie(case, DIRECTOR))
    wages = await open_sector("wages")
    case = await record(wages, FIRM, FIRMS_GROUND, amount_yuan=5_000)
    assert refused(await tie(case, DIRECTOR, "founder")) == (409, "tie_without_purpose")
    assert refused(await tie(case, make_organisation(number=7))) == (422, "tie_of_person_only")
    own = await record(wages, DIRECTOR, FIRMS_GROUND, amount_yuan=5_000)
    assert refused(await tie(own, STUDENT)) == (422, "tie_to_firm_only")
    for table in (environment, wages):
        assert table.rows("SELECT count(*) FROM ties") == [(0,)]


async def test_a_representative_reads_what_the_firms_listing_means_for_them(
    open_sector: Opens,
) -> None:
    market = await open_sector("market")
    case = await record(market, FIRM, "deceives-registry")
    done(await tie(case, DIRECTOR))
    before = done(await market.party(DIRECTOR).get("/v1/me/file"))["holdings"]["ties"]
    assert before[0]["follows_for_you"] == []
    listing = await case.listed("serious-violations", "deceives-registry")
    (held,) = done(await market.party(DIRECTOR).get("/v1/me/file"))["holdings"]["ties"]
    (effect,) = held["follows_for_you"]
    assert (effect["id"], effect["confidence"]) == ("no-office-elsewhere", "firm")
    body = {
        "list": "serious-violations",
        "ground": "deceives-registry",
        "basis": listing["ref"],
        "party": words_of(DIRECTOR),
    }
    answer = await market.officer("clerk").post("/v1/listing-proposals", body)
    assert refused(answer) == (409, "kind_not_listed")


async def test_the_firm_reads_who_stands_behind_it_and_no_whole_number(open_sector: Opens) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, DIRECTOR)
    persons = (await behind.case.file())["holdings"]["persons"]
    assert [(one["name"], one["truncated_id"]) for one in persons] == [
        ("李建国", DIRECTOR.truncated_id)
    ]
    door = f"/v1/cases/{behind.case.id}/persons"
    shown = done(await wages.officer("reviewer").get(door))
    (told,) = persons[0].pop("in_plain_words")
    assert told["en"] == (
        "Recorded as standing behind you since Tuesday, 1 March 2016: 李建国, as your legal"
        " representative."
    )
    assert shown["persons"] == persons
    assert DIRECTOR.id_number not in str(shown)
    crossing = wages.rows("SELECT list, reason, name FROM listings")
    assert crossing == [(LIST, FIRMS_GROUND, FIRM.name)]  # of the person, nothing is on any list
