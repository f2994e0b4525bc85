"""Doors about persons behind organisations, and about contesting that one is."""

from fastapi import APIRouter
from sqlalchemy.orm import Session

from services.tax.api.fetching import Id, ScaleDep, TieId, VisitDep, found_taxpayer, found_tie
from services.tax.api.work_shapes import (
    AppealReceipt,
    NewAppeal,
    NewEnding,
    NewTie,
    TieReceipt,
    Ties,
    TieShown,
)
from services.tax.domain.appeals import TERMS, Against, Appeal
from services.tax.domain.taxpayers import must_not_be_future
from services.tax.domain.ties import Tie, must_be_of_person
from services.tax.records import ties
from services.tax.records.appeals import keep_appeal, open_appeal
from services.tax.records.grading import firms_again
from services.tax.records.work_tables import BEHIND
from shared.errors import Conflict, NotFound, must_exist
from shared.origin import door, ours, rule
from shared.procedure.shapes import NewVerdict
from shared.procedure.steps import NotNow, Verdict
from shared.procedure.verdicts import verdict_act
from shared.references import new_reference
from shared.web.guards import Officer, ReadingDep
from shared.web.idempotency import OnceDep
from shared.web.work import AppealsWork, ClerkWork

router = APIRouter(tags=["tax"])
CONTEST = ours(
    "A person may be behind a firm without knowing it; what follows must be contestable.",
    floor=True,
)


class AlreadyTied(Conflict):
    """The same person has the same role in the same firm already."""

    code = "already_tied"


@router.post("/v1/taxpayers/{id}/persons", status_code=201, **door(rule(BEHIND)))
def tie(id: Id, body: NewTie, work: ClerkWork, once: OnceDep) -> TieReceipt:
    """Record who stands behind a firm; what follows does so at the next evaluation."""
    found_taxpayer(work.session, id).must_be_organisation()
    must_be_of_person(body.person)
    must_not_be_future(body.since_on, work.signed.today)
    new = body.tie(id, work.signed)
    _must_be_new(work.session, new)
    ties.keep_tie(work.session, new)
    work.done(new.id)
    return once.keep(TieReceipt(**TieShown.of(new).model_dump()))


@router.get("/v1/taxpayers/{id}/persons", **door(rule(BEHIND)))
def persons(id: Id, officer: Officer, session: ReadingDep) -> Ties:
    """Who stands or stood behind a firm; of their numbers only the mask."""
    known = ties.ties_of_firm(session, found_taxpayer(session, id).id)
    return Ties(persons=[TieShown.of(one) for one in known])


@router.post("/v1/ties/{id}/ending", **door(rule(BEHIND)))
def end(id: TieId, body: NewEnding, work: ClerkWork, scale: ScaleDep) -> TieReceipt:
    """Note the last day on which a person was what they were to a firm."""
    must_not_be_future(body.until_on, work.signed.today)
    ended = found_tie(work.session, id).end(body.until_on)
    ties.keep_tie(work.session, ended)
    changed = firms_again(work.session, scale, ended, work.signed)
    work.done(id)
    return TieReceipt(**TieShown.of(ended).model_dump(), changed_grades=changed)


@router.post("/v1/ties/{id}/contest", status_code=201, **door(CONTEST))
def contest(id: TieId, body: NewAppeal, visit: VisitDep, scale: ScaleDep) -> AppealReceipt:
    """Say that you never were what you are recorded as; until it is decided nothing follows."""
    session, signed = visit.session, visit.signed
    own = _own_tie(session, id, visit.id_number)
    if open_appeal(session, Against.TIE, id) is not None:
        raise NotNow("A contest is already waiting for its decision.")
    appeal = Appeal(
        id=new_reference("a"),
        against=Against.TIE,
        against_id=id,
        statement=body.statement,
        raised_at=signed.at,
        decide_by=scale.rules.after(signed.today, TERMS[Against.TIE]),
    )
    keep_appeal(session, appeal)
    changed = firms_again(session, scale, own, signed)
    return visit.once.keep(AppealReceipt.of(appeal, changed))


@router.post("/v1/ties/{id}/contest-decision", **door(CONTEST))
def decide(id: TieId, body: NewVerdict, work: AppealsWork, scale: ScaleDep) -> AppealReceipt:
    """Decide with reasons: a false tie is cut, and every grade that followed from it is made anew.

    Not by whoever recorded the tie.
    """
    found, waiting = found_tie(work.session, id), open_appeal(work.session, Against.TIE, id)
    appeal = must_exist(waiting, "No contest of this tie is waiting.")
    verdict = Verdict(body.upheld, body.reasons)
    decided = appeal.decide(work.signed, verdict, burdened_by=found.recorded_by)
    keep_appeal(work.session, decided)
    if body.upheld:
        ties.keep_tie(work.session, found.cut(work.signed, body.reasons))
    changed = firms_again(work.session, scale, found, work.signed)
    work.done(id, scale.rules.applied(TERMS[Against.TIE]), verdict_act(verdict))
    return AppealReceipt.of(decided, changed)


def _own_tie(session: Session, tie_id: str, id_number: str) -> Tie:
    """A person's own tie, if it stands; NotFound for anybody else's."""
    found = found_tie(session, tie_id)
    if found.person.id_number != id_number:
        raise NotFound("There is no such tie here.")
    found.must_stand()
    return found


def _must_be_new(session: Session, new: Tie) -> None:
    """AlreadyTied if the same stands already."""
    for known in ties.ties_of_firm(session, new.taxpayer_id):
        is_same = known.person.id_number == new.person.id_number and known.role is new.role
        if is_same and known.until_on is None and known.cut_at is None:
            raise AlreadyTied("This person has this role in this firm already.")
