"""The agreements and their measures, for everybody to read."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.partner_gateway.api.gate import Gate, GateDep
from services.partner_gateway.domain import (
    Affected,
    Force,
    Measure,
    Mou,
    Partner,
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
    legal_basis: str
    implementing_body: Text
    partners: list[str]
    force: Force
    origin: Origin
    floor: bool
    source: str
    confidence: Confidence
    valid_from: date | None
    valid_to: date | None
    times_applied: Annotated[
        int | None,
        Field(description="Answers with a confirmed listing, rounded; empty under ten"),
    ]

    @classmethod
    def of(cls, mou: Mou, measure: Measure, times_applied: int | None) -> "MeasureShown":
        """A measure as everybody reads it."""
        return cls(
            **measure.model_dump(),
            mou=mou.id,
            effect=mou.effect,
            times_applied=times_applied,
        )


class Measures(BaseModel):
    """All measures that are in force on the date of the rules."""

    heading: str
    rules_as_of: date
    measures: list[MeasureShown]


class MouShown(BaseModel):
    """One agreement: its lists, who signed it, and its measures."""

    heading: str
    id: str
    title: Text
    effect: Effect
    is_in_force: bool
    targets: list[Target]
    signatories: list[Partner]
    measures: list[Measure]
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


@router.get("/v1/measures", **door(ours("Public, with whom else each one reaches.")))
def measures(gate: GateDep, session: ReadingDep) -> Measures:
    """Every measure in force: its addressee, whom it reaches besides, and how often it applied."""
    counts = times_applied(session)
    shown = [
        MeasureShown.of(mou, measure, coarse(counts.get(measure.id, 0)))
        for mou, measure in gate.agreements.in_force()
    ]
    heading = heading_over(one.confidence for one in shown)
    return Measures(heading=heading, rules_as_of=gate.agreements.as_of, measures=shown)


@router.get("/v1/mous", **door(paper(SECTION)))
def mous(gate: GateDep) -> Mous:
    """All agreements between departments and companies."""
    agreements = gate.agreements
    shown = [_show(gate, mou) for mou in agreements.mous]
    heading = heading_over(one for mou in agreements.mous for one in _confidences(mou))
    return Mous(heading=heading, rules_as_of=agreements.as_of, mous=shown)


@router.get("/v1/mous/{id}", **door(paper(SECTION)))
def one_mou(id: Slug, gate: GateDep) -> MouShown:
    """One agreement with its lists, signatories and measures."""
    mou = gate.agreements.mou(id)
    if mou is None:
        raise MouUnknown("There is no such agreement.")
    return _show(gate, mou)


def _confidences(mou: Mou) -> list[Confidence]:
    """How sure an agreement is, and each of its measures."""
    return [mou.confidence, *(measure.confidence for measure in mou.measures)]


def _show(gate: Gate, mou: Mou) -> MouShown:
    partners = gate.agreements.partners
    return MouShown(
        **mou.model_dump(exclude={"signatories"}),
        heading=heading_over(_confidences(mou)),
        is_in_force=mou.is_in_force(gate.agreements.as_of),
        signatories=[partners[signatory] for signatory in mou.signatories],
    )
