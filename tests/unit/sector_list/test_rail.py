"""Rail passengers: seven working days, a list on the first working day of the month, 180 days."""

from datetime import date

from tests.builders import LOOKS_REAL, make_party
from tests.unit.answers import done, refused
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.story import FAIR, finding, record

LIST, SMOKING = "rail-passengers", "smokes-on-high-speed-train"


async def test_who_smoked_in_september_is_on_the_list_of_8_october(open_sector: Opens) -> None:
    """The window ends on Friday 27 September; 1 to 7 October are National Day."""
    rail = await open_sector("rail")
    rail.advance(date(2019, 9, 18))
    case = await record(rail, make_party(), SMOKING)
    proposal = await case.notified(LIST, SMOKING)
    assert proposal["objection_ends_on"] == "2019-09-27"
    assert proposal["publish_on"] == "2019-10-08"
    rail.advance(date(2019, 10, 7))
    assert (await case.procedure(proposal["id"]))["listing"] is None
    rail.advance(date(2019, 10, 8))
    listing = await case.listing_of(proposal["id"])
    assert (listing["listed_on"], listing["stands_until"]) == ("2019-10-08", "2020-04-05")


async def test_seven_working_days_over_national_day_reach_the_list_of_november(
    open_sector: Opens,
) -> None:
    """29 and 30 September, then 8 to 12 October, a Sunday and a Saturday being worked."""
    rail = await open_sector("rail")
    rail.advance(date(2019, 9, 27))
    case = await record(rail, make_party(), SMOKING)
    proposal = await case.notified(LIST, SMOKING)
    assert proposal["objection_ends_on"] == "2019-10-12"
    assert proposal["publish_on"] == "2019-11-01"


async def test_a_ban_ends_by_itself_after_180_days(open_sector: Opens) -> None:
    rail = await open_sector("rail")
    case = await record(rail, make_party(), "evades-fare")
    listing = await case.listed(LIST, "evades-fare")
    assert listing["listed_on"] == "2019-02-01"
    clerk = rail.officer("clerk")
    for day, stands in ((date(2019, 7, 30), True), (date(2019, 7, 31), False)):
        rail.advance(day)
        assert done(await clerk.get(f"/v1/listings/{listing['ref']}"))["stands"] is stands
    assert rail.rows("SELECT act FROM acts") == [("listed",)]


async def test_a_dismissed_objection_waits_for_the_next_list(open_sector: Opens) -> None:
    """Publication keeps to its day of the month, not to the day of the decision."""
    rail = await open_sector("rail")
    case = await record(rail, make_party(), SMOKING)
    proposal = (await case.notified(LIST, SMOKING))["id"]
    words = {"proposal": proposal, "statement": "当时并未吸烟。"}
    objection = done(await rail.party(case.party).post("/v1/objections", words))["id"]
    rail.advance(date(2019, 2, 20))
    verdict = {"upheld": False, "reasons": FAIR}
    done(await rail.officer("appeals").post(f"/v1/objections/{objection}/decision", verdict))
    rail.run_due()
    stands = (await case.procedure(proposal))["proposal"]
    assert (stands["state"], stands["publish_on"]) == ("notified", "2019-03-01")
    rail.advance(date(2019, 3, 1))
    assert (await case.listing_of(proposal))["listed_on"] == "2019-03-01"


async def test_an_objection_dismissed_before_the_list_is_out_delays_nothing(
    open_sector: Opens,
) -> None:
    rail = await open_sector("rail")
    case = await record(rail, make_party(), SMOKING)
    proposal = await case.notified(LIST, SMOKING)
    words = {"proposal": proposal["id"], "statement": "当时并未吸烟。"}
    objection = done(await rail.party(case.party).post("/v1/objections", words))["id"]
    verdict = {"upheld": False, "reasons": FAIR}
    done(await rail.officer("appeals").post(f"/v1/objections/{objection}/decision", verdict))
    assert (await case.procedure(proposal["id"]))["proposal"]["publish_on"] == "2019-02-01"


async def test_nobody_is_listed_for_what_is_not_decided_or_was_another_ground(
    open_sector: Opens,
) -> None:
    rail = await open_sector("rail")
    case = await record(rail, make_party(), SMOKING, decided=False)
    assert refused(await case.propose(LIST, SMOKING)) == (409, "not_decided")
    done(await case.act("decision"))
    assert refused(await case.act("decision")) == (409, "already_decided")
    assert refused(await case.propose(LIST, "evades-fare")) == (422, "basis_of_other_ground")
    assert refused(await case.propose("watch-list", SMOKING)) == (422, "ground_unknown")
    assert done(await case.propose(LIST, SMOKING))["state"] == "proposed"


async def test_nobody_is_listed_for_another_partys_case(open_sector: Opens) -> None:
    rail = await open_sector("rail")
    case = await record(rail, make_party(), SMOKING)
    other = type(case)(rail, make_party("李伟", sequence=5), case.id)
    assert refused(await other.propose(LIST, SMOKING)) == (422, "basis_not_of_party")
    nothing = type(case)(rail, case.party, "c-aaaaaaaaaaaaaaaaaaaa")
    assert refused(await nothing.propose(LIST, SMOKING)) == (422, "basis_unknown")


async def test_a_minor_who_smoked_is_not_listed(open_sector: Opens) -> None:
    rail = await open_sector("rail")
    case = await record(rail, make_party(born_on=date(2001, 6, 1)), SMOKING)
    assert refused(await case.propose(LIST, SMOKING)) == (409, "party_is_minor")
    rail.advance(date(2019, 6, 1))
    assert done(await case.propose(LIST, SMOKING))["state"] == "proposed"


async def test_what_is_recorded_must_be_known_and_must_have_happened(open_sector: Opens) -> None:
    rail = await open_sector("rail")
    clerk, today = rail.officer("clerk"), rail.today
    whipped = [{"penalty": "whipping"}]
    for body, code in (
        (finding(make_party(), "hums-on-train", today), "finding_unknown"),
        (finding(make_party(), SMOKING, date(2019, 1, 3)), "date_in_future"),
        (finding(make_party(), SMOKING, today, facts=LOOKS_REAL), "hidden_number"),
        (finding(make_party(), SMOKING, today, penalties=whipped), "penalty_unknown"),
        (finding(make_party(), SMOKING, today, heard_from="a neighbour"), "invalid_body"),
    ):
        assert refused(await clerk.post("/v1/cases", body)) == (422, code)
    assert rail.rows("SELECT count(*) FROM cases") == [(0,)]
