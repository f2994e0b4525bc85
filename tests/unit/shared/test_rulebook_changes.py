"""Rules of two dates side by side: what was added, what ended, what changed, what stayed."""

from datetime import date

import pytest

from shared.rulebook import Rulebook, Text, load
from shared.rulebook.changes import DatesOutOfOrder, changes
from shared.rulebook.rows import Row
from tests.builders import make_rule
from tests.unit.apps import ROOT

IN_2019, IN_2026 = date(2019, 11, 1), date(2026, 6, 1)


def book(*rows: Row) -> Rulebook:
    """A rulebook with these rows."""
    return Rulebook("test", Text(en="Test", zh="试"), rows)


def test_a_row_that_comes_and_one_that_goes_are_told() -> None:
    found = changes(
        book(
            make_rule(id="goes", valid_to=date(2020, 1, 1)),
            make_rule(id="comes", valid_from=date(2020, 1, 2)),
            make_rule(id="stays"),
        ),
        IN_2019,
        IN_2026,
    )
    assert [row.id for row in found.added] == ["comes"]
    assert [row.id for row in found.ended] == ["goes"]
    assert (found.changed, found.unchanged_count) == ((), 1)


def test_the_day_of_the_change_counts() -> None:
    rules = book(make_rule(id="comes", valid_from=date(2020, 1, 2)))
    assert changes(rules, IN_2019, date(2020, 1, 1)).added == ()
    assert [row.id for row in changes(rules, IN_2019, date(2020, 1, 2)).added] == ["comes"]
    assert changes(rules, date(2020, 1, 2), IN_2026).added == ()


def test_another_value_is_a_change_and_another_basis_alone_is_none_of_the_value() -> None:
    found = changes(
        book(
            make_rule(id="longer", value=2, valid_to=date(2020, 1, 1)),
            make_rule(id="longer", value=3, valid_from=date(2020, 1, 2)),
            make_rule(id="moved", legal_basis="old order", valid_to=date(2020, 1, 1)),
            make_rule(id="moved", legal_basis="new order", valid_from=date(2020, 1, 2)),
            make_rule(id="dated", valid_to=date(2020, 1, 1)),
            make_rule(id="dated", valid_from=date(2020, 1, 2)),
        ),
        IN_2019,
        IN_2026,
    )
    longer, moved = found.changed
    assert (longer.before.value, longer.after.value, longer.parts) == (2, 3, ("value",))
    assert longer.is_in_value
    assert (moved.parts, moved.is_in_value) == (("legal_basis",), False)
    assert found.unchanged_count == 1


def test_the_dates_must_be_in_order_and_may_be_the_same() -> None:
    assert changes(book(make_rule()), IN_2019, IN_2019).unchanged_count == 1
    with pytest.raises(DatesOutOfOrder):
        changes(book(make_rule()), IN_2026, IN_2019)


def test_the_tax_rules_of_2019_and_2026_differ_where_the_law_did() -> None:
    found = changes(load(ROOT / "services/tax/rulebook.yaml"), IN_2019, IN_2026)
    values = {
        one.after.id: (one.before.value, one.after.value)
        for one in found.changed
        if one.is_in_value
    }
    assert values["base-without-audit"] == (90, 93)
    assert values["false-ordinary-invoices-amount"] == (400_000, 4_000_000)
    assert "repair-at-once-share" in {row.id for row in found.added}
    assert "points-d-kept" in {row.id for row in found.ended}
