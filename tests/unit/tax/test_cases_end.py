"""How a place on the list of major violations ends early, and what a quashed decision brings."""

from datetime import date

from services.tax.domain.violations import early_end_from
from tests.unit.answers import refused
from tests.unit.tax.conftest import OpenTax
from tests.unit.tax.stories import APRIL_2019, OLD, TaxOffice, a_firm, done
from tests.unit.tax.test_domain import CASE, IN_2019, IN_2022

FIRM = a_firm()


async def listed_case(tax: TaxOffice) -> tuple[str, str]:
    """A case and the listing that rests on it, published on 10 January 2019."""
    case = await tax.record(await tax.register(FIRM, OLD))
    listing = await tax.listed(FIRM, case, "tax-evasion")
    assert listing["listed_on"] == "2019-01-10"
    return case, listing["ref"]


async def pay(tax: TaxOffice, case: str, day: str) -> None:
    """Note that all is paid."""
    door = f"/v1/violations/{case}/payment"
    done(await tax.open.officer("clerk").post(door, {"paid_on": day}), 200)


def test_in_2019_it_ends_once_all_is_paid_and_in_2022_after_six_months_at_the_least() -> None:
    listed_on, paid = date(2022, 3, 1), CASE.pay(date(2022, 4, 1))
    assert early_end_from(CASE, listed_on, IN_2019) is None
    assert early_end_from(paid, listed_on, IN_2019) == date(2022, 4, 1)
    assert early_end_from(paid, listed_on, IN_2022) == date(2022, 9, 1)


async def test_in_2019_who_pays_is_withdrawn_as_soon_as_an_officer_says_so(
    tax: TaxOffice,
) -> None:
    case, ref = await listed_case(tax)
    clerk, door = tax.open.officer("clerk"), f"/v1/violations/{case}/early-end"
    assert refused(await clerk.post(door)) == (409, "not_all_paid")
    held = (await tax.holdings_of(FIRM))["violations"][0]
    assert "barred-from-procurement" in {one["id"] for one in held["effects"]}
    assert "end early" in held["remedies"][0]["what"]["en"]
    await pay(tax, case, "2019-01-10")
    read = done(await clerk.get(f"/v1/violations/{case}"), 200)
    assert (read["id"], read["paid_on"]) == (case, "2019-01-10")
    assert await tax.worklist() == [("end early: all is paid", case)]
    ended = done(await clerk.post(door), 200)
    assert ended["withdrawn"] == [ref]
    listing = (await tax.file_of(FIRM))["procedures"][0]["listing"]
    assert (listing["stands"], listing["cause"]) == (False, "performed")
    assert await tax.worklist() == []
    assert refused(await clerk.post(door)) == (404, "not_found")


async def test_since_2022_six_months_must_pass(tax_under: OpenTax) -> None:
    async with tax_under(date(2022, 6, 1)) as tax:
        case = await tax.record(await tax.register(FIRM, OLD))
        listing = await tax.listed(FIRM, case, "tax-evasion")
        listed_on = date.fromisoformat(listing["listed_on"])
        await pay(tax, case, listing["listed_on"])
        clerk, door = tax.open.officer("clerk"), f"/v1/violations/{case}/early-end"
        tax.open.advance(listed_on.replace(month=listed_on.month + 6, day=listed_on.day - 1))
        assert refused(await clerk.post(door)) == (409, "early_end_not_yet")
        assert await tax.worklist() == []
        tax.open.advance(listed_on.replace(month=listed_on.month + 6))
        assert await tax.worklist() == [("end early: all is paid", case)]
        done(await clerk.post(door), 200)


async def test_in_2019_who_has_paid_before_is_not_published_at_all(tax: TaxOffice) -> None:
    case = await tax.record(await tax.register(FIRM, OLD))
    proposal = done(await tax.propose(FIRM, case, ground="tax-evasion"), 201)
    await tax.notify(proposal["id"])
    await pay(tax, case, "2019-01-02")
    tax.open.advance(date(2019, 1, 10))
    shown = (await tax.file_of(FIRM))["procedures"][0]["proposal"]
    assert (shown["state"], shown["lapsed_because"]) == ("lapsed", "paid_in_full")
    answer = await tax.propose(FIRM, case, ground="tax-evasion")
    assert refused(answer) == (409, "paid_in_full")


async def test_on_other_grounds_the_rules_of_2019_know_no_early_end(tax: TaxOffice) -> None:
    case = await tax.record(await tax.register(FIRM, OLD), kind="false-special-invoices")
    await tax.listed(FIRM, case, "false-special-invoices")
    await pay(tax, case, "2019-01-10")
    answer = await tax.open.officer("clerk").post(f"/v1/violations/{case}/early-end")
    assert refused(answer) == (409, "no_early_end")


async def test_a_quashed_decision_goes_on_the_worklist_until_the_listing_is_withdrawn(
    tax: TaxOffice,
) -> None:
    case, ref = await listed_case(tax)
    clerk, door = tax.open.officer("clerk"), f"/v1/violations/{case}/quashing"
    quashed = done(await clerk.post(door, {"reasons": "Set aside on review."}), 200)
    assert (quashed["decision_final"], quashed["quashed_because"]) == (
        False,
        "Set aside on review.",
    )
    answer = done(await clerk.get("/v1/worklist"), 200)
    (task,) = answer["tasks"]
    assert (task["what"], task["id"]) == ("withdraw: the decision was set aside", ref)
    assert (task["list"], task["due_on"]) == ("major-violations", "2019-01-15")
    withdrawal = {"cause": "listed_in_error"}
    done(await clerk.post(f"/v1/listings/{ref}/withdrawal", withdrawal), 200)
    assert await tax.worklist() == []


async def test_nobody_is_listed_for_a_quashed_decision_nor_is_it_made_final_again(
    tax: TaxOffice,
) -> None:
    case = await tax.record(await tax.register(FIRM, OLD))
    proposal = done(await tax.propose(FIRM, case, ground="tax-evasion"), 201)
    await tax.notify(proposal["id"])
    clerk, door = tax.open.officer("clerk"), f"/v1/violations/{case}"
    done(await clerk.post(f"{door}/quashing", {"reasons": "Set aside in court."}), 200)
    assert refused(await clerk.post(f"{door}/finality")) == (409, "decision_quashed")
    tax.open.advance(date(2019, 1, 10))
    shown = (await tax.file_of(FIRM))["procedures"][0]["proposal"]
    assert (shown["state"], shown["lapsed_because"]) == ("lapsed", "decision_quashed")


async def test_with_the_decision_falls_what_was_found_in_it_and_the_grade(tax: TaxOffice) -> None:
    taxpayer = await tax.register(FIRM, OLD)
    case = await tax.record(taxpayer)
    amounts = {"amount_yuan": 1_240_000, "year_tax_yuan": 3_100_000}
    await tax.found(taxpayer, "evasion", "2018-05-16", violation=case, **amounts)
    tax.open.advance(APRIL_2019)
    assert (await tax.rating(taxpayer))["cause"] == "direct"
    door, body = f"/v1/violations/{case}/quashing", {"reasons": "Set aside in court."}
    assert done(await tax.open.officer("clerk").post(door, body), 200)["changed_grades"] == 1
    assert await tax.graded(taxpayer) == ("A", 90.0)
