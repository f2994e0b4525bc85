"""The rules of one authority as a table on the screen, and what changed between two days."""

from collections.abc import Iterator
from datetime import date

from rich.table import Table

from demo.portraits import AUTHORITIES
from demo.roster import read_roster
from demo.rulebooks import Entry, RuleFile, files_of, heading, rule_files
from demo.scene import Scene
from demo.trouble import Trouble

# The usual day: that of the paper, or the day of a law's latest rows when changes are asked for.
TODAY_OF_CHANGES = date(2026, 6, 1)
Versions = dict[tuple[str, str], Entry]


def tables(at: str | None, as_of: date | None, since: date | None) -> Iterator[Table]:
    """What was asked for, file by file."""
    names = read_roster(AUTHORITIES).names
    if at is not None and at not in names:
        raise Trouble(f"There is no service {at}, only {', '.join(names)}", exit_code=2)
    for file in rule_files() if at is None else files_of(at):
        if since is None:
            yield table(file, as_of or Scene().rules_as_of)
        else:
            yield changes(file, since, as_of or TODAY_OF_CHANGES)


def table(file: RuleFile, day: date) -> Table:
    """The rules of one day, headed by how many of them are unconfirmed."""
    shown = Table(title=f"{file.title} · {file.title_zh}\n{file.name}, as of {day}")
    for column in ("row", "value", "what it says", "basis", "how sure", "force", "whose"):
        shown.add_column(column, overflow="fold")
    entries = file.on(day)
    for entry in entries:
        shown.add_row(
            entry.name,
            entry.value,
            f"{entry.en}\n{entry.zh}",
            entry.basis or entry.source,
            entry.confidence,
            entry.legal_force,
            f"{entry.origin}, stricter" if entry.floor else entry.origin,
        )
    shown.caption = heading(entries)
    return shown


def changes(file: RuleFile, since: date, day: date) -> Table:
    """What was added, ended or changed from one day to another."""
    shown = Table(title=f"{file.title} · {file.title_zh}\n{file.name}, from {since} to {day}")
    for column in ("row", "what happened", f"on {since}", f"on {day}"):
        shown.add_column(column, overflow="fold")
    for cells in changed(file, since, day):
        shown.add_row(*cells)
    shown.caption = f"on {since}: {heading(file.on(since))}; on {day}: {heading(file.on(day))}"
    return shown


def changed(file: RuleFile, since: date, day: date) -> Iterator[tuple[str, str, str, str]]:
    """Each row that differs: its name, how, and both versions."""
    before, after = _by_name(file.on(since)), _by_name(file.on(day))
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        happened = _what(old, new)
        if happened:
            yield (key[1], happened, _version(old), _version(new))


def _by_name(entries: list[Entry]) -> Versions:
    return {(entry.kind, entry.name): entry for entry in entries}


def _what(old: Entry | None, new: Entry | None) -> str:
    """Nothing, where the rule stayed the same whatever its dates."""
    if old is None or new is None:
        return "added" if old is None else "ended"
    if old.value != new.value:
        return "changed"
    return "restated" if (old.basis, old.en) != (new.basis, new.en) else ""


def _version(entry: Entry | None) -> str:
    return "\n".join(filter(None, (entry.value, entry.en, entry.basis))) if entry else "none"
