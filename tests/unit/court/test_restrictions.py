"""Whom an order restricting consumption reaches, when, and what it makes way for."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.court.domain import (
    Addressee,
    Breach,
    DateInFuture,
    DatesOutOfOrder,
    Duty,
    DutyPerformed,
    EnforcementNotice,
    ExemptionAsked,
    Extent,
    Judgment,
    NotNotified,
    PartyIsMinor,
    Performance,
    Restriction,
)
from services.court.domain.exemptions import is_paused, must_be_askable
from services.court.domain.refusals import (
    AlreadyDecided,
    AlreadyLifted,
    DutyNotPayment,
    MeasureUnknown,
    NoSuchRelief,
    NotListed,
    NotReached,
    TermOutOfBounds,
)
from services.court.domain.restrictions import (
    LISTED,
    UNPAID,
    measures,
    must_be_a_breach,
    must_be_old_enough,
    must_be_restrictable,
    must_reach,
)
from shared.calendar import start_of
from shared.ledger.listing import NotStanding
from tests.builders import make_judgment, make_listing, make_organisation, make_party
from tests.unit.shared.memory import court_rules

PAPER, LATER = court_rules(), court_rules(date(2019, 12, 16))
SILENT = EnforcementNotice(date(2019, 1, 2), date(2019, 1, 12), warns_of_listing=False)
PERSON = make_party("李伟", sequence=5)
JUNE = date(2019, 6, 3)


def notified(**changes: object) -> Judgment:
    """A judgment whose debtor had until 12 January, and was not warned of the other list."""
    return make_judgment(notices=(SILENT,), **changes)


def test_an_unpaid_notice_is_enough_without_a_warning_or_bad_faith() -> None:
    with pytest.raises(NotNotified):
        must_be_restrictable(notified(), UNPAID, is_listed=False, today=date(2019, 1, 12))
    must_be_restrictable(notified(), UNPAID, is_listed=False, today=date(2019, 1, 13))
    with pytest.raises(NotNotified):
        must_be_restrictable(make_judgment(), UNPAID, is_listed=False, today=JUNE)


def test_whoever_has_paid_is_not_restricted() -> None:
    paid = notified(performances=(Performance(date(2019, 2, 1), Extent.FULL, 58_000),))
    for ground in (UNPAID, LISTED):
        with pytest.raises(DutyPerformed):
            must_be_restrictable(paid, ground, is_listed=True, today=JUNE)


def test_an_apology_that_is_owed_restricts_only_whoever_is_listed_for_it() -> None:
    owed = notified(duty=Duty.APOLOGISE, amount_yuan=None)
    with pytest.raises(DutyNotPayment):
        must_be_restrictable(owed, UNPAID, is_listed=True, today=JUNE)
    with pytest.raises(NotListed):
        must_be_restrictable(owed, LISTED, is_listed=False, today=JUNE)
    must_be_restrictable(owed, LISTED, is_listed=True, today=JUNE)


def test_no_minor_is_restricted_and_that_is_our_floor() -> None:
    young = make_party(born_on=date(2001, 6, 4))
    with pytest.raises(PartyIsMinor):
        must_be_old_enough(young, PAPER, JUNE)
    must_be_old_enough(young, PAPER, date(2019, 6, 4))


@pytest.mark.parametrize("role", ["legal-representative", "principal", "directly-responsible"])
def test_an_order_against_a_body_reaches_those_who_act_for_it(role: str) -> None:
    must_reach(make_judgment(party=make_organisation()), [Addressee(role, PERSON)], PAPER)
    with pytest.raises(NotReached):
        must_reach(make_judgment(), [Addressee(role, PERSON)], PAPER)


def test_who_controls_it_in_fact_is_reached_from_july_2015_on() -> None:
    body, controls = (
        make_judgment(party=make_organisation()),
        [Addressee("actual-controller", PERSON)],
    )
    must_reach(body, controls, court_rules(date(2015, 7, 22)))
    with pytest.raises(NotReached):
        must_reach(body, controls, court_rules(date(2015, 7, 21)))


@pytest.mark.parametrize(
    "stranger", [Addressee("cousin", PERSON), Addressee("principal", make_organisation())]
)
def test_nobody_else_is_reached(stranger: Addressee) -> None:
    with pytest.raises(NotReached):
        must_reach(make_judgment(party=make_organisation()), [stranger], PAPER)


def test_fast_trains_are_forbidden_from_july_2015_on_and_planes_before() -> None:
    before, after = (measures(court_rules(date(2015, 7, day))) for day in (21, 22))
    assert set(after) - set(before) == {"high-speed-trains"}
    assert {"planes", "golf", "high-fee-schools"} <= set(before)


def test_an_order_is_lifted_once() -> None:
    addressee = Addressee("debtor", make_party())
    at = start_of(JUNE)
    order = Restriction("r-one", make_judgment().id, UNPAID, (addressee,), "clerk-one", at)
    lifted = order.lift("security-given", "clerk-two", at)
    assert (lifted.lifted_because, lifted.lifted_by) == ("security-given", "clerk-two")
    with pytest.raises(AlreadyLifted):
        lifted.lift("creditor-agrees", "clerk-two", at)


def asked(exemption: str = "necessary-spending", **changes: Any) -> ExemptionAsked:
    """Asked on 3 June for the three days from the 10th on."""
    words: dict[str, Any] = {
        "id": "e-qhzxkvbnwertyuiopasd",
        "restriction_id": "r-qhzxkvbnwertyuiopasd",
        "ref": make_listing().ref,
        "exemption": exemption,
        "measure": "planes",
        "from_on": date(2019, 6, 10),
        "until_on": date(2019, 6, 12),
        "asked_at": start_of(JUNE),
    }
    return ExemptionAsked(**(words | changes))


def test_what_life_needs_may_be_asked_for_of_every_measure() -> None:
    for measure in measures(PAPER):
        must_be_askable(asked(measure=measure), PAPER, JUNE)
    with pytest.raises(MeasureUnknown):
        must_be_askable(asked(measure="breathing"), PAPER, JUNE)


def test_the_lift_for_a_short_time_is_for_planes_and_fast_trains_and_of_december_2019() -> None:
    with pytest.raises(NoSuchRelief):
        must_be_askable(asked("temporary-lift"), PAPER, JUNE)
    for measure in ("planes", "high-speed-trains"):
        must_be_askable(asked("temporary-lift", measure=measure), LATER, JUNE)
    with pytest.raises(MeasureUnknown):
        must_be_askable(asked("temporary-lift", measure="golf"), LATER, JUNE)


@pytest.mark.parametrize("exemption", ["necessary-spending", "temporary-lift"])
def test_it_lasts_a_month_at_most(exemption: str) -> None:
    must_be_askable(asked(exemption, until_on=date(2019, 7, 10)), LATER, JUNE)
    with pytest.raises(TermOutOfBounds):
        must_be_askable(asked(exemption, until_on=date(2019, 7, 11)), LATER, JUNE)


@pytest.mark.parametrize(
    "days",
    [
        {"from_on": date(2019, 6, 2)},
        {"from_on": date(2019, 6, 12), "until_on": date(2019, 6, 11)},
    ],
)
def test_it_is_for_days_to_come(days: dict[str, Any]) -> None:
    with pytest.raises(DatesOutOfOrder):
        must_be_askable(asked(**days), PAPER, JUNE)


def test_only_a_granted_one_pauses_and_only_on_its_days() -> None:
    at = start_of(date(2019, 6, 5))
    granted = asked().decide(is_granted=True, reasons="Shown.", by="reviewer-one", at=at)
    refused = asked().decide(is_granted=False, reasons="Not shown.", by="reviewer-one", at=at)
    days = [date(2019, 6, day) for day in (9, 10, 12, 13)]
    assert [is_paused([granted], day) for day in days] == [False, True, True, False]
    assert not any(is_paused([asked(), refused], day) for day in days)
    with pytest.raises(AlreadyDecided):
        granted.decide(is_granted=False, reasons="No.", by="reviewer-two", at=at)


def breach(**changes: Any) -> Breach:
    """A plane on 3 June 2019."""
    ref = make_listing().ref
    made = Breach(ref, "r-one", "planes", JUNE, "clerk-one", start_of(JUNE))
    return replace(made, **changes)


def test_a_breach_is_what_an_order_forbade_while_it_stood() -> None:
    listing = make_listing(listed_on=JUNE, stands_until=date(2021, 6, 3))
    must_be_a_breach(breach(), listing, PAPER, JUNE, was_exempt=False)
    with pytest.raises(MeasureUnknown):
        must_be_a_breach(breach(measure="bus"), listing, PAPER, JUNE, was_exempt=False)
    with pytest.raises(DateInFuture):
        must_be_a_breach(breach(), listing, PAPER, date(2019, 6, 2), was_exempt=False)


def test_what_was_done_before_after_or_with_leave_is_no_breach() -> None:
    listing = make_listing(listed_on=date(2019, 6, 4), stands_until=date(2021, 6, 4))
    ended = make_listing(listed_on=date(2019, 1, 2), withdrawn_on=JUNE)
    for one in (listing, ended):
        with pytest.raises(NotStanding):
            must_be_a_breach(breach(), one, PAPER, JUNE, was_exempt=False)
    standing = make_listing(listed_on=JUNE)
    with pytest.raises(NotStanding):
        must_be_a_breach(breach(), standing, PAPER, JUNE, was_exempt=True)
