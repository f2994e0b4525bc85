"""Random courses at sector lists: the floor holds at each, whatever its rulebook says besides."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.sector_list import records
from services.sector_list.api import SectorCasework, cases, members
from services.sector_list.api.members import MEMBERS_ONLY
from services.sector_list.api.shapes import NewCase, NewCorrection, NewMember, NewPenalty
from services.sector_list.records.tables import CaseRow, MemberRow
from shared.calendar import first_working_day, legal_day
from shared.identifiers import Kind, Party
from shared.ledger import acts
from shared.ledger.acts import ActRow, ListingRow
from shared.ledger.listing import Listing
from shared.procedure.casework import Request
from shared.procedure.desk import Desk
from shared.procedure.publication import PublicationDay, publication_day
from shared.rulebook import Finding, Ground, ListRule, Unit, load
from shared.ties.domain import roles_in
from shared.ties.records import ties_of_firm
from shared.ties.roles import Role
from tests.unit.apps import ROOT
from tests.unit.choices import AS_ENTERED, choose
from tests.unit.course import OFFICERS, WHICH, WHOLE_LIFE, once, run
from tests.unit.tie_course import FIRMS, PARTIES, PERSONS, TieCourse

pytestmark = pytest.mark.slow

IN_2019 = date(2019, 11, 1)


class Sector(TieCourse):
    """One sector's authority under the rules of 2019."""

    BEGINS_ON = date(2019, 1, 20)
    TABLES = records.METADATA
    HAPPENED: ClassVar[Counter[str]] = Counter()
    SLUG: ClassVar[str]

    def make_desk(self) -> Desk:
        """The authority's desk."""
        path = ROOT / f"services/sector_list/rulebooks/{self.SLUG}.yaml"
        rules = load(path).as_of(IN_2019)
        rows = rules.rows.values()
        grounds = [row.id for row in rows if isinstance(row.value, Ground)]
        self.through = [one for one in grounds if roles_in(rules, one)]
        others = [row.id for row in rows if isinstance(row.value, Finding)]
        self.findings = [one for one in grounds if one not in self.through] + others
        self.penalties = [row.id for row in rules.rows.values() if row.unit is Unit.PENALTY]
        return Desk(self.SLUG, rules, SectorCasework(rules))

    @initialize()
    def begin(self) -> None:
        """A case about each party that may be listed, and somebody behind; some are listed."""
        for number, party in enumerate(self.likely_parties()):
            self.find(PARTIES.index(party), number, 1, 0)
            self.tie(number, Role.REPRESENTATIVE, 30, "zhao")
        self.hurry(0, 4, "li", 12)
        self.hurry(0, 1, "li", 40)

    def likely_parties(self) -> list[Party]:
        """Those of the kind that the authority lists; firms where it lists both, or nobody."""
        values = [row.value for row in self.desk.rules.rows.values()]
        kinds = {kind for value in values if isinstance(value, ListRule) for kind in value.kinds}
        return PERSONS if kinds == {Kind.PERSON} else FIRMS

    def wanted(self, session: Session, which: int, other: int) -> Request | None:
        """A listing for a case, or of somebody behind a firm that is listed; mostly a good one."""
        if self.through and other % 2:
            return self.wanted_through(session, which, other)
        case = records.case(session, a_case(session, which))
        if case is None:
            return None
        ground = case.ground if other % 5 else self.findings[other % len(self.findings)]
        value = self.desk.rules.row(ground).value
        list_id = value.list if isinstance(value, Ground) else "no-list"
        party = case.party if other % 7 else PARTIES[other % len(PARTIES)]
        return Request(list_id, ground, case.id, party)

    def wanted_through(self, session: Session, which: int, other: int) -> Request | None:
        """A listing of a person that rests on some listing, mostly one of their own firm's."""
        rows = session.scalars(select(ListingRow).order_by(AS_ENTERED))
        refs = [(row.ref, row.kind == "organisation" and not row.withdrawn_on) for row in rows]
        carrier = acts.listing(session, choose(refs, which))
        if carrier is None:
            return None
        behind = [tie.person for tie in ties_of_firm(session, carrier.id_number)]
        people = behind if behind and other % 5 else PERSONS
        return Request(carrier.list, self.through[0], carrier.ref, people[which % len(people)])

    def firm_at_the_door(self, session: Session, which: int) -> str:
        """A case, mostly one about a firm."""
        rows = session.scalars(select(CaseRow).order_by(AS_ENTERED))
        return choose([(row.id, row.kind == Kind.ORGANISATION) for row in rows], which)

    @rule(which=WHICH, ground=WHICH, decided=st.integers(0, 3), days=st.integers(0, 30))
    def find(self, which: int, ground: int, decided: int, days: int) -> None:
        """Something is found about somebody."""
        imposed = [NewPenalty(penalty=self.penalties[0])] * 3 if self.penalties else []
        body = NewCase(
            party=PARTIES[which % len(PARTIES)],
            ground=self.findings[ground % len(self.findings)],
            found_on=self.today - timedelta(days=days),
            facts="属实。",
            decided=decided > 0,
            penalties=imposed,
            amount_yuan=50_000,
            persons_count=20,
        )
        self.attempt(lambda s: cases.record(body, self.work(s, "zhao"), self.desk, once(s)))

    @rule(which=WHICH, promised=st.booleans(), by=OFFICERS)
    def correct(self, which: int, promised: bool, by: str) -> None:
        """A party puts something right."""
        body = NewCorrection(promised=promised)
        self.attempt(lambda s: cases.correct(a_case(s, which), body, self.work(s, by), self.desk))

    @precondition(lambda self: self.listings_count)
    @rule(which=WHICH, by=OFFICERS)
    def end_early(self, which: int, by: str) -> None:
        """An officer lets somebody off early, if the rules allow it."""
        self.attempt(lambda s: cases.end_early(a_case(s, which), self.work(s, by), self.desk))

    @precondition(lambda self: MEMBERS_ONLY in self.desk.rules.rows)
    @rule(which=WHICH, leaves=st.booleans())
    def join_or_leave(self, which: int, leaves: bool) -> None:
        """Somebody joins a body with a voluntary code, or leaves it; others have no members."""

        def do_it(session: Session) -> None:
            work = self.work(session, "zhao")
            if leaves:
                members.leave(a_member(session, which), work, self.desk)
            else:
                body = NewMember(party=PARTIES[which % len(PARTIES)])
                members.join(body, work, self.desk, once(session))

        self.attempt(do_it)

    def keeps_its_own(self, session: Session, listings: Iterable[Listing]) -> None:
        """Each listing rests on a decided case, on the day that the sector publishes."""
        super().keeps_its_own(session, listings)
        for listing in listings:
            basis = self.first(session, listing).basis
            case = records.case(session, basis)
            if case is None:
                assert acts.listing(session, basis) is not None
                assert listing.kind is Kind.PERSON
            else:
                assert case.is_decided
                assert case.party.id_number == listing.id_number
            if publication_day(self.desk.rules) is PublicationDay.FIRST_WORKING_DAY:
                assert listing.listed_on == first_working_day(listing.listed_on)


def a_case(session: Session, which: int) -> str:
    """Some case."""
    return choose(
        [(one, True) for one in session.scalars(select(CaseRow.id).order_by(AS_ENTERED))], which
    )


def a_member(session: Session, which: int) -> str:
    """Some member, mostly one that has not left."""
    rows = session.scalars(select(MemberRow).order_by(AS_ENTERED))
    return choose([(row.id, row.left_on is None) for row in rows], which)


class Rail(Sector):
    """A list of persons, out once a month."""

    SLUG, HAPPENED = "rail", Counter()


class Wages(Sector):
    """A list of firms, and of those who answer for them."""

    SLUG, HAPPENED = "wages", Counter()


class Environment(Sector):
    """Two lists of firms and a scale of grades."""

    SLUG, HAPPENED = "environment", Counter()


class Education(Sector):
    """A county's list that never leaves it."""

    SLUG, HAPPENED = "education", Counter()


class Association(Sector):
    """A voluntary code for members, which lists nobody."""

    SLUG, HAPPENED = "association", Counter()

    def likely_parties(self) -> list[Party]:
        """Two firms, which join first."""
        for number in range(len(FIRMS)):
            self.join_or_leave(number, False)
        return FIRMS

    def keeps_its_own(self, session: Session, listings: Iterable[Listing]) -> None:
        """Whoever it finds something about is a member, and nobody is ever listed."""
        super().keeps_its_own(session, listings)
        assert list(listings) == []
        assert session.scalars(select(ActRow.seq)).all() == []
        for row in session.scalars(select(CaseRow)):
            day = legal_day(row.recorded_at)
            known = records.memberships_of(session, row.id_number)
            assert any(one.joined_on <= day <= (one.left_on or date.max) for one in known)


@pytest.mark.parametrize("sector", [Rail, Wages, Environment], ids=lambda one: str(one.SLUG))
def test_the_floor_holds_at_a_sector_whatever_anybody_does(sector: type[Sector]) -> None:
    through = {"listed through", "tie cut"} if sector is Wages else set()
    run(sector, until=WHOLE_LIFE | through)


def test_of_a_local_list_nothing_ever_waits_for_the_bus() -> None:
    run(Education, until=WHOLE_LIFE)


def test_a_voluntary_code_lists_nobody_whatever_anybody_does() -> None:
    run(Association, until=())


def test_every_firm_and_person_of_the_course_is_invented() -> None:
    assert {one.kind for one in FIRMS} == {Kind.ORGANISATION}
    assert {one.kind for one in PERSONS} == {Kind.PERSON}
