"""The teacher of the paper's introduction: sanction upon sanction, a local list, and it never left.

In the world the county put a teacher on its own blacklist in addition to other measures for one act
and withdrew it after an outcry. Here two officers, a notice and time to object stand before it.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from demo import broker
from services.locality.app import create_app
from services.locality.domain.local_list import must_fit
from services.locality.records import LEDGER, METADATA
from services.national_platform.app import create_app as create_platform
from shared.authorities import BrokenAuthorities, load
from shared.migrating import differences
from shared.rulebook import BrokenRulebook, Rules
from shared.rulebook import load as load_rulebook
from shared.rulebook.rules import RuleMissing
from tests.builders import make_namesake, make_organisation, make_party, words_of
from tests.unit.answers import done, refused
from tests.unit.apps import ROOT, open_app
from tests.unit.locality.story import Place
from tests.unit.national_platform.doors import Platform
from tests.unit.national_platform.saying import listed as listing_of
from tests.unit.national_platform.saying import say

TEACHER, NEIGHBOUR = make_party("王老师"), make_party("李军", sequence=3)
LIST, ACT = "county-list", "corporal-punishment"
COUNTY = ROOT / "services" / "locality" / "local_lists" / "county.yaml"


async def sanctioned(place: Place, **changes: Any) -> str:
    """The school acted in April 2019; in July the county added to it."""
    place.opened.advance(date(2019, 7, 2))
    body = {
        "party": words_of(TEACHER),
        "ground": ACT,
        "found_on": "2019-04-29",
        "facts": "体罚逃课学生，经查属实。",
        "penalties": [
            {"penalty": "suspension", "imposed_on": "2019-05-05"},
            {"penalty": "forced-apology", "imposed_on": "2019-05-05"},
        ],
    }
    act = done(await place.clerk.post("/v1/local-cases", body | changes))["id"]
    for penalty in ("loss-of-salary", "loss-of-bonus", "contract-ended"):
        imposed = {"penalty": penalty, "imposed_on": "2019-07-02"}
        done(await place.clerk.post(f"/v1/local-cases/{act}/penalties", imposed))
    return str(act)


async def proposed(place: Place, act: str, **changes: Any) -> Any:
    """A clerk asks for the local listing."""
    body = {"list": LIST, "ground": ACT, "basis": act, "party": words_of(TEACHER)}
    return await place.clerk.post("/v1/listing-proposals", body | changes)


async def notified(place: Place, act: str) -> dict[str, Any]:
    """Another officer has agreed, and the party was told."""
    door = f"/v1/listing-proposals/{done(await proposed(place, act))['id']}"
    assert refused(await place.clerk.post(f"{door}/approval")) == (403, "role_missing")
    done(await place.opened.officer("reviewer").post(f"{door}/approval"))
    return done(await place.clerk.post(f"{door}/notification"))


async def listed(place: Place, act: str) -> str:
    """The reference of the listing; the clock stands on its first day."""
    place.opened.advance(date.fromisoformat((await notified(place, act))["publish_on"]))
    (procedure,) = await procedures(place)
    return str(procedure["listing"]["ref"])


async def procedures(place: Place) -> list[dict[str, Any]]:
    """What the teacher reads about the local list."""
    found: list[dict[str, Any]] = (await place.file(TEACHER))["local_list"]["procedures"]
    return found


async def read_list(place: Place) -> dict[str, Any]:
    """The list as a resident reads it."""
    return done(await place.opened.party(NEIGHBOUR).get("/v1/local-list"))


async def eligible(place: Place, party: Any = TEACHER) -> dict[str, Any]:
    """What the bureau that gives awards is told."""
    body = {"party": words_of(party)}
    return done(await place.department("welfare").post("/v1/award-checks", body))


async def test_five_penalties_and_a_listing_for_one_act_are_counted(rongcheng: Place) -> None:
    act = await sanctioned(rongcheng)
    before = done(await rongcheng.clerk.get(f"/v1/local-cases/{act}"))
    assert (len(before["penalties"]), before["burdens_count"]) == (5, 5)
    ref = await listed(rongcheng, act)
    assert rongcheng.opened.today == date(2019, 7, 10)
    (own,) = (await rongcheng.file(TEACHER))["local_list"]["holdings"]["cases"]
    assert (own["burdens_count"], own["listings"]) == (6, [ref])
    assert own["penalties"][3]["says"]["en"] == "Lost the bonus."
    for sequence in range(20, 40, 2):
        changes = {"party": words_of(make_party(sequence=sequence)), "penalties": []}
        body = {"ground": ACT, "found_on": "2019-04-29", "facts": "经查属实。"} | changes
        done(await rongcheng.clerk.post("/v1/local-cases", body))
    told = done(await rongcheng.opened.anybody().get("/v1/statistics/burdens"))
    assert told["cases"] == {"0": 10, "6": None}


async def test_residents_read_the_list_with_its_rule_and_its_only_effect(rongcheng: Place) -> None:
    await rongcheng.register(NEIGHBOUR)
    act = await sanctioned(rongcheng)
    await notified(rongcheng, act)
    assert (await read_list(rongcheng))["listed"] == []
    rongcheng.opened.advance(date(2019, 7, 10))
    shown = await read_list(rongcheng)
    assert shown["may_be_acted_on"] is False
    (entry,) = shown["listed"]
    assert (entry["name"], entry["truncated_id"]) == ("王老师", TEACHER.truncated_id)
    assert (entry["listed_on"], entry["stands_until"]) == ("2019-07-10", "2024-07-10")
    assert entry["legal_basis"] == "the act: Teachers Law, Art. 37; the list: none"
    assert [one["en"] for one in entry["brings_about"]] == [
        "You are not eligible for any service award. Nothing else is withheld from you."
    ]
    assert TEACHER.id_number not in str(shown)


async def test_nobody_else_reads_it(rongcheng: Place, bailu: Place) -> None:
    door = "/v1/local-list"
    assert refused(await rongcheng.opened.anybody().get(door)) == (401, "unauthenticated")
    stranger = rongcheng.opened.party(NEIGHBOUR)
    assert refused(await stranger.get(door)) == (404, "resident_unknown")
    assert refused(await rongcheng.department("welfare").get(door)) == (401, "unauthenticated")
    await bailu.register(NEIGHBOUR)
    answer = await bailu.opened.party(NEIGHBOUR).get(door)
    assert refused(answer) == (403, "list_not_shown")


async def test_the_effect_is_no_award_and_no_namesake_bears_it(rongcheng: Place) -> None:
    act = await sanctioned(rongcheng)
    assert (await eligible(rongcheng))["is_eligible"] is True
    await listed(rongcheng, act)
    answer = await eligible(rongcheng)
    assert (answer["is_eligible"], len(answer["because"])) == (False, 1)
    assert (await eligible(rongcheng, make_namesake(TEACHER)))["is_eligible"] is True
    utilities = rongcheng.department("utilities")
    other = await utilities.post("/v1/award-checks", {"party": words_of(TEACHER)})
    assert refused(other) == (403, "effect_not_yours")
    rongcheng.opened.advance(date(2024, 7, 9))
    assert (await eligible(rongcheng))["is_eligible"] is False
    rongcheng.opened.advance(date(2024, 7, 10))
    assert (await eligible(rongcheng))["is_eligible"] is True


async def test_it_changes_no_point_and_closes_no_benefit(rongcheng: Place) -> None:
    await rongcheng.settle(TEACHER)
    act = await sanctioned(rongcheng)
    await listed(rongcheng, act)
    score = await rongcheng.score(TEACHER)
    assert (score["points"], len(score["lines"])) == (1000, 1)
    assert (await rongcheng.claim(TEACHER, "bicycles-without-deposit")).status_code == 201


async def test_after_the_outcry_it_is_withdrawn_by_discretion_and_gone_from_view(
    rongcheng: Place,
) -> None:
    """No objection was upheld and no ground is gone: the cause says that it was discretion."""
    await rongcheng.register(NEIGHBOUR)
    act = await sanctioned(rongcheng)
    ref = await listed(rongcheng, act)
    rongcheng.opened.advance(date(2019, 7, 24))
    body = {"cause": "discretion"}
    ended = done(await rongcheng.clerk.post(f"/v1/listings/{ref}/withdrawal", body))
    assert (ended["stands"], ended["cause"]) == (False, "discretion")
    assert (await read_list(rongcheng))["listed"] == []
    assert (await eligible(rongcheng)) == {"is_eligible": True, "because": []}
    counts = done(await rongcheng.opened.anybody().get("/v1/statistics"))["lists"]
    assert counts == [{"list": LIST, "standing": None, "withdrawn": {"discretion": None}}]
    (procedure,) = await procedures(rongcheng)
    assert [one["step"] for one in procedure["steps"]][-2:] == ["published", "withdrawn"]
    assert procedure["listing"]["withdrawn_on"] == "2019-07-24"
    assert procedure["remedies"] == []


async def test_five_years_after_its_end_nothing_of_it_is_held(rongcheng: Place) -> None:
    """Withdrawn on 24 July 2019; five years later all of it is gone."""
    act = await sanctioned(rongcheng)
    ref = await listed(rongcheng, act)
    rongcheng.opened.advance(date(2019, 7, 24))
    done(await rongcheng.clerk.post(f"/v1/listings/{ref}/withdrawal", {"cause": "discretion"}))
    clock = done(await rongcheng.opened.anybody().get("/v1/clock"))
    assert clock["next_due_at"] == "2024-07-23T16:00:00Z"
    rongcheng.opened.advance(date(2024, 7, 23))
    assert len(await procedures(rongcheng)) == 1
    rongcheng.opened.advance(date(2024, 7, 24))
    assert await procedures(rongcheng) == []
    for table in ("local_cases", "local_penalties", *LEDGER.tables):
        assert rongcheng.opened.rows(f"SELECT * FROM {table}") == []  # noqa: S608 - our own names


async def test_an_act_on_which_a_listing_still_stands_or_may_yet_is_kept(rongcheng: Place) -> None:
    act = await sanctioned(rongcheng)
    await listed(rongcheng, act)
    rongcheng.opened.advance(date(2024, 7, 10))
    assert len(rongcheng.opened.rows("SELECT * FROM local_cases")) == 1
    done(await proposed(rongcheng, act))
    rongcheng.opened.advance(date(2029, 7, 10))
    assert len(rongcheng.opened.rows("SELECT * FROM local_cases")) == 1


async def test_nothing_of_it_can_leave(rongcheng: Place) -> None:
    """Listed, corrected, renewed, withdrawn: there is no table in which it could wait."""
    act = await sanctioned(rongcheng)
    ref = await listed(rongcheng, act)
    clerk, door = rongcheng.clerk, f"/v1/listings/{ref}"
    right = words_of(TEACHER) | {"name": "王教师"}
    done(await clerk.post(f"{door}/correction", {"party": right}))
    renewal = done(await clerk.post(f"{door}/renewal"))["id"]
    done(
        await rongcheng.opened.officer("reviewer").post(f"/v1/listing-proposals/{renewal}/approval")
    )
    done(await clerk.post(f"/v1/listing-proposals/{renewal}/notification"))
    rongcheng.opened.advance(date(2019, 8, 1))
    assert done(await clerk.get(door))["version"] == 3
    done(await clerk.post(f"{door}/withdrawal", {"cause": "discretion"}))
    found = rongcheng.opened.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = {name for (name,) in found}
    assert not tables & {"acts", "confirmations", "outbox"}
    assert tables >= set(LEDGER.tables)
    assert rongcheng.opened.app.state.due.duties.is_idle()
    assert differences(rongcheng.opened.database.engine, METADATA) == []


async def test_the_inventory_sends_nothing_of_it_out_of_the_place(rongcheng: Place) -> None:
    inventory = done(await rongcheng.opened.anybody().get("/v1/inventory"))
    readers = {field["goes_to"] for table in inventory["tables"] for field in table["fields"]}
    assert readers <= {
        "nobody",
        "the party",
        "auditor",
        "the same caller",
        "registered residents here, as far as the rule of the list says; nobody outside",
    }


async def test_the_party_is_told_first_and_an_objection_stays_it(rongcheng: Place) -> None:
    """Told on 2 July 2019; five working days end on the 9th."""
    act = await sanctioned(rongcheng)
    proposal = await notified(rongcheng, act)
    assert (proposal["objection_ends_on"], proposal["publish_on"]) == ("2019-07-09", "2019-07-10")
    body = {"proposal": proposal["id"], "statement": "一事多罚。"}
    party = rongcheng.opened.party(TEACHER)
    objection = done(await party.post("/v1/objections", body))
    rongcheng.opened.advance(date(2019, 7, 10))
    (procedure,) = await procedures(rongcheng)
    assert procedure["listing"] is None
    (task,) = done(await rongcheng.appeals.get("/v1/worklist"))["tasks"]
    assert (task["what"], task["about"]) == ("decide the objection", ACT)
    verdict = {"upheld": True, "reasons": "Five penalties are enough for one act."}
    door = f"/v1/objections/{objection['id']}/decision"
    done(await rongcheng.appeals.post(door, verdict))
    rongcheng.opened.advance(date(2019, 7, 31))
    (procedure,) = await procedures(rongcheng)
    assert procedure["proposal"]["lapsed_because"] == "objection_upheld"
    assert rongcheng.opened.rows("SELECT * FROM listings") == []


async def test_what_does_not_ground_a_listing(rongcheng: Place) -> None:
    act = await sanctioned(rongcheng)
    minor = make_party("赵小明", born_on=date(2001, 7, 3), sequence=9)
    norms = await sanctioned(rongcheng, ground="village-norms")
    young = await sanctioned(rongcheng, party=words_of(minor))
    assert (
        done(await rongcheng.clerk.get(f"/v1/local-cases/{norms}"))["legal_force"] == "extra-legal"
    )
    firm = {"party": words_of(make_organisation())}
    tries: list[tuple[str, dict[str, Any], tuple[int, str]]] = [
        (norms, {"ground": "village-norms"}, (422, "ground_unknown")),
        (norms, {}, (422, "basis_of_other_ground")),
        (act, {"party": words_of(NEIGHBOUR)}, (422, "basis_not_of_party")),
        (act, {"party": words_of(make_namesake(TEACHER))}, (422, "basis_not_of_party")),
        ("c-qhzxkvbnwertyuiopasd", {}, (422, "basis_unknown")),
        (young, {"party": words_of(minor)}, (422, "party_is_minor")),
        (act, firm, (409, "kind_not_listed")),
        (act, {"list": "judgment-defaulters"}, (422, "ground_unknown")),
    ]
    for basis, changes, why in tries:
        assert refused(await proposed(rongcheng, basis, **changes)) == why


async def test_an_act_is_recorded_as_the_rulebook_knows_it(rongcheng: Place) -> None:
    rongcheng.opened.advance(date(2019, 7, 2))
    good = {
        "party": words_of(TEACHER),
        "ground": ACT,
        "found_on": "2019-04-29",
        "facts": "经查属实。",
    }
    imposed = {"penalty": "loss-of-bonus", "imposed_on": "2019-04-28"}
    bad: list[tuple[dict[str, Any], str]] = [
        ({"ground": "jaywalking"}, "finding_unknown"),
        ({"ground": "no-service-awards"}, "finding_unknown"),
        ({"found_on": "2019-07-03"}, "dates_out_of_order"),
        ({"penalties": [imposed]}, "dates_out_of_order"),
        ({"penalties": [imposed | {"penalty": "exile"}]}, "penalty_unknown"),
        ({"facts": f"His number is {TEACHER.id_number}"}, "hidden_number"),
    ]
    for changes, why in bad:
        answer = await rongcheng.clerk.post("/v1/local-cases", good | changes)
        assert refused(answer) == (422, why)
    reviewer = rongcheng.opened.officer("reviewer")
    assert refused(await reviewer.post("/v1/local-cases", good)) == (403, "role_missing")
    assert rongcheng.opened.rows("SELECT * FROM local_cases") == []


async def test_a_place_without_such_a_list_lists_nobody(bailu: Place) -> None:
    bailu.opened.advance(date(2019, 7, 2))
    answer = await proposed(bailu, "c-qhzxkvbnwertyuiopasd")
    assert refused(answer) == (422, "ground_unknown")
    assert done(await bailu.opened.anybody().get("/v1/rulebook"))["local_list"] is None


async def test_a_county_needs_a_local_regulation_from_december_2020_on(
    keys: Path, tmp_path: Path
) -> None:
    """国办发〔2020〕49号 of 7 December 2020; the penalties stay, the list has no rule any more."""
    for as_of, has_list in (("2020-12-06", True), ("2020-12-07", False)):
        extra = {"CHIMERA_RULES_AS_OF": as_of}
        async with open_app(create_app, "rongcheng", keys, tmp_path / as_of, extra) as opened:
            rules = done(await opened.anybody().get("/v1/rulebook"))["local_list"]["rules"]
            units = {rule["unit"] for rule in rules}
            assert ("list" in units, "ground" in units, "effect" in units) == (has_list,) * 3
            assert "penalty" in units


def a_place(tmp_path: Path, old: str, new: str, declared: str = "[]") -> dict[str, str]:
    """Settings of a rongcheng whose local list has one passage replaced."""
    text = COUNTY.read_text("utf-8")
    assert old in text
    path = tmp_path / "county.yaml"
    path.write_text(text.replace(old, new), "utf-8")
    known = (ROOT / "authorities.yaml").read_text("utf-8")
    known = known.replace("services/locality/local_lists/county.yaml", str(path))
    head, tail = known.split("  - slug: rongcheng\n")
    tail = tail.replace("    lists: []\n", f"    lists: {declared}\n", 1)
    known = f"{head}  - slug: rongcheng\n{tail}".replace(" services/", f" {ROOT}/services/")
    (tmp_path / "authorities.yaml").write_text(known, "utf-8")
    return {"CHIMERA_AUTHORITIES": str(tmp_path / "authorities.yaml")}


async def starts(keys: Path, tmp_path: Path, extra: dict[str, str]) -> None:
    """The place starts with these settings."""
    async with open_app(create_app, "rongcheng", keys, tmp_path / "state", extra):
        pass


async def test_a_list_that_leaves_needs_a_declaration_and_a_locality_may_make_none(
    keys: Path, tmp_path: Path
) -> None:
    await starts(keys, tmp_path, a_place(tmp_path, "leaves: false", "leaves: false"))
    leaving = a_place(tmp_path, "leaves: false", "leaves: true")
    with pytest.raises(BrokenRulebook, match=r"county-list leaves, but authorities\.yaml differs"):
        await starts(keys, tmp_path, leaving)
    declared = (
        "[{id: county-list, title: {en: x, zh: x}, effect: adverse, publication: public,"
        " kinds: [person], origin: ours}]"
    )
    both = a_place(tmp_path, "leaves: false", "leaves: true", declared)
    with pytest.raises(BrokenAuthorities, match="never a locality"):
        await starts(keys, tmp_path, both)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("id: no-service-awards", "id: no-heating-rebate", "cannot bring about no-heating-rebate"),
        ("value: residents", "value: everybody", "read-by names none of residents, officers"),
        ("term: without-service-awards", "term: for-ever", "not in force: for-ever"),
        ("id: youngest-age", "id: some-age", "no row youngest-age"),
        ("id: objection-window", "id: some-window", "no row objection-window"),
    ],
)
async def test_a_rulebook_that_does_not_hold_together_stops_the_start(
    keys: Path, tmp_path: Path, old: str, new: str, why: str
) -> None:
    with pytest.raises(RuleMissing, match=why):
        await starts(keys, tmp_path, a_place(tmp_path, old, new))


async def test_an_extra_legal_rule_can_ground_not_even_a_local_listing(
    keys: Path, tmp_path: Path
) -> None:
    old = "    unit: finding\n    value: {}\n"
    new = "    unit: ground\n    value: {list: county-list, term: without-service-awards}\n"
    with pytest.raises(BrokenRulebook, match="an extra-legal rule can never ground a listing"):
        await starts(keys, tmp_path, a_place(tmp_path, old, new))


async def test_a_list_for_officers_only_is_shown_to_no_resident(keys: Path, tmp_path: Path) -> None:
    extra = a_place(tmp_path, "value: residents", "value: officers")
    async with open_app(create_app, "rongcheng", keys, tmp_path / "state", extra) as opened:
        place = Place(opened, {})
        await place.register(NEIGHBOUR)
        answer = await opened.party(NEIGHBOUR).get("/v1/local-list")
        assert refused(answer) == (403, "list_not_shown")


def test_no_rules_at_all_hold_together() -> None:
    must_fit(Rules("local-list", date(2019, 11, 1), {}))
    must_fit(load_rulebook(COUNTY).as_of(date(2026, 11, 1)))


def test_the_broker_lets_a_locality_say_nothing() -> None:
    known = load(ROOT / "authorities.yaml")
    configuration = broker.generate(known)
    for locality in known.localities:
        for subject in ("listings", "confirm", "digest", "restate"):
            assert f"{subject}.{locality.slug}" not in configuration
        account = configuration.split(f"  {locality.slug.upper()} {{", 1)[1].split("\n  }\n", 1)[0]
        assert 'publish: { deny: ">" }' in account


async def test_the_platform_finds_nobody_who_is_on_a_local_list(
    rongcheng: Place, keys: Path, tmp_path: Path
) -> None:
    """Even a notice in the locality's name, which the broker would refuse, is not believed."""
    ref = await listed(rongcheng, await sanctioned(rongcheng))
    forged = listing_of("l-forged", party=TEACHER, issuer="rongcheng", list=LIST, reason=ACT)
    async with open_app(create_platform, "platform", keys, tmp_path / "platform") as opened:
        platform = Platform(opened, keys)
        platform.hears(say(listing_of(party=NEIGHBOUR)), say(forged))
        platform.turns_to(date(2019, 8, 1))
        assert len(await platform.finds(name=NEIGHBOUR.name)) == 1
        assert await platform.finds(name=TEACHER.name) == []
        assert await platform.finds(truncated_id=TEACHER.truncated_id) == []
        assert ref not in opened.everything_held()
