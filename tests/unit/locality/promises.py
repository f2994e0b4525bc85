"""What must hold in a locality, whatever anybody did: read from its tables, not from memory."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from demo.portraits import AUTHORITIES
from services.locality.api.local_casework import LocalCasework
from services.locality.api.own_file import own_file
from services.locality.api.visits import Visit
from services.locality.domain.objections import CHECK_TERM, OWN_TERM, Objection
from services.locality.domain.office import Office
from services.locality.domain.residents import NoConsent, Resident
from services.locality.domain.score import Counted, Score
from services.locality.records import events, penalties, residents
from services.locality.records.penalties import PenaltyRow
from services.locality.records.tables import ClaimRow, EventRow, ObjectionRow
from shared.authorities import load
from shared.calendar import is_working_day, legal_day
from shared.procedure.desk import Desk
from shared.rulebook import Rules

KNOWN = load(AUTHORITIES)


def are_kept(visits: Iterable[Visit]) -> int:
    """Raise if a promise is broken about anybody; how many objections there are."""
    visits = list(visits)
    for visit in visits:
        resident = visit.resident()
        _scored_by_consent_alone(visit, resident)
        _file_is_whole(visit, resident)
    session, office, today = visits[0].session, visits[0].office, visits[0].signed.today
    _forgotten_in_time(session, today)
    found = session.scalars(select(ObjectionRow.id)).all()
    for objection_id in found:
        objection = events.objection(session, objection_id)
        assert objection is not None
        _clock_is_honoured(office, objection)
        _upheld_strikes(session, objection)
    return len(found)


def _scored_by_consent_alone(visit: Visit, resident: Resident) -> None:
    """Without a yes there is neither score nor count among the scored."""
    today = visit.signed.today
    consents = residents.does_consent(visit.session, resident.id)
    assert (resident.id in events.events_of_consenting(visit.session, today)) == consents
    if not consents:
        with pytest.raises(NoConsent):
            visit.own_score(resident)
        return
    _lines_are_right(visit.office, visit.own_score(resident))


def _lines_are_right(office: Office, found: Score) -> None:
    assert sum(line.points for line in found.lines) == found.points
    used: defaultdict[tuple[str, int], int] = defaultdict(int)
    for line in found.lines:
        if line.event is None or line.item is None:
            continue
        assert line.event.stands
        assert line.event.collected_by == line.item.department
        if line.event.is_contested and line.item.is_deduction:
            assert line.points == 0
        if line.item.is_extra_legal and line.event.told_at is None:
            assert (line.points, line.counted) == (0, Counted.NOT_TOLD)
        used[line.event.kind, line.event.happened_on.year] += abs(line.points)
    for (kind, _), points in used.items():
        item = office.scheme.item(kind)
        assert item is not None
        assert item.max_points_per_year is None or points <= item.max_points_per_year


def _file_is_whole(visit: Visit, resident: Resident) -> None:
    """A low score, or none, closes no door: all that is held is shown, with what can be done."""
    nothing = Rules("local-list", visit.signed.today, {})
    desk = Desk(visit.office.slug, nothing, LocalCasework(nothing), has_outbox=False)
    shown = own_file(visit, desk, KNOWN.named(visit.office.slug))
    kept = select(EventRow.id).where(EventRow.resident_id == resident.id)
    assert {one.id for one in shown.events} == set(visit.session.scalars(kept))
    for event in shown.events:
        assert event.penalties_count == len(penalties.penalties_for(visit.session, event.id))
        assert event.struck_at is None or event.remedies == []


def _forgotten_in_time(session: Session, today: date) -> None:
    kept = {row.id: row.kept_until for row in session.scalars(select(EventRow))}
    assert all(today < day for day in kept.values())
    assert all(today < day for day in session.scalars(select(ClaimRow.kept_until)))
    assert set(session.scalars(select(ObjectionRow.event_id))) <= set(kept)
    assert set(session.scalars(select(PenaltyRow.event_id))) <= set(kept)


def _clock_is_honoured(office: Office, objection: Objection) -> None:
    """So many working days lie between, counted one by one; the last of them is one."""
    raised = legal_day(objection.raised_at)
    days = range(1, (objection.decide_by - raised).days + 1)
    working = [day for day in days if is_working_day(raised + timedelta(days=day))]
    term = OWN_TERM if objection.check_asked_at is None else CHECK_TERM
    assert len(working) == office.rules.number(term)
    assert is_working_day(objection.decide_by)


def _upheld_strikes(session: Session, objection: Objection) -> None:
    event = events.event(session, objection.event_id)
    assert event is not None
    if objection.is_upheld:
        assert not event.stands
        assert event.struck_because
    if objection.is_open:
        assert event.stands
        assert event.is_contested
