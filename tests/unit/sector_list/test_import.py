"""Many proposals at a sector's authority: what is read for all at once says the same as for one."""

from datetime import date

from tests.builders import make_organisation, make_party
from tests.unit.lines import csv_file, taken
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.story import record
from tests.unit.sector_list.test_energy import BLACK, LENDS, UNCORRECTED, WATCH

RAIL, SMOKING, FARE = "rail-passengers", "smokes-on-high-speed-train", "evades-fare"


async def test_lines_are_checked_as_proposals_at_the_door_are(open_sector: Opens) -> None:
    rail = await open_sector("rail")
    smoker, child = make_party(), make_party("李小明", sequence=4)
    listed = make_party("张伟", sequence=5)
    good = await record(rail, smoker, SMOKING)
    undecided = await record(rail, child, SMOKING, decided=False)
    standing = await record(rail, listed, FARE)
    await standing.listed(RAIL, FARE)
    file = csv_file(
        (RAIL, SMOKING, good.id, smoker),
        (RAIL, SMOKING, undecided.id, child),
        (RAIL, FARE, good.id, smoker),
        (RAIL, FARE, standing.id, listed),
        (RAIL, SMOKING, good.id, make_organisation()),
        (RAIL, SMOKING, good.id, child),
    )
    assert await taken(rail, file) == [
        (2, None, None),
        (3, "facts", "not_decided"),
        (4, "basis", "basis_of_other_ground"),
        (5, "facts", "already_listed"),
        (6, "kind", "kind_not_listed"),
        (7, "basis", "basis_not_of_party"),
    ]


async def test_a_ground_that_follows_a_list_finds_who_was_on_it(open_sector: Opens) -> None:
    """Energy: the black list takes who was watched and did not mend; the other was not watched."""
    energy = await open_sector("energy")
    firm, other = make_organisation(), make_organisation(number=236055)
    watched, fresh = await record(energy, firm, LENDS), await record(energy, other, LENDS)
    await watched.listed(WATCH, LENDS)
    energy.advance(date(2019, 4, 18))
    black = (BLACK, UNCORRECTED)
    file = csv_file((*black, fresh.id, other), (*black, watched.id, firm))
    assert await taken(energy, file) == [(2, "facts", "not_watched"), (3, None, None)]
