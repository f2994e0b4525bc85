"""The common procedure at the court's doors: two officers, notice, time, publication by itself."""

from datetime import date

import pytest

from tests.builders import make_party, words_of
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import FAIR, LAST_DAY, PUBLISHED_ON, Case, open_case


async def test_whoever_proposed_cannot_approve_or_refuse(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.proposed()
    both = court.officer("clerk", "reviewer", name="clerk-one")
    for step, body in (("approval", None), ("refusal", {"reasons": FAIR})):
        answer = await both.post(f"/v1/listing-proposals/{proposal}/{step}", body)
        assert refused(answer) == (403, "second_officer_needed")
    assert await case.state(proposal) == "proposed"


async def test_a_clerk_has_no_say_in_approval_and_a_reviewer_none_in_proposing(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    proposal = await case.proposed()
    assert refused(await case.step(proposal, "approval", "clerk")) == (403, "role_missing")
    reviewer = court.officer("reviewer")
    answer = await reviewer.post("/v1/listing-proposals", case.proposal_words())
    assert refused(answer) == (403, "role_missing")


async def test_whoever_reviews_reads_the_judgment_and_of_the_number_the_mask(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    door = f"/v1/judgments/{case.judgment}"
    answer = await court.officer("reviewer").get(door)
    read = done(answer)
    assert (read["name"], read["truncated_id"]) == (case.party.name, case.party.truncated_id)
    assert (read["amount_yuan"], read["due_on"]) == (58_000, "2018-12-10")
    assert case.party.id_number not in answer.text
    assert (await court.party(case.party).get(door)).status_code == 403


async def test_the_window_counts_working_days_over_the_spring_festival(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    stands = (await case.procedure(proposal))["proposal"]
    assert stands["objection_ends_on"] == LAST_DAY.isoformat()
    assert stands["publish_on"] == PUBLISHED_ON.isoformat()


async def test_the_window_counts_working_days_over_national_day(court: OpenApp) -> None:
    case = await open_case(court)
    court.advance(date(2019, 9, 27))
    proposal = await case.notified()
    stands = (await case.procedure(proposal))["proposal"]
    assert stands["objection_ends_on"] == "2019-10-10"  # 29 and 30 September, 8 to 10 October


async def test_nothing_is_published_before_the_window_is_over(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    clock = done(await court.anybody().get("/v1/clock"))
    assert clock["next_due_at"] == "2019-02-13T16:00:00Z"  # midnight of the 14th in Beijing
    court.advance(LAST_DAY)
    assert await case.state(proposal) == "notified"
    court.advance(PUBLISHED_ON)
    assert await case.state(proposal) == "published"


async def test_a_listing_stands_two_years_and_not_a_day_longer(court: OpenApp) -> None:
    case = await open_case(court)
    proposal, ref = await case.listed()
    assert court.rows("SELECT act FROM acts") == [("listed",)]
    clerk = court.officer("clerk")
    court.advance(date(2021, 2, 13))
    assert done(await clerk.get(f"/v1/listings/{ref}"))["stands"] is True
    court.advance(date(2021, 2, 14))
    listing = done(await clerk.get(f"/v1/listings/{ref}"))
    assert (listing["stands"], listing["stands_until"]) == (False, "2021-02-14")
    assert (await case.procedure(proposal))["remedies"] == []
    renewal = await clerk.post(f"/v1/listings/{ref}/renewal")
    assert refused(renewal) == (409, "not_standing")


async def test_a_refused_proposal_is_over(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.proposed()
    assert done(await case.step(proposal, "refusal", "reviewer"))["state"] == "refused"
    for step, role in (("approval", "reviewer"), ("notification", "clerk")):
        assert refused(await case.step(proposal, step, role)) == (409, "step_not_allowed")
    court.advance(date(2019, 6, 1))
    assert court.rows("SELECT * FROM acts") == []
    done(await case.propose())


@pytest.mark.parametrize(
    ("steps_before", "step", "role"),
    [
        (0, "notification", "clerk"),
        (1, "approval", "reviewer"),
        (1, "refusal", "reviewer"),
        (2, "approval", "reviewer"),
        (2, "refusal", "reviewer"),
        (2, "notification", "clerk"),
        (3, "notification", "clerk"),
        (3, "refusal", "reviewer"),
    ],
)
async def test_a_step_at_the_wrong_time_leaves_nothing_but_an_audit_line(
    court: OpenApp, steps_before: int, step: str, role: str
) -> None:
    case = await open_case(court)
    proposal = await _bring_to(case, steps_before)
    tables = ("proposals", "steps", "listings", "acts", "objections", "answers")
    before = [court.rows(f"SELECT * FROM {table}") for table in tables]  # noqa: S608
    audit_count = len(court.rows("SELECT * FROM audit"))
    assert refused(await case.step(proposal, step, role)) == (409, "step_not_allowed")
    assert [court.rows(f"SELECT * FROM {table}") for table in tables] == before  # noqa: S608
    lines = court.rows("SELECT actor, door, about, outcome FROM audit ORDER BY seq")
    door = f"POST /v1/listing-proposals/{{id}}/{step}"
    assert lines[audit_count:] == [(f"{role}-one", door, proposal, "step_not_allowed")]


async def _bring_to(case: Case, steps: int) -> str:
    proposal = await case.proposed()
    if steps > 0:
        done(await case.step(proposal, "approval", "reviewer"))
    if steps > 1:
        done(await case.step(proposal, "notification", "clerk"))
    if steps > 2:
        case.court.advance(PUBLISHED_ON)
    return proposal


async def test_a_withdrawal_needs_one_officer_and_is_final(court: OpenApp) -> None:
    case = await open_case(court)
    _, ref = await case.listed()
    clerk = court.officer("clerk")
    ended = done(await clerk.post(f"/v1/listings/{ref}/withdrawal", {"cause": "settled"}))
    assert (ended["stands"], ended["cause"], ended["version"]) == (False, "settled", 2)
    door = f"/v1/listings/{ref}"
    again = await clerk.post(f"{door}/withdrawal", {"cause": "discretion"})
    assert refused(again) == (409, "already_withdrawn")
    assert refused(await clerk.post(f"{door}/renewal")) == (409, "not_standing")
    words = {"party": words_of(make_party("王秀兰"))}
    assert refused(await clerk.post(f"{door}/correction", words)) == (409, "not_standing")
    assert court.rows("SELECT act, version FROM acts ORDER BY seq") == [
        ("listed", 1),
        ("withdrawn", 2),
    ]


async def test_who_was_withdrawn_is_listed_again_only_by_a_whole_new_procedure(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    _, first = await case.listed()
    clerk = court.officer("clerk")
    done(await clerk.post(f"/v1/listings/{first}/withdrawal", {"cause": "discretion"}))
    proposal = await case.notified()
    court.advance(date(2019, 3, 1))
    second = (await case.procedure(proposal))["proposal"]["ref"]
    assert second != first
    assert done(await clerk.get(f"/v1/listings/{first}"))["stands"] is False
    assert done(await clerk.get(f"/v1/listings/{second}"))["stands"] is True


async def test_a_renewal_is_a_procedure_of_its_own(court: OpenApp) -> None:
    case = await open_case(court)
    _, ref = await case.listed()
    court.advance(date(2021, 1, 4))
    clerk = court.officer("clerk")
    renewal = done(await clerk.post(f"/v1/listings/{ref}/renewal"))["id"]
    assert refused(await clerk.post(f"/v1/listings/{ref}/renewal")) == (409, "already_proposed")
    done(await case.step(renewal, "approval", "reviewer"))
    done(await case.step(renewal, "notification", "clerk"))
    assert done(await clerk.get(f"/v1/listings/{ref}"))["stands_until"] == "2021-02-14"
    court.advance(date(2021, 1, 12))
    listing = done(await clerk.get(f"/v1/listings/{ref}"))
    assert (listing["stands_until"], listing["listed_on"]) == ("2023-01-12", "2019-02-14")
    assert listing["version"] == 2


async def test_a_renewal_lapses_when_the_listing_ended_meanwhile(court: OpenApp) -> None:
    case = await open_case(court)
    _, ref = await case.listed()
    court.advance(date(2021, 2, 9))
    clerk = court.officer("clerk")
    renewal = done(await clerk.post(f"/v1/listings/{ref}/renewal"))["id"]
    done(await case.step(renewal, "approval", "reviewer"))
    done(await case.step(renewal, "notification", "clerk"))
    court.advance(date(2021, 3, 1))
    stands = (await case.procedure(renewal))["proposal"]
    assert (stands["state"], stands["lapsed_because"]) == ("lapsed", "not_standing")
    assert done(await clerk.get(f"/v1/listings/{ref}"))["stands_until"] == "2021-02-14"


async def test_the_worklist_shows_what_waits_for_an_officer(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.proposed()
    reviewer = court.officer("reviewer")
    (task,) = done(await reviewer.get("/v1/worklist"))["tasks"]
    assert (task["what"], task["id"]) == ("approve or refuse", proposal)
    done(await case.step(proposal, "approval", "reviewer"))
    (task,) = done(await reviewer.get("/v1/worklist"))["tasks"]
    assert task["what"] == "notify the party"


async def test_what_is_not_here_is_not_found(court: OpenApp) -> None:
    clerk, reviewer = court.officer("clerk"), court.officer("reviewer")
    nothing = "p-aaaaaaaaaaaaaaaaaaaa"
    for answer in (
        await reviewer.post(f"/v1/listing-proposals/{nothing}/approval"),
        await clerk.post(f"/v1/listing-proposals/{nothing}/notification"),
        await clerk.get(f"/v1/listings/{nothing}"),
        await clerk.post(f"/v1/listings/{nothing}/withdrawal", {"cause": "performed"}),
        await clerk.post(f"/v1/listings/{nothing}/renewal"),
    ):
        assert refused(answer) == (404, "not_found")
