"""The court's own doors: judgments, the notices given under them, what was performed."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session

from services.court import records
from services.court.api.shapes import (
    JudgmentFound,
    JudgmentReceipt,
    JudgmentShown,
    NewJudgment,
    NewNotice,
    NewPerformance,
    PerformanceReceipt,
    ToLift,
    ToWithdraw,
)
from services.court.api.tasks import situation_of
from services.court.domain import EnforcementNotice, Judgment
from services.court.domain.endings import due_endings
from services.court.domain.fitness import LIFTING_TERM, NOTICE_PERIOD, WITHDRAWAL_TERM
from shared.errors import Conflict, must_exist
from shared.identifiers import Reference
from shared.origin import door, ours, paper, rule
from shared.procedure.doors import DeskDep
from shared.rulebook import Rules
from shared.web.guards import Officer, ReadingDep
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


@router.get(
    "/v1/judgments/{id}",
    **door(ours("Officers read a judgment; its party reads its own file.")),
)
def read_judgment(id: Id, officer: Officer, session: ReadingDep) -> JudgmentFound:
    """One judgment, and what was done under it."""
    return JudgmentFound.for_officers(found_judgment(session, id))


@router.post(
    "/v1/judgments/{id}/enforcement-notice",
    status_code=201,
    **door(rule("The notice warns of the list: 2013 Provisions, Art. 2.")),
)
def notify(
    id: Id, body: NewNotice, work: ClerkWork, desk: DeskDep, once: OnceDep
) -> JudgmentReceipt:
    """Call on the debtor to perform; without its warning nobody can be listed."""
    judgment, today = found_judgment(work.session, id), work.signed.today
    perform_by = desk.rules.after(today, NOTICE_PERIOD)
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
    performed = found_judgment(work.session, id).perform(body.performance(today), today)
    records.add_performance(work.session, performed)
    work.done(id)
    receipt = PerformanceReceipt(
        **JudgmentShown.of(performed).model_dump(),
        to_withdraw=_to_withdraw(work.session, performed, desk.rules, today),
        to_lift=_to_lift(work.session, performed, desk.rules, today),
    )
    return once.keep(receipt)


def found_judgment(session: Session, judgment_id: str) -> Judgment:
    """The judgment; NotFound if there is none."""
    judgment = records.judgment(session, judgment_id)
    return must_exist(judgment, "There is no such judgment here.")


def _refuse_known(session: Session, judgment: Judgment) -> None:
    known = records.judgment_in_case(session, judgment.case_number, judgment.party.id_number)
    if known is not None:
        raise AlreadyRegistered("This party's judgment in this case was entered before.")


def _to_withdraw(
    session: Session, judgment: Judgment, rules: Rules, today: date
) -> list[ToWithdraw]:
    """Standing listings that the rules let end with the duty; an officer withdraws each in time.

    A fixed term goes on: there the court may delete early, and need not.
    """
    if judgment.performed_on is None:
        return []
    by = rules.after(judgment.performed_on, WITHDRAWAL_TERM)
    situation = situation_of(session, judgment, today)
    return [
        ToWithdraw(ref=found.ref, by=by)
        for found in records.standing.standing_under(session, judgment.id, today)
        if due_endings(found.reason, situation, rules, must=True)
    ]


def _to_lift(session: Session, judgment: Judgment, rules: Rules, today: date) -> list[ToLift]:
    """Orders that must be lifted since nothing is owed any more."""
    if judgment.performed_on is None:
        return []
    by = rules.after(judgment.performed_on, LIFTING_TERM)
    orders = records.restrictions.restrictions_under(session, judgment.id)
    return [
        ToLift(restriction=order.id, by=by)
        for order in orders
        if records.standing.is_in_force(session, order, today)
    ]


def _receipt(judgment: Judgment) -> JudgmentReceipt:
    return JudgmentReceipt(**JudgmentShown.of(judgment).model_dump())
