"""Rules as data: rows with a source and a confidence, chosen by the date they are valid on."""

from shared.rulebook.file import BrokenRulebook, load
from shared.rulebook.orders import Bar, Ending, Exemption, Reach
from shared.rulebook.rows import (
    Confidence,
    Consequence,
    Finding,
    Ground,
    Indicator,
    ListRule,
    Row,
    Text,
    Unit,
)
from shared.rulebook.rules import GroundUnknown, Rulebook, Rules

__all__ = [
    "Bar",
    "BrokenRulebook",
    "Confidence",
    "Consequence",
    "Ending",
    "Exemption",
    "Finding",
    "Ground",
    "GroundUnknown",
    "Indicator",
    "ListRule",
    "Reach",
    "Row",
    "Rulebook",
    "Rules",
    "Text",
    "Unit",
    "load",
]
