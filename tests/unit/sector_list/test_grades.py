"""Environment and customs: a scale, two lists that leave at its ends, and grounds for the worst."""

from datetime import date

import pytest

from tests.builders import make_organisation, make_party
from tests.unit.answers import done, refused
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.story import record

GREEN, RED = "green-enterprises", "red-enterprises"


async def test_blue_and_yellow_stay_here_green_and_red_are_lists(open_sector: Opens) -> None:
    environment = await open_sector("environment")
    for number, colour in enumerate(("blue", "yellow")):
        firm = make_organisation(number=236048 + number)
        case = await record(environment, firm, f"assessed-{colour}")
        assert await case.grade() == colour
        for listed in (GREEN, RED):
            answer = await case.propose(listed, f"assessed-{colour}")
            assert refused(answer) == (422, "ground_unknown")
    green = await record(environment, make_organisation(number=236060), "assessed-green")
    listing = await green.listed(GREEN, "assessed-green")
    assert (listing["effect"], listing["stands_until"]) == ("favourable", "2020-01-03")


@pytest.mark.parametrize(
    "ground",
    [
        "commits-environmental-crime",
        "builds-without-approval",
        "discharges-by-hidden-pipes",
        "mishandles-hazardous-waste",
    ],
)
async def test_some_acts_make_red_directly_whatever_was_assessed(
    open_sector: Opens, ground: str
) -> None:
    environment = await open_sector("environment")
    firm = make_organisation()
    assessed = await record(environment, firm, "assessed-green")
    direct = await record(environment, firm, ground)
    assert await assessed.grade() == "red"
    assert refused(await assessed.propose(GREEN, "assessed-green")) == (409, "grade_outweighed")
    listing = await direct.listed(RED, ground)
    assert (listing["effect"], listing["stands_until"]) == ("adverse", "2020-01-18")
    assert (await direct.own())["grade"] == "red"
    assert len((await direct.own())["brings_about"]) == 1


async def test_a_colour_counts_until_the_next_evaluation(open_sector: Opens) -> None:
    environment = await open_sector("environment")
    firm = make_organisation()
    await record(environment, firm, "builds-without-approval")
    environment.advance(date(2020, 1, 2))
    case = await record(environment, firm, "assessed-green")
    assert await case.grade() == "red"
    environment.advance(date(2020, 1, 3))
    assert await case.grade() == "green"
    assert done(await case.propose(GREEN, "assessed-green"))["state"] == "proposed"


async def test_what_is_not_decided_gives_no_grade_and_people_have_none(open_sector: Opens) -> None:
    environment = await open_sector("environment")
    case = await record(environment, make_organisation(), "assessed-red", decided=False)
    assert await case.grade() is None
    person = await record(environment, make_party(), "assessed-red")
    assert refused(await person.propose(RED, "assessed-red")) == (409, "kind_not_listed")


async def test_customs_tells_certified_from_dishonest_and_since_2026_in_five_steps(
    open_sector: Opens,
) -> None:
    certified, dishonest = "certified-enterprises", "dishonest-enterprises"
    customs = await open_sector("customs", "2019-11-01")
    firm = make_organisation()
    case = await record(customs, firm, "passes-certification")
    listing = await case.listed(certified, "passes-certification")
    assert listing["stands_until"] == "2022-01-03"
    smuggled = await record(customs, firm, "smuggles")
    assert await smuggled.grade() == "dishonest"
    assert done(await smuggled.propose(dishonest, "smuggles"))["state"] == "proposed"


async def test_since_2026_customs_has_five_steps(open_sector: Opens) -> None:
    customs = await open_sector("customs", "2026-11-01")
    firm = make_organisation()
    advanced = await record(customs, firm, "passes-advanced-certification")
    assert await advanced.grade() == "advanced-certified"
    smuggled = await record(customs, firm, "smuggles")
    assert await smuggled.grade() == "seriously-dishonest"
