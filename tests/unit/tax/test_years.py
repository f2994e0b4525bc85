"""The evaluation of everybody, every April: by itself, resumable, and naming nobody."""

from datetime import date, datetime

from services.tax.domain.scale import Scale
from services.tax.publishing import YearlyEvaluation
from shared.calendar import start_of
from tests.unit.answers import refused
from tests.unit.tax.conftest import OpenTax
from tests.unit.tax.stories import APRIL_2019, OLD, TaxOffice, a_firm, done


async def evaluations(tax: TaxOffice) -> list[dict[str, object]]:
    """All evaluations as officers read them."""
    answer = done(await tax.open.officer("reviewer").get("/v1/evaluations"), 200)
    found: list[dict[str, object]] = answer["evaluations"]
    return found


def next_due(tax: TaxOffice) -> datetime | None:
    """When something falls due next."""
    found: datetime | None = tax.open.app.state.due.next_due_at()
    return found


async def test_on_the_first_of_april_the_year_before_is_evaluated_by_itself(
    tax: TaxOffice,
) -> None:
    firm = await tax.register(a_firm(), OLD)
    assert next_due(tax) == start_of(APRIL_2019)
    tax.open.advance(date(2019, 3, 31))
    assert await evaluations(tax) == []
    tax.open.advance(APRIL_2019)
    rating = await tax.rating(firm)
    assert (rating["year"], rating["grade"], rating["counts"]) == (2018, "A", True)
    assert rating["rules_as_of"] == "2019-11-01"
    (run,) = await evaluations(tax)
    assert (run["year"], run["phase"], run["evaluated_count"]) == (2018, "done", 1)
    assert run["grades"] == {"A": 1}
    assert firm not in str(run)
    assert next_due(tax) == start_of(date(2020, 4, 1))


async def test_years_that_were_jumped_over_are_evaluated_one_by_one(tax: TaxOffice) -> None:
    firm = await tax.register(a_firm(), OLD)
    await tax.found(firm, "false-invoices", "2018-07-02")
    tax.open.advance(APRIL_2019)
    tax.open.advance(date(2022, 6, 1))
    grades = tax.open.rows("SELECT year, grade, cause FROM ratings ORDER BY seq")
    assert grades == [
        (2018, "D", "direct"),
        (2019, "D", "kept"),
        (2020, "B", "points"),
        (2021, "A", "points"),
    ]


async def test_who_registers_late_is_evaluated_when_an_officer_says_so(tax: TaxOffice) -> None:
    early = await tax.register(a_firm(), OLD)
    tax.open.advance(APRIL_2019)
    late = await tax.register(a_firm(777), OLD)
    unread = await tax.open.officer("clerk").get(f"/v1/taxpayers/{late}/rating")
    assert refused(unread) == (404, "not_rated")
    done(await tax.open.officer("reviewer").post("/v1/evaluations", {"year": 2018}), 201)
    tax.open.run_due()
    assert await tax.graded(late) == ("A", 90.0)
    rows = tax.open.rows("SELECT taxpayer_id FROM ratings")
    assert sorted(rows) == sorted([(early,), (late,)])


async def test_no_year_is_evaluated_before_its_day_or_twice_at_once(tax: TaxOffice) -> None:
    reviewer = tax.open.officer("reviewer")
    for year, code in ((2019, (422, "year_not_over")), (2018, (409, "evaluation_not_yet"))):
        assert refused(await reviewer.post("/v1/evaluations", {"year": year})) == code
    done(await reviewer.post("/v1/evaluations", {"year": 2017}, key="evaluating-2017"), 201)
    again = await reviewer.post("/v1/evaluations", {"year": 2017}, key="evaluating-2017")
    assert done(again, 201)["replayed"] is True
    other = await reviewer.post("/v1/evaluations", {"year": 2016})
    assert refused(other) == (409, "evaluation_under_way")


async def test_an_interrupted_evaluation_goes_on_where_it_stopped_and_doubles_nothing(
    tax: TaxOffice,
) -> None:
    firms = [await tax.register(a_firm(number), OLD) for number in range(100, 107)]
    done(await tax.open.officer("reviewer").post("/v1/evaluations", {"year": 2017}), 201)
    state, now = tax.open.app.state, tax.open.app.state.clock.now()
    by_twos = YearlyEvaluation(tax.open.database, Scale.of(state.rules), batch=2)
    assert by_twos.step(now)
    assert by_twos.step(now)
    assert len(tax.open.rows("SELECT seq FROM ratings")) == 4
    assert not state.due.duties.is_idle()
    after_the_crash = YearlyEvaluation(tax.open.database, Scale.of(state.rules), batch=3)
    after_the_crash.finish(now)
    graded = tax.open.rows("SELECT taxpayer_id, count(*) FROM ratings GROUP BY taxpayer_id")
    assert sorted(graded) == sorted((firm, 1) for firm in firms)
    assert tax.open.rows("SELECT evaluated_count, phase FROM evaluation_runs") == [(7, "done")]


async def test_a_firm_that_was_not_there_in_a_year_has_no_grade_for_it(tax: TaxOffice) -> None:
    firm = await tax.register(a_firm())
    tax.open.advance(APRIL_2019)
    unread = await tax.open.officer("clerk").get(f"/v1/taxpayers/{firm}/rating")
    assert refused(unread) == (404, "not_rated")
    tax.open.advance(date(2020, 4, 1))
    rating = await tax.rating(firm)
    assert (rating["grade"], rating["cause"]) == ("M", "new")


async def test_a_firm_cannot_have_begun_on_a_day_to_come(tax: TaxOffice) -> None:
    body = {"began_on": "2019-01-03"}
    party = a_firm()
    more = {"kind": "organisation", "name": party.name, "id_number": party.id_number}
    answer = await tax.open.officer("clerk").post("/v1/taxpayers", body | more)
    assert refused(answer) == (422, "date_in_future")


async def test_the_same_facts_are_graded_otherwise_under_the_rules_of_2026(
    tax_under: OpenTax,
) -> None:
    async with tax_under(date(2026, 1, 1)) as tax:
        firm = await tax.register(a_firm(), OLD)
        await tax.found(firm, "late-payment", "2018-05-16")
        tax.open.advance(APRIL_2019)
        assert await tax.graded(firm) == ("B", 88.0)


async def test_three_as_running_open_the_green_channel(tax: TaxOffice) -> None:
    firm = a_firm()
    taxpayer = await tax.register(firm, OLD)
    tax.open.advance(date(2019, 4, 1))
    first = {one["id"] for one in (await tax.rating(taxpayer))["effects"]}
    for year in (2020, 2021):
        tax.open.advance(date(year, 4, 1))
    third = {one["id"] for one in (await tax.rating(taxpayer))["effects"]}
    assert "a-invoices" in first
    assert third - first == {"a-green-channel"}
    effects = {one["id"]: one for one in (await tax.holdings_of(firm))["effects"]}
    assert effects["a-green-channel"]["source"] == "kaizencpa.com"
    assert effects["a-paperwork"]["origin"] == "paper"


async def test_a_d_is_inspected_more_often_and_hands_in_more_documents(tax: TaxOffice) -> None:
    taxpayer = await tax.register(a_firm(), OLD)
    await tax.found(taxpayer, "false-invoices", "2018-07-02")
    tax.open.advance(APRIL_2019)
    effects = {one["id"] for one in (await tax.rating(taxpayer))["effects"]}
    assert {"d-inspection", "d-documents", "d-spill-over", "d-exposed"} <= effects


async def test_by_hand_an_evaluated_grade_gets_better_only(tax: TaxOffice) -> None:
    taxpayer = await tax.register(a_firm(), OLD)
    await tax.found(taxpayer, "late-payment", "2018-05-16")
    tax.open.advance(APRIL_2019)
    assert refused(await tax.rate(taxpayer, "C")) == (409, "hand_may_only_relieve")
    relieved = done(await tax.rate(taxpayer, "A"), 200)
    assert (relieved["grade"], relieved["given_by_hand"]) == ("A", True)
    later = done(await tax.find(taxpayer, "late-payment", "2018-06-16"), 201)
    assert later["changed_grades"] == 0
    assert (await tax.rating(taxpayer))["grade"] == "A"


async def test_a_grade_by_hand_from_before_the_evaluation_is_overtaken_by_it(
    tax: TaxOffice,
) -> None:
    taxpayer = await tax.register(a_firm(), OLD)
    await tax.rate(taxpayer, "C")
    tax.open.advance(APRIL_2019)
    assert await tax.graded(taxpayer) == ("A", 90.0)


async def test_an_a_by_rule_opens_the_favourable_list_and_losing_it_goes_on_the_worklist(
    tax: TaxOffice,
) -> None:
    firm = a_firm()
    taxpayer = await tax.register(firm, OLD)
    tax.open.advance(APRIL_2019)
    answer = await tax.propose(firm, taxpayer, list_id="a-taxpayers", ground="grade-a")
    await tax.notify(done(answer, 201)["id"])
    tax.open.advance(date(2019, 4, 2))
    ref = (await tax.file_of(firm))["procedures"][0]["listing"]["ref"]
    assert await tax.worklist() == []
    await tax.found(taxpayer, "late-return", "2018-05-16")
    assert await tax.worklist() == [("withdraw: the grade is no longer A", ref)]
