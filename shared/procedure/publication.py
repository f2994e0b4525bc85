"""On which days an authority publishes: as soon as the time to object is over, or once a month."""

from datetime import date
from enum import StrEnum

from shared.calendar import add_months, first_working_day
from shared.rulebook import Rules
from shared.rulebook.rules import RuleMissing

PUBLICATION_DAY = "publication-day"


class PublicationDay(StrEnum):
    """What the rule `publication-day` can say; a rulebook without it means the next day."""

    NEXT_DAY = "next-day"
    FIRST_WORKING_DAY = "first-working-day-of-month"


def publication_day(rules: Rules) -> PublicationDay:
    """The rule in force; RuleMissing, so that the service does not start, if it is none of ours."""
    if PUBLICATION_DAY not in rules.rows:
        return PublicationDay.NEXT_DAY
    word = rules.word(PUBLICATION_DAY)
    try:
        return PublicationDay(word)
    except ValueError as error:
        known = " or ".join(PublicationDay)
        raise RuleMissing(
            f"{rules.rulebook}: row {PUBLICATION_DAY} says {word}, not {known}"
        ) from error


def publishes_on(rules: Rules, earliest: date) -> date:
    """The first day, `earliest` or later, on which the authority publishes."""
    if publication_day(rules) is PublicationDay.NEXT_DAY:
        return earliest
    this_month = first_working_day(earliest)
    if this_month >= earliest:
        return this_month
    return first_working_day(add_months(earliest.replace(day=1), 1))
