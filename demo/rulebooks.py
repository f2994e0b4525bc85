"""Every rule that is kept as data, read from rulebooks, schemes and agreements alike.

Read as plain YAML, so that whatever has a source and a confidence is found, wherever it stands.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from demo.marked import data_files
from demo.portraits import AUTHORITIES, ROOT
from shared.authorities import load
from shared.checked_yaml import unchecked

Words = Mapping[str, Any]
WEAK = frozenset({"firm", "unconfirmed"})
NOT_RULES = frozenset({AUTHORITIES, ROOT / "shared/plain/names.yaml"})
NAMES = ("id", "code", "edition", "scheme", "mou")
SPAN = ("valid_from", "valid_to")
# What else a part of a scheme or an agreement fixes, in the order in which it is told.
PARTS = (
    "value", "points", "max_points_per_year", "base", "minimum", "maximum", "bands", "gives",
    "service", "needs", "quota_per_year", "force", "addressee", "original", "basic", "level",
    "reasons", "accepts", "opts_out", "spheres", "editions",
)  # fmt: skip
SERVICE_OF = {"platform": "national_platform", "gateway": "partner_gateway"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule as its file has it."""

    kind: str
    name: str
    value: str
    en: str
    zh: str
    basis: str
    source: str
    confidence: str
    legal_force: str
    openness: str
    origin: str
    floor: bool
    valid_from: date | None
    valid_to: date | None

    def in_force_on(self, day: date) -> bool:
        """Whether it was in force on that day, both ends included."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    @property
    def span(self) -> str:
        """From when until when."""
        parts = [f"from {self.valid_from}"] if self.valid_from else []
        parts += [f"until {self.valid_to}"] if self.valid_to else []
        return " ".join(parts) or "always"


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One file of rules."""

    path: Path
    title: str
    title_zh: str
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """Where it lies in the repository."""
        return str(self.path.relative_to(ROOT))

    def on(self, day: date) -> list[Entry]:
        """What was in force on a day."""
        return [entry for entry in self.entries if entry.in_force_on(day)]


def heading(entries: Sequence[Entry]) -> str:
    """What stands over every page made of rules."""
    weak = sum(entry.confidence in WEAK for entry in entries)
    return f"{weak} of {len(entries)} rows unconfirmed"


def rule_files() -> list[RuleFile]:
    """Every file of rules, in the order of its name."""
    found = [read(path) for path in data_files() if path not in NOT_RULES]
    return [file for file in found if file.entries]


def files_of(authority: str) -> list[RuleFile]:
    """The files that one authority goes by: its rulebook, or a place's scheme and own list."""
    if authority in SERVICE_OF:
        own: Iterable[Path | None] = [None]
        service = SERVICE_OF[authority]
    else:
        block = load(AUTHORITIES).named(authority)
        own, service = (block.rulebook, block.scheme, block.local_list), block.service
    named = [ROOT / path for path in own if path is not None]
    usual = ROOT / "services" / service / "rulebook.yaml"
    return [read(path) for path in dict.fromkeys([usual, *named]) if path.exists()]


def read(path: Path) -> RuleFile:
    """One file with all its rules."""
    content = unchecked(path.read_text(encoding="utf-8"))
    title = content.get("title") or _first_title(content) or {"en": path.stem, "zh": path.stem}
    return RuleFile(path, title["en"], title["zh"], tuple(entries_in(content)))


def entries_in(content: Any, kind: str = "", span: Words | None = None) -> Iterator[Entry]:
    """Every part that says where it is from; an edition's dates hold for all that is in it."""
    if isinstance(content, list):
        for part in content:
            yield from entries_in(part, kind, span)
    elif isinstance(content, Mapping):
        span = content.get("in_force") or span or {}
        if {"source", "confidence"} <= set(content):
            yield _entry(content, kind, span)
        for key, part in content.items():
            yield from entries_in(part, key, span)


def _first_title(content: Words) -> Words | None:
    """A scheme in editions has its title in each of them."""
    editions = content.get("editions") or [{}]
    title: Words | None = editions[0].get("title")
    return title


def _entry(content: Words, kind: str, span: Words) -> Entry:
    said = content.get("says") or content.get("content") or content.get("title") or {}
    name = next((str(content[key]) for key in NAMES if key in content), kind)
    first, last = (content.get(key) or span.get(key) for key in SPAN)
    return Entry(
        kind=str(content.get("unit") or kind.removesuffix("s")),
        name=name,
        value=_value(content),
        en=_line(said.get("en", "")),
        zh=_line(said.get("zh", "")),
        basis=_line(content.get("legal_basis", "")),
        source=_line(content["source"]),
        confidence=content["confidence"],
        legal_force=content.get("legal_force", ""),
        openness=content.get("openness", ""),
        origin=content.get("origin", ""),
        floor=bool(content.get("floor", False)),
        valid_from=first,
        valid_to=last,
    )


def _value(content: Words) -> str:
    """What the rule fixes, in its unit."""
    if "value" in content and "unit" in content:
        value = content["value"]
        if isinstance(value, int):
            return f"{value} {str(content['unit']).replace('_', ' ')}"
        return _told(value)
    parts = [f"{key.replace('_', ' ')}: {_told(content[key])}" for key in PARTS if key in content]
    return "; ".join(parts)


def _told(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, Mapping):
        shown = {key: part for key, part in value.items() if key not in ("says", "en", "zh")}
        return ", ".join(f"{key.replace('_', ' ')} {_told(part)}" for key, part in shown.items())
    if isinstance(value, list):
        return " · ".join(_told(part) for part in value)
    return str(value)


def _line(text: str) -> str:
    return " ".join(str(text).split())
