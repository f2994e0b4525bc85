"""Rows of the rulebook beside what rests on them: what they say, and how sure that is."""

from pydantic import BaseModel

from shared.origin import Origin
from shared.rulebook import Consequence, Row, Rules, Text

GONE = Text(en="No longer in the rules in force.", zh="现行规则已无此项。")


class RuleCited(BaseModel):
    """The row that a line, an event or an effect rests on."""

    id: str
    says: Text
    legal_basis: str | None = None
    source: str | None = None
    confidence: str | None = None
    origin: Origin | None = None

    @classmethod
    def of(cls, rule_id: str, rules: Rules) -> "RuleCited":
        """The row as it is in force, or only its name if it no longer is."""
        row = rules.rows.get(rule_id)
        return cls.about(row) if row else cls(id=rule_id, says=GONE)

    @classmethod
    def about(cls, row: Row) -> "RuleCited":
        """A row."""
        return cls(
            id=row.id,
            says=row.says,
            legal_basis=row.legal_basis,
            source=row.source,
            confidence=row.confidence,
            origin=row.origin,
        )


class EffectShown(RuleCited):
    """What follows, and who sees to it."""

    by: str


def effects_of(rules: Rules, what: str, years_running: int = 1) -> list[EffectShown]:
    """What a grade or a list brings about; some of it only after years running."""
    return [
        EffectShown(**RuleCited.about(row).model_dump(), by=row.value.by)
        for row in rules.rows.values()
        if isinstance(row.value, Consequence) and row.value.of == what
        if years_running >= _years_needed(rules, row.id)
    ]


def _years_needed(rules: Rules, rule_id: str) -> int:
    needed = f"{rule_id}-years"
    return rules.number(needed) if needed in rules.rows else 1
