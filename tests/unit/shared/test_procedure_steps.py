"""The states of a proposal and an objection, without any authority around them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from shared.calendar import add_working_days, start_of
from shared.origin import Origin
from shared.procedure.steps import (
    MARKS,
    NotNow,
    Objection,
    Proposal,
    SamePerson,
    State,
    Step,
    Verdict,
    WindowClosed,
)
from shared.signature import Signature
from tests.builders import make_proposal

MONDAY = date(2019, 1, 7)
CLERK = Signature("clerk-one", start_of(MONDAY))
REVIEWER = Signature("reviewer-one", start_of(MONDAY))
ENDS_ON, PUBLISH_ON = date(2019, 1, 14), date(2019, 1, 15)
YES, NO = Verdict(True, "It is right."), Verdict(False, "It is not.")


def on(day: date, by: str = "judge-one") -> Signature:
    """Signed on a day."""
    return Signature(by, start_of(day))


def notified() -> Proposal:
    """Approved and told to the party on Monday 7 January 2019."""
    return make_proposal().approve(REVIEWER).notify(CLERK, ENDS_ON, PUBLISH_ON)


def objection() -> Objection:
    """Raised on the day of notification."""
    return Objection("o-1", "p-1", None, start_of(MONDAY), "No.", date(2019, 1, 22))


def test_the_way_to_publication_has_one_order() -> None:
    proposal = make_proposal()
    assert proposal.state is State.PROPOSED
    approved = proposal.approve(REVIEWER)
    assert (approved.state, approved.decided_by) == (State.APPROVED, "reviewer-one")
    told = approved.notify(CLERK, ENDS_ON, PUBLISH_ON)
    assert not told.is_due(ENDS_ON)
    assert told.is_due(PUBLISH_ON)
    assert told.publish("l-1").ref == "l-1"


STEPS: dict[str, Callable[[Proposal], object]] = {
    "approve": lambda proposal: proposal.approve(REVIEWER),
    "refuse": lambda proposal: proposal.refuse(REVIEWER, "No."),
    "notify": lambda proposal: proposal.notify(CLERK, ENDS_ON, PUBLISH_ON),
    "publish": lambda proposal: proposal.publish("l-1"),
    "lapse": lambda proposal: proposal.lapse("ground_gone"),
    "may_object": lambda proposal: proposal.may_object(MONDAY),
}
ALLOWED = {
    State.PROPOSED: {"approve", "refuse", "lapse"},
    State.APPROVED: {"notify", "lapse"},
    State.NOTIFIED: {"publish", "lapse", "may_object"},
    State.REFUSED: set(),
    State.LAPSED: set(),
    State.PUBLISHED: set(),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", STEPS)
def test_each_state_allows_its_own_steps_and_no_others(state: State, step: str) -> None:
    ends_on = ENDS_ON if state is State.NOTIFIED else None
    proposal = make_proposal(state=state, objection_ends_on=ends_on)
    if step in ALLOWED[state]:
        STEPS[step](proposal)
    else:
        with pytest.raises(NotNow):
            STEPS[step](proposal)


def test_whoever_proposed_can_neither_approve_nor_refuse() -> None:
    with pytest.raises(SamePerson):
        make_proposal().approve(CLERK)
    with pytest.raises(SamePerson):
        make_proposal().refuse(CLERK, "No.")


def test_one_may_object_to_the_end_of_the_last_day_in_beijing() -> None:
    last_minute = datetime(2019, 1, 14, 15, 59, tzinfo=UTC)
    notified().may_object(Signature("party", last_minute).today)
    minute_later = Signature("party", last_minute.replace(hour=16)).today
    with pytest.raises(WindowClosed):
        notified().may_object(minute_later)


def test_an_objection_is_decided_once() -> None:
    decided = objection().decide(on(MONDAY), NO, ENDS_ON)
    assert not decided.is_open
    with pytest.raises(NotNow):
        decided.decide(on(MONDAY, "judge-two"), YES, ENDS_ON)


def test_only_a_dismissed_objection_goes_to_the_body_above_in_time_and_once() -> None:
    with pytest.raises(NotNow):
        objection().ask_review(on(MONDAY))
    with pytest.raises(NotNow):
        objection().decide(on(MONDAY), YES, ENDS_ON).ask_review(on(MONDAY))
    dismissed = objection().decide(on(MONDAY), NO, ENDS_ON)
    with pytest.raises(WindowClosed):
        dismissed.ask_review(on(PUBLISH_ON))
    asked = dismissed.ask_review(on(ENDS_ON))
    with pytest.raises(NotNow):
        asked.ask_review(on(ENDS_ON))


def test_a_review_is_by_another_officer_and_happens_once() -> None:
    dismissed = objection().decide(on(MONDAY), NO, ENDS_ON)
    with pytest.raises(NotNow):
        dismissed.review(on(MONDAY, "judge-two"), YES)
    asked = dismissed.ask_review(on(MONDAY))
    with pytest.raises(SamePerson):
        asked.review(on(MONDAY), YES)
    reviewed = asked.review(on(MONDAY, "judge-two"), YES)
    assert reviewed.is_upheld_on_review is True
    with pytest.raises(NotNow):
        reviewed.review(on(MONDAY, "judge-three"), NO)


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        (date(2019, 2, 1), 5, date(2019, 2, 13)),  # Spring Festival: 2 and 3 February are worked
        (date(2019, 2, 3), 1, date(2019, 2, 11)),
        (date(2019, 9, 27), 5, date(2019, 10, 10)),  # National Day: 29 September is worked
        (date(2019, 10, 8), 4, date(2019, 10, 12)),  # so is Saturday 12 October
        (date(2019, 4, 30), 1, date(2019, 5, 5)),  # Labour Day: four days, Sunday the 5th is worked
        (date(2019, 3, 8), 1, date(2019, 3, 11)),
        (date(2019, 3, 8), 0, date(2019, 3, 8)),
    ],
)
def test_working_days_follow_the_state_councils_notice_for_2019(
    day: date, count: int, last: date
) -> None:
    assert add_working_days(day, count) == last


def test_every_step_is_marked_as_the_papers_the_rules_or_ours() -> None:
    assert set(MARKS) == set(Step)
    floors = {step for step, mark in MARKS.items() if mark.floor}
    assert {Step.APPROVED, Step.NOTIFIED, Step.OBJECTED, Step.RENEWED} <= floors
    assert all(mark.note for mark in MARKS.values())
    assert MARKS[Step.PROPOSED].origin is Origin.PAPER
