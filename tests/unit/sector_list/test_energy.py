"""Electric power: a watch list first, a black list for who does not mend or comes too often."""

from datetime import date

from shared.identifiers import Party
from tests.builders import make_organisation
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.story import Case, record

WATCH, BLACK, LENDS = "watch-list", "black-list", "lends-licence"
UNCORRECTED, REPEATED = "uncorrected-while-watched", "watched-repeatedly"


async def watched(energy: OpenApp, party: Party, ground: str = LENDS) -> Case:
    """A case that has put its party on the watch list."""
    case = await record(energy, party, ground)
    await case.listed(WATCH, ground)
    return case


async def test_a_party_has_ten_working_days_to_defend_itself(open_sector: Opens) -> None:
    energy = await open_sector("energy")
    case = await record(energy, make_organisation(), LENDS)
    proposal = await case.notified(WATCH, LENDS)
    assert (proposal["objection_ends_on"], proposal["publish_on"]) == ("2019-01-16", "2019-01-17")


async def test_who_does_not_mend_within_three_months_comes_on_the_black_list(
    open_sector: Opens,
) -> None:
    energy = await open_sector("energy")
    case = await watched(energy, make_organisation())
    assert energy.today == date(2019, 1, 17)
    energy.advance(date(2019, 4, 17))
    assert refused(await case.propose(BLACK, UNCORRECTED)) == (409, "not_watched")
    energy.advance(date(2019, 4, 18))
    listing = await case.listed(BLACK, UNCORRECTED)
    assert (listing["list"], listing["publication"]) == (BLACK, "public")
    lists = energy.rows("SELECT list, publication FROM listings ORDER BY listed_on")
    assert lists == [(WATCH, "shared"), (BLACK, "public")]


async def test_who_mends_in_time_does_not_even_while_the_proposal_runs(open_sector: Opens) -> None:
    energy = await open_sector("energy")
    case = await watched(energy, make_organisation())
    energy.advance(date(2019, 4, 18))
    proposal = await case.notified(BLACK, UNCORRECTED)
    await case.correct()
    energy.advance(date(2019, 6, 1))
    stands = (await case.procedure(proposal["id"]))["proposal"]
    assert (stands["state"], stands["lapsed_because"]) == ("lapsed", "already_corrected")
    assert refused(await case.propose(BLACK, UNCORRECTED)) == (409, "already_corrected")


async def test_three_times_on_the_watch_list_within_a_year_are_too_many(open_sector: Opens) -> None:
    energy = await open_sector("energy")
    firm = make_organisation()
    first = await watched(energy, firm)
    second = await watched(energy, firm, "exceeds-licence")
    for case in (first, second):
        assert refused(await case.propose(BLACK, REPEATED)) == (409, "not_watched")
        await case.correct()
    third = await watched(energy, firm, "lacks-conditions")
    listing = await third.listed(BLACK, REPEATED)
    assert listing["reason"] == REPEATED


async def test_what_was_listed_in_error_does_not_count(open_sector: Opens) -> None:
    energy = await open_sector("energy")
    firm = make_organisation()
    cases = [
        await watched(energy, firm, ground)
        for ground in (LENDS, "exceeds-licence", "lacks-conditions")
    ]
    ref = (await cases[0].file())["procedures"][0]["listing"]["ref"]
    door = f"/v1/listings/{ref}/withdrawal"
    done(await energy.officer("clerk").post(door, {"cause": "listed_in_error"}))
    assert refused(await cases[2].propose(BLACK, REPEATED)) == (409, "not_watched")


async def test_three_times_in_more_than_a_year_are_not(open_sector: Opens) -> None:
    energy = await open_sector("energy")
    firm = make_organisation()
    await watched(energy, firm)
    energy.advance(date(2019, 9, 2))
    await watched(energy, firm, "exceeds-licence")
    energy.advance(date(2020, 2, 3))
    third = await watched(energy, firm, "lacks-conditions")
    assert refused(await third.propose(BLACK, REPEATED)) == (409, "not_watched")


async def test_the_black_list_without_the_watch_list_takes_a_grave_breach_only(
    open_sector: Opens,
) -> None:
    energy = await open_sector("energy")
    case = await record(energy, make_organisation(), LENDS)
    assert refused(await case.propose(BLACK, UNCORRECTED)) == (409, "not_watched")
    assert refused(await case.propose(BLACK, "grave-licence-breach"))[1] == "basis_of_other_ground"
    grave = await record(energy, make_organisation(), "grave-licence-breach")
    assert refused(await grave.propose(BLACK, UNCORRECTED))[1] == "basis_of_other_ground"
    assert done(await grave.propose(BLACK, "grave-licence-breach"))["state"] == "proposed"
