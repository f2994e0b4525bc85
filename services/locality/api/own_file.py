"""A resident's own file: all that is held, who collected it, under which rule, what can be done."""

from datetime import date, datetime

from pydantic import BaseModel

from services.locality.api.batch_shapes import CameOnPaper, WaitsOnPaper, lag_days
from services.locality.api.score_shapes import RuleOfLine, words_of_item
from services.locality.api.shapes import ObjectionReceipt
from services.locality.api.visits import Visit
from services.locality.domain.events import Event, Objection, object_until
from services.locality.domain.office import Office
from services.locality.domain.residents import Resident
from services.locality.records import (
    batches,
    claims,
    events,
    organisations,
    readings,
    residents,
)
from services.locality.records.tables import ClaimRow
from shared.authorities import Authority
from shared.procedure import file, shapes
from shared.procedure.desk import Desk
from shared.procedure.shapes import Remedy
from shared.rulebook.rows import Text

OBJECT = Text(
    en="Object. Until your objection is decided a deduction counts nothing.",
    zh="提出异议。作出决定之前不予扣分。",
)
REVIEW = Text(
    en="Turn to the body above; the contact page names it.", zh="向上一级机关申请复核，见联系方式。"
)


class ConsentHeld(BaseModel):
    """One yes or no, and when."""

    consents: bool
    at: datetime


class ResidentHeld(BaseModel):
    """Somebody on the books."""

    id: str
    name: str
    registered_at: datetime


class EventHeld(BaseModel):
    """One event, from collection to whatever became of it."""

    id: str
    kind: str
    says: Text
    points_in_scheme: int | None
    rule: RuleOfLine | None
    happened_on: date
    collected_by: str
    notified_at: datetime
    lag_days: int
    on_paper: CameOnPaper | None
    note: str | None
    kept_until: date
    is_contested: bool
    struck_at: datetime | None
    struck_because: str | None
    objection: ObjectionReceipt | None
    remedies: list[Remedy]


class ClaimHeld(BaseModel):
    """One benefit claimed."""

    id: str
    benefit: str
    year: int
    claimed_at: datetime
    kept_until: date

    @classmethod
    def of(cls, row: ClaimRow) -> "ClaimHeld":
        """The claim as its resident sees it."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class OwnFile(BaseModel):
    """All that one locality holds about a party, its own list included.

    An organisation on the books has a door of its own.
    """

    authority: str
    rules: str
    rules_as_of: date
    resident: ResidentHeld | None
    is_scored: bool
    consents: list[ConsentHeld]
    events: list[EventHeld]
    waiting_on_paper: list[WaitsOnPaper]
    claims: list[ClaimHeld]
    local_list: shapes.OwnFile
    organisation_file_at: str | None = None


def own_file(visit: Visit, desk: Desk, authority: Authority) -> OwnFile:
    """The whole file of the party at the door."""
    office, session = visit.office, visit.session
    resident = residents.resident_with(session, visit.id_number)
    said = residents.consents_of(session, resident.id) if resident else ()
    return OwnFile(
        authority=office.slug,
        rules=office.heading(),
        rules_as_of=office.rules.as_of,
        resident=_resident(resident),
        is_scored=bool(said) and said[-1].consents,
        consents=[ConsentHeld(consents=one.consents, at=one.at) for one in said],
        events=_events(visit, resident),
        waiting_on_paper=_waiting(visit),
        claims=_claims(visit, resident),
        local_list=file.own_file(session, desk, authority, visit.id_number, visit.signed.at),
        organisation_file_at=_organisation_file_at(visit),
    )


def _organisation_file_at(visit: Visit) -> str | None:
    found = organisations.organisation_with(visit.session, visit.id_number)
    return "/v1/me/organisation" if found else None


def _resident(found: Resident | None) -> ResidentHeld | None:
    if found is None:
        return None
    return ResidentHeld(id=found.id, name=found.name, registered_at=found.registered_at)


def _events(visit: Visit, resident: Resident | None) -> list[EventHeld]:
    if resident is None:
        return []
    session, today = visit.session, visit.signed.today
    return [_event(visit, event) for event in events.events_of(session, resident.id, today)]


def _waiting(visit: Visit) -> list[WaitsOnPaper]:
    """What was keyed under the party's own number, whether or not it is a resident."""
    found = readings.readings_about(visit.session, visit.id_number)
    known = {batch_id: batches.batch(visit.session, batch_id) for batch_id, *_ in found}
    return [
        WaitsOnPaper.of(batch, number, keying, entry)
        for batch_id, number, keying, entry in found
        if (batch := known[batch_id]) is not None
    ]


def _claims(visit: Visit, resident: Resident | None) -> list[ClaimHeld]:
    rows = claims.claims_of(visit.session, resident.id) if resident else ()
    return [ClaimHeld.of(row) for row in rows]


def _event(visit: Visit, event: Event) -> EventHeld:
    item = visit.office.scheme.item(event.kind)
    objection = events.objection_to(visit.session, event.id)
    return EventHeld(
        id=event.id,
        kind=event.kind,
        says=words_of_item(item),
        points_in_scheme=item.points if item else None,
        rule=RuleOfLine.of(item) if item else None,
        happened_on=event.happened_on,
        collected_by=event.collected_by,
        notified_at=event.notified_at,
        lag_days=lag_days(event.happened_on, event.notified_at),
        on_paper=CameOnPaper.of(batches.origin_of(visit.session, event.id)),
        note=event.note,
        kept_until=event.kept_until,
        is_contested=event.is_contested,
        struck_at=event.struck_at,
        struck_because=event.struck_because,
        objection=ObjectionReceipt.of(objection) if objection else None,
        remedies=_remedies(visit.office, event, objection, visit.signed.today),
    )


def _remedies(
    office: Office, event: Event, objection: Objection | None, today: date
) -> list[Remedy]:
    """What the resident can do about an event today, and until when."""
    last_day = object_until(office.rules, event)
    if objection is None:
        within = today <= last_day
        return (
            [Remedy(what=OBJECT, door=f"/v1/events/{event.id}/objections", until=last_day)]
            if within
            else []
        )
    if objection.is_upheld is False:
        return [Remedy(what=REVIEW, door="/v1/contact", until=None)]
    return []
