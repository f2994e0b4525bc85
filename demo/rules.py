"""Writes docs/rules.md: every rule of every rulebook, scheme and agreement, for people to read.

`python -m demo.rules` writes it again; a test holds it equal to the files.
"""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from demo.portraits import ROOT
from demo.rulebooks import Entry, RuleFile, heading, rule_files
from shared.plain.certainty import FORCE, HOW_SURE, JUDGEMENT
from shared.rulebook import Text

Word = TypeVar("Word", bound=StrEnum)
FILE = ROOT / "docs" / "rules.md"
DATES = (date(2019, 11, 1), date(2026, 6, 1))
HEAD = """\
# The rules of this model

<!-- Generated from rulebooks, schemes and agreements by `python -m demo.rules`; do not edit. -->

Every number, ground, term and effect in this model is a row of a file, and this page is all of
them. Code asks for a row by its id and never knows the number itself, so a rule is changed by
changing its row; a file that does not fit together stops its service with file, line and reason.

A row may be in force from a day until a day. Rows of 2019 and of 2026 stand side by side here, but
a service runs on the rules of **one** day (`--rules-as-of`, by default 2019-11-01, the month of the
paper) and never mixes them. At a running service `GET /v1/rulebook?as_of=2026-06-01` shows the
rules of a day and `GET /v1/rulebook/changes?from=2019-11-01&to=2026-06-01` what changed between
two; both say of which day they are. `chimera rules --at tax --changes-since 2019-11-01` prints the
same.

这是本模型全部规则的汇编。每一条规则都注明出处、把握程度、效力来源和有效期间；服务只按某一日的规则运行，不同日期的规则从不混用。

## How to read a row

**How sure** (`confidence`): nothing here was checked against a live official page, so each row says
how well it is known. A page or an answer made of rules is headed by how many of its rows are `firm`
or `unconfirmed`.

{how_sure}

**What stands behind it** (`legal_force`): much of the system described in the paper rests on policy
documents, and some of it on no law at all; the difference is kept in every row.

{force}

**How much an officer must judge** (`openness`): where a rule is open, two officers may decide the
same facts differently, and both may be within the rule.

{judgement}

**Whose idea it is** (`origin`): `paper` is described in the paper, `rule` in a modelled rule, and
`ours` is invented here. `stricter` marks where we ask more than the rule does; see
[departures.md](departures.md).
"""
# Kinds that stand in one table, since each of their rows is no more than a number or a word.
NUMBERS = ("days", "working_days", "months", "years", "yuan", "points", "count", "percent")
WORDS = ("body", "cadence", "penalty")
GROUPS = {
    **dict.fromkeys(NUMBERS, "numbers and terms"),
    **dict.fromkeys(WORDS, "bodies, rhythms and penalties"),
}
TITLES = {
    "shared": "For every authority",
    "services/court": "Court",
    "services/tax": "Tax administration",
    "services/locality": "Localities",
    "services/sector_list": "Sector lists",
    "services/national_platform": "National platform",
    "services/partner_gateway": "Partner gateway and its agreements",
}


def generate(files: Iterable[RuleFile]) -> str:
    """The whole page."""
    files = list(files)
    parts = [_head(), _contents(files)]
    for folder, title in TITLES.items():
        own = [file for file in files if file.name.startswith(folder + "/")]
        parts += [f"## {title}\n", *map(_file, own)] if own else []
    return "\n".join(parts)


def _head() -> str:
    return HEAD.format(
        how_sure=_explained(HOW_SURE), force=_explained(FORCE), judgement=_explained(JUDGEMENT)
    )


def _explained(known: Mapping[Word, Text]) -> str:
    lines = ["| word | means | 含义 |", "| --- | --- | --- |"]
    lines += [f"| `{word.value}` | {text.en} | {text.zh} |" for word, text in known.items()]
    return "\n".join(lines)


def _contents(files: list[RuleFile]) -> str:
    """Every file with its heading on two days."""
    first, second = DATES
    lines = [
        "## The files",
        "",
        f"| file | rows | on {first} | on {second} |",
        "| --- | --: | --- | --- |",
    ]
    lines += [
        f"| [{file.title}](#{_anchor(file)}) | {len(file.entries)} | {heading(file.on(first))} |"
        f" {heading(file.on(second))} |"
        for file in files
    ]
    every = [entry for file in files for entry in file.entries]
    return "\n".join([*lines, f"| all | {len(every)} | {heading(every)} over all dates | |", ""])


def _anchor(file: RuleFile) -> str:
    return file.name.replace("/", "-").replace(".", "-").replace("_", "-")


def _file(file: RuleFile) -> str:
    kinds = dict.fromkeys(_group(entry) for entry in file.entries)
    first, second = DATES
    lines = [
        f'<a id="{_anchor(file)}"></a>',
        "",
        f"### {file.title} · {file.title_zh}",
        "",
        f"`{file.name}`. On {first}: {heading(file.on(first))}. On {second}:"
        f" {heading(file.on(second))}.",
        "",
    ]
    for kind in kinds:
        own = [entry for entry in file.entries if _group(entry) == kind]
        lines += [f"**{kind}**", "", *_table(own), ""]
    return "\n".join(lines)


def _group(entry: Entry) -> str:
    return GROUPS.get(entry.kind, entry.kind.replace("_", " "))


def _table(entries: Iterable[Entry]) -> list[str]:
    return [
        "| row | value | what it says | basis and source | how sure | in force | force, judgement,"
        " whose |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(_row(entry) for entry in entries),
    ]


def _row(entry: Entry) -> str:
    cells = (
        f"`{entry.name}`",
        entry.value,
        f"{entry.en}<br>{entry.zh}",
        "<br>".join(filter(None, (entry.basis, f"Source: {entry.source}"))),
        entry.confidence,
        entry.span,
        ", ".join(filter(None, (entry.legal_force, entry.openness, _whose(entry)))),
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _whose(entry: Entry) -> str:
    return f"{entry.origin}, stricter" if entry.floor else entry.origin


def main() -> None:
    """Write the page again."""
    FILE.write_text(generate(rule_files()), encoding="utf-8")
    sys.stdout.write(f"wrote {FILE}\n")


if __name__ == "__main__":
    main()
