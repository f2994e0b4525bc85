"""Market regulation and wages: longer lists that end early for who puts it right and promises."""

from datetime import date

from tests.builders import make_organisation
from tests.unit.answers import done, refused
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.story import Case, record

MARKET, FOOD = "serious-violations", "endangers-food-safety"
WAGES, ONE = "withheld-wages", "withholds-pay-of-one"


async def end_early(case: Case) -> tuple[int, str]:
    """The authority is asked to take the party off; how it refuses."""
    officer = case.sector.officer("reviewer")
    return refused(await officer.post(f"/v1/cases/{case.id}/early-end"))


async def test_under_the_rules_of_2019_five_years_pass_without_an_early_end(
    open_sector: Opens,
) -> None:
    market = await open_sector("market")
    case = await record(market, make_organisation(), "deceives-registry")
    listing = await case.listed(MARKET, "deceives-registry")
    assert (listing["listed_on"], listing["stands_until"]) == ("2019-01-10", "2024-01-10")
    await case.correct()
    assert await end_early(case) == (409, "no_early_end")
    assert refused(await case.propose(MARKET, FOOD)) == (422, "ground_unknown")


async def test_under_the_rules_of_2021_three_years_may_end_after_one(open_sector: Opens) -> None:
    market = await open_sector("market", "2022-06-01")
    fined = [{"penalty": "fine"}]
    case = await record(market, make_organisation(), FOOD, penalties=fined)
    listing = await case.listed(MARKET, FOOD)
    assert (listing["listed_on"], listing["stands_until"]) == ("2019-01-10", "2022-01-10")
    assert await end_early(case) == (409, "not_corrected")
    await case.correct(promised=False)
    market.advance(date(2020, 1, 10))
    assert await end_early(case) == (409, "not_corrected")
    await case.correct(promised=True)
    assert (await case.own())["early_ends"] == [
        {"ref": listing["ref"], "may_end_on": "2020-01-10"},
    ]
    done(await market.officer("reviewer").post(f"/v1/cases/{case.id}/early-end"))
    assert market.rows("SELECT act FROM acts ORDER BY seq") == [("listed",), ("withdrawn",)]
    assert await end_early(case) == (409, "not_standing")


async def test_the_worklist_tells_what_is_owed_and_who_may_be_let_off(open_sector: Opens) -> None:
    market = await open_sector("market", "2022-06-01")
    reviewer = market.officer("reviewer")
    case = await record(market, make_organisation(), FOOD, decided=False)
    (task,) = done(await reviewer.get("/v1/worklist"))["tasks"]
    assert (task["what"], task["id"], task["ground"]) == ("decide the case", case.id, FOOD)
    done(await case.act("decision"))
    done(await case.penalise("fine"))
    await case.listed(MARKET, FOOD)
    await case.correct()
    assert done(await reviewer.get("/v1/worklist"))["tasks"] == []
    market.advance(date(2020, 1, 10))
    (task,) = done(await reviewer.get("/v1/worklist"))["tasks"]
    told = (task["what"], task["id"], task["due_on"])
    assert told == ("end the listing early", case.id, "2020-01-10")


async def test_a_day_before_its_time_nobody_is_let_off(open_sector: Opens) -> None:
    market = await open_sector("market", "2022-06-01")
    case = await record(market, make_organisation(), FOOD, penalties=[{"penalty": "fine"}])
    await case.listed(MARKET, FOOD)
    await case.correct()
    market.advance(date(2020, 1, 9))
    assert await end_early(case) == (409, "too_early")


async def test_a_heavy_violation_without_a_penalty_grounds_nothing(open_sector: Opens) -> None:
    market = await open_sector("market", "2022-06-01")
    case = await record(market, make_organisation(), FOOD)
    assert refused(await case.propose(MARKET, FOOD)) == (409, "below_threshold")


async def test_three_penalties_for_advertising_are_needed_in_2019(open_sector: Opens) -> None:
    market = await open_sector("market")
    case = await record(market, make_organisation(), "repeats-false-advertising")
    for _ in range(3):
        assert refused(await case.propose(MARKET, "repeats-false-advertising"))[0] == 409
        done(await case.penalise("fine"))
    assert done(await case.propose(MARKET, "repeats-false-advertising"))["state"] == "proposed"


async def test_withheld_wages_need_the_threshold_and_an_order_that_ran_out(
    open_sector: Opens,
) -> None:
    wages = await open_sector("wages", "2022-06-01")
    small = await record(wages, make_organisation(), ONE, amount_yuan=4_999)
    assert refused(await small.propose(WAGES, ONE)) == (409, "below_threshold")
    case = await record(wages, make_organisation(number=236055), ONE, amount_yuan=5_000)
    assert refused(await case.propose(WAGES, ONE)) == (409, "order_not_run_out")
    assert done(await case.act("order"))["correct_by"] == "2019-01-12"
    assert refused(await case.act("order")) == (409, "already_ordered")
    wages.advance(date(2019, 1, 12))
    assert refused(await case.propose(WAGES, ONE)) == (409, "order_not_run_out")
    wages.advance(date(2019, 1, 13))
    listing = await case.listed(WAGES, ONE)
    assert listing["stands_until"] == f"2022-{listing['listed_on'][5:]}"


async def test_who_pays_while_the_window_runs_is_not_listed(open_sector: Opens) -> None:
    wages = await open_sector("wages", "2022-06-01")
    case = await record(wages, make_organisation(), ONE, amount_yuan=5_000)
    done(await case.act("order"))
    wages.advance(date(2019, 1, 14))
    proposal = await case.notified(WAGES, ONE)
    await case.correct()
    wages.advance(date(2019, 2, 20))
    stands = (await case.procedure(proposal["id"]))["proposal"]
    assert (stands["state"], stands["lapsed_because"]) == ("lapsed", "already_corrected")


async def test_six_months_after_paying_and_promising_a_firm_is_off(open_sector: Opens) -> None:
    wages = await open_sector("wages", "2022-06-01")
    case = await record(wages, make_organisation(), ONE, amount_yuan=50_000)
    done(await case.act("order"))
    wages.advance(date(2019, 1, 14))
    await case.listed(WAGES, ONE)
    wages.advance(date(2019, 3, 1))
    await case.correct()
    wages.advance(date(2019, 8, 31))
    assert await end_early(case) == (409, "too_early")
    wages.advance(date(2019, 9, 1))
    assert done(await wages.officer("clerk").post(f"/v1/cases/{case.id}/early-end"))["promised"]


async def test_in_2019_nobody_had_to_be_ordered_and_a_repetition_doubles_the_year(
    open_sector: Opens,
) -> None:
    wages = await open_sector("wages")
    firm = make_organisation()
    again = "withholds-pay-again"
    case = await record(wages, firm, ONE, amount_yuan=5_000)
    assert refused(await case.act("order")) == (409, "no_order_foreseen")
    first = await case.listed(WAGES, ONE)
    assert (first["listed_on"], first["stands_until"]) == ("2019-01-10", "2020-01-10")
    second = await record(wages, firm, again, amount_yuan=5_000)
    assert refused(await second.propose(WAGES, again)) == (409, "below_threshold")
    wages.advance(date(2020, 1, 10))
    listing = await second.listed(WAGES, again)
    assert (listing["listed_on"], listing["stands_until"]) == ("2020-01-18", "2022-01-18")
