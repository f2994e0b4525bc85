"""What is given back for conduct that was put right in time."""

from datetime import date
from fractions import Fraction

from services.tax.domain.events import Event
from shared.errors import Conflict
from shared.rulebook import Indicator, Rules

UNTIL, SMALL = "repair-until", "small-repair-amount"
AT_ONCE = ("repair-at-once-term", "repair-at-once-share")
SOON = ("repair-soon-term", "repair-soon-share")
LATER = ("repair-later-term", "repair-later-share")
LATER_YEARS, LATE = "repair-later-years", "repair-late-share"
ALL = Fraction(1)


class NoRepair(Conflict):
    """The rules in force give nothing back for this conduct, or for any."""

    code = "no_repair"


def must_be_repairable(event: Event, indicator: Indicator, rules: Rules) -> None:
    """NoRepair unless putting this right can change anything under the rules in force."""
    if UNTIL not in rules.rows:
        raise NoRepair("The rules in force know no repair.")
    if indicator.repair == "none" or event.struck_at is not None:
        raise NoRepair("Nothing is given back for this.")


def repair_until(event: Event, rules: Rules) -> date | None:
    """The last day on which putting it right gives anything back."""
    return _end_of_year(event, rules.number(UNTIL)) if UNTIL in rules.rows else None


def lifted_until(event: Event, rules: Rules) -> date | None:
    """The last day on which putting it right lifts a direct D."""
    last_day = repair_until(event, rules)
    own_term = f"{event.indicator}-repair-term"
    if last_day is None or own_term not in rules.rows:
        return last_day
    return min(last_day, rules.after(event.happened_on, own_term))


def share_given_back(event: Event, rules: Rules) -> Fraction:
    """Which part of the points is given back, by how soon the conduct was put right."""
    last_day = repair_until(event, rules)
    if event.corrected_on is None or last_day is None or event.corrected_on > last_day:
        return Fraction(0)
    if _within(event, AT_ONCE[0], rules):
        return _share(AT_ONCE[1], rules)
    if _within(event, SOON[0], rules):
        return ALL if _is_small(event, rules) else _share(SOON[1], rules)
    return _share(LATER[1] if _is_later(event, event.corrected_on, rules) else LATE, rules)


def is_lifted(event: Event, indicator: Indicator, rules: Rules) -> bool:
    """Whether a direct D no longer follows, since it was put right within its own time."""
    last_day = lifted_until(event, rules)
    if indicator.repair != "lifts" or event.corrected_on is None or last_day is None:
        return False
    return event.corrected_on <= last_day


def repair_steps(event: Event, rules: Rules) -> list[tuple[date, int]]:
    """Until which day putting it right gives back how much percent; the soonest comes first."""
    last_day = repair_until(event, rules)
    if last_day is None:
        return []
    steps = [
        (_end_of_term(event, term, rules), rules.number(share))
        for term, share in (AT_ONCE, SOON, LATER)
        if share in rules.rows
    ]
    return [
        *((min(day, last_day), percent) for day, percent in steps),
        (last_day, rules.number(LATE)),
    ]


def _end_of_term(event: Event, term: str, rules: Rules) -> date:
    if term in rules.rows:
        return rules.after(event.happened_on, term)
    return _end_of_year(event, rules.number(LATER_YEARS))


def _within(event: Event, term: str, rules: Rules) -> bool:
    if term not in rules.rows or event.corrected_on is None:
        return False
    return event.corrected_on <= rules.after(event.happened_on, term)


def _is_later(event: Event, corrected_on: date, rules: Rules) -> bool:
    years = rules.number_if_any(LATER_YEARS)
    is_in_year = years is not None and corrected_on <= _end_of_year(event, years)
    return is_in_year or _within(event, LATER[0], rules)


def _is_small(event: Event, rules: Rules) -> bool:
    limit = rules.number_if_any(SMALL)
    return limit is not None and event.amount_yuan is not None and event.amount_yuan <= limit


def _share(rule_id: str, rules: Rules) -> Fraction:
    return Fraction(rules.number(rule_id), 100)


def _end_of_year(event: Event, years: int) -> date:
    return date(event.happened_on.year + years, 12, 31)
