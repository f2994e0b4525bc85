"""Five local laws, one after the other, over the same objection: decentralisation is real."""

from dataclasses import replace
from datetime import date

import pytest

from services.locality.domain.endings import Withdrawal, law_gives_until
from services.locality.domain.events import Ending, Notification, clock_of, kept_so_long
from services.locality.domain.objections import (
    NoCheckHere,
    Objection,
    object_until,
    open_objection,
)
from services.locality.domain.office import NEEDED, BothSay, book_under
from shared.calendar import start_of
from shared.procedure.steps import NotNow, WindowClosed
from shared.signature import Signature
from tests.unit.locality.schemes import COMMON, LAWS, rules_of
from tests.unit.locality.test_score import make_event

NOW = date(2026, 1, 1)
# A Friday before a weekend, the week of Qingming 2025: 4 to 6 April are holidays.
FRIDAY = date(2025, 3, 28)


def objection_under(law: str, on: date = FRIDAY, as_of: date = NOW) -> Objection:
    """An objection raised on a day in a place that is run under a law."""
    signed = Signature("party", start_of(on))
    event = make_event("utility-late", on=date(2025, 3, 1))
    return open_objection("o-1", event, "Not me.", rules_of(law, as_of), signed)


@pytest.mark.parametrize(
    ("law", "own", "checked"),
    [
        ("shenzhen", date(2025, 3, 31), date(2025, 4, 8)),
        ("shandong", date(2025, 4, 2), date(2025, 4, 9)),
        ("henan", date(2025, 4, 2), date(2025, 4, 9)),
        ("shanghai", date(2025, 4, 7), date(2025, 4, 9)),
        ("zhejiang", date(2025, 4, 7), date(2025, 4, 27)),
    ],
)
def test_one_objection_has_another_last_day_under_each_law(
    law: str, own: date, checked: date
) -> None:
    objection = objection_under(law)
    assert objection.decide_by == own
    asked = objection.ask_check(
        Signature("appeals-one", start_of(own)), "Read the meter.", rules_of(law, NOW)
    )
    assert asked.decide_by == checked


def test_the_longer_term_is_asked_for_once_in_time_and_while_nothing_is_decided() -> None:
    rules, objection = rules_of("shandong", NOW), objection_under("shandong")
    late = Signature("appeals-one", start_of(date(2025, 4, 3)))
    with pytest.raises(WindowClosed):
        objection.ask_check(late, "Why not.", rules)
    in_time = replace(late, at=start_of(date(2025, 4, 2)))
    asked = objection.ask_check(in_time, "Read the meter.", rules)
    with pytest.raises(NotNow):
        asked.ask_check(in_time, "Again.", rules)


@pytest.mark.parametrize(
    ("law", "last_day_before"),
    [
        ("shanghai", date(2017, 9, 30)),
        ("zhejiang", date(2017, 12, 31)),
        ("henan", date(2020, 4, 30)),
        ("shandong", date(2020, 9, 30)),
        ("shenzhen", date(2022, 12, 31)),
    ],
)
def test_before_its_law_a_place_has_our_terms_and_no_longer_one(
    law: str, last_day_before: date
) -> None:
    before = rules_of(law, last_day_before)
    assert (before.number("objection-decision-term"), before.row(clock_of(before)).origin) == (
        20,
        "ours",
    )
    assert "objection-check-term" not in before.rows
    objection = objection_under(law, as_of=last_day_before)
    with pytest.raises(NoCheckHere):
        objection.ask_check(Signature("a", start_of(FRIDAY)), "Why not.", before)
    after = rules_of(law, date.fromordinal(last_day_before.toordinal() + 1))
    assert after.number("objection-decision-term") < 20


@pytest.mark.parametrize("law", sorted(LAWS))
@pytest.mark.parametrize("day", [date(2010, 1, 1), date(2019, 11, 1), NOW], ids=str)
def test_every_law_has_on_every_date_what_a_place_needs(law: str, day: date) -> None:
    rules = rules_of(law, day)
    rules.require([*NEEDED, clock_of(rules)])


def test_the_clock_of_forgetting_starts_at_the_end_or_at_the_finding() -> None:
    told = Notification("e-1", "r-1", "loan-arrears-month", date(2024, 1, 10), None)
    told = replace(told, ended_on=date(2024, 3, 31), found_on=date(2025, 2, 28))
    days = {law: kept_so_long(rules_of(law, NOW), told, FRIDAY) for law in LAWS}
    assert days == {
        "henan": date(2029, 3, 31),
        "shandong": date(2029, 3, 31),
        "shanghai": date(2029, 3, 31),
        "shenzhen": date(2029, 3, 31),
        "zhejiang": date(2030, 2, 28),
    }


def test_conduct_that_did_not_last_ended_when_it_happened_and_was_found_when_notified() -> None:
    told = Notification("e-1", "r-1", "littering", date(2024, 2, 29), None)
    assert kept_so_long(rules_of("shanghai", NOW), told, FRIDAY) == date(2029, 2, 28)
    assert kept_so_long(rules_of("zhejiang", NOW), told, FRIDAY) == date(2030, 3, 28)


@pytest.mark.parametrize(
    ("law", "revoked", "repaired"),
    [
        ("shandong", date(2025, 3, 26), None),
        ("shanghai", date(2025, 4, 2), date(2025, 4, 2)),
        ("henan", date(2025, 3, 31), date(2025, 3, 31)),
        ("zhejiang", None, None),
        ("shenzhen", None, date(2025, 4, 2)),
    ],
)
def test_each_law_gives_another_time_to_take_out_what_was_revoked_or_repaired(
    law: str, revoked: date | None, repaired: date | None
) -> None:
    since = date(2025, 3, 21)  # a Friday; told a week later
    rules = rules_of(law, NOW)
    told = Withdrawal(Ending.REVOKED, since, "Revoked.")
    assert law_gives_until(rules, told, FRIDAY) == revoked
    assert law_gives_until(rules, replace(told, how=Ending.REPAIRED), FRIDAY) == repaired
    assert law_gives_until(rules, Withdrawal(Ending.MISTAKEN, None, "Oh."), FRIDAY) is None


def test_of_what_the_resident_must_still_be_told_there_is_no_last_day_to_object() -> None:
    rules = rules_of("zhejiang")
    assert object_until(rules, make_event("littering", needs_telling=True)) is None
    told = make_event("littering", needs_telling=True, told=True)
    assert object_until(rules, told) == date(2019, 3, 3)


def test_a_row_that_is_in_both_files_is_refused() -> None:
    with pytest.raises(BothSay, match="locality: adult-age is a rule of all localities"):
        book_under(COMMON, COMMON)
