"""Where a thing comes from: the paper, the modelled rules, or us.

Every step, field, door, rule and body of the model carries a mark, so that its own safeguards are
never passed off as findings about the world. `docs/departures.md` is generated from the marks.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Origin(StrEnum):
    """Who says so."""

    PAPER = "paper"  # Arsène 2019 describes it
    RULE = "rule"  # a modelled rule contains it
    OURS = "ours"  # invented here, usually to protect the party


@dataclass(frozen=True, slots=True)
class Mark:
    """An origin, whether we are stricter than the modelled rule, and why in one sentence."""

    origin: Origin
    floor: bool = False
    note: str = ""


def paper(note: str = "", *, floor: bool = False) -> Mark:
    """A mark for what the paper describes; `note` names its section or footnote."""
    return Mark(Origin.PAPER, floor, note)


def rule(note: str = "", *, floor: bool = False) -> Mark:
    """A mark for what a modelled rule contains; `note` names the rule."""
    return Mark(Origin.RULE, floor, note)


def ours(note: str, *, floor: bool = False) -> Mark:
    """A mark for our own invention; `note` says why it is there."""
    return Mark(Origin.OURS, floor, note)


def door(mark: Mark) -> dict[str, Any]:
    """Keyword arguments that put a mark on a FastAPI door: `@router.get(path, **door(paper()))`."""
    extra = {"x-origin": mark.origin.value, "x-floor": mark.floor, "x-note": mark.note}
    return {"openapi_extra": extra}


def field(mark: Mark) -> dict[str, Any]:
    """JSON-schema extras that put a mark on a Pydantic field."""
    return {"x-origin": mark.origin.value, "x-floor": mark.floor, "x-note": mark.note}
