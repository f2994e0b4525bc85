"""Which circumstance bars a listing on which ground, on which days, and what it does to others."""

from datetime import date

import pytest

from services.court.domain import Circumstance, DateInFuture, DatesOutOfOrder
from services.court.domain.bars import must_be_recordable, must_not_be_barred, withdrawal_for
from services.court.domain.refusals import AlreadyEnded, BarUnknown, ListingBarred
from shared.calendar import start_of
from shared.contract import Cause
from shared.rulebook import Bar
from tests.builders import make_judgment, make_listing, make_organisation
from tests.unit.shared.memory import court_rules

PAPER, LATER, EARLIER = (
    court_rules(),
    court_rules(date(2019, 12, 16)),
    court_rules(date(2015, 1, 1)),
)
MARCH = date(2019, 3, 1)
REFUSES, SETTLEMENT = "able-but-refuses", "refuses-settlement"


def noted(bar: str = "sufficient-security", **changes: object) -> Circumstance:
    """Noted on 1 March 2019, with no end."""
    words: dict[str, object] = {
        "id": "b-qhzxkvbnwertyuiopasd",
        "judgment_id": make_judgment().id,
        "bar": bar,
        "since_on": MARCH,
        "until_on": None,
        "recorded_by": "clerk-one",
        "recorded_at": start_of(MARCH),
    }
    return Circumstance(**(words | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "bar", ["sufficient-security", "seized-assets-suffice", "later-in-order", "unable-to-perform"]
)
def test_what_shows_that_nobody_refuses_bars_the_first_ground_alone(bar: str) -> None:
    with pytest.raises(ListingBarred) as refusal:
        must_not_be_barred([noted(bar)], REFUSES, PAPER, MARCH)
    assert refusal.value.extra == {"bar": bar}
    must_not_be_barred([noted(bar)], SETTLEMENT, PAPER, MARCH)


def test_before_2017_whoever_was_unable_was_listed_on_no_ground() -> None:
    for ground in (REFUSES, SETTLEMENT):
        with pytest.raises(ListingBarred):
            must_not_be_barred([noted("unable-to-perform")], ground, EARLIER, MARCH)
    assert list(EARLIER.all_of(Bar)) == ["unable-to-perform"]


def test_a_bar_holds_from_its_first_day_to_its_last() -> None:
    one = noted(until_on=date(2019, 3, 31))
    for free in (date(2019, 2, 28), date(2019, 4, 1)):
        must_not_be_barred([one], REFUSES, PAPER, free)
    for barred in (MARCH, date(2019, 3, 31)):
        with pytest.raises(ListingBarred):
            must_not_be_barred([one], REFUSES, PAPER, barred)


def test_a_student_with_a_campus_loan_is_spared_both_lists_from_december_2019_on() -> None:
    student = noted("student-campus-loan")
    for ground in (REFUSES, SETTLEMENT, "unpaid-after-notice"):
        must_not_be_barred([student], ground, PAPER, MARCH)
        with pytest.raises(ListingBarred):
            must_not_be_barred([student], ground, LATER, MARCH)


def test_a_representative_is_spared_the_list_of_defaulters_and_not_the_other() -> None:
    represents = noted("representative-of-listed-firm")
    with pytest.raises(ListingBarred):
        must_not_be_barred([represents], REFUSES, LATER, MARCH)
    must_not_be_barred([represents], "unpaid-after-notice", LATER, MARCH)


def test_only_what_the_rules_in_force_know_is_noted_and_of_whom_it_can_be() -> None:
    person, body = make_judgment(), make_judgment(party=make_organisation())
    student = noted("student-campus-loan")
    must_be_recordable(person, student, LATER, MARCH)
    for judgment, rules, one in (
        (person, PAPER, student),
        (body, LATER, student),
        (person, PAPER, noted("owns-a-yacht")),
        (person, PAPER, noted("fixed-term")),
    ):
        with pytest.raises(BarUnknown):
            must_be_recordable(judgment, one, rules, MARCH)


def test_a_circumstance_has_days_that_can_be() -> None:
    judgment = make_judgment()
    with pytest.raises(DateInFuture):
        must_be_recordable(judgment, noted(since_on=date(2019, 3, 2)), PAPER, MARCH)
    with pytest.raises(DatesOutOfOrder):
        must_be_recordable(judgment, noted(until_on=date(2019, 2, 28)), PAPER, MARCH)
    with pytest.raises(DatesOutOfOrder):
        noted().end(date(2019, 2, 28), "clerk-two")


def test_an_end_may_be_moved_forward_and_never_back() -> None:
    ended = noted().end(date(2019, 6, 30), "clerk-two")
    assert (ended.until_on, ended.ended_by) == (date(2019, 6, 30), "clerk-two")
    assert ended.end(date(2019, 5, 31), "clerk-two").until_on == date(2019, 5, 31)
    with pytest.raises(AlreadyEnded):
        ended.end(date(2019, 6, 30), "clerk-two")


def test_what_was_there_on_the_day_of_listing_makes_it_an_error_and_what_came_later_not() -> None:
    listing = make_listing(listed_on=MARCH)
    before, later = noted(), noted(since_on=date(2019, 3, 2))
    today = date(2019, 4, 1)
    assert withdrawal_for([before], listing, PAPER, today) == (before, Cause.LISTED_IN_ERROR)
    assert withdrawal_for([later], listing, PAPER, today) == (later, Cause.DISCRETION)
    assert withdrawal_for([later], listing, PAPER, MARCH) is None
    other = make_listing(listed_on=MARCH, reason=SETTLEMENT)
    assert withdrawal_for([before], other, PAPER, today) is None


def test_an_error_stays_one_after_the_circumstance_has_gone() -> None:
    listing = make_listing(listed_on=MARCH)
    gone = noted(until_on=MARCH)
    found = withdrawal_for([gone], listing, PAPER, date(2019, 4, 1))
    assert found == (gone, Cause.LISTED_IN_ERROR)
