"""Departments, residents, officers and the clock do what they like; the floor holds all the same.

The doors' own functions are called, each in a transaction of its own, without HTTP around them.
"""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from services.locality.api import benefits, endings, objections, officers
from services.locality.api import events as event_doors
from services.locality.api.department_shapes import NewCorrection, NewPenalty, NewTakingBack
from services.locality.api.shapes import NewEvent, NewObjection
from services.locality.records.tables import EventRow, ObjectionRow
from shared.procedure.shapes import NewVerdict, Reasons
from tests.unit.locality import promises
from tests.unit.locality.machine import HAPPENED, PEOPLE, Place

pytestmark = pytest.mark.slow

WHICH, WHO = st.integers(0, 40), st.integers(0, 2)
DAYS_AGO = st.sampled_from([0, 1, 1, 30, 30, 400, 1826, 1827])


class Locality(Place):
    """What anybody may try at a place, in any order."""

    @rule(who=WHO, consents=st.booleans())
    def answer(self, who: int, consents: bool) -> None:
        """A resident says yes or no."""
        self.say(who, consents)

    @rule(who=WHO, which=WHICH, ago=DAYS_AGO, share=st.integers(0, 3), own=st.integers(0, 5))
    def notify(self, who: int, which: int, ago: int, share: int, own: int) -> None:
        """A department notifies something, mostly of its own."""
        items = self.office.scheme.items
        item, other = items[which % len(items)], items[(which + 1) % len(items)]
        body = NewEvent(resident=self.residents[who], **self.words(item.code, ago, share))
        by = item.department if own else other.department
        self.attempt(
            lambda s: event_doors.notify_event(body, self.work(s, by), self.office, self.once(s))
        )
        self.notified_count += 1

    @precondition(lambda self: self.notified_count)
    @rule(which=WHICH)
    def tell(self, which: int) -> None:
        """The clerk tells the resident of some event."""
        self.attempt(
            lambda s: officers.tell_resident(
                self.some(s, EventRow, which),
                self.work(s, "clerk-one"),
                self.office,
                self.once(s),
            )
        )

    @precondition(lambda self: self.notified_count)
    @rule(which=WHICH, stranger=st.integers(0, 4))
    def object_to(self, which: int, stranger: int) -> None:
        """A resident objects to some event, now and then to somebody else's."""

        def act(session: Session) -> None:
            event = self.some(session, EventRow, which)
            row = session.get(EventRow, event)
            own = self.residents.index(row.resident_id) if row else 0
            who = own if stranger else (own + 1) % len(PEOPLE)
            body = NewObjection(statement="Not me.")
            objections.object_to_event(event, body, self.visit(session, who), self.once(session))
            assert who == own
            self.objections_count += 1
            HAPPENED["objected"] += 1

        self.attempt(act)

    @rule(who=WHO, which=WHICH)
    def dispute(self, who: int, which: int) -> None:
        """A department notifies something, and the resident objects to something."""
        self.notify(who, which, 1, 1, 1)
        self.object_to(1 + 2 * which, 1)

    @precondition(lambda self: self.objections_count)
    @rule(which=WHICH, upheld=st.booleans())
    def decide(self, which: int, upheld: bool) -> None:
        """Some objection is decided."""

        def act(session: Session) -> None:
            some, body = self.some(session, ObjectionRow, which), NewVerdict
            verdict = body(upheld=upheld, reasons="Because.")
            objections.decide_on_event(
                some, verdict, self.work(session, "appeals-one"), self.office
            )
            HAPPENED["upheld" if upheld else "dismissed"] += 1

        self.attempt(act)

    @precondition(lambda self: self.objections_count)
    @rule(which=WHICH)
    def pass_on(self, which: int) -> None:
        """Some objection is passed on to whoever notified."""

        def act(session: Session) -> None:
            some, work = self.some(session, ObjectionRow, which), self.work(session, "appeals")
            objections.ask_check(some, Reasons(reasons="Look again."), work, self.office)
            HAPPENED["passed on"] += 1

        self.attempt(act)

    @precondition(lambda self: self.notified_count)
    @rule(which=WHICH, how=st.sampled_from(["mistaken", "revoked", "repaired"]), own=st.booleans())
    def take_back(self, which: int, how: str, own: bool) -> None:
        """A department takes back some event, perhaps another's."""

        def act(session: Session) -> None:
            since = None if how == "mistaken" else str(self.today)
            body = NewTakingBack.model_validate(
                {"because": how, "since_on": since, "reasons": "It was so."}
            )
            some = self.some(session, EventRow, which)
            work = self.work(session, self.owner(session, some) if own else "nobody")
            endings.take_event_back(some, body, work, self.office, self.once(session))
            HAPPENED["taken back"] += 1
            assert own

        self.attempt(act)

    @precondition(lambda self: self.notified_count)
    @rule(which=WHICH, ago=DAYS_AGO)
    def put_right(self, which: int, ago: int) -> None:
        """A department corrects the day of some event."""

        def act(session: Session) -> None:
            some = self.some(session, EventRow, which)
            row = session.get(EventRow, some)
            kind = row.kind if row else self.office.scheme.items[0].code
            body = NewCorrection.model_validate(self.words(kind, ago, 1))
            work = self.work(session, self.owner(session, some))
            endings.put_event_right(some, body, work, self.office, self.once(session))
            HAPPENED["corrected"] += 1

        self.attempt(act)

    @precondition(lambda self: self.notified_count)
    @rule(which=WHICH, number=st.integers(0, 3))
    def hold_penalty(self, which: int, number: int) -> None:
        """The clerk holds against some act what others imposed."""
        body = NewPenalty(
            imposed_by="the school",
            penalty="a reprimand",
            imposed_on=self.today,
            reference=f"order {number}",
        )
        self.attempt(
            lambda s: officers.hold_penalty(
                self.some(s, EventRow, which), body, self.work(s, "clerk-one"), self.once(s)
            )
        )

    @rule(who=WHO, which=WHICH)
    def claim(self, who: int, which: int) -> None:
        """A resident claims some benefit."""
        offered = self.office.scheme.benefits

        def act(session: Session) -> None:
            benefit = offered[which % len(offered)].id
            benefits.claim_benefit(benefit, self.visit(session, who), self.once(session))
            HAPPENED["claimed"] += 1

        self.attempt(act)

    @rule(days=st.sampled_from([1, 2, 3, 12, 61, 400]))
    def advance(self, days: int) -> None:
        """Time passes, and what is due happens."""
        self.clock.move_to(self.today + timedelta(days=days))
        self.duties.run_due(self.clock.now())

    @invariant()
    def every_promise_is_kept(self) -> None:
        """Now and then look at everybody's score and file, at every clock, at everything held."""
        self.steps += 1
        if self.residents and self.steps % 4 == 0:
            with self.database.read() as session:
                promises.are_kept(self.visit(session, who) for who in range(len(PEOPLE)))


class InTown(Locality):
    """The place after Rongcheng under the law of Shandong."""

    place, law = "rongcheng", "shandong"


class InTheVillage(Locality):
    """The village under the law of Zhejiang, which counts from the finding."""

    place, law = "village", "zhejiang"


def test_the_floor_of_a_locality_holds_whatever_anybody_does() -> None:
    HAPPENED.clear()
    for where in (InTown, InTheVillage):
        run_state_machine_as_test(
            where, settings=settings(max_examples=8, stateful_step_count=30, deadline=None)
        )
    wanted = {"objected", "upheld", "taken back", "corrected", "step_not_allowed"}
    assert wanted <= set(HAPPENED), HAPPENED
