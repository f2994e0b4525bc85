"""Doors about persons behind firms: recording them, contesting that one is, and the answers."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from shared.errors import NotFound
from shared.identifiers import Reference
from shared.origin import door, ours, rule
from shared.procedure.doors import DeskDep
from shared.procedure.shapes import NewVerdict
from shared.procedure.steps import Verdict
from shared.procedure.verdicts import verdict_act
from shared.procedure.visits import VisitDep
from shared.ties import records
from shared.ties.domain import must_be_recordable
from shared.ties.firms import HasFirms
from shared.ties.following import Following
from shared.ties.records import BEHIND
from shared.ties.remedy import REVIEW_WINDOW, TERM, TieRemedy, found_tie, own_tie
from shared.ties.shapes import (
    ContestReceipt,
    NewContest,
    NewEnding,
    NewTie,
    TieFound,
    TieReceipt,
    Ties,
    TieShown,
)
from shared.web.guards import Officer, ReadingDep
from shared.web.idempotency import OnceDep
from shared.web.work import AppealsWork, ClerkWork

CONTEST = ours(
    "A person may be behind a firm without knowing it; what follows must be contestable.",
    floor=True,
)
FirmPath = Annotated[Reference, Path(examples=["t-qhzxkvbnwertyuiopasd"])]
TieId = Annotated[Reference, Path(examples=["b-qhzxkvbnwertyuiopasd"])]


def remedy_of(desk: DeskDep) -> TieRemedy:
    """What an authority that keeps ties does about them."""
    if not isinstance(desk.casework, HasFirms):
        raise NotFound("This authority keeps no persons behind firms.")
    return TieRemedy(desk, Following(desk.rules, desk.casework))


RemedyDep = Annotated[TieRemedy, Depends(remedy_of)]


def tie_router(firms: str, tag: str) -> APIRouter:
    """The doors of an authority whose own doors about firms begin with this address."""
    router = APIRouter(tags=[tag])
    persons = f"{firms}/{{id}}/persons"
    router.post(persons, status_code=201, **door(rule(BEHIND)))(tie)
    router.get(persons, **door(rule(BEHIND)))(persons_behind)
    router.get("/v1/ties/{id}", **door(CONTEST))(read_tie)
    router.post("/v1/ties/{id}/ending", **door(rule(BEHIND)))(end)
    router.post("/v1/ties/{id}/contest", status_code=201, **door(CONTEST))(contest)
    router.post("/v1/ties/{id}/contest-decision", **door(CONTEST))(decide)
    router.post("/v1/ties/{id}/review-request", **door(CONTEST))(ask_review)
    router.post("/v1/ties/{id}/review", **door(CONTEST))(review)
    return router


def tie(
    id: FirmPath, body: NewTie, work: ClerkWork, remedy: RemedyDep, once: OnceDep
) -> TieReceipt:
    """Record who stands behind a firm; refused where no rule makes anything of it."""
    session, signed = work.session, work.signed
    new = body.tie(remedy.following.firms.firm_called(session, id), signed)
    known = records.ties_of_firm(session, new.firm)
    must_be_recordable(new, known, remedy.desk.rules, signed.today)
    records.keep_tie(session, new)
    work.done(new.id, remedy.applied_to(new))
    return once.keep(TieReceipt.after(new))


def persons_behind(id: FirmPath, officer: Officer, session: ReadingDep, remedy: RemedyDep) -> Ties:
    """Who stands or stood behind a firm; of their numbers only the mask."""
    firm = remedy.following.firms.firm_called(session, id)
    return Ties(persons=[TieShown.of(one) for one in records.ties_of_firm(session, firm)])


def read_tie(id: TieId, officer: Officer, session: ReadingDep) -> TieFound:
    """One tie, and what its person says against it: nobody decides on what was not read."""
    contests = records.contests_of(session, id)
    return TieFound.with_contest(found_tie(session, id), contests[-1] if contests else None)


def end(id: TieId, body: NewEnding, work: ClerkWork, remedy: RemedyDep) -> TieReceipt:
    """Note the last day on which a person was what they were to a firm."""
    ended = found_tie(work.session, id).end(body.until_on, work.signed.today)
    changed = remedy.ended(work.session, ended, work.signed)
    work.done(id, remedy.applied_to(ended))
    return TieReceipt.after(ended, changed)


def contest(id: TieId, body: NewContest, visit: VisitDep, remedy: RemedyDep) -> ContestReceipt:
    """Say that you never were what you are recorded as; until it is decided nothing new follows."""
    own = own_tie(visit.session, id, visit.id_number)
    raised, changed = remedy.contest(visit.session, own, body.statement, visit.signed)
    return visit.once.keep(ContestReceipt.after(raised, changed))


def decide(id: TieId, body: NewVerdict, work: AppealsWork, remedy: RemedyDep) -> ContestReceipt:
    """Decide with reasons: a false tie is cut, and every listing, proposal and grade that followed
    from it is withdrawn, lapses or is made anew. Not by whoever recorded the tie.
    """
    verdict, found = Verdict(body.upheld, body.reasons), found_tie(work.session, id)
    decided, changed = remedy.decide(work.session, found, verdict, work.signed)
    work.done(id, remedy.judged_by(TERM, REVIEW_WINDOW), verdict_act(verdict))
    return ContestReceipt.after(decided, changed)


def ask_review(id: TieId, visit: VisitDep, remedy: RemedyDep) -> ContestReceipt:
    """Turn to the body above after your contest was dismissed."""
    own = own_tie(visit.session, id, visit.id_number)
    asked, changed = remedy.ask_review(visit.session, own, visit.signed)
    return ContestReceipt.after(asked, changed)


def review(id: TieId, body: NewVerdict, work: AppealsWork, remedy: RemedyDep) -> ContestReceipt:
    """The body above decides; not by whoever decided first, nor by whoever recorded the tie."""
    verdict, found = Verdict(body.upheld, body.reasons), found_tie(work.session, id)
    reviewed, changed = remedy.review(work.session, found, verdict, work.signed)
    work.done(id, remedy.judged_by(), verdict_act(verdict, on_review=True))
    return ContestReceipt.after(reviewed, changed)
