"""What there is beside one case: other cases and listings, read for one request or for many.

While many requests are checked in one transaction no case and no listing changes, so what was read
for all of them at its beginning holds to its end.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from services.sector_list import records
from services.sector_list.domain import Case
from shared.ledger import acts
from shared.ledger.listing import Listing
from shared.procedure.casework import Request
from shared.procedure.resting import listings_resting_on, listings_resting_on_any

LOADED = "beside"
Thing = TypeVar("Thing", Case, Listing)
By = dict[str, list[Thing]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read for many requests at once; a key is here even if there is nothing under it."""

    rows: Sequence[object]
    cases: By[Case]
    listings: By[Listing]
    resting: By[Listing]


def load(session: Session, requests: Sequence[Request]) -> Loaded:
    """Read it all, and leave it with the session."""
    bases = {request.basis for request in requests}
    numbers = {str(request.party.id_number) for request in requests}
    rows = records.load_cases(session, bases)
    cases = records.cases_about_any(session, numbers)
    listings = acts.listings_of_any(session, numbers)
    found = Loaded(
        rows=rows,
        cases=_by(numbers, ((one.party.id_number, one) for one in cases)),
        listings=_by(numbers, ((one.id_number, one) for one in listings)),
        resting=_by(bases, listings_resting_on_any(session, bases)),
    )
    session.info[LOADED] = found
    return found


def _by(keys: Iterable[str], pairs: Iterable[tuple[str, Thing]]) -> By[Thing]:
    found = defaultdict(list)
    for key, thing in pairs:
        found[str(key)].append(thing)
    return {key: found[key] for key in keys}


def cases_about(session: Session, id_number: str) -> list[Case]:
    """All cases about one identifier, oldest first."""
    return _read(session, "cases", id_number, records.cases_about)


def listings_of(session: Session, id_number: str) -> list[Listing]:
    """All listings about one identifier, oldest first."""
    return _read(session, "listings", id_number, acts.listings_of)


def resting_on(session: Session, case_id: str) -> list[Listing]:
    """Every listing that came of a case, oldest first."""
    return _read(session, "resting", case_id, listings_resting_on)


def _read(
    session: Session, what: str, key: str, ask: Callable[[Session, str], list[Thing]]
) -> list[Thing]:
    """From what was read for many, if this is among it; else asked for."""
    loaded = session.info.get(LOADED)
    known: list[Thing] | None = getattr(loaded, what).get(key) if loaded else None
    return ask(session, key) if known is None else known
