"""Writes docs/departures.md: what in the model is the paper's, what a rule's, and what is ours.

`python -m demo.departures` writes it again; a test holds it equal to the marks in code and data.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from demo import marked
from demo.marked import Marked
from demo.portraits import ROOT, Portrait, paint_all
from shared.origin import Mark, Origin

FILE = ROOT / "docs" / "departures.md"
HEAD = """\
# Where this model departs from what it models

<!-- Generated from the marks in code and data by `python -m demo.departures`; do not edit. -->

Everything in this model carries a mark that says whose idea it is. **Paper**: Séverine Arsène's
*China's Social Credit System: A Chimera with Real Claws* (Ifri, 2019) describes it; the note names
the section or footnote. **Rule**: a modelled law, measure or notice contains it; the note names it.
**Ours**: we invented it, usually to protect the party, sometimes because a running system needs
something that nobody has described. **Stricter** (`floor` in the code) means that we ask more of an
authority than the rule that it follows, or that we forbid what the rule leaves open.

The marks are here because the model must never pass off its own safeguards as findings about the
world. A second officer, a stay of publication, a number truncated before it leaves, an issuer that
is asked before anybody is restricted, a file in which a person reads who asked: a reader who meets
these here has learnt what a careful system could do, and nothing about what any system does.
Whoever cites the model should cite it for what is marked *paper* or *rule*, and should then read
the source itself: every row of a rulebook says how sure it is, and not all are sure.
"""
INTROS = {
    "Doors": "What can be asked of a service over HTTP, and by whom it is answered.",
    "What crosses": "Every header and field of every message on the bus.",
    "Steps": "The steps of every authority's procedure, in their order.",
    "Rules": "Rulebooks, schemes, agreements and measures, file by file, with their legal basis.",
    "Tables": (
        "What each service keeps. A column is named only where its mark is not its table's; the"
        " public inventory at every service (`GET /v1/inventory`) names them all."
    ),
    "Bodies": "Who takes part. The bodies are invented even where such a body exists.",
}
NOT_MARKED = "**not marked**"
SAID_BY = {Origin.PAPER: "In the paper", Origin.RULE: "Rule", Origin.OURS: "Ours because"}


def generate(portraits: Sequence[Portrait]) -> str:
    """The whole page."""
    groups = collect(portraits)
    parts = [HEAD, _counts(groups), _strictest(groups)]
    for title, things in groups.items():
        render = _by_file if title == "Rules" else _table
        parts.append(f"## {title}\n\n{INTROS[title]}\n\n{render(things)}")
    return "\n".join(parts)


def collect(portraits: Sequence[Portrait]) -> dict[str, list[Marked]]:
    """Everything that carries a mark, by the kind of thing it is."""
    return {
        "Doors": marked.all_doors(portraits),
        "What crosses": marked.crossing(),
        "Steps": marked.steps(),
        "Rules": marked.rules(),
        "Tables": marked.all_tables(portraits),
        "Bodies": marked.bodies(portraits),
    }


def _counts(groups: dict[str, list[Marked]]) -> str:
    lines = [
        "## In numbers",
        "",
        "| | paper | rule | ours | of all these, stricter |",
        "| --- | --: | --: | --: | --: |",
    ]
    for title, things in groups.items():
        marks = [thing.mark for thing in things if thing.mark]
        by_origin = Counter(mark.origin for mark in marks)
        counts = [by_origin[origin] for origin in Origin] + [sum(mark.floor for mark in marks)]
        lines.append(f"| {title} | {' | '.join(str(count) for count in counts)} |")
    return "\n".join(lines) + "\n"


def _strictest(groups: dict[str, list[Marked]]) -> str:
    """The whole floor in one list, each reason once."""
    reasons: dict[str, list[str]] = {}
    for title in ("Steps", "Doors", "What crosses", "Rules", "Bodies"):
        for thing in groups[title]:
            if thing.mark and thing.mark.floor:
                why, name = _floor_line(title, thing)
                reasons.setdefault(why, []).append(name)
    lines = [f"- {why} ({', '.join(dict.fromkeys(names))})" for why, names in reasons.items()]
    intro = "All that asks more than the modelled rules do, each reason once."
    return f"## Where the model is stricter\n\n{intro}\n\n" + "\n".join(lines) + "\n"


def _floor_line(title: str, thing: Marked) -> tuple[str, str]:
    """Why it is stricter, and what it is; a rule is known by its file and gives its own reason."""
    if title == "Rules":
        return _cell(thing.says), f"{_code(thing.name)} in {thing.where}"
    note = thing.mark.note if thing.mark else ""
    return _sentence(_cell(note or thing.says)), _code(thing.name)


def _by_file(things: Iterable[Marked]) -> str:
    files: dict[str, list[Marked]] = {}
    for thing in things:
        files.setdefault(thing.where, []).append(thing)
    return "\n".join(f"### {file}\n\n{_rules(rows)}" for file, rows in files.items())


def _rules(things: Iterable[Marked]) -> str:
    head = "| rule | mark | what it says | basis |\n| --- | --- | --- | --- |\n"
    return head + "".join(
        f"| {_code(one.name)} | {_mark(one.mark)} | {_cell(one.says)} | {_note(one.mark)} |\n"
        for one in things
    )


def _table(things: Iterable[Marked]) -> str:
    head = "| what | mark | why | where |\n| --- | --- | --- | --- |\n"
    return head + "".join(
        f"| {_code(one.name)} | {_mark(one.mark)} | {_why(one)} | {_cell(one.where)} |\n"
        for one in things
    )


def _why(thing: Marked) -> str:
    """What it is, and the reason beside its mark."""
    note = _note(thing.mark)
    reason = f"{SAID_BY[thing.mark.origin]}: {_sentence(note)}" if thing.mark and note else ""
    return " ".join(text for text in (_sentence(_cell(thing.says)), reason) if text)


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".?!" else f"{text}."


def _note(mark: Mark | None) -> str:
    return _cell(mark.note) if mark else ""


def _mark(mark: Mark | None) -> str:
    if mark is None:
        return NOT_MARKED
    return f"{mark.origin.value}, stricter" if mark.floor else mark.origin.value


def _code(text: str) -> str:
    return f"`{text}`"


def _cell(text: str) -> str:
    """Text that stays within one cell."""
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Write the page again."""
    with tempfile.TemporaryDirectory() as folder:
        FILE.write_text(generate(paint_all(Path(folder))), encoding="utf-8")
    sys.stdout.write(f"wrote {FILE}\n")


if __name__ == "__main__":
    main()
