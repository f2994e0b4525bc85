"""The court's own doors: judgments, the notices given under them, what was performed."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session

from services.court import records
from services.court.api.shapes import (
    JudgmentReceipt,
    JudgmentShown,
    NewJudgment,
    NewNotice,
    NewPerformance,
    PerformanceReceipt,
    ToWithdraw,
)
from services.court.domain import EnforcementNotice, Judgment
from shared.errors import Conflict, must_exist
from shared.identifiers import Reference
from shared.origin import door, paper, rule
from shared.procedure.doors import DeskDep
from shared.procedure.resting import listings_resting_on
from shared.rulebook import Rules
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork

router = APIRouter(tags=["court"])

Id = Annotated[Reference, Path(examples=["j-qhzxkvbnwertyuiopasd"])]


class AlreadyRegistered(Conflict):
    """This debtor's judgment in this case is here already."""

    code = "already_registered"


@router.post(
    "/v1/judgments", status_code=201, **door(paper("Data come from a body's own ordinary work."))
)
def register(body: NewJudgment, work: ClerkWork, once: OnceDep) -> JudgmentReceipt:
    """Enter a judgment to be enforced; all of it stays here unless its party is listed."""
    judgment = body.judgment(work.signed)
    judgment.must_be_plausible(work.signed.today)
    _refuse_known(work.session, judgment)
    records.add_judgment(work.session, judgment)
    work.done(judgment.id)
    return once.keep(_receipt(judgment))


@router.post(
    "/v1/judgments/{id}/enforcement-notice",
    status_code=201,
    **door(rule("The notice warns of the list: 2013 Provisions, Art. 2.")),
)
def notify(
    id: Id, body: NewNotice, work: ClerkWork, desk: DeskDep, once: OnceDep
) -> JudgmentReceipt:
    """Call on the debtor to perform; without its warning nobody can be listed."""
    judgment, today = _found(work.session, id), work.signed.today
    perform_by = desk.rules.after(today, "notice-period")
    notified = judgment.notify(EnforcementNotice(today, perform_by, body.warns_of_listing))
    records.add_notice(work.session, notified)
    work.done(id, desk.rules.applied("notice-period"))
    return once.keep(_receipt(notified))


@router.post(
    "/v1/judgments/{id}/performance",
    status_code=201,
    **door(rule("Performance ends the ground for listing: 2017 Provisions, Art. 10.")),
)
def perform(
    id: Id, body: NewPerformance, work: ClerkWork, desk: DeskDep, once: OnceDep
) -> PerformanceReceipt:
    """Note that the duty was performed, in part or in full, and which listings must now end."""
    today = work.signed.today
    performed = _found(work.session, id).perform(body.performance(today), today)
    records.add_performance(work.session, performed)
    work.done(id)
    to_withdraw = _to_withdraw(work.session, performed, desk.rules, today)
    shown = JudgmentShown.of(performed).model_dump()
    return once.keep(PerformanceReceipt(**shown, to_withdraw=to_withdraw))


def _found(session: Session, judgment_id: str) -> Judgment:
    judgment = records.judgment(session, judgment_id)
    return must_exist(judgment, "There is no such judgment here.")


def _refuse_known(session: Session, judgment: Judgment) -> None:
    known = records.judgment_in_case(session, judgment.case_number, judgment.party.id_number)
    if known is not None:
        raise AlreadyRegistered("This party's judgment in this case was entered before.")


def _to_withdraw(
    session: Session, judgment: Judgment, rules: Rules, today: date
) -> list[ToWithdraw]:
    """Standing listings whose ground is gone; an officer withdraws each within the term."""
    if judgment.performed_on is None:
        return []
    by = rules.after(today, "withdrawal-term")
    resting = listings_resting_on(session, judgment.id)
    return [ToWithdraw(ref=found.ref, by=by) for found in resting if found.stands_on(today)]


def _receipt(judgment: Judgment) -> JudgmentReceipt:
    return JudgmentReceipt(**JudgmentShown.of(judgment).model_dump())
