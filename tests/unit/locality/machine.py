"""A locality in memory for random courses: its people, its doors without HTTP, its calendar."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, initialize
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.locality.api import residents as resident_doors
from services.locality.api.shapes import NewConsent, NewResident
from services.locality.api.visits import Visit
from services.locality.domain.office import Office
from services.locality.records import METADATA
from services.locality.records.retention import Forgetting
from services.locality.records.tables import EventRow, ObjectionRow, ResidentRow
from shared.calendar import legal_day
from shared.errors import Refusal
from shared.signature import PARTY, Signature
from shared.web.idempotency import Once, RepeatKey
from shared.web.work import Work
from tests.builders import make_party
from tests.fakes import FixedClock
from tests.unit.locality.schemes import rules_of, scheme_of
from tests.unit.shared.memory import memory_database

# A Thursday before the week of the Spring Festival.
START = date(2019, 1, 24)
PEOPLE = [make_party("王秀英"), make_party("李军", sequence=3), make_party("张伟", sequence=5)]
HAPPENED: Counter[str] = Counter()


class Place(RuleBasedStateMachine):
    """A place in memory: three residents, its departments, its officers, the calendar."""

    place: ClassVar[str]
    law: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.database = memory_database(METADATA)
        self.clock = FixedClock(START)
        rules = rules_of(self.law, date(2026, 1, 1))
        self.office = Office(self.place, scheme_of(self.place), rules)
        self.duties = Forgetting(self.database)
        self.residents: list[str] = []
        self.steps = self.notified_count = self.objections_count = 0

    @initialize()
    def register_everybody(self) -> None:
        """Three people on the books, of whom two say yes."""
        for party in PEOPLE:
            self.register(NewResident(party=party))
        with self.database.read() as session:
            known = {row.name: row.id for row in session.scalars(select(ResidentRow))}
        self.residents = [known[party.name] for party in PEOPLE]
        for who in (0, 1):
            self.say(who, True)

    def register(self, body: NewResident) -> None:
        """The clerk puts somebody on the books."""
        self.attempt(
            lambda s: resident_doors.register_resident(
                body, self.work(s, "clerk-one"), self.office, self.once(s)
            )
        )

    def teardown(self) -> None:
        """Give the tables back."""
        self.database.close()

    @property
    def today(self) -> date:
        """The legal day."""
        return legal_day(self.clock.now())

    def work(self, session: Session, by: str) -> Work:
        """An officer or a department at a door."""
        return Work(session, Signature(by, self.clock.now()), "POST /v1/somewhere")

    def once(self, session: Session) -> Once:
        """Without a key nothing is remembered."""
        return Once(session, RepeatKey(None, ""))

    def visit(self, session: Session, who: int) -> Visit:
        """A resident at a door."""
        signed = Signature(PARTY, self.clock.now())
        return Visit(session, self.office, PEOPLE[who].id_number, signed)

    def attempt(self, what: Callable[[Session], object]) -> None:
        """Try it in a transaction of its own; a refusal leaves nothing but its code."""
        try:
            with self.database.write() as session:
                what(session)
        except Refusal as refusal:
            HAPPENED[refusal.code] += 1

    def some(self, session: Session, of: type[EventRow | ObjectionRow], which: int) -> str:
        """Some event or objection: now and then any, mostly one of which nothing has become."""
        wanted = select(of.id).order_by(of.id)
        if which % 4:
            ended = of.struck_at if of is EventRow else ObjectionRow.decided_at
            wanted = wanted.where(ended.is_(None))
        found = session.scalars(wanted).all()
        return str(found[which % len(found)]) if found else "e-nothing-of-this-name"

    def say(self, who: int, consents: bool) -> None:
        """The same at any time."""
        body = NewConsent(consents=consents)
        self.attempt(
            lambda s: resident_doors.consent(self.residents[who], body, self.visit(s, who))
        )

    def words(self, kind: str, ago: int, share: int) -> dict[str, Any]:
        """What was done and when; where it is judged, some points of the range or just beyond."""
        item = self.office.scheme.item(kind)
        assert item is not None
        told: dict[str, Any] = {"kind": kind, "happened_on": str(self.today - timedelta(days=ago))}
        if item.span is not None:
            step = (item.span.most - item.span.least) // 2
            told |= {"points": item.span.least + share * step, "points_because": "As it was."}
        return told

    def owner(self, session: Session, event_id: str) -> str:
        """Which department notified an event."""
        row = session.get(EventRow, event_id)
        return row.collected_by if row else "nobody"
