"""Longer terms, grace, deletions and wrong details at the court's doors."""

from datetime import date
from typing import Any

import pytest

from tests.builders import make_party, words_of
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import open_case

AXE = {"because": "serious-violence", "reasons": "He came with an axe."}


async def test_a_violent_debtor_stands_five_years_if_two_officers_and_the_reasons_say_so(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    proposal = done(await case.propose(ground="obstructs-enforcement"))["id"]
    door = f"/v1/listing-proposals/{proposal}/longer-term"
    done(await case.clerk_posts(door, **AXE, added_years=3))
    assert ("look at the longer term with the proposal", proposal, None) in await case.tasks()
    ref = await case.published(proposal)
    assert (await case.standing(ref))["stands_until"] == "2024-02-14"
    (decision,) = (await case.file())["holdings"]["decisions"]
    assert decision["longer_term"] == {"proposal_id": proposal, **AXE, "added_years": 3}


@pytest.mark.parametrize(
    ("ground", "words", "expected"),
    [
        ("obstructs-enforcement", {**AXE, "added_years": 4}, (422, "term_out_of_bounds")),
        ("obstructs-enforcement", {**AXE, "added_years": 0}, (422, "invalid_body")),
        ("obstructs-enforcement", {"added_years": 1}, (422, "invalid_body")),
        ("refuses-settlement", {**AXE, "added_years": 1}, (409, "not_aggravated")),
        (
            "refuses-settlement",
            {**AXE, "because": "several-grounds", "added_years": 1},
            (409, "not_aggravated"),
        ),
    ],
)
async def test_no_term_is_longer_than_the_rules_and_the_facts_allow(
    court: OpenApp, ground: str, words: dict[str, Any], expected: tuple[int, str]
) -> None:
    case = await open_case(court)
    proposal = done(await case.propose(ground=ground))["id"]
    door = f"/v1/listing-proposals/{proposal}/longer-term"
    assert refused(await case.clerk_posts(door, **words)) == expected
    ref = await case.published(proposal)
    assert (await case.standing(ref))["stands_until"] == "2021-02-14"


async def test_several_grounds_lengthen_a_fixed_term_and_not_the_first_grounds(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    first, second = await case.proposed(), done(await case.propose(ground="refuses-settlement"))
    words = {"because": "several-grounds", "added_years": 1, "reasons": "Both."}
    door = "/v1/listing-proposals/{}/longer-term"
    refusal = await case.clerk_posts(door.format(first), **words)
    assert refused(refusal) == (409, "not_aggravated")
    done(await case.clerk_posts(door.format(second["id"]), **words))
    ref = await case.published(second["id"])
    assert (await case.standing(ref))["stands_until"] == "2022-02-14"


async def test_after_the_second_officers_yes_the_term_is_settled(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = done(await case.propose(ground="obstructs-enforcement"))["id"]
    done(await case.step(proposal, "approval", "reviewer"))
    door = f"/v1/listing-proposals/{proposal}/longer-term"
    refusal = await case.clerk_posts(door, **AXE, added_years=1)
    assert refused(refusal) == (409, "step_not_allowed")


async def test_at_the_papers_date_there_is_no_grace(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    answer = await case.clerk_posts(f"/v1/listing-proposals/{proposal}/grace", months=1)
    assert refused(answer) == (409, "no_such_relief")


async def test_a_grace_puts_publication_off_and_who_pays_within_it_is_never_published(
    court_2020: OpenApp,
) -> None:
    case = await open_case(court_2020)
    proposal = await case.notified()
    door = f"/v1/listing-proposals/{proposal}/grace"
    assert refused(await case.clerk_posts(door, months=4)) == (422, "term_out_of_bounds")
    assert done(await case.clerk_posts(door, months=2))["until_on"] == "2019-04-01"
    assert refused(await case.clerk_posts(door, months=1)) == (409, "already_decided")
    court_2020.advance(date(2019, 4, 1))
    assert await case.state(proposal) == "notified"
    done(await case.perform(extent="full"))
    court_2020.advance(date(2019, 4, 2))
    assert (await case.procedure(proposal))["proposal"]["lapsed_because"] == "duty_performed"


async def test_who_does_not_pay_within_the_grace_is_published_on_the_day_after(
    court_2020: OpenApp,
) -> None:
    case = await open_case(court_2020)
    proposal = await case.notified()
    done(await case.clerk_posts(f"/v1/listing-proposals/{proposal}/grace", months=1))
    objection = await case.objected(proposal)
    done(await case.verdict(objection, upheld=False))
    court_2020.advance(date(2019, 3, 1))
    assert await case.state(proposal) == "notified"
    court_2020.advance(date(2019, 3, 2))
    assert (await case.procedure(proposal))["listing"]["listed_on"] == "2019-03-02"
    (decision,) = (await case.file())["holdings"]["decisions"]
    assert decision["grace"]["until_on"] == "2019-03-01"


async def test_the_creditor_may_ask_for_deletion_and_then_not_for_a_listing_for_six_months(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    _, ref = await case.listed()
    receipt = done(await case.clerk_posts(f"/v1/listings/{ref}/deletion", ending="creditor-asks"))
    assert (receipt["cause"], receipt["no_new_listing_until"]) == ("discretion", "2019-08-14")
    assert (await case.standing(ref))["stands"] is False
    applying = f"/v1/judgments/{case.judgment}/listing-applications"
    court.advance(date(2019, 8, 14))
    for answer in (
        await case.propose(),
        await case.propose(ground="refuses-settlement"),
        await case.clerk_posts(applying, ground="able-but-refuses"),
    ):
        assert refused(answer) == (409, "relisting_barred")
    court.advance(date(2019, 8, 15))
    done(await case.clerk_posts(applying, ground="able-but-refuses"))
    done(await case.propose())


async def test_a_full_payment_ends_the_first_ground_and_leaves_a_fixed_term_to_the_court(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    fixed = await case.published(done(await case.propose(ground="refuses-settlement"))["id"])
    first = await case.published(await case.proposed())
    paid = done(await case.perform(extent="full"))
    assert [one["ref"] for one in paid["to_withdraw"]] == [first]
    tasks = await case.tasks()
    assert ("withdraw: the duty was performed", first, paid["to_withdraw"][0]["by"]) in tasks
    assert ("consider early deletion: something was performed", fixed, None) in tasks
    door = f"/v1/listings/{fixed}/deletion"
    not_for_it = await case.clerk_posts(door, ending="performed")
    assert refused(not_for_it) == (409, "ending_not_for_ground")
    receipt = done(await case.clerk_posts(door, ending="actively-performed", reasons="At once."))
    assert (receipt["cause"], receipt["no_new_listing_until"]) == ("performed", None)
    done(await case.clerk_posts(f"/v1/listings/{first}/deletion", ending="performed"))
    assert await case.tasks() == []
    ended = [one["deletion"] for one in (await case.file())["holdings"]["decisions"]]
    assert [one["ending"] for one in ended] == ["actively-performed", "performed"]


async def test_a_round_that_ended_deletes_after_two_searches(court: OpenApp) -> None:
    case = await open_case(court)
    _, ref = await case.listed()
    door = f"/v1/listings/{ref}/deletion"
    once = await case.clerk_posts(door, ending="round-ended", asset_search_count=1)
    assert refused(once) == (409, "ending_not_reached")
    done(await case.clerk_posts(door, ending="round-ended", asset_search_count=2))
    done(await case.propose())


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("tired-of-it", (422, "ending_unknown")),
        ("fixed-term", (422, "ending_unknown")),
        ("debt-performed", (409, "ending_not_for_ground")),
        ("performed", (409, "ending_not_reached")),
    ],
)
async def test_for_no_other_reason_is_anybody_deleted(
    court: OpenApp, ending: str, expected: tuple[int, str]
) -> None:
    case = await open_case(court)
    _, ref = await case.listed()
    answer = await case.clerk_posts(f"/v1/listings/{ref}/deletion", ending=ending)
    assert refused(answer) == expected
    assert (await case.standing(ref))["stands"] is True


async def test_a_fixed_term_is_not_renewed_and_a_term_of_ours_is_reviewed_in_time(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    fixed = await case.published(done(await case.propose(ground="refuses-settlement"))["id"])
    first = await case.published(await case.proposed())
    renewal = await case.clerk_posts(f"/v1/listings/{fixed}/renewal")
    assert refused(renewal) == (409, "fixed_term")
    assert (await case.standing(first))["stands_until"] == "2021-02-22"
    court.advance(date(2020, 12, 23))
    review = ("review: renew it with reasons, or let it end", first, "2021-02-21")
    assert review not in await case.tasks()
    court.advance(date(2020, 12, 24))
    assert review in await case.tasks()
    done(await case.clerk_posts(f"/v1/listings/{first}/renewal"))


async def test_a_wrong_detail_waits_three_working_days_until_it_is_put_right(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    _, ref = await case.listed()
    court.advance(date(2019, 4, 30))  # four days of Labour Day follow, and a worked Sunday
    found = done(await case.clerk_posts(f"/v1/listings/{ref}/inaccuracy"))
    assert found["correct_by"] == "2019-05-07"
    assert ("correct the entry", ref, "2019-05-07") in await case.tasks()
    court.advance(date(2019, 5, 8))
    assert await case.overdue() == ["correct the entry"]
    right = words_of(make_party("王秀瑛"))
    done(await case.clerk_posts(f"/v1/listings/{ref}/correction", party=right))
    assert await case.overdue() == []


async def test_an_undecided_objection_and_an_unanswered_review_become_overdue(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    objection = await case.objected(await case.notified())
    assert await case.tasks() == [("decide the objection", objection, "2019-02-16")]
    court.advance(date(2019, 2, 17))
    assert await case.overdue() == ["decide the objection"]
    done(await case.verdict(objection, upheld=False))
    court.advance(date(2019, 2, 27))
    done(await court.party(case.party).post(f"/v1/objections/{objection}/review-request"))
    assert ("review the decision", objection, "2019-03-14") in await case.tasks()
    court.advance(date(2019, 3, 15))
    assert "review the decision" in await case.overdue()


async def test_a_visit_is_judged_with_reasons_that_the_debtor_reads(court: OpenApp) -> None:
    case = await open_case(court)
    words = {"case_number": "(2018)模01民初500号", "party": words_of(case.party)}
    words |= {"duty": "visit", "issued_on": "2018-10-08", "due_on": "2018-12-10"}
    visit = done(await case.clerk_posts("/v1/judgments", **words))["id"]
    told = await case.clerk_posts(
        f"/v1/judgments/{visit}/performance", extent="partial", reasons="Once in three months."
    )
    assert done(told)["performed_on"] is None
    judgments = (await case.file())["holdings"]["judgments"]
    found = {one["duty"]: one for one in judgments}
    assert found["visit"]["performances"][0]["reasons"] == "Once in three months."
    assert found["visit"]["performance_judged_by"] == {
        "rule": "non-monetary-performance",
        "openness": "open",
    }
    assert found["pay"]["performance_judged_by"] is None


async def test_under_the_rules_of_2015_a_listing_ends_by_the_rules_of_2015(
    court_2015: OpenApp,
) -> None:
    """A debtor of 17: the rules of 2013 had no clause about minors."""
    case = await open_case(court_2015, make_party(born_on=date(2001, 5, 4)))
    ref = await case.published(done(await case.propose(ground="refuses-settlement"))["id"])
    assert (await case.standing(ref))["stands_until"] == "2021-02-14"
    paid = done(await case.perform(extent="full"))
    assert [one["ref"] for one in paid["to_withdraw"]] == [ref]
    creditor = await case.clerk_posts(f"/v1/listings/{ref}/deletion", ending="creditor-asks")
    assert refused(creditor) == (422, "ending_unknown")
    done(await case.clerk_posts(f"/v1/listings/{ref}/deletion", ending="performed"))


async def test_only_the_court_counts_by_what_was_owed_and_small_counts_stay_hidden(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    await case.listed()
    told = done(await court.anybody().get("/v1/statistics"))
    assert told["standing_by"] == {"severity": {"ordinary": None}, "duty": {"pay": None}}
