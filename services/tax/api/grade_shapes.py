"""Grades as they are given and as they are read: every line, its rule, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from services.tax.api.words import LINES, in_plain_words
from services.tax.domain.events import Event
from services.tax.domain.grades import Cause, Grade, Rating, grade_counts, years_running
from services.tax.domain.lines import HUNDRED, Line, Why
from services.tax.records.runs import Run
from services.tax.records.tables import BY_HAND
from shared.identifiers import Statement
from shared.origin import field as marked
from shared.origin import ours
from shared.procedure.rules_shown import EffectShown, RuleCited, effects_of
from shared.procedure.shapes import Closed
from shared.references import new_reference
from shared.rulebook import Rules, Text
from shared.signature import Signature
from shared.web.idempotency import Receipt

ByHand = Annotated[bool, Field(json_schema_extra=marked(ours(BY_HAND)))]
Year = Annotated[int, Field(strict=True, ge=2014, le=2100, examples=[2018])]


class NewRating(Closed):
    """A grade by hand for one firm and one calendar year, with reasons."""

    grade: Annotated[Grade, Field(examples=["B"])]
    year: Year
    reasons: Annotated[Statement, Field(examples=["The return of May was filed in time."])]

    def rating(self, taxpayer_id: str, signed: Signature) -> Rating:
        """The same, given by an officer."""
        return Rating(
            id=new_reference("e"),
            taxpayer_id=taxpayer_id,
            year=self.year,
            grade=self.grade,
            given_by=signed.by,
            given_at=signed.at,
            reasons=self.reasons,
        )


class NewEvaluation(Closed):
    """A year to evaluate; whoever was evaluated for it already is passed over."""

    year: Year


@dataclass(frozen=True, slots=True)
class Reading:
    """What is needed to read a firm's grades: the rules, what was found, the day."""

    rules: Rules
    events: Mapping[str, Event]
    today: date


class LineShown(BaseModel):
    """One line: points, why, the rule, and the event, tie or year that it is about."""

    points: float
    why: Why
    says: Text
    rule: RuleCited
    about: str | None
    happened_on: date | None

    @classmethod
    def of(cls, line: Line, reading: Reading) -> "LineShown":
        """The line in words."""
        event = reading.events.get(line.about or "")
        return cls(
            points=line.points / HUNDRED,
            why=line.why,
            says=LINES[line.why],
            rule=RuleCited.of(line.rule, reading.rules),
            about=line.about,
            happened_on=event.happened_on if event else None,
        )


class RatingShown(BaseModel):
    """One grade: by rule with every line that made it, or by hand with reasons."""

    id: str
    grade: Grade
    year: int
    in_plain_words: Text
    given_at: datetime
    given_by_hand: ByHand
    reasons: str | None
    note: str | None
    points: float | None
    cause: Cause | None
    lines: list[LineShown]
    rules_as_of: date | None

    @classmethod
    def of(cls, rating: Rating, reading: Reading) -> "RatingShown":
        """The grade as its taxpayer sees it; which officer gave it stays inside."""
        evaluated = rating.evaluated
        lines = evaluated.lines if evaluated else ()
        return cls(
            id=rating.id,
            grade=rating.grade,
            year=rating.year,
            in_plain_words=in_plain_words(rating),
            given_at=rating.given_at,
            given_by_hand=rating.is_by_hand,
            reasons=rating.reasons,
            note=BY_HAND if rating.is_by_hand else None,
            points=evaluated.points / HUNDRED if evaluated else None,
            cause=rating.cause,
            lines=[LineShown.of(line, reading) for line in lines],
            rules_as_of=rating.rules_as_of,
        )


class RatingReceipt(RatingShown):
    """A taxpayer's latest grade, whether it still counts, and what follows from it."""

    rules: str
    taxpayer: str
    counts: bool
    effects: list[EffectShown]

    @classmethod
    def about(cls, ratings: list[Rating], reading: Reading) -> "RatingReceipt":
        """The first of these grades; how long it has been the same bears on what follows."""
        rating = ratings[0]
        shown = RatingShown.of(rating, reading).model_dump()
        counts = grade_counts(rating.year, reading.rules, reading.today)
        return cls(
            **shown,
            rules=reading.rules.heading(),
            taxpayer=rating.taxpayer_id,
            counts=counts,
            effects=effects_of_grade(ratings, reading.rules) if counts else [],
        )


def effects_of_grade(ratings: list[Rating], rules: Rules) -> list[EffectShown]:
    """What follows from the first of these grades."""
    grade = ratings[0].grade
    return effects_of(rules, f"grade-{grade.lower()}", years_running(ratings))


class GradeATaxpayer(BaseModel):
    """One firm on the public list; a firm's code is public."""

    name: str
    code: str
    year: int
    given_by_hand: ByHand


class GradeATaxpayers(BaseModel):
    """Firms whose latest grade is an A that still counts; `next` continues behind the last one."""

    taxpayers: list[GradeATaxpayer]
    next: str | None


class RunReceipt(Receipt):
    """An evaluation of a year, and how far it has come; it names no firm."""

    id: str
    year: int
    phase: str
    started_at: datetime
    finished_at: datetime | None
    evaluated_count: int
    spilled_count: int

    @classmethod
    def of(cls, run: Run) -> "RunReceipt":
        """The evaluation."""
        return cls(**{name: getattr(run, name) for name in cls.model_fields if name != "replayed"})


class YearShown(RunReceipt):
    """An evaluation, and how many firms have each grade for its year as it now counts."""

    grades: dict[str, int]


class YearsShown(BaseModel):
    """All evaluations, the latest year first."""

    evaluations: list[YearShown]
