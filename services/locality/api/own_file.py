"""A resident's own file: all that is held, who collected it, under which rule, what can be done."""

from datetime import date, datetime

from pydantic import BaseModel

from services.locality.api.batch_shapes import CameOnPaper, WaitsOnPaper, lag_days
from services.locality.api.department_shapes import PenaltyHeld
from services.locality.api.score_shapes import RuleOfLine, words_of_item
from services.locality.api.shapes import ObjectionReceipt
from services.locality.api.visits import Visit
from services.locality.domain.events import Ending, Event
from services.locality.domain.objections import Objection, object_until
from services.locality.domain.office import Office
from services.locality.domain.penalties import Penalty
from services.locality.domain.residents import Resident
from services.locality.records import (
    batches,
    claims,
    events,
    organisations,
    penalties,
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
    points_because: str | None
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
    struck_how: Ending | None
    law_gave_until: date | None
    corrects: str | None
    waits_to_be_told: bool
    told_at: datetime | None
    penalties: list[PenaltyHeld]
    penalties_count: int
    penalties_say: Text | None
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
    kept = events.events_of(visit.session, resident.id, visit.signed.today)
    return [_event(visit, event) for event in kept]


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
    imposed = penalties.penalties_for(visit.session, event.id)
    known = {name: getattr(event, name) for name in EventHeld.model_fields if hasattr(event, name)}
    return EventHeld(
        **known,
        says=words_of_item(item),
        points_in_scheme=item.points_for(event.points) if item else None,
        rule=RuleOfLine.of(item) if item else None,
        lag_days=lag_days(event.happened_on, event.notified_at),
        on_paper=CameOnPaper.of(batches.origin_of(visit.session, event.id)),
        penalties=[PenaltyHeld.of(one) for one in imposed],
        penalties_count=len(imposed),
        penalties_say=_stacked(imposed),
        objection=ObjectionReceipt.of(objection) if objection else None,
        remedies=_remedies(visit.office, event, objection, visit.signed.today),
    )


def _stacked(imposed: list[Penalty]) -> Text | None:
    """How many bodies imposed how much for one act; nothing where nobody did."""
    if not imposed:
        return None
    many, bodies = len(imposed), len({one.imposed_by for one in imposed})
    return Text(
        en=f"Penalties imposed for this one act: {many}, by {bodies} bodies. They cost no points.",
        zh=f"因同一行为受到{bodies}个机关的{many}项处理；这些处理不扣分。",
    )


def _remedies(
    office: Office, event: Event, objection: Objection | None, today: date
) -> list[Remedy]:
    """What the resident can do about an event today, and until when."""
    if not event.stands:
        return []
    last_day = object_until(office.rules, event)
    if objection is None:
        if last_day is not None and today > last_day:
            return []
        return [Remedy(what=OBJECT, door=f"/v1/events/{event.id}/objections", until=last_day)]
    if objection.is_upheld is False:
        return [Remedy(what=REVIEW, door="/v1/contact", until=None)]
    return []
