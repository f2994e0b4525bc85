"""What court and platform have in their books, read from their files, whoever is alive."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

from demo.launcher import Stack
from shared.calendar import start_of
from shared.contract import Act, Cause
from shared.database import Database, open_database
from shared.identifiers import Party
from shared.ledger import acts
from shared.ledger.listing import Listing
from shared.references import new_reference
from tests.builders import make_listing, make_party

# What is known of a listing: the number of its last act, and whether it was withdrawn.
Known = tuple[int, bool]
LISTED_ON = date(2019, 1, 2)
PATIENCE_SECONDS = 30.0


def until(is_so: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Return as soon as it is so; the test fails if it does not become so in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"not in {seconds:.0f} s: {what}"
        time.sleep(0.02)


def rows(file: Path, query: str) -> list[tuple[object, ...]]:
    """What a service's file answers now; nothing is locked or changed."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
        return connection.execute(query).fetchall()


def court_file(stack: Stack) -> Path:
    """The court's database."""
    return stack.state_of("court") / "court.sqlite"


def platform_file(stack: Stack) -> Path:
    """The platform's database."""
    return stack.state_of("platform") / "platform.sqlite"


def court_book(stack: Stack) -> dict[str, Known]:
    """Every listing as the court itself has it."""
    found = rows(court_file(stack), "SELECT ref, version, withdrawn_on FROM listings")
    return _known(found)


def register(stack: Stack) -> dict[str, Known]:
    """Every listing of the court as the platform has it."""
    query = "SELECT ref, version, withdrawn_at FROM listings WHERE issuer = 'court'"
    return _known(rows(platform_file(stack), query))


def _known(found: Iterable[tuple[object, ...]]) -> dict[str, Known]:
    return {str(ref): (int(str(version)), ended is not None) for ref, version, ended in found}


def acts_done(stack: Stack) -> list[tuple[object, ...]]:
    """Reference and version of every act of the court, in order."""
    return rows(court_file(stack), "SELECT ref, version FROM acts ORDER BY seq")


def acts_unsaid(stack: Stack) -> list[tuple[object, ...]]:
    """Those of them which the court does not know to be on the stream."""
    query = "SELECT ref, version FROM acts WHERE published_at IS NULL ORDER BY seq"
    return rows(court_file(stack), query)


def taken_in(stack: Stack) -> list[tuple[object, ...]]:
    """Reference and version of every notice that the platform has taken in."""
    return rows(platform_file(stack), "SELECT ref, version FROM inbox")


def told_withdrawn(stack: Stack) -> list[tuple[object, ...]]:
    """The references that the platform has told its readers to be withdrawn."""
    return rows(platform_file(stack), "SELECT ref FROM feed WHERE act = 'withdrawn'")


def digest_outcomes(stack: Stack) -> list[object]:
    """What came of each comparison of the court's digest with the register, in order."""
    query = "SELECT outcome FROM digests WHERE issuer = 'court' ORDER BY seq"
    return [outcome for (outcome,) in rows(platform_file(stack), query)]


def people(count: int, first: int = 0) -> Iterator[Party]:
    """Invented people, all different."""
    for number in range(first, first + count):
        days, sequence = divmod(number, 1000)
        yield make_party(born_on=date(1970, 1, 1) + timedelta(days=days), sequence=sequence)


@contextmanager
def _ledger(stack: Stack) -> Iterator[Database]:
    """The court's own tables, which nobody else writes: the court must be stopped."""
    assert not stack.child("court").is_running
    database = Database(open_database(f"sqlite:///{court_file(stack)}"))
    try:
        yield database
    finally:
        database.close()


def enter(
    stack: Stack, parties: Iterable[Party], stands_until: date | None = None
) -> list[Listing]:
    """Decide these listings in the stopped court's ledger, in one go; it says them when it starts.

    Two hundred procedures through the doors would take minutes and end in the same rows.
    """
    until_day = stands_until or date(2021, 1, 2)
    entered = [
        make_listing(party, ref=new_reference("l"), listed_on=LISTED_ON, stands_until=until_day)
        for party in parties
    ]
    with _ledger(stack) as database, database.write() as session:
        for listing in entered:
            acts.append(session, listing, Act.LISTED, start_of(LISTED_ON))
    return entered


def withdraw(stack: Stack, listings: Sequence[Listing]) -> None:
    """Withdraw listings in the stopped court's ledger."""
    with _ledger(stack) as database, database.write() as session:
        for listing in listings:
            ended = listing.withdraw(Cause.PERFORMED, LISTED_ON)
            acts.append(session, ended, Act.WITHDRAWN, start_of(LISTED_ON))
