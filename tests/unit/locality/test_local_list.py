"""The teacher of the paper's introduction: sanction upon sanction, a local list, and it never left.

In the world the county put a teacher on its own blacklist in addition to other measures for one act
and withdrew it after an outcry. Here two officers, a notice and time to object stand before it.
"""

from datetime import date
from typing import Any

from tests.builders import make_namesake, make_organisation, make_party, words_of
from tests.unit.answers import done, refused
from tests.unit.locality.county import (
    ACT,
    NEIGHBOUR,
    TEACHER,
    eligible,
    listed,
    notified,
    procedures,
    proposed,
    read_list,
    sanctioned,
)
from tests.unit.locality.story import Place


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
    assert (task["what"], task["ground"]) == ("decide the objection", ACT)
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
