"""A firm asks that its grade be checked again, and an officer for appeals decides with reasons."""

from datetime import date
from typing import Any

import httpx
import pytest

from tests.unit.answers import refused
from tests.unit.tax.stories import APRIL_2019, OLD, TaxOffice, a_firm, done, whys

FIRM = a_firm()


async def graded_c(tax: TaxOffice) -> list[str]:
    """A firm with six late payments, graded in April; what was found."""
    taxpayer = await tax.register(FIRM, OLD)
    days = [f"2018-{month:02}-16" for month in range(1, 7)]
    found = [await tax.found(taxpayer, "late-payment", day) for day in days]
    tax.open.advance(APRIL_2019)
    return found


async def newest(tax: TaxOffice) -> dict[str, Any]:
    """The grade that counts, as the firm reads it."""
    held: dict[str, Any] = (await tax.holdings_of(FIRM))["ratings"][0]
    return held


async def ask(tax: TaxOffice, rating: dict[str, Any]) -> httpx.Response:
    """The firm asks for a re-check."""
    door = f"/v1/evaluations/{rating['id']}/recheck-request"
    return await tax.open.party(FIRM).post(door, {"statement": "The bank was closed in May."})


async def decide(tax: TaxOffice, rating: dict[str, Any], **verdict: Any) -> httpx.Response:
    """An officer for appeals decides."""
    body = {"reasons": "The bank confirms it."} | verdict
    return await tax.open.officer("appeals").post(f"/v1/evaluations/{rating['id']}/recheck", body)


async def test_a_recheck_within_fifteen_working_days_strikes_what_was_wrong(
    tax: TaxOffice,
) -> None:
    found = await graded_c(tax)
    rating = await newest(tax)
    assert (rating["grade"], rating["points"]) == ("C", 60.0)
    assert rating["remedies"][0]["until"] == "2019-12-31"
    asked = done(await ask(tax, rating), 201)
    assert asked["decide_by"] == "2019-04-23"
    assert await tax.worklist() == [("decide the re-check", rating["id"])]
    read = tax.open.officer("appeals"), f"/v1/evaluations/{rating['id']}"
    waiting = done(await read[0].get(read[1]), 200)
    said = (waiting["grade"], waiting["statement"], waiting["decide_by"])
    assert said == ("C", "The bank was closed in May.", "2019-04-23")
    decided = done(await decide(tax, rating, upheld=True, strike=found[4:]), 200)
    assert decided["changed_grades"] == 1
    assert done(await read[0].get(read[1]), 200)["statement"] is None
    assert (await tax.open.party(FIRM).get(read[1])).status_code == 403
    after = await newest(tax)
    assert (after["grade"], after["points"]) == ("B", 70.0)
    assert whys(after).count("deducted") == 4
    assert await tax.worklist() == []


async def test_a_dismissed_recheck_changes_nothing_and_is_read_with_its_reasons(
    tax: TaxOffice,
) -> None:
    await graded_c(tax)
    rating = await newest(tax)
    done(await ask(tax, rating), 201)
    done(await decide(tax, rating, upheld=False, reasons="It was open."), 200)
    held = await newest(tax)
    assert (held["id"], held["remedies"]) == (rating["id"], [])
    assert held["appeals"][0]["reasons"] == "It was open."
    assert refused(await ask(tax, rating)) == (409, "step_not_allowed")


async def test_only_the_firm_itself_asks_and_only_in_the_year_of_the_result(
    tax: TaxOffice,
) -> None:
    await graded_c(tax)
    rating = await newest(tax)
    door = f"/v1/evaluations/{rating['id']}/recheck-request"
    stranger = await tax.open.party(a_firm(777)).post(door, {"statement": "Show me."})
    assert refused(stranger) == (404, "not_found")
    tax.open.advance(date(2020, 1, 1))
    assert refused(await ask(tax, rating)) == (409, "window_closed")


async def test_whoever_gave_the_grade_does_not_check_it_again(tax: TaxOffice) -> None:
    taxpayer = await tax.register(FIRM, OLD)
    await tax.rate(taxpayer, "C", year=2017)
    rating = await newest(tax)
    done(await ask(tax, rating), 201)
    giver = tax.open.officer("appeals", name="reviewer-one")
    body = {"upheld": True, "reasons": "I was wrong."}
    answer = await giver.post(f"/v1/evaluations/{rating['id']}/recheck", body)
    assert refused(answer) == (403, "second_officer_needed")


@pytest.mark.slow
async def test_a_grade_by_hand_that_was_wrong_gives_way_to_the_rules(tax: TaxOffice) -> None:
    taxpayer = await tax.register(FIRM, OLD)
    await tax.rate(taxpayer, "D", year=2017)
    rating = await newest(tax)
    done(await ask(tax, rating), 201)
    decided = done(await decide(tax, rating, upheld=True), 200)
    assert decided["changed_grades"] == 1
    assert await tax.graded(taxpayer) == ("A", 90.0)


@pytest.mark.slow
async def test_what_another_firm_did_cannot_be_struck_here(tax: TaxOffice) -> None:
    await graded_c(tax)
    other = await tax.found(await tax.register(a_firm(777), OLD), "late-return", "2018-03-16")
    rating = await newest(tax)
    done(await ask(tax, rating), 201)
    answer = await decide(tax, rating, upheld=True, strike=[other])
    assert refused(answer) == (404, "not_found")
    assert (await newest(tax))["id"] == rating["id"]


@pytest.mark.slow
async def test_a_grade_that_was_overtaken_is_not_checked_again(tax: TaxOffice) -> None:
    found = await graded_c(tax)
    rating = await newest(tax)
    door = f"/v1/indicators/{found[0]}/striking"
    done(await tax.open.officer("reviewer").post(door, {"reasons": "Paid in time."}), 200)
    assert refused(await ask(tax, rating)) == (409, "step_not_allowed")


@pytest.mark.slow
async def test_a_struck_year_frees_the_years_after_it(tax: TaxOffice) -> None:
    taxpayer = await tax.register(FIRM, OLD)
    wrong = await tax.found(taxpayer, "false-invoices", "2018-07-02")
    tax.open.advance(APRIL_2019)
    tax.open.advance(date(2020, 4, 1))
    rating = await newest(tax)
    assert (rating["year"], rating["cause"]) == (2019, "kept")
    done(await ask(tax, rating), 201)
    decided = done(await decide(tax, rating, upheld=True, strike=[wrong]), 200)
    assert decided["changed_grades"] == 2
    grades = {
        one["year"]: one["grade"] for one in reversed((await tax.holdings_of(FIRM))["ratings"])
    }
    assert grades == {2018: "A", 2019: "A"}
