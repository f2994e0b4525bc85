"""Every rule that is kept as data says where it is from, in two languages; no code knows a number.

The rules are walked as plain data, so whatever stands in a file of rules is looked at.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo import rules
from demo.marked import all_rows, data_files
from demo.rulebooks import NOT_RULES, Entry, RuleFile, rule_files
from shared.origin import Origin
from shared.plain import basis, body
from shared.plain.basis import ENGLISH
from shared.rulebook import Bar, Confidence, Ending, Exemption, Ground, Reach, Unit
from shared.rulebook import load as load_rulebook
from shared.rulebook.rows import LegalForce, Openness, Row
from tests.house.test_authorities_and_rules import RULEBOOKS

FILES = rule_files()
HAN = re.compile(r"[\u4e00-\u9fff]")
# Agreements and who signed them bind by contract: what stands behind them is told by their basis.
AGREED = "services/partner_gateway/"
by_file = pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.name))


def nameless(entries: Iterable[Entry]) -> list[str]:
    """Rules that lack a source, or say in strange words how sure they are or who is behind them."""
    return [
        entry.name
        for entry in entries
        if not entry.source
        or entry.confidence not in set(Confidence)
        or entry.origin not in set(Origin)
        or entry.openness not in {"", *Openness}
    ]


def forceless(file: RuleFile) -> list[str]:
    """Rules of which nobody can tell whether a law stands behind them."""
    if file.name.startswith(AGREED) and file.path.name != "rulebook.yaml":
        return [entry.name for entry in file.entries if not entry.basis]
    return [entry.name for entry in file.entries if entry.legal_force not in set(LegalForce)]


def half_said(content: Any) -> Iterator[str]:
    """Texts that are missing in one language, or that say in Chinese what is English."""
    if isinstance(content, Mapping):
        if {"en", "zh"} & set(content) and not is_said(content):
            yield str(content.get("en") or content.get("zh"))
        content = list(content.values())
    if isinstance(content, list):
        for part in content:
            yield from half_said(part)


def is_said(text: Mapping[str, Any]) -> bool:
    """Whether a text has words in English and in Chinese."""
    return bool(str(text.get("en", "")).strip() and HAN.search(str(text.get("zh", ""))))


@by_file
def test_every_rule_says_where_it_is_from_and_how_sure_it_is(file: RuleFile) -> None:
    assert nameless(file.entries) == []


@by_file
def test_every_rule_says_what_stands_behind_it(file: RuleFile) -> None:
    assert forceless(file) == []


@by_file
def test_every_rule_is_said_in_both_languages(file: RuleFile) -> None:
    content = yaml.safe_load(file.path.read_text(encoding="utf-8"))
    assert list(half_said(content)) == []
    assert [entry.name for entry in file.entries if not entry.en or not entry.zh] == []


def test_no_rule_is_passed_over() -> None:
    """Whatever carries a mark and a source in a file of rules is walked here."""
    walked = {(file.name, entry.name) for file in FILES for entry in file.entries}
    rows = {
        (row.where.split(", ")[0], row.name)
        for kind, row in all_rows()
        if kind in {"rows", "items", "benefits"}
    }
    assert rows <= walked
    assert {file.path for file in FILES} >= set(RULEBOOKS)
    assert len(data_files()) > len(FILES) >= len(NOT_RULES)


def test_what_is_wrong_with_a_rule_is_found() -> None:
    entry = FILES[0].entries[0]
    good = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    for wrong in ({"source": ""}, {"confidence": "sure"}, {"origin": ""}, {"openness": "wide"}):
        assert nameless([Entry(**(good | wrong))]) == [entry.name]
    file = FILES[0]
    bare = RuleFile(file.path, "", "", (Entry(**(good | {"legal_force": "", "basis": ""})),))
    assert forceless(bare) == [entry.name]
    assert list(half_said([{"en": "Only English", "zh": "Only English"}, {"zh": "无"}])) == [
        "Only English",
        "无",
    ]


def rows_of_all() -> list[tuple[Path, Row]]:
    """Every row of every rulebook."""
    return [(path, row) for path in RULEBOOKS for row in load_rulebook(path).rows]


# Kinds of rows that a party reads of with their basis.
TOLD = (Ground, Bar, Ending, Exemption, Reach)
BODIES = ("reviewing-body", "non-monetary-performance")


def test_every_rule_and_body_that_a_party_is_told_of_has_its_chinese_name() -> None:
    """They are told to the party in sentences: add what is missing to shared/plain/names.yaml."""
    told = [basis(row.legal_basis) for _, row in rows_of_all() if isinstance(row.value, TOLD)]
    told += [body(str(row.value)) for _, row in rows_of_all() if row.id in BODIES]
    told += [
        body(row.value.granted_by) for _, row in rows_of_all() if isinstance(row.value, Exemption)
    ]
    assert sorted({text.en for text in told if ENGLISH.search(text.zh)}) == []


def test_no_rule_outside_the_law_is_a_ground_and_no_unit_is_unused() -> None:
    grounds = [row for _, row in rows_of_all() if row.unit is Unit.GROUND]
    assert all(row.legal_force is not LegalForce.EXTRA_LEGAL for row in grounds)
    assert {row.unit for _, row in rows_of_all()} == set(Unit)


def test_the_rules_are_written_down_as_they_are() -> None:
    written = rules.FILE.read_text(encoding="utf-8")
    assert written == rules.generate(FILES), "run `python -m demo.rules`"


def test_the_page_of_rules_begins_with_what_its_words_mean_and_heads_every_file() -> None:
    head = rules.generate(FILES).split("## The files")[0]
    for word in (*Confidence, *LegalForce, *Openness):
        assert f"| `{word.value}` |" in head
    for file in FILES:
        assert f"`{file.name}`. On 2019-11-01: " in rules.generate([file])
