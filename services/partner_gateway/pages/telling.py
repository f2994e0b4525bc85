"""An agreement and a measure made ready to be told: templates find the words of one language."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.partner_gateway.domain import Agreements, Measure, Mou, Pair
from shared.contract import Effect
from shared.plain.certainty import how_sure
from shared.rulebook import Text

Counts = Mapping[str, int | None]
NOT_AN_ENTRY = Text(
    en="It is no entry of the basic list of measures that is in force.",
    zh="未列入现行的惩戒措施基础清单。",
)


@dataclass(frozen=True, slots=True)
class MeasureTold:
    """A measure as one agreement has it; `applied` is None where the count would point at few."""

    measure: Measure
    is_adverse: bool
    why_not: Text | None
    asked_by: tuple[Text, ...]
    applied: int | None
    how_sure: Text


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed, and what it does in the agreement, of bodies that never ask here."""

    title: Text
    role: Text | None


def told(agreements: Agreements, pair: Pair, counts: Counts) -> MeasureTold:
    """One measure."""
    mou, measure = pair
    return MeasureTold(
        measure=measure,
        is_adverse=mou.effect is Effect.ADVERSE,
        why_not=_why_not(agreements, mou, measure),
        asked_by=tuple(agreements.named(one).title for one in measure.partners),
        applied=counts.get(measure.id),
        how_sure=how_sure(measure.confidence),
    )


def signatories(agreements: Agreements, mou: Mou) -> list[Signatory]:
    """Who signed."""
    found = ((agreements.named(one).title, agreements.bodies.get(one)) for one in mou.signed)
    return [Signatory(title, body.role if body else None) for title, body in found]


def joined(agreements: Agreements, mou: Mou) -> list[tuple[Text, Text]]:
    """Who joined, each with the body that it joined under."""
    return [
        (agreements.named(one.partner).title, agreements.named(one.under).title)
        for one in mou.joined
    ]


def _why_not(agreements: Agreements, mou: Mou, measure: Measure) -> Text | None:
    """Why it is not in force on the agreements' day."""
    if agreements.why_not(mou, measure) is None:
        return None
    day = agreements.as_of
    if not mou.is_in_force(day):
        return Text(en=f"The agreement is not in force on {day}.", zh=f"备忘录在{day}未生效。")
    if not measure.is_in_force(day):
        return Text(en=f"The measure is not in force on {day}.", zh=f"该措施在{day}未生效。")
    return NOT_AN_ENTRY
