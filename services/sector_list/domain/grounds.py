"""When a case may ground a listing. What is asked for is told by rows named after the ground.

`<ground>-amount` and `<ground>-persons` are least sizes; `<ground>-penalties`, or for a whole list
`<list>-penalties`, how many penalties must have been imposed before; `<ground>-order-period` that
the party must have been ordered to put it right, and for how long it had time;
`<ground>-listed-before` how many earlier listings on the same list there must have been. Where a
ground follows a list, `<ground>-uncorrected-for` says how long, `<ground>-times-watched` how often
within `<ground>-watched-within` the party must have been on that one before.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.sector_list.domain.cases import Case
from services.sector_list.domain.grades import grade_from, grade_of, grades_in
from services.sector_list.domain.refusals import (
    AlreadyCorrected,
    BasisOfOtherGround,
    BelowThreshold,
    GradeOutweighed,
    NotDecided,
    NotWatched,
    OrderNotRunOut,
    PartyIsMinor,
)
from shared.contract import Cause
from shared.identifiers import Kind, Party, age_on
from shared.ledger.listing import Listing
from shared.rulebook import Consequence, Ground, Rules
from shared.rulebook.rules import RuleMissing

YOUNGEST_AGE = "youngest-age"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A listing that is asked for: the case that it rests on, and what there is beside it."""

    list: str
    ground: str
    party: Party
    case: Case
    cases: Sequence[Case]
    listings: Sequence[Listing]
    resting: Sequence[Listing]


def must_be_listable(wanted: Wanted, rules: Rules, today: date) -> None:
    """Raise a refusal with a code unless this case allows this listing on that day."""
    case = wanted.case
    must_be_of_age(wanted.party, rules, today)
    if not case.is_decided:
        raise NotDecided("This case is not decided.")
    before = rules.ground(wanted.ground, wanted.list).follows
    if before is None:
        _must_be_found(case, wanted.ground)
    else:
        _must_have_been_watched(wanted, before, rules, today)
    _must_be_large_enough(wanted, rules)
    _must_be_listed_before(wanted, rules, today)
    _must_be_ordered(case, wanted.ground, rules, today)
    _must_have_its_grade(wanted, rules, today)


def must_be_of_age(party: Party, rules: Rules, today: date) -> None:
    """PartyIsMinor for a person who is too young to be listed; a body has no age."""
    if party.kind is Kind.PERSON and age_on(party.id_number, today) < rules.number(YOUNGEST_AGE):
        raise PartyIsMinor("Nobody under age is listed.")


def _must_be_found(case: Case, ground: str) -> None:
    """A ground of persons behind a firm is found in no case; it rests on the firm's listing."""
    if case.ground != ground:
        raise BasisOfOtherGround("What was found in this case is another ground.")


def _must_be_large_enough(wanted: Wanted, rules: Rules) -> None:
    ground, case = wanted.ground, wanted.case
    penalties = _least(rules, f"{ground}-penalties") or _least(rules, f"{wanted.list}-penalties")
    sizes = (
        (case.amount_yuan, _least(rules, f"{ground}-amount")),
        (case.persons_count, _least(rules, f"{ground}-persons")),
        (len(case.penalties), penalties),
    )
    if any((size or 0) < least for size, least in sizes):
        raise BelowThreshold("The case does not reach what the rules in force ask for.")


def _least(rules: Rules, rule_id: str) -> int:
    return rules.number_if_any(rule_id) or 0


def _must_be_listed_before(wanted: Wanted, rules: Rules, today: date) -> None:
    """Earlier listings on the same list, over by now, those made in error not counted."""
    over = [
        one
        for one in wanted.listings
        if one.list == wanted.list
        and not one.stands_on(today)
        and one.cause is not Cause.LISTED_IN_ERROR
    ]
    if len(over) < _least(rules, f"{wanted.ground}-listed-before"):
        raise BelowThreshold("The party was not listed before as often as this ground asks for.")


def _must_be_ordered(case: Case, ground: str, rules: Rules, today: date) -> None:
    if f"{ground}-order-period" not in rules.rows:
        return
    if case.corrected_on is not None:
        raise AlreadyCorrected("The party has done what it was ordered to do.")
    if case.correct_by is None or today <= case.correct_by:
        raise OrderNotRunOut("No order was given, or there is still time to obey it.")


def _must_have_its_grade(wanted: Wanted, rules: Rules, today: date) -> None:
    grade = grade_from(wanted.ground, rules)
    if grade is not None and grade_of(wanted.cases, rules, today) != grade:
        raise GradeOutweighed("The party's grade is another by now.")


def _must_have_been_watched(wanted: Wanted, before: str, rules: Rules, today: date) -> None:
    """The case put the party on the list before; now it stood there too long, or came too often."""
    _must_be_found_for(wanted.case, before, rules)
    watched = [one for one in wanted.resting if one.list == before and one.withdrawn_on is None]
    if not watched:
        raise NotWatched("This case has not put the party on the list that comes before.")
    if f"{wanted.ground}-uncorrected-for" in rules.rows:
        _must_be_left_uncorrected(wanted, watched, rules, today)
    if f"{wanted.ground}-times-watched" in rules.rows:
        _must_be_watched_often(wanted, before, rules)


def _must_be_found_for(case: Case, before: str, rules: Rules) -> None:
    row = rules.rows.get(case.ground)
    if row is None or not isinstance(row.value, Ground) or row.value.list != before:
        raise BasisOfOtherGround("What was found is no ground for the list that comes before.")


def _must_be_left_uncorrected(
    wanted: Wanted, watched: Iterable[Listing], rules: Rules, today: date
) -> None:
    if wanted.case.corrected_on is not None:
        raise AlreadyCorrected("What put the party on the list before has been put right.")
    since = min(listing.listed_on for listing in watched)
    if today <= rules.after(since, f"{wanted.ground}-uncorrected-for"):
        raise NotWatched("There is still time to put it right.")


def _must_be_watched_often(wanted: Wanted, before: str, rules: Rules) -> None:
    """So many listings within any one such span, those made in error not counted."""
    times = rules.number(f"{wanted.ground}-times-watched")
    days = sorted(
        one.listed_on
        for one in wanted.listings
        if one.list == before and one.cause is not Cause.LISTED_IN_ERROR
    )
    within = f"{wanted.ground}-watched-within"
    runs = zip(days, days[times - 1 :], strict=False)
    if not any(last <= rules.after(first, within) for first, last in runs):
        raise NotWatched("The party was not on the list before as often as the rules ask for.")


def must_fit(rules: Rules) -> None:
    """RuleMissing unless every row that another row names is in force too."""
    if any(isinstance(row.value, Ground) for row in rules.rows.values()):
        rules.require([YOUNGEST_AGE])
    missing = sorted(set(_named(rules)) - set(rules.rows))
    if missing:
        raise RuleMissing(f"{rules.rulebook}: named but not in force: {', '.join(missing)}")
    strange = set(_graded(rules)) - grades_in(rules)
    if strange:
        raise RuleMissing(f"{rules.rulebook}: no steps of the scale: {', '.join(sorted(strange))}")


def _named(rules: Rules) -> Iterator[str]:
    for row in rules.rows.values():
        if isinstance(row.value, Ground):
            yield from (row.value.list, row.value.term)
            if row.value.through and Kind.PERSON not in rules.list_rule(row.value.list).kinds:
                yield f"{row.value.list} for persons"
            yield from [row.value.follows] if row.value.follows else []
        if isinstance(row.value, Consequence):
            yield row.value.of


def _graded(rules: Rules) -> Iterator[str]:
    for row in rules.rows.values():
        if (grade := grade_from(row.id, rules)) is not None:
            yield grade
