"""Doors for what is noted on a judgment: circumstances that bar a listing, applications for one."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session

from services.court import records
from services.court.api.decision_shapes import (
    ApplicationReceipt,
    CircumstanceReceipt,
    CircumstanceShown,
    NewApplication,
    NewCircumstance,
    NewEnd,
    ToEnd,
)
from services.court.api.doors import Id, found_judgment
from services.court.domain import Application, Circumstance
from services.court.domain.bars import must_be_recordable, withdrawal_for
from services.court.domain.endings import must_be_relistable
from services.court.domain.fitness import ERROR_TERM, WITHDRAWAL_TERM
from services.court.domain.listability import application_due
from services.court.domain.refusals import AlreadyDecided, DateInFuture
from services.court.domain.restrictions import DEFAULTERS
from shared.contract import Cause
from shared.errors import must_exist
from shared.identifiers import Reference
from shared.ledger.listing import Listing
from shared.origin import door, rule
from shared.procedure.doors import DeskDep
from shared.procedure.shapes import Reasons
from shared.references import new_reference
from shared.rulebook import Rules
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork, OfficerWork

router = APIRouter(tags=["court"])

CircumstanceId = Annotated[Reference, Path(examples=["b-qhzxkvbnwertyuiopasd"])]
ApplicationId = Annotated[Reference, Path(examples=["a-qhzxkvbnwertyuiopasd"])]
BARS = rule("Who may not be listed: 2017 Provisions, Art. 3; 法发〔2019〕35号.")


@router.post("/v1/judgments/{id}/circumstances", status_code=201, **door(BARS))
def record(
    id: Id, body: NewCircumstance, work: OfficerWork, desk: DeskDep, once: OnceDep
) -> CircumstanceReceipt:
    """Note a circumstance that bars a listing, and learn which standing ones must now go."""
    judgment, today = found_judgment(work.session, id), work.signed.today
    circumstance = body.circumstance(judgment.id, work.signed)
    must_be_recordable(judgment, circumstance, desk.rules, today)
    records.bars.keep_circumstance(work.session, circumstance)
    work.session.flush()
    work.done(id)
    return once.keep(_receipt(work.session, circumstance, desk.rules, today))


@router.post("/v1/circumstances/{id}/end", **door(BARS))
def end(id: CircumstanceId, body: NewEnd, work: ClerkWork, desk: DeskDep) -> CircumstanceReceipt:
    """Note the last day of a circumstance. It lists nobody: that takes a whole procedure."""
    found = records.bars.circumstance(work.session, id)
    found = must_exist(found, "There is no such circumstance here.")
    ended = found.end(body.last_day or work.signed.today, work.signed.by)
    records.bars.keep_circumstance(work.session, ended)
    work.session.flush()
    work.done(id)
    return _receipt(work.session, ended, desk.rules, work.signed.today)


@router.post(
    "/v1/judgments/{id}/listing-applications",
    status_code=201,
    **door(rule("The creditor applies, the court decides in time: 2017 Provisions, Art. 5.")),
)
def apply(
    id: Id, body: NewApplication, work: ClerkWork, desk: DeskDep, once: OnceDep
) -> ApplicationReceipt:
    """Enter that the creditor asks for a listing. It is answered by a proposal, or dismissed."""
    judgment, today = found_judgment(work.session, id), work.signed.today
    desk.rules.ground(body.ground, DEFAULTERS)
    applied_on = body.applied_on or today
    if applied_on > today:
        raise DateInFuture("What lies in the future has not been applied for.")
    deletions = records.decisions.deletions_under(work.session, judgment.id)
    must_be_relistable(deletions, desk.rules, today)
    application = Application(
        id=new_reference("a"),
        judgment_id=judgment.id,
        ground=body.ground,
        applied_on=applied_on,
        decide_by=application_due(applied_on, desk.rules),
        recorded_by=work.signed.by,
        recorded_at=work.signed.at,
    )
    records.decisions.keep_application(work.session, application)
    work.done(application.id)
    return once.keep(ApplicationReceipt.of(application))


@router.post(
    "/v1/listing-applications/{id}/dismissal",
    **door(rule("The court decides on the application: 2017 Provisions, Art. 5.")),
)
def dismiss(id: ApplicationId, body: Reasons, work: OfficerWork) -> ApplicationReceipt:
    """Say no to the creditor, with reasons; a yes is a proposal that a second officer approves."""
    found = records.decisions.application(work.session, id)
    found = must_exist(found, "There is no such application here.")
    if found.dismissed_at is not None:
        raise AlreadyDecided("This application was dismissed before.")
    dismissed = replace(
        found,
        dismissed_by=work.signed.by,
        dismissed_at=work.signed.at,
        dismissal_reasons=body.reasons,
    )
    records.decisions.keep_application(work.session, dismissed)
    work.done(id)
    return ApplicationReceipt.of(dismissed)


def _receipt(
    session: Session, circumstance: Circumstance, rules: Rules, today: date
) -> CircumstanceReceipt:
    shown = CircumstanceShown.of(circumstance).model_dump()
    about = records.standing.standing_about(session, circumstance.judgment_id, today)
    found = (_to_end(circumstance, listing, rules, today) for listing in about)
    return CircumstanceReceipt(**shown, to_withdraw=[one for one in found if one is not None])


def _to_end(
    circumstance: Circumstance, listing: Listing, rules: Rules, today: date
) -> ToEnd | None:
    found = withdrawal_for([circumstance], listing, rules, today)
    if found is None:
        return None
    cause = found[1]
    term = ERROR_TERM if cause is Cause.LISTED_IN_ERROR else WITHDRAWAL_TERM
    return ToEnd(ref=listing.ref, cause=cause, by=rules.after(today, term))
