"""Circumstances and creditors' applications at the court's doors, and what they bring to do."""

from datetime import date

from tests.builders import make_organisation, make_party, words_of
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import enter_case, open_case

SECURITY = "sufficient-security"


async def test_whoever_gives_security_is_not_listed_while_it_lasts(court: OpenApp) -> None:
    case = await open_case(court)
    door = f"/v1/judgments/{case.judgment}/circumstances"
    noted = done(await case.clerk_posts(door, bar=SECURITY, until_on="2019-02-28"))
    assert (noted["since_on"], noted["to_withdraw"]) == ("2019-02-01", [])
    assert refused(await case.propose()) == (409, "listing_barred")
    done(await case.propose(ground="refuses-settlement"))
    court.advance(date(2019, 3, 1))
    done(await case.propose())


async def test_security_given_before_publication_stops_it(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    done(await case.clerk_posts(f"/v1/judgments/{case.judgment}/circumstances", bar=SECURITY))
    court.advance(date(2019, 3, 1))
    stands = (await case.procedure(proposal))["proposal"]
    assert (stands["state"], stands["lapsed_because"]) == ("lapsed", "listing_barred")


async def test_what_arises_later_puts_the_withdrawal_on_the_worklist_for_three_working_days(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    _, ref = await case.listed()
    court.advance(date(2019, 9, 28))  # a Saturday before National Day; the Sunday is worked
    door = f"/v1/judgments/{case.judgment}/circumstances"
    noted = done(await case.clerk_posts(door, bar=SECURITY))
    assert noted["to_withdraw"] == [{"ref": ref, "cause": "discretion", "by": "2019-10-08"}]
    task = ("withdraw: a circumstance bars it", ref, "2019-10-08")
    assert task in await case.tasks()
    court.advance(date(2019, 10, 8))
    assert await case.overdue() == []
    court.advance(date(2019, 10, 9))
    assert await case.overdue() == ["withdraw: a circumstance bars it"]
    done(await case.clerk_posts(f"/v1/listings/{ref}/withdrawal", cause="discretion"))
    assert await case.tasks() == []


async def test_what_was_there_on_the_day_of_listing_shows_an_error(court: OpenApp) -> None:
    case = await open_case(court)
    _, ref = await case.listed()
    court.advance(date(2019, 3, 4))
    door = f"/v1/judgments/{case.judgment}/circumstances"
    noted = done(await case.clerk_posts(door, bar=SECURITY, since_on="2019-02-10"))
    assert noted["to_withdraw"] == [{"ref": ref, "cause": "listed_in_error", "by": "2019-03-07"}]
    assert ("withdraw: listed in error", ref, "2019-03-07") in await case.tasks()


async def test_the_end_of_a_circumstance_opens_the_way_again_but_lists_nobody(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    door = f"/v1/judgments/{case.judgment}/circumstances"
    noted = done(await case.clerk_posts(door, bar=SECURITY))
    end = f"/v1/circumstances/{noted['id']}/end"
    assert done(await case.clerk_posts(end, last_day="2019-02-15"))["until_on"] == "2019-02-15"
    assert refused(await case.clerk_posts(end, last_day="2019-02-20")) == (409, "already_ended")
    court.advance(date(2019, 2, 16))
    assert court.rows("SELECT * FROM listings") == []
    done(await case.propose())


async def test_the_party_reads_what_was_noted_on_its_judgment(court: OpenApp) -> None:
    case = await open_case(court)
    door = f"/v1/judgments/{case.judgment}/circumstances"
    noted = done(await case.clerk_posts(door, bar=SECURITY))
    (judgment,) = (await case.file())["holdings"]["judgments"]
    assert judgment["circumstances"] == [
        {"id": noted["id"], "bar": SECURITY, "since_on": "2019-02-01", "until_on": None}
    ]


async def test_what_the_rules_do_not_know_is_not_noted(court: OpenApp) -> None:
    case = await open_case(court)
    door = f"/v1/judgments/{case.judgment}/circumstances"
    for bar in ("student-campus-loan", "fixed-term", "owns-a-yacht"):
        assert refused(await case.clerk_posts(door, bar=bar)) == (422, "bar_unknown")
    nowhere = "/v1/judgments/j-aaaaaaaaaaaaaaaaaaaa/circumstances"
    assert refused(await case.clerk_posts(nowhere, bar=SECURITY)) == (404, "not_found")
    nothing = await case.clerk_posts("/v1/circumstances/b-aaaaaaaaaaaaaaaaaaaa/end")
    assert refused(nothing) == (404, "not_found")


async def test_a_student_with_a_campus_loan_is_neither_listed_nor_restricted_in_2020(
    court_2020: OpenApp,
) -> None:
    case = await open_case(court_2020)
    door = f"/v1/judgments/{case.judgment}/circumstances"
    done(await case.clerk_posts(door, bar="student-campus-loan"))
    assert refused(await case.propose(ground="refuses-settlement")) == (409, "listing_barred")
    order = await case.clerk_posts("/v1/consumption-restrictions", judgment=case.judgment)
    assert refused(order) == (409, "listing_barred")
    assert court_2020.rows("SELECT * FROM restrictions") == []


async def test_a_student_who_stands_restricted_goes_from_that_list_too(
    court_2020: OpenApp,
) -> None:
    case = await open_case(court_2020)
    order = done(await case.clerk_posts("/v1/consumption-restrictions", judgment=case.judgment))
    ref = await case.published(order["addressees"][0]["proposal_id"])
    court_2020.advance(date(2019, 2, 15))
    door = f"/v1/judgments/{case.judgment}/circumstances"
    noted = done(await case.clerk_posts(door, bar="student-campus-loan"))
    assert [(one["ref"], one["cause"]) for one in noted["to_withdraw"]] == [(ref, "discretion")]


async def test_a_creditors_application_waits_fifteen_days_for_a_decision(court: OpenApp) -> None:
    case = await open_case(court)
    door = f"/v1/judgments/{case.judgment}/listing-applications"
    applied = done(await case.clerk_posts(door, ground="able-but-refuses"))
    assert applied["decide_by"] == "2019-02-16"
    task = ("decide on the creditor's application", applied["id"], "2019-02-16")
    assert await case.tasks() == [task]
    proposal = await case.proposed()
    assert task in await case.tasks()
    court.advance(date(2019, 2, 17))
    assert await case.overdue() == ["decide on the creditor's application"]
    done(await case.step(proposal, "approval", "reviewer"))
    assert task not in await case.tasks()


async def test_an_application_is_dismissed_with_reasons_that_the_debtor_reads(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    door = f"/v1/judgments/{case.judgment}/listing-applications"
    applied = done(await case.clerk_posts(door, ground="evades-enforcement"))
    dismissal = f"/v1/listing-applications/{applied['id']}/dismissal"
    done(await case.clerk_posts(dismissal, reasons="Nothing was hidden."))
    assert await case.tasks() == []
    again = await case.clerk_posts(dismissal, reasons="Nothing was hidden.")
    assert refused(again) == (409, "already_decided")
    (judgment,) = (await case.file())["holdings"]["judgments"]
    assert judgment["applications"][0]["dismissal_reasons"] == "Nothing was hidden."


async def test_nobody_applies_on_no_ground_or_in_the_future(court: OpenApp) -> None:
    case = await open_case(court)
    door = f"/v1/judgments/{case.judgment}/listing-applications"
    unknown = await case.clerk_posts(door, ground="unpaid-after-notice")
    assert refused(unknown) == (422, "ground_unknown")
    early = await case.clerk_posts(door, ground="able-but-refuses", applied_on="2019-02-02")
    assert refused(early) == (422, "date_in_future")


async def refused_for_the_director(opened: OpenApp) -> tuple[int, str]:
    """A firm is restricted with its director; then somebody asks to list the director."""
    case = await enter_case(opened, make_organisation())
    opened.advance(date(2019, 2, 1))
    director = words_of(make_party("李伟", sequence=5))
    persons = [{"role": "legal-representative", "party": director}]
    words = {"judgment": case.judgment, "persons": persons}
    order = done(await case.clerk_posts("/v1/consumption-restrictions", **words))
    assert len(order["addressees"]) == 2
    return refused(await case.propose(party=director))


async def test_who_acts_for_a_body_is_not_listed_for_it(court: OpenApp) -> None:
    assert await refused_for_the_director(court) == (422, "basis_not_of_party")


async def test_and_since_december_2019_a_rule_says_so_in_words(court_2020: OpenApp) -> None:
    assert await refused_for_the_director(court_2020) == (409, "listing_barred")
