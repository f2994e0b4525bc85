"""All agreements and partners on one date, and what decisions ask of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.partner_gateway.domain.memorandums import (
    BASIC_SERVICES,
    Affected,
    Body,
    BodyKind,
    Force,
    Measure,
    Mou,
    Partner,
    Sphere,
    Target,
)
from services.partner_gateway.domain.recognition import Recognition

__all__ = [
    "BASIC_SERVICES",
    "Affected",
    "Agreements",
    "Body",
    "BodyKind",
    "Force",
    "Measure",
    "Mou",
    "Pair",
    "Partner",
    "Sphere",
    "Target",
]

Pair = tuple[Mou, Measure]
PairId = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Agreements:
    """All agreements, bodies and recognition rules, as they are in force on one date.

    `left_out` says, by agreement and measure, why a measure is not in force though its dates are:
    it is no entry of the basic list of that date. What is asked of each question is reckoned once.
    """

    mous: Sequence[Mou]
    partners: Mapping[str, Partner]
    as_of: date
    bodies: Mapping[str, Body] = field(default_factory=dict)
    recognition: Recognition = field(default_factory=Recognition)
    left_out: Mapping[PairId, str] = field(default_factory=dict)
    _mous: Mapping[str, Mou] = field(init=False, repr=False, compare=False)
    _pairs: Mapping[str, tuple[Pair, ...]] = field(init=False, repr=False, compare=False)
    _in_force: tuple[Pair, ...] = field(init=False, repr=False, compare=False)
    _own: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Reckon what is asked again and again."""
        pairs = [(mou, measure) for mou in self.mous for measure in mou.measures]
        by_measure: dict[str, tuple[Pair, ...]] = {}
        for pair in pairs:
            by_measure[pair[1].id] = (*by_measure.get(pair[1].id, ()), pair)
        object.__setattr__(self, "_mous", {mou.id: mou for mou in self.mous})
        object.__setattr__(self, "_pairs", by_measure)
        object.__setattr__(self, "_in_force", tuple(p for p in pairs if self.is_in_force(*p)))
        object.__setattr__(self, "_own", {one: self._carried_out(one) for one in self.partners})

    def mou(self, mou_id: str) -> Mou | None:
        """The agreement of that id, in force or not."""
        return self._mous.get(mou_id)

    def pairs(self, measure_id: str) -> tuple[Pair, ...]:
        """Every agreement that holds a measure of that id, with its own wording of it.

        Those that are not in force are among them: `is_in_force` tells.
        """
        return self._pairs.get(measure_id, ())

    def holding(self, measure_id: str) -> Pair | None:
        """The first of these pairs."""
        return next(iter(self.pairs(measure_id)), None)

    def is_in_force(self, mou: Mou, measure: Measure) -> bool:
        """Whether both were in force on the date that the rules are taken from."""
        return self.why_not(mou, measure) is None

    def why_not(self, mou: Mou, measure: Measure) -> str | None:
        """Why a measure is not in force on that date; None if it is."""
        if not mou.is_in_force(self.as_of):
            return f"the agreement is not in force on {self.as_of}"
        if not measure.is_in_force(self.as_of):
            return f"the measure is not in force on {self.as_of}"
        return self.left_out.get((mou.id, measure.id))

    def in_force(self) -> list[Pair]:
        """Every measure in force, with its agreement."""
        return list(self._in_force)

    def measures_of(self, partner: str) -> list[str]:
        """What this partner may ask about, each id once; what it opted out of is not among it."""
        return list(self._own.get(partner, ()))

    def has_left(self, partner: str, mou: Mou, measure: Measure) -> bool:
        """Whether this partner opted out of that measure of that agreement."""
        return self.recognition.has_left(partner, mou, measure)

    def named(self, body_id: str) -> Partner:
        """A body that signed or joined: a partner, or one that only signed."""
        return self.partners.get(body_id) or self.bodies[body_id]

    def _carried_out(self, partner: str) -> tuple[str, ...]:
        own = (
            measure.id
            for mou, measure in self._in_force
            if partner in measure.partners and not self.has_left(partner, mou, measure)
        )
        return tuple(dict.fromkeys(own))
