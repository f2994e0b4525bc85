"""What the tax office finds in its own work, and what comes of it at the doors."""

from datetime import date

import pytest

from tests.builders import make_party
from tests.unit.answers import refused
from tests.unit.tax.conftest import OpenTax
from tests.unit.tax.stories import APRIL_2019, OLD, TaxOffice, a_firm, done, whys


async def test_late_payment_in_may_costs_the_a_next_april_and_the_file_says_which_line(
    tax: TaxOffice,
) -> None:
    firm = a_firm()
    taxpayer = await tax.register(firm, OLD)
    late = await tax.found(taxpayer, "late-payment", "2018-05-16", amount_yuan=12_000)
    tax.open.advance(APRIL_2019)
    held = await tax.holdings_of(firm)
    (rating,) = held["ratings"]
    assert (rating["grade"], rating["points"], rating["given_by_hand"]) == ("B", 85.0, False)
    assert whys(rating) == ["base", "deducted", "band"]
    deducted = rating["lines"][1]
    assert (deducted["about"], deducted["happened_on"]) == (late, "2018-05-16")
    assert deducted["rule"]["says"]["en"] == "Tax that was declared was paid late."
    assert deducted["rule"]["confidence"] == "poor-host"
    assert rating["in_plain_words"]["en"].startswith("Grade B for 2018, with 85 points.")
    assert rating["in_plain_words"]["zh"].startswith("2018年度：B级")


async def test_what_cannot_be_counted_is_refused(tax: TaxOffice) -> None:
    firm, person = await tax.register(a_firm()), await tax.register(make_party())
    assert refused(await tax.find(person, "late-payment", "2018-05-16")) == (
        409,
        "individuals_not_rated",
    )
    assert refused(await tax.find(firm, "tax-evasion", "2018-05-16")) == (422, "indicator_unknown")
    assert refused(await tax.find(firm, "late-payment", "2019-01-03")) == (422, "date_in_future")
    assert refused(await tax.find(firm, "under-reporting", "2018-05-16")) == (422, "amount_needed")
    assert refused(await tax.find("t-nobodyatall", "late-payment", "2018-05-16")) == (
        404,
        "not_found",
    )


async def test_an_evasion_below_its_threshold_is_refused_and_recorded_as_under_reporting(
    tax: TaxOffice,
) -> None:
    firm = await tax.register(a_firm(), OLD)
    amounts = {"amount_yuan": 90_000, "year_tax_yuan": 3_000_000}
    answer = await tax.find(firm, "evasion", "2018-05-16", **amounts)
    assert refused(answer) == (409, "below_threshold")
    await tax.found(firm, "under-reporting", "2018-05-16", **amounts)
    tax.open.advance(APRIL_2019)
    assert await tax.graded(firm) == ("A", 94.0)


async def test_what_is_found_late_changes_the_grade_of_its_year_and_of_those_after_it(
    tax: TaxOffice,
) -> None:
    firm = await tax.register(a_firm(), OLD)
    for year in (2019, 2020):
        tax.open.advance(date(year, 4, 1))
    assert await tax.graded(firm) == ("A", 90.0)
    found = done(await tax.find(firm, "false-invoices", "2018-07-02"), 201)
    assert found["changed_grades"] == 2
    rating = await tax.rating(firm)
    assert (rating["year"], rating["grade"], rating["cause"]) == (2019, "D", "kept")


async def test_what_was_recorded_in_error_is_struck_by_another_officer_and_the_grade_made_anew(
    tax: TaxOffice,
) -> None:
    firm = a_firm()
    taxpayer = await tax.register(firm, OLD)
    wrong = await tax.found(taxpayer, "false-invoices", "2018-07-02")
    tax.open.advance(APRIL_2019)
    assert (await tax.graded(taxpayer))[0] == "D"
    door, body = f"/v1/indicators/{wrong}/striking", {"reasons": "Another firm's invoices."}
    struck = done(await tax.open.officer("reviewer").post(door, body), 200)
    assert struck["changed_grades"] == 1
    assert await tax.graded(taxpayer) == ("A", 90.0)
    assert refused(await tax.open.officer("reviewer").post(door, body)) == (409, "already_struck")
    held = await tax.holdings_of(firm)
    assert held["events"][0]["struck_because"] == "Another firm's invoices."
    assert [one["grade"] for one in held["ratings"]] == ["A", "D"]


async def test_in_2019_nothing_can_be_repaired(tax: TaxOffice) -> None:
    firm = a_firm()
    late = await tax.found(await tax.register(firm), "late-payment", "2018-12-20")
    assert refused(await tax.corrected(late, "2018-12-28")) == (409, "no_repair")
    assert (await tax.holdings_of(firm))["events"][0]["remedies"] == []


async def test_under_the_rules_of_2021_repair_gives_points_back_after_the_evaluation_too(
    tax_under: OpenTax,
) -> None:
    async with tax_under(date(2021, 6, 1)) as tax:
        firm = a_firm()
        taxpayer = await tax.register(firm, OLD)
        late = await tax.found(taxpayer, "late-return", "2018-12-20")
        tax.open.advance(APRIL_2019)
        assert await tax.graded(taxpayer) == ("B", 85.0)
        remedies = (await tax.holdings_of(firm))["events"][0]["remedies"]
        assert [one["until"] for one in remedies] == ["2019-01-19", "2019-03-20", "2019-12-31"]
        noted = done(await tax.corrected(late, "2019-01-10"), 200)
        assert noted["changed_grades"] == 1
        rating = await tax.rating(taxpayer)
        assert (rating["grade"], rating["points"]) == ("B", 89.0)
        assert whys(rating) == ["base", "deducted", "given_back", "band"]


async def test_what_rests_on_another_firms_case_is_refused(tax: TaxOffice) -> None:
    firm, other = await tax.register(a_firm()), await tax.register(a_firm(777))
    case = await tax.record(other)
    answer = await tax.find(firm, "false-invoices", "2018-05-16", violation=case)
    assert refused(answer) == (422, "basis_not_of_party")


@pytest.mark.parametrize("day", ["2018-02-30", "16.05.2018", 20180516])
async def test_a_day_that_is_none_is_refused(tax: TaxOffice, day: str) -> None:
    firm = await tax.register(a_firm())
    assert refused(await tax.find(firm, "late-payment", day)) == (422, "invalid_body")
