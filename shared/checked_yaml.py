"""YAML files that are checked before anything starts: what is wrong is told with file and line."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

# The C parser reads the same language eight times as fast; not every PyYAML has it.
LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Location = tuple[str | int, ...]
Shape = TypeVar("Shape", bound=BaseModel)


class BrokenFile(Exception):
    """A file that cannot be used: `file:line: reason`."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that only shows when the parts of a file are seen together."""

    where: Location
    reason: str


def read(
    path: Path, shape: type[Shape], flaws: Callable[[Shape], Iterable[Flaw]] = lambda _: ()
) -> Shape:
    """The file in its shape and without flaws; BrokenFile names file, line and reason."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenFile(f"{path}:1: cannot be read: {type(error).__name__}") from error
    return parse(text, str(path), shape, flaws)


def parse(
    text: str,
    name: str,
    shape: type[Shape],
    flaws: Callable[[Shape], Iterable[Flaw]] = lambda _: (),
) -> Shape:
    """The same for a text that was read already; `name` stands for the file in what is told."""
    found: Shape = _checked_once(text, name, shape, flaws)
    return found


@lru_cache(maxsize=64)
def line_in(text: str, where: Location) -> int:
    """The line of a part of a text that was read already; the deepest that is there."""
    return _line_of(_compose(text, "a text"), where)


def unchecked(text: str) -> Any:
    """What a YAML text holds, in no shape: for looking through files that were checked before."""
    return yaml.load(text, Loader=LOADER)  # noqa: S506 - the C parser's safe loader


def _checked(
    text: str, name: str, shape: type[Shape], flaws: Callable[[Shape], Iterable[Flaw]]
) -> Shape:
    found: Shape = _shaped_once(text, name, shape)
    for flaw in flaws(found):
        raise BrokenFile(_told(name, _compose(text, name), flaw.where, flaw.reason))
    return found


def _shaped(text: str, name: str, shape: type[Shape]) -> Shape:
    tree = _compose(text, name)
    _refuse_double_keys(name, tree)
    return _constructed(name, tree, shape)


# Services that share a process read the same files; nobody changes what was read. What depends on
# other files too is looked for again in each, and the text is read once all the same.
_checked_once: Callable[..., Any] = lru_cache(maxsize=64)(_checked)
_shaped_once: Callable[..., Any] = lru_cache(maxsize=64)(_shaped)


def _compose(text: str, path: str) -> yaml.Node:
    try:
        tree = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BrokenFile(f"{path}:{line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise BrokenFile(f"{path}:1: cannot be read: {type(error).__name__}") from error
    if tree is None:
        raise BrokenFile(f"{path}:1: the file is empty")
    return tree


def _constructed(path: str, tree: yaml.Node, shape: type[Shape]) -> Shape:
    try:
        return shape.model_validate(yaml.SafeLoader("").construct_document(tree))
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        raise BrokenFile(_told(path, tree, problem["loc"], problem["msg"])) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BrokenFile(f"{path}:{line}: {error.problem}") from error


def _told(path: str, tree: yaml.Node, where: Location, reason: str) -> str:
    place = ".".join(str(part) for part in where) or "the file"
    return f"{path}:{_line_of(tree, where)}: {place}: {reason}"


def _line_of(node: yaml.Node, where: Location) -> int:
    """The line of the deepest part of the file that the location names."""
    for part in where:
        step = _child(node, part)
        if step is None:
            break
        node = step
    return int(node.start_mark.line) + 1


def _child(node: yaml.Node, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    return None


def _refuse_double_keys(path: str, tree: yaml.Node) -> None:
    """YAML would silently take the last of two values."""
    for node in _mappings(tree):
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                line = key.start_mark.line + 1
                raise BrokenFile(f"{path}:{line}: {key.value} is there twice")
            seen.add(str(key.value))


def _mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _mappings(value)
