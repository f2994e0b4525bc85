"""Nothing spills from a firm to a person, or through one, where no row of a rulebook says so."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as any_of

from shared.calendar import start_of
from shared.contract import Effect, Publication
from shared.errors import Refusal
from shared.identifiers import Kind
from shared.rulebook import Consequence, Ground, Indicator, ListRule, Rulebook, Rules, load
from shared.ties.domain import Claim, Tie, must_follow, roles_in, roles_with_purpose
from shared.ties.roles import Role
from tests.builders import make_listing, make_organisation, make_party
from tests.unit.apps import ROOT

FILES = sorted([*ROOT.glob("services/*/rulebook.yaml"), *ROOT.glob("services/*/rulebooks/*.yaml")])
BOOKS: dict[str, Rulebook] = {book.rulebook: book for book in map(load, FILES)}
DATES = [date(2019, 1, 1), date(2019, 11, 1), date(2022, 6, 1), date(2026, 11, 1)]
REPRESENTATIVE, RESPONSIBLE, FOUNDER = Role.REPRESENTATIVE, Role.RESPONSIBLE, Role.FOUNDER
ANSWERS = {REPRESENTATIVE, RESPONSIBLE}
# All that follows from what a person is to a firm, in every rulebook that is shipped.
SAID = {
    ("farminputs", "answers-for-farm-input-violator"): ANSWERS,
    ("market", "no-office-elsewhere"): {REPRESENTATIVE},
    ("tax", "d-exposed"): ANSWERS,
    ("tax", "d-spill-over"): ANSWERS,
    ("tax", "run-by-responsible-of-d"): {REPRESENTATIVE, FOUNDER},
    ("wages", "answers-for-withheld-wages"): ANSWERS,
}
FOUND_ON, TODAY = date(2019, 3, 4), date(2019, 6, 3)
PERSON = make_party()


@pytest.mark.parametrize("day", DATES, ids=str)
def test_the_shipped_rulebooks_say_this_and_nothing_more(day: date) -> None:
    in_force = {name: book.as_of(day) for name, book in BOOKS.items()}
    said = {
        (name, rule_id): set(roles_in(rules, rule_id))
        for name, rules in in_force.items()
        for rule_id in rules.rows
    }
    assert {row: roles for row, roles in said.items() if roles} == SAID


def test_each_such_row_has_its_source_and_none_is_our_own_idea() -> None:
    rows = [
        row
        for book in BOOKS.values()
        for row in book.rows
        if isinstance(row.value, Ground | Consequence | Indicator) and row.value.through
    ]
    assert {row.origin.value for row in rows} == {"rule"}
    assert all(row.source and row.legal_basis for row in rows)


@pytest.mark.parametrize("day", DATES, ids=str)
def test_a_role_of_which_no_rule_makes_anything_is_recorded_nowhere(day: date) -> None:
    purposes = {name: roles_with_purpose(book.as_of(day)) for name, book in BOOKS.items()}
    assert {name: roles for name, roles in purposes.items() if roles} == {
        "farminputs": ANSWERS,
        "market": {REPRESENTATIVE},
        "tax": set(Role),
        "wages": ANSWERS,
    }


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody wants a person listed on some ground of some authority, since a firm is listed."""

    rules: Rules
    ground: Ground
    firms_list: str
    firm_stands: bool
    tie: Tie
    is_pending: bool

    @property
    def claim(self) -> Claim:
        """The same, as the rule is asked."""
        firms = make_listing(
            make_organisation(),
            list=self.firms_list,
            effect=Effect.ADVERSE,
            publication=Publication.PUBLIC,
            stands_until=TODAY + timedelta(days=1 if self.firm_stands else 0),
        )
        pending = {self.tie.id} if self.is_pending else set()
        return Claim(self.ground, firms, FOUND_ON, [self.tie], pending)

    @property
    def is_said(self) -> bool:
        """Whether the rulebook says so, and nothing speaks against the tie."""
        tie = self.tie
        stood = tie.since_on <= FOUND_ON and (tie.until_on is None or tie.until_on >= FOUND_ON)
        is_true = stood and tie.cut_at is None and not self.is_pending
        is_listed = self.firm_stands and self.firms_list == self.ground.list
        return tie.role in self.ground.through and is_listed and is_true


def grounds() -> Iterator[tuple[Rules, Ground]]:
    """Every ground of every rulebook on every date, with the rules then in force."""
    for book in BOOKS.values():
        for rules in map(book.as_of, DATES):
            for row in rules.rows.values():
                if isinstance(row.value, Ground):
                    yield rules, row.value


GROUNDS = list(grounds())
THROUGH = [(rules, ground) for rules, ground in GROUNDS if ground.through]


@any_of.composite
def attempts(draw: any_of.DrawFn) -> Attempt:
    """Any ground of any rulebook on any date; half of the time everything else is as it should."""
    rules, ground = draw(any_of.sampled_from(THROUGH) | any_of.sampled_from(GROUNDS))
    lists = [row.id for row in rules.rows.values() if isinstance(row.value, ListRule)]
    true = Tie(
        id="b-qhzxkvbnwertyuiopasd",
        firm="f",
        person=PERSON,
        role=draw(any_of.sampled_from(Role)),
        since_on=FOUND_ON,
        recorded_by="clerk-one",
        recorded_at=start_of(FOUND_ON),
    )
    if draw(any_of.booleans()):
        return Attempt(rules, ground, ground.list, True, true, False)
    tie = replace(
        true,
        since_on=FOUND_ON + timedelta(days=draw(any_of.integers(-1, 1))),
        until_on=draw(any_of.sampled_from([None, *(FOUND_ON + timedelta(d) for d in (-1, 0, 1))])),
        cut_at=draw(any_of.sampled_from([None, None, start_of(TODAY)])),
    )
    firms_list = draw(any_of.sampled_from([ground.list, *lists]))
    return Attempt(rules, ground, firms_list, draw(any_of.booleans()), tie, draw(any_of.booleans()))


@given(attempts())
def test_a_person_is_listed_through_a_firm_exactly_if_a_row_says_so(attempt: Attempt) -> None:
    if attempt.is_said:
        assert must_follow(attempt.claim, TODAY) == attempt.tie
        return
    with pytest.raises(Refusal) as refused:
        must_follow(attempt.claim, TODAY)
    codes = {"nothing_follows", "firm_not_listed", "tie_over", "tie_contested"}
    assert refused.value.code in codes


def test_a_persons_listing_carries_nobody_elses() -> None:
    rules = BOOKS["wages"].as_of(DATES[1])
    ground = rules.ground("answers-for-withheld-wages", "withheld-wages")
    tie = Tie("b-1", "f", PERSON, REPRESENTATIVE, FOUND_ON, "clerk-one", start_of(FOUND_ON))
    for kind, code in ((Kind.ORGANISATION, None), (Kind.PERSON, "firm_not_listed")):
        about = make_organisation() if kind is Kind.ORGANISATION else make_party("李伟", sequence=5)
        listing = make_listing(about, list="withheld-wages")
        claim = Claim(ground, listing, FOUND_ON, [tie], ())
        if code is None:
            assert must_follow(claim, TODAY) == tie
        else:
            with pytest.raises(Refusal) as refused:
                must_follow(claim, TODAY)
            assert refused.value.code == code
