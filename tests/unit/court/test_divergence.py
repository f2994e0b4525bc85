"""Where a rule leaves something to judge, an auditor sees how differently officers use it."""

from datetime import date
from typing import Any

from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import FAIR, Case, open_case


async def decide(case: Case, act: str, by: str) -> None:
    """One more proposal on the same facts, decided by one reviewer."""
    proposal = await case.proposed()
    body = {"reasons": FAIR} if act == "refusal" else None
    reviewer = case.court.officer("reviewer", name=by)
    done(await reviewer.post(f"/v1/listing-proposals/{proposal}/{act}", body))


async def divergence(court: OpenApp) -> dict[str, Any]:
    """What the auditor compares."""
    return done(await court.officer("auditor").get("/v1/audit/divergence"))


def counted(row: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """By officer: how often approved, how often refused."""
    return {one["officer"]: (one["approved"], one["refused"]) for one in row["officers"]}


async def test_on_an_open_row_two_officers_may_decide_the_same_facts_differently(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    await decide(case, "refusal", "reviewer-one")
    await decide(case, "approval", "reviewer-two")
    seen = await divergence(court)
    (row,) = seen["left_to_judge"]
    assert (row["rule"], row["openness"]) == ("able-but-refuses", "assessed")
    assert counted(row) == {"reviewer-one": (0, 1), "reviewer-two": (1, 0)}
    assert row["decided_both_ways"] == 1
    assert all(officer["says_little"] for officer in row["officers"])
    assert seen["fixed"] == []


async def test_on_a_fixed_row_the_rule_decides_alike_for_every_officer(court: OpenApp) -> None:
    """The facts fail for both reviewers with one code; neither can approve, nobody diverges."""
    case = await open_case(court)
    proposal = done(await case.propose(ground="breaks-asset-reporting"))["id"]
    done(await case.perform(extent="full"))
    for name in ("reviewer-one", "reviewer-two"):
        reviewer = court.officer("reviewer", name=name)
        answer = await reviewer.post(f"/v1/listing-proposals/{proposal}/approval")
        assert refused(answer) == (409, "duty_performed")
    seen = await divergence(court)
    assert (seen["left_to_judge"], seen["fixed"]) == ([], [])


async def test_a_refusal_under_a_fixed_row_stands_apart(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = done(await case.propose(ground="breaks-asset-reporting"))["id"]
    done(await case.step(proposal, "refusal", "reviewer"))
    seen = await divergence(court)
    assert seen["left_to_judge"] == []
    (row,) = seen["fixed"]
    assert (row["rule"], row["openness"]) == ("breaks-asset-reporting", "fixed")
    assert counted(row) == {"reviewer-one": (0, 1)}


async def test_how_objections_are_decided_is_counted_by_officer(court: OpenApp) -> None:
    case = await open_case(court)
    objection = await case.objected(await case.notified())
    done(await case.verdict(objection, upheld=False))
    court.advance(date(2019, 2, 2))
    done(await court.party(case.party).post(f"/v1/objections/{objection}/review-request"))
    done(await case.verdict(objection, upheld=True, by="judge-two", step="review"))
    (row,) = (await divergence(court))["left_to_judge"]
    decided = {one["officer"]: one for one in row["officers"]}
    assert decided["judge-one"]["dismissed"] == 1
    assert decided["judge-two"]["upheld_on_review"] == 1
