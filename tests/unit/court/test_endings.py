"""For which reason a listing ends before its date, by its ground; and when there is a new one."""

from datetime import date, timedelta

import pytest

from services.court.domain import Deletion, Extent, Judgment, Performance, Situation
from services.court.domain.endings import (
    barred_until,
    due_endings,
    ending_for,
    must_be_reached,
    must_be_relistable,
)
from services.court.domain.refusals import (
    EndingNotForGround,
    EndingNotReached,
    EndingUnknown,
    RelistingBarred,
)
from shared.calendar import start_of
from shared.contract import Cause
from tests.builders import make_judgment
from tests.unit.shared.memory import court_rules

PAPER, EARLIER = court_rules(), court_rules(date(2015, 1, 1))
REFUSES, OTHERS = (
    "able-but-refuses",
    (
        "obstructs-enforcement",
        "evades-enforcement",
        "breaks-asset-reporting",
        "breaks-consumption-restriction",
        "refuses-settlement",
    ),
)
ARTICLE_10 = {
    "performed": (Cause.PERFORMED, True),
    "settlement-performed": (Cause.SETTLED, True),
    "creditor-asks": (Cause.DISCRETION, False),
    "round-ended": (Cause.DISCRETION, True),
    "stayed": (Cause.DISCRETION, True),
    "not-enforced": (Cause.DISCRETION, True),
    "enforcement-ended": (Cause.DISCRETION, True),
}
EARLY = {"actively-performed": Cause.PERFORMED, "self-corrected": Cause.DISCRETION}
MID_MARCH = date(2019, 3, 14)


def performed(extent: Extent = Extent.FULL) -> Judgment:
    """Paid on 1 March 2019, wholly or by 1,000 yuan."""
    paid = 58_000 if extent is Extent.FULL else 1_000
    return make_judgment(performances=(Performance(date(2019, 3, 1), extent, paid),))


def deleted(ending: str = "creditor-asks") -> Deletion:
    """Deleted on 14 March 2019."""
    return Deletion(
        "l-qhzxkvbnwertyuiopasd", make_judgment().id, ending, "clerk-one", start_of(MID_MARCH)
    )


@pytest.mark.parametrize(("ending", "expected"), ARTICLE_10.items())
def test_the_reasons_of_article_10_are_for_the_first_ground_and_not_for_fixed_terms(
    ending: str, expected: tuple[Cause, bool]
) -> None:
    found = ending_for(REFUSES, ending, PAPER)
    assert (found.cause, found.must) == expected
    for ground in OTHERS:
        with pytest.raises(EndingNotForGround):
            ending_for(ground, ending, PAPER)


@pytest.mark.parametrize(("ending", "cause"), EARLY.items())
def test_early_deletion_is_for_fixed_terms_and_the_court_may_and_need_not(
    ending: str, cause: Cause
) -> None:
    for ground in OTHERS:
        found = ending_for(ground, ending, PAPER)
        assert (found.cause, found.must) == (cause, False)
    with pytest.raises(EndingNotForGround):
        ending_for(REFUSES, ending, PAPER)


def test_in_2015_three_reasons_ended_every_listing() -> None:
    for ground in (REFUSES, *OTHERS):
        for ending in ("performed", "settlement-performed", "enforcement-ended"):
            assert ending_for(ground, ending, EARLIER).must
    for ending in ("creditor-asks", "round-ended", "self-corrected"):
        with pytest.raises(EndingUnknown):
            ending_for(REFUSES, ending, EARLIER)


def test_a_row_that_is_no_ending_ends_nothing() -> None:
    with pytest.raises(EndingUnknown):
        ending_for(REFUSES, "fixed-term", PAPER)


def test_a_part_is_no_performance_but_may_bring_an_early_end() -> None:
    part, whole = Situation(performed(Extent.PARTIAL)), Situation(performed())
    in_full, active = (ending_for(REFUSES, "performed", PAPER), "actively-performed")
    with pytest.raises(EndingNotReached):
        must_be_reached(in_full, part, PAPER)
    must_be_reached(in_full, whole, PAPER)
    must_be_reached(ending_for(OTHERS[4], active, PAPER), part, PAPER)
    with pytest.raises(EndingNotReached):
        must_be_reached(ending_for(OTHERS[4], active, PAPER), Situation(make_judgment()), PAPER)


@pytest.mark.parametrize("count", [None, 0, 1])
def test_two_searches_without_a_find_are_needed_after_a_round_has_ended(count: int | None) -> None:
    ended, situation = ending_for(REFUSES, "round-ended", PAPER), Situation(make_judgment())
    with pytest.raises(EndingNotReached):
        must_be_reached(ended, situation.searched(count), PAPER)
    must_be_reached(ended, situation.searched(2), PAPER)


def test_what_the_court_owes_and_what_it_may_do_after_a_performance() -> None:
    whole = Situation(performed())
    assert due_endings(REFUSES, whole, PAPER, must=True) == ["performed"]
    assert due_endings(OTHERS[4], whole, PAPER, must=True) == []
    assert due_endings(OTHERS[4], whole, PAPER, must=False) == ["actively-performed"]
    assert due_endings("unpaid-after-notice", whole, PAPER, must=True) == ["debt-performed"]


def test_who_was_restricted_for_being_listed_is_free_when_no_longer_listed() -> None:
    listed = Situation(make_judgment(), is_listed_as_defaulter=True)
    assert due_endings("listed-as-defaulter", listed, PAPER, must=True) == []
    free = Situation(make_judgment())
    assert due_endings("listed-as-defaulter", free, PAPER, must=True) == ["no-longer-listed"]
    assert due_endings("unpaid-after-notice", free, PAPER, must=True) == []


def test_for_six_months_after_a_deletion_the_creditor_asked_for_nobody_is_listed_again() -> None:
    last_day = date(2019, 9, 14)
    assert barred_until([deleted()], PAPER) == last_day
    with pytest.raises(RelistingBarred):
        must_be_relistable([deleted()], PAPER, last_day)
    must_be_relistable([deleted()], PAPER, last_day + timedelta(days=1))


def test_other_deletions_bar_no_new_listing_and_neither_did_any_in_2015() -> None:
    for ending in set(ARTICLE_10) - {"creditor-asks"}:
        must_be_relistable([deleted(ending)], PAPER, MID_MARCH)
    must_be_relistable([deleted()], EARLIER, MID_MARCH)
