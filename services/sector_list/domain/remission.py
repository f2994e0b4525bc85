"""When a listing may end before its term: after a correction, a promise, and a least time.

`<list>-early-end-after-correction` counts from the correction, `<list>-early-end-after-listing`
from the first day of the listing; a list without either has no early end.
"""

from collections.abc import Iterator
from datetime import date

from services.sector_list.domain.cases import Case
from services.sector_list.domain.refusals import NoEarlyEnd, NotCorrected, TooEarly
from shared.ledger.listing import Listing
from shared.rulebook import Rules


def early_end_on(case: Case, listing: Listing, rules: Rules) -> date | None:
    """The first day on which the listing may end early; None as long as nothing leads there."""
    ends = list(_ends(case, listing, rules))
    return max(ends) if ends and case.corrected_on and case.has_promised else None


def must_have_ended(case: Case, listing: Listing, rules: Rules, today: date) -> None:
    """Raise unless the listing may end early today."""
    if not has_early_end(listing.list, rules):
        raise NoEarlyEnd("The rules in force know no early end for this list.")
    first_day = early_end_on(case, listing, rules)
    if first_day is None:
        raise NotCorrected("It was not put right yet, or the promise is missing.")
    if today < first_day:
        raise TooEarly(f"This listing may end early from {first_day.isoformat()} on.")


def has_early_end(list_id: str, rules: Rules) -> bool:
    """Whether a listing on this list can end before its term."""
    ids = (f"{list_id}-early-end-after-correction", f"{list_id}-early-end-after-listing")
    return any(rule_id in rules.rows for rule_id in ids)


def _ends(case: Case, listing: Listing, rules: Rules) -> Iterator[date]:
    """Where the rules ask for both, both must have passed."""
    after_correction = f"{listing.list}-early-end-after-correction"
    after_listing = f"{listing.list}-early-end-after-listing"
    if case.corrected_on is not None and after_correction in rules.rows:
        yield rules.after(case.corrected_on, after_correction)
    if after_listing in rules.rows:
        yield rules.after(listing.listed_on, after_listing)
