"""What every door of the tax authority begins with: finding what it is about."""

from typing import Annotated

from fastapi import Depends, Path
from sqlalchemy.orm import Session

from services.tax.api.grade_shapes import Reading
from services.tax.domain.events import Event
from services.tax.domain.grades import Rating
from services.tax.domain.scale import Scale
from services.tax.domain.taxpayers import Taxpayer
from services.tax.domain.violations import Violation
from services.tax.records import events, ratings, taxpayers
from shared.calendar import legal_day
from shared.errors import must_exist
from shared.identifiers import Reference
from shared.origin import paper
from shared.procedure.doors import DeskDep
from shared.web.guards import Now

OWN_WORK = paper("Data come from a body's own ordinary work.")
GRADES = paper("Personal credit and sectorial blacklists: grades from A to D, green channels for A")

Id = Annotated[Reference, Path(examples=["t-qhzxkvbnwertyuiopasd"])]
CaseId = Annotated[Reference, Path(examples=["v-qhzxkvbnwertyuiopasd"])]
EventId = Annotated[Reference, Path(examples=["i-qhzxkvbnwertyuiopasd"])]
RatingId = Annotated[Reference, Path(examples=["e-qhzxkvbnwertyuiopasd"])]


def scale_of(desk: DeskDep) -> Scale:
    """The scale that the rules in force make."""
    return Scale.of(desk.rules)


ScaleDep = Annotated[Scale, Depends(scale_of)]


def reading_of(desk: DeskDep, now: Now) -> Reading:
    """The rules and the day, for reading grades."""
    return Reading(desk.rules, {}, legal_day(now))


ReadingOf = Annotated[Reading, Depends(reading_of)]


def found_taxpayer(session: Session, taxpayer_id: str) -> Taxpayer:
    """The taxpayer; NotFound if there is none."""
    return must_exist(taxpayers.taxpayer(session, taxpayer_id), "There is no such taxpayer here.")


def found_case(session: Session, violation_id: str) -> Violation:
    """The case; NotFound if there is none."""
    return must_exist(taxpayers.violation(session, violation_id), "There is no such case here.")


def found_event(session: Session, event_id: str) -> Event:
    """The event; NotFound if there is none."""
    return must_exist(events.event(session, event_id), "Nothing like this was recorded here.")


def found_rating(session: Session, rating_id: str) -> Rating:
    """The grade; NotFound if there is none."""
    return must_exist(ratings.rating(session, rating_id), "There is no such grade here.")
