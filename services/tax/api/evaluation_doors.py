"""Doors about the yearly evaluation, and about checking a grade again."""

from datetime import date

from fastapi import APIRouter
from sqlalchemy.orm import Session

from services.tax.api.fetching import (
    GRADES,
    RatingId,
    ScaleDep,
    found_event,
    found_rating,
)
from services.tax.api.fetching import found_taxpayer as found
from services.tax.api.grade_shapes import NewEvaluation, RunReceipt, YearShown, YearsShown
from services.tax.api.work_shapes import AppealReceipt, NewAppeal, NewRecheck, RatingFound
from services.tax.domain.appeals import RECHECK_TERM, Appeal, must_be_in_time
from services.tax.domain.calendar import DAY, MONTH, EvaluationNotYet, evaluation_day
from services.tax.domain.grades import Rating
from services.tax.domain.taxpayers import must_be_over
from services.tax.records import ratings, runs
from services.tax.records.appeals import appeals_against, keep_appeal, open_appeal
from services.tax.records.events import keep_event
from services.tax.records.grading import again, once_more
from shared.calendar import legal_day
from shared.errors import Conflict, NotFound, must_exist
from shared.origin import door, rule
from shared.procedure.steps import NotNow, Verdict
from shared.procedure.verdicts import verdict_act
from shared.procedure.visits import VisitDep
from shared.references import new_reference
from shared.rulebook import Rules
from shared.signature import Signature
from shared.web.guards import Officer, ReadingDep
from shared.web.idempotency import OnceDep
from shared.web.work import AppealsWork, ReviewerWork

router = APIRouter(tags=["tax"])
RECHECK = rule("A firm may ask for a re-check within the year of the result.")


class EvaluationUnderWay(Conflict):
    """One evaluation is finished before the next begins."""

    code = "evaluation_under_way"


@router.post("/v1/evaluations", status_code=201, **door(GRADES))
def evaluate(body: NewEvaluation, work: ReviewerWork, scale: ScaleDep, once: OnceDep) -> RunReceipt:
    """Evaluate everybody who has no evaluation for a year yet; it begins at once and goes on."""
    _must_be_evaluable(body.year, scale.rules, work.signed.today)
    if runs.unfinished_run(work.session) is not None:
        raise EvaluationUnderWay("Another evaluation is not finished yet.")
    run = runs.start_run(work.session, body.year, work.signed)
    work.done(run.id, scale.rules.applied(DAY, MONTH))
    return once.keep(RunReceipt.of(run))


@router.get("/v1/evaluations", **door(GRADES))
def evaluations(officer: Officer, session: ReadingDep) -> YearsShown:
    """All evaluations and how far they have come; no firm is named."""
    shown = [
        YearShown(
            **RunReceipt.of(run).model_dump(), grades=ratings.count_by_grade(session, run.year)
        )
        for run in runs.runs(session)
    ]
    return YearsShown(evaluations=shown)


@router.get("/v1/evaluations/{id}", **door(RECHECK))
def read_rating(id: RatingId, officer: Officer, session: ReadingDep) -> RatingFound:
    """One grade, and what its firm says against it: nobody decides on what was not read."""
    return RatingFound.with_appeal(found_rating(session, id), open_appeal(session, id))


@router.post("/v1/evaluations/{id}/recheck-request", status_code=201, **door(RECHECK))
def ask_recheck(id: RatingId, body: NewAppeal, visit: VisitDep, scale: ScaleDep) -> AppealReceipt:
    """Ask that your grade be checked again, and say what is wrong."""
    rating = _own_rating(visit.session, id, visit.id_number)
    _may_be_rechecked(visit.session, rating, scale.rules, visit.signed.today)
    appeal = Appeal(
        id=new_reference("a"),
        rating_id=id,
        statement=body.statement,
        raised_at=visit.signed.at,
        decide_by=scale.rules.after(visit.signed.today, RECHECK_TERM),
    )
    keep_appeal(visit.session, appeal)
    return visit.once.keep(AppealReceipt.of(appeal))


@router.post("/v1/evaluations/{id}/recheck", **door(RECHECK))
def recheck(id: RatingId, body: NewRecheck, work: AppealsWork, scale: ScaleDep) -> AppealReceipt:
    """Decide on a re-check with reasons; what was recorded in error is struck, the grade made anew.

    Not by whoever gave the grade.
    """
    rating = found_rating(work.session, id)
    waiting = open_appeal(work.session, id)
    appeal = must_exist(waiting, "No re-check of this grade is waiting.")
    verdict = Verdict(body.upheld, body.reasons)
    decided = appeal.decide(work.signed, verdict, burdened_by=rating.given_by)
    keep_appeal(work.session, decided)
    changed = _put_right(work.session, scale, rating, body, work.signed) if body.upheld else 0
    act = verdict_act(verdict)
    work.done(decided.id, scale.rules.applied(RECHECK_TERM), act)
    return AppealReceipt.of(decided, changed)


def _put_right(
    session: Session, scale: ScaleDep, rating: Rating, body: NewRecheck, signed: Signature
) -> int:
    """Strike what was recorded in error, and evaluate anew; how many grades changed."""
    since = rating.year
    for event_id in body.strike:
        event = found_event(session, event_id)
        if event.taxpayer_id != rating.taxpayer_id:
            raise NotFound("Nothing like this was recorded about this firm.")
        keep_event(session, event.strike(signed, body.reasons))
        since = min(since, event.happened_on.year)
    changed = once_more(session, scale, rating, signed)
    return changed + again(session, scale, (rating.taxpayer_id, since), signed)


def _must_be_evaluable(year: int, rules: Rules, today: date) -> None:
    """Raise unless the year is over and its results are due."""
    must_be_over(year, today)
    if today < evaluation_day(year + 1, rules):
        raise EvaluationNotYet("The results of this year are determined later.")


def _own_rating(session: Session, rating_id: str, id_number: str) -> Rating:
    """A party's own grade; NotFound for anybody else's."""
    rating = found_rating(session, rating_id)
    if found(session, rating.taxpayer_id).party.id_number != id_number:
        raise NotFound("There is no such grade here.")
    return rating


def _may_be_rechecked(session: Session, rating: Rating, rules: Rules, today: date) -> None:
    """Raise unless the grade counts, is in time and was not re-checked before."""
    must_be_in_time(legal_day(rating.given_at), rules, today)
    known = ratings.counting(ratings.ratings_of(session, rating.taxpayer_id))
    if known[rating.year].id != rating.id:
        raise NotNow("Another grade has taken the place of this one.")
    if appeals_against(session, rating.id):
        raise NotNow("This grade is being, or was, checked again.")
