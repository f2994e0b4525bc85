"""Persons behind organisations: what spills over through them, and how a false tie is cut."""

from datetime import date
from typing import Any

from shared.identifiers import Party
from tests.builders import make_party, words_of
from tests.unit.answers import refused
from tests.unit.tax.conftest import OpenTax
from tests.unit.tax.stories import APRIL_2019, OLD, TaxOffice, a_firm, done, whys

DIRECTOR = make_party("李建国", born_on=date(1970, 3, 2))
STUDENT = make_party("陈思雨", born_on=date(1999, 9, 9))
SHELL, SHOP = a_firm(111), a_firm(222)


async def two_firms(
    tax: TaxOffice, person: Party, role_in_shell: str = "representative"
) -> tuple[str, str]:
    """A shell firm that issued false invoices, and a shop; the person stands behind both."""
    shell, shop = await tax.register(SHELL, OLD), await tax.register(SHOP, OLD)
    await tax.tie(shell, person, role_in_shell)
    await tax.tie(shop, person, "founder")
    await tax.found(shell, "false-invoices", "2018-07-02")
    return shell, shop


async def ties_of(tax: TaxOffice, person: Party) -> dict[str, dict[str, Any]]:
    """What a person reads about the firms they are said to stand behind, by the firm's code."""
    return {tie["code"]: tie for tie in (await tax.holdings_of(person))["ties"]}


async def contest(tax: TaxOffice, person: Party, firm: Party) -> dict[str, Any]:
    """The person says that they never were what they are recorded as."""
    tie = (await ties_of(tax, person))[firm.id_number]
    body = {"statement": "A man took a picture of my identity card for a holiday job."}
    return done(await tax.open.party(person).post(tie["remedies"][0]["door"], body), 201)


async def decide(tax: TaxOffice, contested: dict[str, Any], *, upheld: bool) -> dict[str, Any]:
    """An officer for appeals decides."""
    body = {"upheld": upheld, "reasons": "The registry found the signature forged."}
    door = f"/v1/ties/{contested['tie_id']}/contest-decision"
    return done(await tax.open.officer("appeals").post(door, body), 200)


async def test_a_d_reaches_the_other_firms_of_its_representative_in_april(tax: TaxOffice) -> None:
    shell, shop = await two_firms(tax, DIRECTOR)
    tax.open.advance(APRIL_2019)
    rating = await tax.rating(shop)
    assert (rating["grade"], rating["cause"], rating["points"]) == ("D", "spilled", 90.0)
    assert rating["lines"][-1]["rule"]["id"] == "run-by-responsible-of-d"
    assert (await tax.rating(shell))["cause"] == "direct"
    rows = tax.open.rows("SELECT evaluated_count, spilled_count FROM evaluation_runs")
    assert rows == [(2, 1)]


async def test_it_goes_no_further_and_only_through_those_who_answer_for_the_d(
    tax: TaxOffice,
) -> None:
    _, shop = await two_firms(tax, DIRECTOR)
    third = await tax.register(a_firm(333), OLD)
    await tax.tie(shop, STUDENT, "representative")
    await tax.tie(third, STUDENT, "representative")
    tax.open.advance(APRIL_2019)
    assert (await tax.rating(shop))["grade"] == "D"
    assert await tax.graded(third) == ("A", 90.0)


async def test_who_only_founded_the_firm_with_d_brings_it_to_nobody(tax: TaxOffice) -> None:
    _, shop = await two_firms(tax, DIRECTOR, "founder")
    tax.open.advance(APRIL_2019)
    assert await tax.graded(shop) == ("A", 90.0)


async def test_who_left_before_the_year_brings_nothing(tax: TaxOffice) -> None:
    shell, shop = await two_firms(tax, DIRECTOR)
    persons = done(await tax.open.officer("clerk").get(f"/v1/taxpayers/{shell}/persons"), 200)
    (tie,) = persons["persons"]
    assert tie["truncated_id"] == DIRECTOR.truncated_id
    tax.open.advance(APRIL_2019)
    door = f"/v1/ties/{tie['id']}/ending"
    ended = done(await tax.open.officer("clerk").post(door, {"until_on": "2017-12-31"}), 200)
    assert ended["changed_grades"] == 1
    assert await tax.graded(shop) == ("A", 90.0)


async def test_under_the_rules_of_2025_only_firms_run_since_the_d_are_reached(
    tax_under: OpenTax,
) -> None:
    async with tax_under(date(2026, 1, 1)) as tax:
        shell, shop = await two_firms(tax, DIRECTOR)
        tax.open.advance(APRIL_2019)
        assert (await tax.rating(shop))["grade"] == "A"
        later = await tax.register(a_firm(333), OLD)
        await tax.tie(later, DIRECTOR, "representative", "2019-04-01")
        tax.open.advance(date(2020, 4, 1))
        assert (await tax.rating(shell))["cause"] == "kept"
        assert (await tax.rating(shop))["grade"] == "A"
        assert (await tax.rating(later))["cause"] == "spilled"


async def test_a_student_made_a_director_reads_it_with_the_rule_and_gets_free(
    tax: TaxOffice,
) -> None:
    shell, shop = await two_firms(tax, STUDENT)
    tax.open.advance(APRIL_2019)
    held = await ties_of(tax, STUDENT)
    of_shell, of_shop = held[SHELL.id_number], held[SHOP.id_number]
    assert "legal representative" in of_shell["says"]["en"]
    assert {one["id"] for one in of_shell["follows_for_you"]} == {"d-exposed", "d-spill-over"}
    assert of_shop["follows_for_the_firm"][0]["rule"]["id"] == "run-by-responsible-of-d"
    assert {one["id"] for one in of_shop["rules"]} == {"false-tie-cut", "contested-tie-stayed"}
    assert (await contest(tax, STUDENT, SHELL))["decide_by"] == "2019-04-16"
    assert await tax.graded(shop) == ("A", 90.0)
    assert await tax.worklist() == [("decide the contest", of_shell["id"])]
    raised = (await ties_of(tax, STUDENT))[SHELL.id_number]["contests"][0]
    await decide(tax, raised, upheld=True)
    cut = (await ties_of(tax, STUDENT))[SHELL.id_number]
    assert (cut["cut_because"], cut["remedies"]) == ("The registry found the signature forged.", [])
    assert cut["follows_for_you"] == []
    assert await tax.graded(shop) == ("A", 90.0)
    assert (await tax.rating(shell))["grade"] == "D"
    tax.open.advance(date(2020, 4, 1))
    assert await tax.graded(shop) == ("A", 90.0)


async def test_a_contest_stays_what_follows_and_its_dismissal_ends_the_stay(
    tax: TaxOffice,
) -> None:
    _, shop = await two_firms(tax, DIRECTOR)
    tax.open.advance(APRIL_2019)
    stayed = await contest(tax, DIRECTOR, SHELL)
    assert stayed["changed_grades"] == 1
    assert (await tax.rating(shop))["grade"] == "A"
    dismissed = await decide(tax, stayed, upheld=False)
    assert dismissed["changed_grades"] == 1
    assert whys(await tax.rating(shop)) == ["base", "spilled_d"]


async def test_a_contest_before_april_stays_the_spill_over_of_that_evaluation(
    tax: TaxOffice,
) -> None:
    _, shop = await two_firms(tax, STUDENT)
    await contest(tax, STUDENT, SHELL)
    tax.open.advance(APRIL_2019)
    assert await tax.graded(shop) == ("A", 90.0)


async def test_only_the_person_contests_once_at_a_time_and_the_recorder_does_not_decide(
    tax: TaxOffice,
) -> None:
    await two_firms(tax, DIRECTOR)
    tie = (await ties_of(tax, DIRECTOR))[SHELL.id_number]
    door, body = f"/v1/ties/{tie['id']}/contest", {"statement": "This is not me."}
    assert refused(await tax.open.party(STUDENT).post(door, body)) == (404, "not_found")
    assert refused(await tax.open.party(SHELL).post(door, body)) == (404, "not_found")
    await contest(tax, DIRECTOR, SHELL)
    again = await tax.open.party(DIRECTOR).post(door, body)
    assert refused(again) == (409, "step_not_allowed")
    recorder = tax.open.officer("appeals", name="clerk-one")
    verdict = {"upheld": False, "reasons": "No."}
    answer = await recorder.post(f"/v1/ties/{tie['id']}/contest-decision", verdict)
    assert refused(answer) == (403, "second_officer_needed")


async def test_the_same_contest_sent_twice_is_one(tax: TaxOffice) -> None:
    await two_firms(tax, STUDENT)
    tie = (await ties_of(tax, STUDENT))[SHELL.id_number]
    door, body = f"/v1/ties/{tie['id']}/contest", {"statement": "This is not me."}
    student = tax.open.party(STUDENT)
    first = done(await student.post(door, body, key="contesting-1"), 201)
    again = done(await student.post(door, body, key="contesting-1"), 201)
    assert again == first | {"replayed": True}
    assert tax.open.rows("SELECT count(*) FROM tie_contests") == [(1,)]


async def test_a_tie_is_a_persons_to_an_organisation_and_recorded_once(tax: TaxOffice) -> None:
    firm, person = await tax.register(SHOP), await tax.register(make_party())
    await tax.tie(firm, DIRECTOR, "representative")
    for taxpayer, who, code in (
        (firm, SHELL, (422, "tie_of_person_only")),
        (person, DIRECTOR, (409, "individuals_not_rated")),
        (firm, DIRECTOR, (409, "already_tied")),
    ):
        body = {"role": "representative", "since_on": "2012-01-01", "person": words_of(who)}
        door = f"/v1/taxpayers/{taxpayer}/persons"
        assert refused(await tax.open.officer("clerk").post(door, body)) == code


async def test_the_firm_reads_who_stands_behind_it_but_no_whole_number(tax: TaxOffice) -> None:
    await two_firms(tax, DIRECTOR)
    held = await tax.holdings_of(SHELL)
    assert [(one["name"], one["role"]) for one in held["persons"]] == [("李建国", "representative")]
    assert DIRECTOR.id_number not in str(held)
    assert DIRECTOR.id_number not in str(tax.open.rows("SELECT * FROM audit"))


async def test_a_d_lifted_by_hand_is_lifted_for_the_others_too(tax: TaxOffice) -> None:
    shell, shop = await two_firms(tax, DIRECTOR)
    tax.open.advance(APRIL_2019)
    await tax.rate(shell, "C")
    assert await tax.graded(shop) == ("A", 90.0)
