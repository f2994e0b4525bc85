"""An industry association: it rates its own members, and can ground nothing outside."""

from datetime import date

from shared.rulebook import Ground, ListRule, load
from shared.rulebook.rows import LegalForce
from tests.builders import make_organisation, words_of
from tests.unit.answers import done, refused
from tests.unit.apps import ROOT, OpenApp
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.story import finding, record

KEEPS, UNDERCUTS = "keeps-the-code", "undercuts-agreed-quality"


async def joined(association: OpenApp, number: int = 236048) -> str:
    """A member since today."""
    body = {"party": words_of(make_organisation(number=number))}
    return str(done(await association.officer("clerk").post("/v1/members", body))["id"])


def test_every_rule_of_the_association_is_extra_legal_and_none_lists() -> None:
    rows = load(ROOT / "services/sector_list/rulebooks/association.yaml").rows
    assert {row.legal_force for row in rows} == {LegalForce.EXTRA_LEGAL}
    assert not any(isinstance(row.value, Ground | ListRule) for row in rows)


async def test_only_members_are_rated_and_only_while_they_are(open_sector: Opens) -> None:
    association = await open_sector("association")
    clerk, firm = association.officer("clerk"), make_organisation()
    body = finding(firm, KEEPS, association.today)
    assert refused(await clerk.post("/v1/cases", body)) == (422, "not_member")
    member = await joined(association)
    assert await (await record(association, firm, KEEPS)).grade() == "in-good-standing"
    twice = await clerk.post("/v1/members", {"party": words_of(firm)})
    assert refused(twice) == (409, "membership_unchanged")
    done(await clerk.post(f"/v1/members/{member}/departure"))
    assert refused(await clerk.post("/v1/cases", body)) == (422, "not_member")
    assert refused(await clerk.post(f"/v1/members/{member}/departure"))[0] == 409


async def test_the_worst_finding_of_the_year_is_the_grade(open_sector: Opens) -> None:
    association = await open_sector("association")
    await joined(association)
    case = await record(association, make_organisation(), UNDERCUTS)
    await record(association, make_organisation(), "helps-other-members")
    assert await case.grade() == "reprimanded"
    assert [one["en"] for one in (await case.own())["brings_about"]] == [
        "You have no vote in the members' assembly until it no longer counts."
    ]
    association.advance(date(2020, 2, 1))
    assert await case.grade() is None


async def test_what_it_finds_can_ground_no_listing(open_sector: Opens) -> None:
    association = await open_sector("association")
    await joined(association)
    case = await record(association, make_organisation(), UNDERCUTS)
    for wanted in ("members", "serious-violations", "black-list"):
        answer = await case.propose(wanted, UNDERCUTS)
        assert refused(answer) == (422, "ground_unknown")
    assert association.rows("SELECT count(*) FROM listings") == [(0,)]
    assert association.app.state.authority.is_issuer is False


async def test_it_shows_its_rules_and_who_hears_complaints(open_sector: Opens) -> None:
    association = await open_sector("association")
    shown = done(await association.anybody().get("/v1/rulebook"))
    assert {rule["legal_force"] for rule in shown["rules"]} == {"extra-legal"}
    contact = done(await association.anybody().get("/v1/contact"))
    assert contact["reviewing_body"] == "the members' assembly"
    assert done(await association.anybody().get("/v1/statistics"))["lists"] == []


async def test_other_bodies_have_no_members(open_sector: Opens) -> None:
    rail = await open_sector("rail")
    body = {"party": words_of(make_organisation())}
    answer = await rail.officer("clerk").post("/v1/members", body)
    assert refused(answer) == (422, "no_members_here")
