"""The bodies and answers about what was found, and about appeals."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from services.tax.api.shapes import Yuan
from services.tax.domain.appeals import Appeal
from services.tax.domain.events import Event
from services.tax.domain.grades import Grade, Rating
from shared.calendar import LegalDate
from shared.contract import SlugText
from shared.identifiers import Reference, Statement
from shared.procedure.rules_shown import RuleCited
from shared.procedure.shapes import Closed, NewVerdict
from shared.references import new_reference
from shared.rulebook import Rules
from shared.signature import Signature
from shared.web.idempotency import Receipt


class NewEvent(Closed):
    """Something found about a firm."""

    indicator: Annotated[
        SlugText, Field(description="An indicator of the public rulebook", examples=["late-return"])
    ]
    happened_on: Annotated[LegalDate, Field(examples=["2018-05-16"])]
    amount_yuan: Annotated[
        Yuan | None, Field(description="The tax or fine that it is about", examples=[12_000])
    ] = None
    year_tax_yuan: Annotated[
        Yuan | None, Field(description="All tax due in that year, to reckon the share")
    ] = None
    violation: Annotated[
        Reference | None, Field(description="The decided case that it rests on")
    ] = None

    def event(self, taxpayer_id: str, signed: Signature) -> Event:
        """The same, recorded by an officer."""
        return Event(
            id=new_reference("i"),
            taxpayer_id=taxpayer_id,
            indicator=self.indicator,
            happened_on=self.happened_on,
            amount_yuan=self.amount_yuan,
            year_tax_yuan=self.year_tax_yuan,
            violation_id=self.violation,
            recorded_by=signed.by,
            recorded_at=signed.at,
        )


class NewCorrection(Closed):
    """The day on which a firm put something right."""

    corrected_on: Annotated[LegalDate, Field(examples=["2018-05-20"])]


class EventShown(BaseModel):
    """One event, with its rule and whatever became of it."""

    id: str
    indicator: str
    rule: RuleCited
    happened_on: date
    amount_yuan: int | None
    recorded_at: datetime | None
    corrected_on: date | None
    struck_at: datetime | None
    struck_because: str | None

    @classmethod
    def of(cls, event: Event, rules: Rules) -> "EventShown":
        """The event as its firm sees it."""
        return cls(
            id=event.id,
            indicator=event.indicator,
            rule=RuleCited.of(event.indicator, rules),
            happened_on=event.happened_on,
            amount_yuan=event.amount_yuan,
            recorded_at=event.recorded_at,
            corrected_on=event.corrected_on,
            struck_at=event.struck_at,
            struck_because=event.struck_because,
        )


class EventReceipt(Receipt, EventShown):
    """An event after something was done about it; how many grades changed for it."""

    rules: str
    taxpayer: str
    changed_grades: int

    @classmethod
    def about(cls, event: Event, rules: Rules, changed_grades: int) -> "EventReceipt":
        """The event and what it changed."""
        shown = EventShown.of(event, rules).model_dump()
        return cls(
            **shown,
            rules=rules.heading(),
            taxpayer=event.taxpayer_id,
            changed_grades=changed_grades,
        )


class NewAppeal(Closed):
    """What is wrong, in the firm's words."""

    statement: Statement


class NewRecheck(NewVerdict):
    """Whether a re-check was asked for rightly, and which events were recorded in error."""

    strike: Annotated[tuple[Reference, ...], Field(max_length=100)] = ()


class AppealReceipt(Receipt):
    """Where an appeal stands."""

    id: str
    rating_id: str
    raised_at: datetime
    decide_by: date
    decided_at: datetime | None
    is_upheld: bool | None
    reasons: str | None
    changed_grades: int = 0

    @classmethod
    def of(cls, appeal: Appeal, changed_grades: int = 0) -> "AppealReceipt":
        """The appeal as its firm sees it."""
        names = set(cls.model_fields) - {"replayed", "changed_grades"}
        shown = {name: getattr(appeal, name) for name in names}
        return cls(**shown, changed_grades=changed_grades)


class RatingFound(BaseModel):
    """A grade for officers, and what its firm says against it while that is undecided."""

    id: str
    taxpayer: str
    year: int
    grade: Grade
    reasons: str | None
    statement: str | None
    decide_by: date | None

    @classmethod
    def with_appeal(cls, rating: Rating, appeal: Appeal | None) -> "RatingFound":
        """The grade, with the appeal if one waits."""
        return cls(
            id=rating.id,
            taxpayer=rating.taxpayer_id,
            year=rating.year,
            grade=rating.grade,
            reasons=rating.reasons,
            statement=appeal.statement if appeal else None,
            decide_by=appeal.decide_by if appeal else None,
        )
