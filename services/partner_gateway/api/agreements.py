"""The agreements, their measures and what partners recognise, for everybody to read."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from services.partner_gateway.api.gate import Gate, GateDep
from services.partner_gateway.domain import (
    Affected,
    BodyKind,
    Force,
    Measure,
    Mou,
    Original,
    Ranking,
    RecognitionRule,
    Sphere,
    Target,
)
from services.partner_gateway.records import times_applied
from shared.contract import Effect
from shared.errors import NotFound
from shared.identifiers import Slug
from shared.origin import Origin, door, ours, paper
from shared.rulebook import Confidence, Text
from shared.rulebook.rules import heading_over
from shared.statistics import coarse
from shared.web.guards import ReadingDep

router = APIRouter(tags=["everybody"])

SECTION = "Joint punishment as coercive arm"
# The same addresses answer with a page to whoever would rather have one.
BY_ACCEPT = {"Vary": "Accept"}
OR_PAGE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/html": {"schema": {"type": "string"}}}}
}


class MouUnknown(NotFound):
    """No agreement of that id."""

    code = "mou_unknown"


class MeasureShown(BaseModel):
    """What a listing brings about, for whom, on which basis, and whom else it reaches."""

    id: str
    mou: str
    effect: Effect
    content: Text
    sphere: Sphere
    addressee: str
    also_affects: list[Affected]
    groups_also_affected: Annotated[int, Field(description="How many groups it reaches besides")]
    legal_basis: str
    implementing_body: Text
    partners: Annotated[list[str], Field(description="Who may ask about it; with none, nobody")]
    basic: Annotated[str | None, Field(description="Its entry in the basic list of measures")]
    force: Force
    origin: Origin
    floor: bool
    source: str
    confidence: Confidence
    valid_from: date | None
    valid_to: date | None
    times_applied: Annotated[
        int | None,
        Field(
            description="Answers with a confirmed listing under this measure, of whichever"
            " agreement, rounded; empty under ten"
        ),
    ]

    @classmethod
    def of(cls, mou: Mou, measure: Measure, times_applied: int | None) -> "MeasureShown":
        """A measure as everybody reads it."""
        return cls(
            **measure.model_dump(),
            mou=mou.id,
            effect=mou.effect,
            groups_also_affected=len(measure.also_affects),
            times_applied=times_applied,
        )


class Measures(BaseModel):
    """All measures that are in force on the date of the rules."""

    heading: str
    rules_as_of: date
    measures: list[MeasureShown]


class SignatoryShown(BaseModel):
    """A body that signed, or joined `under` one that did; `asks` tells whether it does so here."""

    id: str
    title: Text
    kind: BodyKind
    origin: Origin
    asks: bool
    under: str | None
    role: Text | None


class NotInForce(BaseModel):
    """A measure that stands in the text and may not be asked about, and why."""

    measure: str
    why: str


class MouShown(BaseModel):
    """One agreement: its lists, who signed or joined it, and its measures.

    `original` counts what the real text has, where that is known.
    """

    heading: str
    id: str
    title: Text
    effect: Effect
    is_in_force: bool
    targets: list[Target]
    signatories: list[SignatoryShown]
    original: Original
    measures: list[Measure]
    not_in_force: list[NotInForce]
    legal_basis: str
    origin: Origin
    source: str
    confidence: Confidence
    valid_from: date | None
    valid_to: date | None


class Mous(BaseModel):
    """All agreements, those no longer in force too."""

    heading: str
    rules_as_of: date
    mous: list[MouShown]


class Recognised(BaseModel):
    """How grave each reason is held to be, and what partners recognise on that date."""

    heading: str
    rules_as_of: date
    seriousness: list[Ranking]
    rules: list[RecognitionRule]


@router.get(
    "/v1/measures", responses=OR_PAGE, **door(ours("Public, with whom else each one reaches."))
)
def measures(gate: GateDep, session: ReadingDep, response: Response) -> Measures:
    """Every measure in force: its addressee, whom it reaches besides, and how often it applied.

    One that stands in several agreements is told for each. `Accept: text/html` gets a page.
    """
    response.headers.update(BY_ACCEPT)
    counts = times_applied(session)
    shown = [
        MeasureShown.of(mou, measure, coarse(counts.get(measure.id, 0)))
        for mou, measure in gate.agreements.in_force()
    ]
    heading = heading_over(one.confidence for one in shown)
    return Measures(heading=heading, rules_as_of=gate.agreements.as_of, measures=shown)


@router.get("/v1/mous", responses=OR_PAGE, **door(paper(SECTION)))
def mous(gate: GateDep, response: Response) -> Mous:
    """All agreements between departments and companies. `Accept: text/html` gets a page."""
    response.headers.update(BY_ACCEPT)
    agreements = gate.agreements
    shown = [_show(gate, mou) for mou in agreements.mous]
    heading = heading_over(one for mou in agreements.mous for one in _confidences(mou))
    return Mous(heading=heading, rules_as_of=agreements.as_of, mous=shown)


@router.get("/v1/mous/{id}", responses=OR_PAGE, **door(paper(SECTION)))
def one_mou(id: Slug, gate: GateDep, response: Response) -> MouShown:
    """One agreement with its lists, signatories and measures. `Accept: text/html` gets a page."""
    response.headers.update(BY_ACCEPT)
    mou = gate.agreements.mou(id)
    if mou is None:
        raise MouUnknown("There is no such agreement.")
    return _show(gate, mou)


@router.get(
    "/v1/recognition", **door(ours("Public: what a partner takes notice of, and what not."))
)
def recognition(gate: GateDep) -> Recognised:
    """What each partner recognises under measures for reference; what binds leaves no choice."""
    found = gate.agreements.recognition
    rows = [*found.rankings, *found.rules.values()]
    return Recognised(
        heading=heading_over(one.confidence for one in rows),
        rules_as_of=gate.agreements.as_of,
        seriousness=list(found.rankings),
        rules=list(found.rules.values()),
    )


def _confidences(mou: Mou) -> list[Confidence]:
    """How sure an agreement is, and each of its measures."""
    return [mou.confidence, *(measure.confidence for measure in mou.measures)]


def _show(gate: Gate, mou: Mou) -> MouShown:
    agreements = gate.agreements
    reasons = {one.id: agreements.why_not(mou, one) for one in mou.measures}
    return MouShown(
        **mou.model_dump(exclude={"signed", "joined"}),
        heading=heading_over(_confidences(mou)),
        is_in_force=mou.is_in_force(agreements.as_of),
        signatories=_signatories(gate, mou),
        not_in_force=[NotInForce(measure=one, why=why) for one, why in reasons.items() if why],
    )


def _signatories(gate: Gate, mou: Mou) -> list[SignatoryShown]:
    """In the order of the agreement; those that joined come after those that signed."""
    under = {one.partner: one.under for one in mou.joined}
    asking = {one for measure in mou.measures for one in measure.partners}
    found = [gate.agreements.named(one) for one in mou.signatories]
    return [
        SignatoryShown(
            **body.model_dump(exclude={"role"}),
            asks=body.id in asking,
            under=under.get(body.id),
            role=getattr(body, "role", None),
        )
        for body in found
    ]
