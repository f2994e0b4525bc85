"""Doors about taxpayers and their grades."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from services.tax.api.fetching import (
    GRADES,
    OWN_WORK,
    Id,
    ReadingOf,
    ScaleDep,
    found_taxpayer,
)
from services.tax.api.grade_shapes import (
    GradeATaxpayer,
    GradeATaxpayers,
    NewRating,
    RatingReceipt,
    Reading,
)
from services.tax.api.shapes import NewTaxpayer, TaxpayerReceipt, TaxpayerShown
from services.tax.domain.grades import first_year_that_counts, must_relieve
from services.tax.domain.taxpayers import Taxpayer, must_not_be_future
from services.tax.records import events, ratings, taxpayers
from services.tax.records.grading import others_again
from shared.errors import Conflict, NotFound
from shared.identifiers import Reference
from shared.origin import door, ours, rule
from shared.web.guards import Officer, ReadingDep
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork, Work, work_of

router = APIRouter(tags=["tax"])
RaterWork = Annotated[Work, work_of("clerk", "reviewer")]
BY_HAND = ours(
    "The rules evaluate; a hand puts right what they missed, or tells of years before them."
    " Where they gave a grade, a hand only relieves.",
    floor=True,
)


class AlreadyRegistered(Conflict):
    """This number is registered here already."""

    code = "already_registered"


@router.post("/v1/taxpayers", status_code=201, **door(OWN_WORK))
def register(body: NewTaxpayer, work: ClerkWork, once: OnceDep) -> TaxpayerReceipt:
    """Register an organisation or a person; only the mask of the number is ever shown again."""
    if taxpayers.taxpayer_with(work.session, body.id_number) is not None:
        raise AlreadyRegistered("A taxpayer with this number is registered here already.")
    taxpayer = body.taxpayer(work.signed)
    must_not_be_future(taxpayer.began, work.signed.today)
    taxpayers.add_taxpayer(work.session, taxpayer)
    work.done(taxpayer.id)
    return once.keep(TaxpayerReceipt(**TaxpayerShown.of(taxpayer).model_dump()))


@router.put("/v1/taxpayers/{id}/rating", **door(BY_HAND))
def rate(
    id: Id, body: NewRating, work: RaterWork, scale: ScaleDep, reading: ReadingOf
) -> RatingReceipt:
    """Put a firm's grade right by hand, with reasons; earlier grades are kept too."""
    found_taxpayer(work.session, id).may_be_rated(body.year, work.signed.today)
    given = [one for one in ratings.ratings_of(work.session, id) if one.year == body.year]
    evaluated = next((one for one in given if not one.is_by_hand), None)
    must_relieve(body.grade, evaluated)
    ratings.add_ratings(work.session, [body.rating(id, work.signed)])
    others_again(work.session, scale, (id, body.year), work.signed)
    work.done(id)
    return _receipt(work.session, id, reading)


@router.get("/v1/taxpayers/{id}/rating", **door(GRADES))
def read_rating(id: Id, officer: Officer, session: ReadingDep, reading: ReadingOf) -> RatingReceipt:
    """A firm's latest grade, every line of it and what follows; the firm reads it in its file."""
    return _receipt(session, found_taxpayer(session, id).id, reading)


@router.get("/v1/ratings/a", **door(rule("The list of A taxpayers is published each year.")))
def grade_a(
    session: ReadingDep,
    reading: ReadingOf,
    after: Annotated[Reference | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> GradeATaxpayers:
    """Everybody may read which firms have a grade A that still counts."""
    since_year = first_year_that_counts(reading.rules, reading.today)
    found = ratings.a_taxpayers(session, since_year, after or "", limit)
    return GradeATaxpayers(
        taxpayers=[_grade_a(taxpayer, year, by_hand) for taxpayer, year, by_hand in found],
        next=found[-1][0].id if len(found) == limit else None,
    )


def _grade_a(taxpayer: Taxpayer, year: int, by_hand: bool) -> GradeATaxpayer:
    party = taxpayer.party
    return GradeATaxpayer(name=party.name, code=party.id_number, year=year, given_by_hand=by_hand)


def _receipt(session: Session, taxpayer_id: str, reading: Reading) -> RatingReceipt:
    """The latest year's grade, with what was found beside the lines about it."""
    given = ratings.ratings_of(session, taxpayer_id)
    if not given:
        raise NotFound("This taxpayer has no grade.", code="not_rated")
    found = {event.id: event for event in events.events_of(session, taxpayer_id)}
    return RatingReceipt.about(given, replace(reading, events=found))
