"""Orders that restrict consumption, at the court's doors: from the request to the lifting."""

from datetime import date
from typing import Any

import pytest

from tests.builders import make_organisation, make_party, words_of
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import Case, enter_case, open_case

ORDERS = "/v1/consumption-restrictions"
DIRECTOR = make_party("李伟", sequence=5)


async def ordered(case: Case, **words: Any) -> dict[str, Any]:
    """An order against the debtor, asked for on 1 February."""
    return done(await case.clerk_posts(ORDERS, judgment=case.judgment, **words))


async def restricted(case: Case) -> tuple[str, str]:
    """The order and the debtor's listing, published on 14 February."""
    order = await ordered(case)
    return order["id"], await case.published(order["addressees"][0]["proposal_id"])


async def test_an_order_takes_two_officers_notice_and_time_like_any_listing(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    order = await ordered(case)
    (debtor,) = order["addressees"]
    assert debtor["role"] == "debtor"
    own = court.officer("clerk", "reviewer", name="clerk-one")
    refusal = await own.post(f"/v1/listing-proposals/{debtor['proposal_id']}/approval")
    assert refused(refusal) == (403, "second_officer_needed")
    listing = await case.standing(await case.published(debtor["proposal_id"]))
    assert listing["list"] == "consumption-restrictions"
    assert listing["reason"] == "unpaid-after-notice"
    assert listing["publication"] == "shared"
    assert (listing["listed_on"], listing["stands_until"]) == ("2019-02-14", "2021-02-14")


async def test_an_order_against_a_firm_reaches_those_who_act_for_it(court: OpenApp) -> None:
    case = await enter_case(court, make_organisation())
    court.advance(date(2019, 2, 1))
    persons = [{"role": "legal-representative", "party": words_of(DIRECTOR)}]
    order = await ordered(case, persons=persons)
    assert [one["role"] for one in order["addressees"]] == ["debtor", "legal-representative"]
    for one in order["addressees"]:
        await case.published(one["proposal_id"])
    director = done(await court.party(DIRECTOR).get("/v1/me/file"))
    (told,) = director["holdings"]["restrictions"]
    assert (told["role"], told["ground"]) == ("legal-representative", "unpaid-after-notice")
    assert "planes" in told["forbids"]
    assert director["holdings"]["judgments"] == []
    firm = (await case.file())["holdings"]["restrictions"]
    assert [one["role"] for one in firm] == ["debtor"]


@pytest.mark.parametrize("role", ["cousin", "legal-representative"])
async def test_nobody_besides_a_person_is_reached(court: OpenApp, role: str) -> None:
    case = await open_case(court)
    persons = [{"role": role, "party": words_of(DIRECTOR)}]
    answer = await case.clerk_posts(ORDERS, judgment=case.judgment, persons=persons)
    assert refused(answer) == (422, "role_not_reached")
    assert court.rows("SELECT * FROM restrictions") == []


async def test_nobody_is_a_debtor_who_is_not_in_the_judgment(court: OpenApp) -> None:
    case = await open_case(court)
    persons = [{"role": "debtor", "party": words_of(DIRECTOR)}]
    answer = await case.clerk_posts(ORDERS, judgment=case.judgment, persons=persons)
    assert refused(answer) == (422, "role_not_reached")


async def test_before_the_notice_has_run_out_nobody_is_restricted(court: OpenApp) -> None:
    case = await enter_case(court, make_party())
    court.advance(date(2019, 1, 12))
    answer = await case.clerk_posts(ORDERS, judgment=case.judgment)
    assert refused(answer) == (409, "not_notified")
    court.advance(date(2019, 1, 13))
    await ordered(case)


async def test_there_is_one_order_for_a_judgment_at_a_time(court: OpenApp) -> None:
    case = await open_case(court)
    order = await ordered(case)
    again = await case.clerk_posts(ORDERS, judgment=case.judgment)
    assert refused(again) == (409, "already_restricted")
    proposal = order["addressees"][0]["proposal_id"]
    done(await case.step(proposal, "refusal", "reviewer"))
    await ordered(case)


async def test_a_listed_defaulter_must_be_restricted_and_the_worklist_says_so(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    await case.listed()
    task = ("restrict consumption: the debtor is listed", case.judgment, None)
    assert await case.tasks() == [task]
    order = await ordered(case, ground="listed-as-defaulter")
    assert task not in await case.tasks()
    await case.published(order["addressees"][0]["proposal_id"])
    assert await case.tasks() == []


async def test_who_is_not_listed_is_not_restricted_for_being_listed(court: OpenApp) -> None:
    case = await open_case(court)
    answer = await case.clerk_posts(ORDERS, judgment=case.judgment, ground="listed-as-defaulter")
    assert refused(answer) == (409, "not_listed")
    other = await case.clerk_posts(ORDERS, judgment=case.judgment, ground="able-but-refuses")
    assert refused(other) == (422, "ground_unknown")


async def test_when_the_listing_ends_the_order_that_followed_from_it_is_to_be_lifted(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    _, listing = await case.listed()
    order = await ordered(case, ground="listed-as-defaulter")
    await case.published(order["addressees"][0]["proposal_id"])  # on 22 February
    early = await case.clerk_posts(f"{ORDERS}/{order['id']}/lifting", because="no-longer-listed")
    assert refused(early) == (409, "ending_not_reached")
    court.advance(date(2019, 3, 1))
    done(await case.clerk_posts(f"/v1/listings/{listing}/withdrawal", cause="discretion"))
    assert await case.tasks() == [("lift the order", order["id"], "2019-03-06")]
    done(await case.clerk_posts(f"{ORDERS}/{order['id']}/lifting", because="no-longer-listed"))
    assert await case.tasks() == []


async def test_whoever_has_paid_must_be_freed_in_three_working_days(court: OpenApp) -> None:
    case = await open_case(court)
    order, ref = await restricted(case)
    early = await case.clerk_posts(f"{ORDERS}/{order}/lifting", because="debt-performed")
    assert refused(early) == (409, "ending_not_reached")
    court.advance(date(2019, 3, 1))
    paid = done(await case.perform(extent="full"))
    assert paid["to_lift"] == [{"restriction": order, "by": "2019-03-06"}]
    assert await case.tasks() == [("lift the order", order, "2019-03-06")]
    court.advance(date(2019, 3, 7))
    assert await case.overdue() == ["lift the order"]
    lifted = done(await case.clerk_posts(f"{ORDERS}/{order}/lifting", because="debt-performed"))
    assert (lifted["cause"], lifted["withdrawn"]) == ("performed", [ref])
    assert (await case.standing(ref))["stands"] is False
    assert await case.tasks() == []
    again = await case.clerk_posts(f"{ORDERS}/{order}/lifting", because="debt-performed")
    assert refused(again) == (409, "already_lifted")


@pytest.mark.parametrize(
    ("because", "cause"), [("security-given", "discretion"), ("creditor-agrees", "settled")]
)
async def test_the_court_may_lift_an_order_for_security_or_with_the_creditors_yes(
    court: OpenApp, because: str, cause: str
) -> None:
    case = await open_case(court)
    order, ref = await restricted(case)
    lifted = done(await case.clerk_posts(f"{ORDERS}/{order}/lifting", because=because))
    assert (lifted["cause"], lifted["withdrawn"]) == (cause, [ref])
    (told,) = (await case.file())["holdings"]["restrictions"]
    assert told["lifted_because"] == because


async def test_the_reasons_of_one_list_do_not_end_the_other(court: OpenApp) -> None:
    case = await open_case(court)
    order, ref = await restricted(case)
    wrong = await case.clerk_posts(f"{ORDERS}/{order}/lifting", because="performed")
    assert refused(wrong) == (409, "ending_not_for_ground")
    deletion = await case.clerk_posts(f"/v1/listings/{ref}/deletion", ending="security-given")
    assert refused(deletion) == (409, "ending_not_for_ground")


async def test_what_was_asked_for_before_the_lifting_is_never_published(court: OpenApp) -> None:
    case = await open_case(court)
    order = await ordered(case)
    proposal = order["addressees"][0]["proposal_id"]
    done(await case.step(proposal, "approval", "reviewer"))
    done(await case.step(proposal, "notification", "clerk"))
    done(await case.clerk_posts(f"{ORDERS}/{order['id']}/lifting", because="security-given"))
    court.advance(date(2019, 2, 14))
    stands = (await case.procedure(proposal))["proposal"]
    assert (stands["state"], stands["lapsed_because"]) == ("lapsed", "already_lifted")


async def test_a_breach_is_a_fact_for_the_fifth_ground_which_needs_one(court: OpenApp) -> None:
    case = await open_case(court)
    order, ref = await restricted(case)
    fifth = {"ground": "breaks-consumption-restriction"}
    assert refused(await case.propose(**fifth)) == (409, "breach_not_noted")
    court.advance(date(2019, 3, 1))
    flight = {"ref": ref, "measure": "planes", "happened_on": "2019-02-20"}
    done(await case.clerk_posts(f"{ORDERS}/{order}/breaches", **flight))
    assert court.rows("SELECT count(*) FROM proposals") == [(1,)]
    done(await case.propose(**fifth))
    (told,) = (await case.file())["holdings"]["restrictions"]
    assert told["breaches"] == [{"measure": "planes", "happened_on": "2019-02-20"}]


async def test_what_no_order_forbade_or_nobody_listed_did_is_no_breach(court: OpenApp) -> None:
    case = await open_case(court)
    order, ref = await restricted(case)
    door = f"{ORDERS}/{order}/breaches"
    early = await case.clerk_posts(door, ref=ref, measure="planes", happened_on="2019-02-13")
    assert refused(early) == (409, "not_standing")
    unknown = await case.clerk_posts(door, ref=ref, measure="buses")
    assert refused(unknown) == (422, "measure_unknown")
    nobody = await case.clerk_posts(door, ref="l-aaaaaaaaaaaaaaaaaaaa", measure="planes")
    assert refused(nobody) == (404, "not_found")


async def test_an_order_takes_a_key_and_no_answer_shows_a_whole_number(court: OpenApp) -> None:
    case = await open_case(court)
    clerk = court.officer("clerk")
    words = {"judgment": case.judgment}
    first = done(await clerk.post(ORDERS, words, key="k"))
    assert done(await clerk.post(ORDERS, words, key="k")) == first | {"replayed": True}
    assert court.rows("SELECT count(*) FROM restrictions") == [(1,)]
    told = str(first) + str((await case.file())["holdings"])
    assert case.party.id_number not in told
