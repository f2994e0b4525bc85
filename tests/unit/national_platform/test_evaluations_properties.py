"""Whatever issuers say in whatever order, and whenever a place reads: organisations only, and in
the end exactly what the register shows of the place's own."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.national_platform.domain.checking import Checker
from services.national_platform.domain.redaction import Redactor
from services.national_platform.receiving import Desk, keep
from services.national_platform.records import METADATA, editions, evaluations
from services.national_platform.records.evaluations import Sent
from services.national_platform.records.register import is_shown
from services.national_platform.records.state import begin
from services.national_platform.records.tables import ListingRow
from shared.authorities import load
from shared.calendar import add_months, legal_day
from shared.contract import Act
from shared.database import Database
from shared.identifiers import Kind, check_number
from shared.ledger.listing import Listing
from tests.builders import make_organisation, make_party
from tests.fakes import FixedClock
from tests.unit.apps import ROOT
from tests.unit.national_platform.saying import listed, say, withdraw
from tests.unit.national_platform.test_evaluations import FIRM, IN_BAILU
from tests.unit.shared.memory import memory_database

pytestmark = pytest.mark.slow
PARTIES = [
    make_party(),
    make_party("李静", sequence=4),
    FIRM,
    make_organisation(number=7),
    IN_BAILU,
]
REGIONS = ("6601", "7501")
UNTIL = [date(2019, 2, 20), date(2019, 3, 1), date(2019, 5, 1), date(2022, 1, 1)]
KNOWN = load(ROOT / "authorities.yaml")
REF = st.sampled_from([f"court-{letter * 8}" for letter in "abcd"])
SAYING = st.tuples(
    st.sampled_from(["list", "correct", "withdraw"]),
    REF,
    st.sampled_from(PARTIES),
    st.sampled_from(UNTIL),
)
READING = st.tuples(st.just("read"), st.sampled_from(REGIONS), st.integers(1, 4))
STORIES = st.lists(st.one_of(SAYING, READING, st.tuples(st.just("month"))), max_size=25)


@dataclass
class Reader:
    """A place with a cursor: what it holds, from nothing but the lines that came."""

    region: str
    cursor: int = 0
    holds: dict[tuple[str, str], Sent] = field(default_factory=dict)
    seen: list[Sent] = field(default_factory=list)

    def read(self, database: Database, size: int) -> bool:
        """One page; whether there was nothing more."""
        with database.read() as session:
            found = evaluations.after(session, self.cursor, [self.region], size)
        for line in found:
            if line.ended:
                self.holds.pop((line.ref, line.region), None)
            else:
                self.holds[line.ref, line.region] = line
        self.seen += found
        self.cursor = found[-1].seq if found else self.cursor
        return len(found) < size


class Story:
    """A register with issuers' words, months and two places that read."""

    def __init__(self) -> None:
        self.database = memory_database(METADATA)
        self.clock = FixedClock(date(2019, 1, 10))
        self.desk = Desk(self.database, self.clock, Checker(KNOWN, 366), Redactor(KNOWN, b"a key"))
        with self.database.write() as session:
            begin(session, self.clock.now())
        self.readers = {region: Reader(region) for region in REGIONS}
        self.said: dict[str, Listing] = {}

    def play(self, what: str, *words: Any) -> None:
        """One thing happens."""
        if what == "month":
            self.turn()
        elif what == "read":
            self.readers[words[0]].read(self.database, words[1])
        else:
            self.say(what, *words)

    def say(self, what: str, ref: str, party: Any, until: date) -> None:
        """An issuer's act; a kind that does not fit what it said before is a bad notice."""
        new = listed(ref, party=party, listed_on=date(2019, 1, 10), stands_until=until)
        before = self.said.get(ref)
        version = before.version + 1 if before else 1
        told = replace(new, version=version)
        act = {"list": Act.LISTED, "correct": Act.CORRECTED}.get(what)
        keep(self.desk, [say(told, act) if act else withdraw(told)])
        self.said[ref] = told

    def turn(self) -> None:
        """The month turns, as the press does it."""
        today = legal_day(self.clock.now())
        self.clock.move_to(add_months(today.replace(day=1), 1))
        today = legal_day(self.clock.now())
        with self.database.write() as session:
            editions.bring_out(session, f"{today:%Y-%m}", today)
            evaluations.send_edition(session, today, self.clock.now())
            editions.forget_ended(session, today)

    def shown(self, region: str) -> set[tuple[str, str, date]]:
        """What the register shows of a region's organisations today."""
        today = legal_day(self.clock.now())
        with self.database.read() as session:
            rows = session.query(ListingRow).filter(is_shown(today)).all()
            return {
                (row.ref, str(row.truncated_id), row.shown_until or today)
                for row in rows
                if row.kind == Kind.ORGANISATION and str(row.truncated_id)[2:6] == region
            }

    def held(self, region: str) -> set[tuple[str, str, date]]:
        """What a place holds that still stands, once it has read to the end."""
        today, reader = legal_day(self.clock.now()), self.readers[region]
        while not reader.read(self.database, 3):
            pass
        lines = reader.holds.values()
        told = {(one.ref, str(one.code), one.stands_until or today) for one in lines}
        return {one for one in told if one[2] > today}


@settings(max_examples=120, deadline=None)
@given(STORIES)
def test_places_hold_what_the_register_shows_of_organisations_and_nothing_of_people(
    happenings: list[tuple[Any, ...]],
) -> None:
    story = Story()
    for happening in happenings:
        story.play(*happening)
    for region, reader in story.readers.items():
        assert story.held(region) == story.shown(region)
        numbers = [line.seq for line in reader.seen]
        assert numbers == sorted(set(numbers))
        for line in reader.seen:
            assert line.region.startswith(region)
            assert line.code is None or check_number(Kind.ORGANISATION, line.code)
    story.database.close()
