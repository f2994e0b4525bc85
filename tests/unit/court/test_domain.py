"""When the debtor of a judgment may be listed, and what a performance changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.court.domain import (
    AlreadyNotified,
    AmountWrong,
    DateInFuture,
    DatesOutOfOrder,
    Duty,
    DutyNotDue,
    DutyPerformed,
    EnforcementNotice,
    Extent,
    Judgment,
    NotNotified,
    PartyIsMinor,
    Performance,
)
from tests.builders import make_judgment, make_organisation, make_party

DUE_ON = date(2018, 12, 10)
NOTICE = EnforcementNotice(date(2019, 1, 2), date(2019, 1, 12), warns_of_listing=True)
ADULT = 18


def warned(**changes: object) -> Judgment:
    """A judgment whose debtor was warned on 2 January and had until the 12th."""
    return make_judgment(notices=(NOTICE,), **changes)


def paid(yuan: int | None, extent: Extent = Extent.PARTIAL) -> Performance:
    """Paid on 20 January 2019."""
    return Performance(date(2019, 1, 20), extent, yuan)


def test_a_warned_and_overdue_debtor_may_be_listed_from_the_day_after_the_notice_has_run() -> None:
    judgment = warned()
    with pytest.raises(NotNotified):
        judgment.may_be_listed(date(2019, 1, 12), ADULT)
    judgment.may_be_listed(date(2019, 1, 13), ADULT)


def test_a_duty_not_yet_overdue_cannot_be_listed() -> None:
    judgment = warned(due_on=date(2019, 3, 1))
    with pytest.raises(DutyNotDue):
        judgment.may_be_listed(date(2019, 3, 1), ADULT)
    judgment.may_be_listed(date(2019, 3, 2), ADULT)


def test_without_a_notice_or_with_one_that_does_not_warn_nobody_is_listed() -> None:
    silent = replace(NOTICE, warns_of_listing=False)
    for judgment in (make_judgment(), make_judgment(notices=(silent,))):
        with pytest.raises(NotNotified):
            judgment.may_be_listed(date(2019, 6, 1), ADULT)
    make_judgment(notices=(silent, NOTICE)).may_be_listed(date(2019, 6, 1), ADULT)


def test_a_minor_cannot_be_listed_until_the_eighteenth_birthday() -> None:
    judgment = warned(party=make_party(born_on=date(2001, 5, 4)))
    with pytest.raises(PartyIsMinor):
        judgment.may_be_listed(date(2019, 5, 3), ADULT)
    judgment.may_be_listed(date(2019, 5, 4), ADULT)


def test_where_the_rules_know_no_youngest_age_nobody_is_too_young() -> None:
    warned(party=make_party(born_on=date(2010, 1, 1))).may_be_listed(date(2019, 5, 3), None)


def test_a_company_has_no_age() -> None:
    warned(party=make_organisation()).may_be_listed(date(2019, 2, 1), ADULT)


def test_a_part_of_the_money_does_not_help_and_the_whole_does() -> None:
    half = warned().perform(paid(30_000), date(2019, 1, 20))
    assert half.unpaid_yuan == 28_000
    assert half.performed_on is None
    half.may_be_listed(date(2019, 2, 1), ADULT)
    whole = half.perform(paid(28_000), date(2019, 1, 20))
    assert whole.unpaid_yuan == 0
    assert whole.performed_on == date(2019, 1, 20)
    with pytest.raises(DutyPerformed):
        whole.may_be_listed(date(2019, 2, 1), ADULT)


def test_all_that_is_owed_needs_no_amount() -> None:
    half = warned().perform(paid(30_000), date(2019, 1, 20))
    whole = half.perform(paid(None, Extent.FULL), date(2019, 1, 21))
    assert [done.amount_yuan for done in whole.performances] == [30_000, 28_000]
    assert whole.performed_on is not None


@pytest.mark.parametrize(
    "wrong", [paid(None), paid(58_001), paid(57_999, Extent.FULL), paid(58_001, Extent.FULL)]
)
def test_an_amount_must_fit_what_is_owed(wrong: Performance) -> None:
    with pytest.raises(AmountWrong):
        warned().perform(wrong, date(2019, 1, 20))


@pytest.mark.parametrize("duty", [Duty.ACT, Duty.DESIST, Duty.APOLOGISE, Duty.VISIT])
def test_an_apology_or_an_act_is_performed_without_money(duty: Duty) -> None:
    judgment = warned(duty=duty, amount_yuan=None)
    with pytest.raises(AmountWrong):
        judgment.perform(paid(1), date(2019, 1, 20))
    begun = judgment.perform(paid(None), date(2019, 1, 20))
    assert begun.performed_on is None
    assert begun.unpaid_yuan is None
    assert begun.perform(paid(None, Extent.FULL), date(2019, 1, 20)).performed_on is not None


def test_a_performed_duty_is_over() -> None:
    whole = warned().perform(paid(58_000), date(2019, 1, 20))
    with pytest.raises(DutyPerformed):
        whole.perform(paid(1), date(2019, 1, 21))
    with pytest.raises(DutyPerformed):
        whole.notify(NOTICE)


def test_a_performance_has_a_date_between_judgment_and_today() -> None:
    with pytest.raises(DateInFuture):
        warned().perform(paid(1), date(2019, 1, 19))
    early = Performance(date(2018, 10, 7), Extent.PARTIAL, 1)
    with pytest.raises(DatesOutOfOrder):
        warned().perform(early, date(2019, 1, 20))


def test_enforcement_begins_only_once_the_duty_is_overdue() -> None:
    judgment = make_judgment()
    with pytest.raises(DutyNotDue):
        judgment.notify(replace(NOTICE, given_on=DUE_ON))
    notified = judgment.notify(replace(NOTICE, given_on=DUE_ON + timedelta(days=1)))
    assert notified.warning is not None


def test_one_warning_is_enough() -> None:
    with pytest.raises(AlreadyNotified):
        warned().notify(NOTICE)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"issued_on": date(2019, 1, 3), "due_on": date(2019, 2, 1)}, DateInFuture),
        ({"due_on": date(2018, 10, 8)}, DatesOutOfOrder),
        ({"amount_yuan": None}, AmountWrong),
        ({"duty": Duty.APOLOGISE}, AmountWrong),
    ],
)
def test_a_judgment_that_cannot_be_is_refused(
    changes: dict[str, object], refusal: type[Exception]
) -> None:
    make_judgment().must_be_plausible(date(2019, 1, 2))
    with pytest.raises(refusal):
        make_judgment(**changes).must_be_plausible(date(2019, 1, 2))
