"""A score as its resident reads it: every line with its rule and its source."""

from datetime import date

from pydantic import BaseModel

from services.locality.domain.items import Item, Span
from services.locality.domain.office import Office
from services.locality.domain.parts import Sourced
from services.locality.domain.scheme import Scheme
from services.locality.domain.score import Counted, Line, Score
from shared.origin import Origin
from shared.rulebook.rows import Confidence, LegalForce, Openness, Text

BASE = Text(en="Where everybody starts", zh="基础分")
SCALE = Text(en="Brought back to the end of the scale", zh="按分值上下限调整")
EXTRA_LEGAL = Text(
    en="A village norm, not a law. It can never be a ground for putting you on any list.",
    zh="此项为村规民约，不是法律，不得作为将您列入任何名单的依据。",
)
GONE = Text(en="No longer in the scheme", zh="现行标准已无此项")


class RuleOfLine(BaseModel):
    """The part of the scheme that a line rests on."""

    source: str
    confidence: Confidence
    origin: Origin
    floor: bool
    legal_force: LegalForce
    openness: Openness = Openness.FIXED
    means: Text | None = None

    @classmethod
    def of(cls, part: Sourced) -> "RuleOfLine":
        """Where a part of the scheme is from, and what it means that no law stands behind it."""
        known = {name: getattr(part, name) for name in cls.model_fields if hasattr(part, name)}
        return cls(**known, means=EXTRA_LEGAL if _is_norm(part) else None)


def _is_norm(part: Sourced) -> bool:
    """Whether it is conduct that is recorded although no law speaks of it."""
    return isinstance(part, Item) and part.is_extra_legal


class LineShown(BaseModel):
    """One addend: its points, whether they count in full, what happened, who said so."""

    points: int
    counted: Counted
    says: Text
    points_in_scheme: int | None
    points_range: Span | None
    points_because: str | None
    event: str | None
    kind: str | None
    happened_on: date | None
    collected_by: str | None
    rule: RuleOfLine

    @classmethod
    def of(cls, line: Line, scheme: Scheme) -> "LineShown":
        """The line, with the words and the source of its rule."""
        event, item = line.event, line.item
        return cls(
            points=line.points,
            counted=line.counted,
            says=item.says if item else _words(line.counted),
            points_in_scheme=item.points_for(event.points) if item and event else None,
            points_range=item.span if item else None,
            points_because=event.points_because if event else None,
            event=event.id if event else None,
            kind=event.kind if event else None,
            happened_on=event.happened_on if event else None,
            collected_by=event.collected_by if event else None,
            rule=RuleOfLine.of(item or scheme.scale),
        )


class ScoreShown(BaseModel):
    """A resident's score; its lines add up to its points."""

    authority: str
    rules: str
    scheme: Text
    after: Text
    edition: str
    points: int
    grade: str
    grade_says: Text
    lines: list[LineShown]

    @classmethod
    def of(cls, found: Score, office: Office) -> "ScoreShown":
        """The score as its resident reads it."""
        scheme = office.scheme
        bands = {band.grade: band.says for band in scheme.grades.bands}
        return cls(
            authority=office.slug,
            rules=office.heading(),
            scheme=scheme.title,
            after=scheme.after,
            edition=scheme.edition,
            points=found.points,
            grade=found.grade,
            grade_says=bands[found.grade],
            lines=[LineShown.of(line, scheme) for line in found.lines],
        )


def words_of_item(item: Item | None) -> Text:
    """What an item of the scheme says; events of a kind that is gone stay readable."""
    return item.says if item else GONE


def _words(counted: Counted) -> Text:
    return {Counted.BASE: BASE, Counted.SCALE: SCALE}.get(counted, GONE)
