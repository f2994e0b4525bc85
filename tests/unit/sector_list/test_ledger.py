"""Into which brackets a sector's listings fall: by what cases know, a person's by the firm's."""

from datetime import date

from shared.procedure.consequences.counting import lengths_in
from tests.builders import make_organisation, make_party
from tests.unit.answers import done
from tests.unit.apps import OpenApp
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.persons import DIRECTOR, LIST, listed_firm
from tests.unit.sector_list.story import record

MARCH = date(2019, 3, 1)


def counted(sector: OpenApp, month: date) -> dict[tuple[str, str], int]:
    """How many listings began in a month, by list and bracket, as nobody is told."""
    with sector.database.read() as session:
        found = lengths_in(session, sector.app.state.desk.casework, month)
    return {cell: lengths.total() for cell, lengths in found.items()}


async def test_a_person_behind_a_firm_counts_where_the_firms_case_does(open_sector: Opens) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, DIRECTOR)
    await behind.listed()
    january = counted(wages, date(2019, 1, 1))
    ((list_id, bracket),) = january
    assert (list_id, sum(january.values())) == (LIST, 2)
    assert bracket.endswith("-amount")


async def test_cases_without_an_amount_are_told_apart(open_sector: Opens) -> None:
    market = await open_sector("market")
    sizes: list[dict[str, int]] = [{"amount_yuan": 250_000}, {"persons_count": 40}, {}]
    bases = []
    for number, size in enumerate(sizes, 100):
        firm = make_organisation(number=number)
        bases.append((await record(market, firm, "repeats-false-advertising", **size)).id)
    casework = market.app.state.desk.casework
    with market.database.read() as session:
        found = casework.brackets_of(session, bases)
    assert [found[one] for one in bases] == ["large-amount", "people", "not-measured"]


async def test_a_favour_rests_on_no_duty(open_sector: Opens) -> None:
    volunteers = await open_sector("volunteers")
    shown = done(await volunteers.anybody().get("/v1/consequences"))
    brackets = {one["list"]: [cell["id"] for cell in one["brackets"]] for one in shown["lists"]}
    effects = {one["list"]: one["effect"] for one in shown["lists"]}
    favours = [one for one in effects if effects[one] == "favourable"]
    assert favours
    assert all(brackets[one] == ["all"] for one in favours)
    assert make_party().id_number not in str(shown)
