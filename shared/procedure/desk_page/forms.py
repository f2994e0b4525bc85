"""What officers do at one authority, as forms: declared in a file beside its doors.

A form says which door it is for, what is asked in both languages, and which rows of the rulebook
stand beside it. The page makes every form out of this; a test holds each against the doors.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field as Limits

from shared import checked_yaml
from shared.checked_yaml import Flaw
from shared.contract import SlugText
from shared.rulebook.rows import Closed, Text, Unit

COMMON = Path(__file__).with_name("common.yaml")
PLACE = re.compile(r"\{(\w+)\}")
Role = Literal["clerk", "reviewer", "appeals"]
Name = Annotated[str, Limits(pattern=r"^[a-z][a-z_]{0,40}$")]
Prefix = Annotated[str, Limits(pattern=r"^[a-z]{1,2}$")]
Kind = Literal[
    "text",
    "statement",
    "number",
    "day",
    "yes_no",
    "choice",
    "party",
    "people",
    "reference",
    "references",
]


class Option(Closed):
    """One of several words of a door."""

    value: SlugText | Literal["A", "B", "M", "C", "D"]
    says: Text


class Field(Closed):
    """One thing that a form asks; a choice is among `options`, or rows of these units in force."""

    name: Name
    label: Text
    kind: Kind
    needed: bool = True
    options: tuple[Option, ...] = ()
    rows: tuple[Unit, ...] = ()
    of_list: SlugText | None = None
    start: str | None = None


class Act(Closed):
    """One door as a form. `about` is the first letters of the reference that it is about.

    That reference goes into the address, or into the field that `fills` names. Where the rules in
    force lack the row that it `needs`, there is no such act.
    """

    id: SlugText
    title: Text
    how: Text | None = None
    method: Literal["POST", "PUT"] = "POST"
    path: Annotated[str, Limits(pattern=r"^/v1/[a-z0-9/{}-]+$")]
    roles: tuple[Role, ...]
    about: Prefix | None = None
    fills: Name | None = None
    fields: tuple[Field, ...] = ()
    rules: tuple[SlugText, ...] = ()
    needs: SlugText | None = None

    @property
    def place(self) -> str | None:
        """The part of the address that a reference goes into."""
        found = PLACE.search(self.path)
        return found.group(1) if found else None


class Thing(Closed):
    """What a reference is about, by its first letters: where it is read, if anywhere."""

    prefix: Prefix
    title: Text
    read: Annotated[str, Limits(pattern=r"^/v1/[a-z0-9/{}-]+$")] | None = None
    grounds_listing: bool = False


class Task(Closed):
    """A task of the worklist, by its code, with the act that settles it where there is one."""

    code: SlugText
    title: Text
    act: SlugText | None = None


class FormFile(Closed):
    """All that the desk of one authority adds to what all share."""

    desk: SlugText
    format: Literal[1]
    things: tuple[Thing, ...] = ()
    acts: tuple[Act, ...] = ()
    tasks: tuple[Task, ...] = ()
    answers: dict[Name, Text] = Limits(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Forms:
    """The acts that all authorities share, and one authority's own after them."""

    files: Sequence[FormFile]

    @property
    def acts(self) -> list[Act]:
        """Every act, the authority's own first."""
        return [act for one in reversed(self.files) for act in one.acts]

    def told(self, language: str) -> str:
        """The same for the page's script, in one language."""
        files = [file.model_dump(mode="json", exclude_defaults=True) for file in self.files]
        parts = {
            name: [_said(part, language) for one in reversed(files) for part in one.get(name, ())]
            for name in ("things", "acts", "tasks")
        }
        words = {name: said for one in files for name, said in one.get("answers", {}).items()}
        return json.dumps(parts | {"answers": _said(words, language)}, ensure_ascii=False)


def load_forms(path: Path) -> Forms:
    """An authority's own forms after the common ones; BrokenFile names file, line and reason."""
    common = checked_yaml.read(COMMON, FormFile, _flaws)
    return Forms([common, checked_yaml.read(path, FormFile, _flaws)])


def _said(part: Any, language: str) -> Any:
    """A part of a file with each text in one language."""
    if isinstance(part, dict):
        if set(part) == {"en", "zh"}:
            return part[language]
        return {name: _said(value, language) for name, value in part.items()}
    return [_said(value, language) for value in part] if isinstance(part, list) else part


def _flaws(file: FormFile) -> Iterator[Flaw]:
    acts = {act.id for act in file.acts}
    if len(acts) < len(file.acts):
        yield Flaw(("acts",), "an act is there twice")
    for at, task in enumerate(file.tasks):
        if task.act is not None and task.act not in acts:
            yield Flaw(("tasks", at, "act"), "there is no such act")
    prefixes = {thing.prefix for thing in file.things}
    for at, act in enumerate(file.acts):
        yield from (Flaw(("acts", at, *where), why) for where, why in _wrong_in(act, prefixes))


def _wrong_in(act: Act, prefixes: set[str]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if act.about is not None and act.about not in prefixes:
        yield ("about",), "there is no such thing"
    if (act.about is None) != (act.place is None and act.fills is None):
        yield ("path",), "a reference needs a place, and a place a reference"
    if act.fills is not None and act.fills not in {field.name for field in act.fields}:
        yield ("fills",), "there is no such field"
    for at, field in enumerate(act.fields):
        if field.kind in ("choice", "people") and not (field.options or field.rows):
            yield ("fields", at, "kind"), "a choice among nothing"
