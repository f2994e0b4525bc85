"""authorities.yaml and the rulebooks tell the same, and no rule is written down for nothing."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from demo.portraits import AUTHORITIES, ROOT
from shared.authorities import Authority, load
from shared.checked_yaml import unchecked
from shared.rulebook import Ground, ListRule, Unit
from shared.rulebook import load as load_rulebook
from shared.rulebook.rows import Row

KNOWN = load(AUTHORITIES)
RULEBOOKS = sorted(
    [
        *ROOT.glob("services/*/rulebook.yaml"),
        *ROOT.glob("services/*/rulebooks/*.yaml"),
        *ROOT.glob("services/*/local_lists/*.yaml"),
        ROOT / "shared/procedure/floor.yaml",
    ]
)
# Rows that are data for whoever works at the authority, or for the party: code knows their kind.
DATA = {
    Unit.LIST,
    Unit.GROUND,
    Unit.FINDING,
    Unit.GRADE,
    Unit.PENALTY,
    Unit.EFFECT,
    Unit.INDICATOR,
    Unit.BAR,
    Unit.ENDING,
    Unit.EXEMPTION,
    Unit.REACH,
}
SOME_ID = "<some row's id>"
# Rules that are told to whoever reads the rulebook although nothing here counts them, and why.
TOLD = {
    ("court", "decision-signed-by"): "the second officer stands for the president of the court",
    ("court", "term-end-deletion"): "a listing stands no longer on the day its term is over",
    ("national_platform", "removed-is-hidden-within"): "the model stops showing it at once",
    ("rail", "listed-by-others-term"): "the railway carries out what other authorities decided",
    ("shanghai", "objection-marking-term"): "a locality marks at once",
    ("shanghai", "free-reports-per-year"): "the own file is free, and as often as one likes",
    ("henan", "free-reports-per-year"): "the own file is free, and as often as one likes",
    ("henan", "input-check-term"): "what comes in is checked at the door",
    ("zhejiang", "merge-term"): "what comes in is in the file at once",
    ("shenzhen", "objection-marking-term"): "a locality marks at once",
}


@pytest.mark.parametrize("issuer", KNOWN.issuers, ids=lambda one: one.slug)
def test_an_issuer_declares_exactly_the_lists_of_its_rulebook(issuer: Authority) -> None:
    assert issuer.rulebook is not None
    rows = load_rulebook(ROOT / issuer.rulebook).rows
    rules = {(row.id, row.value) for row in rows if isinstance(row.value, ListRule)}
    leaving = {(name, *_traits(rule)) for name, rule in rules if rule.leaves}
    assert leaving == {(one.id, *_traits(one)) for one in issuer.lists}


@pytest.mark.parametrize("issuer", KNOWN.issuers, ids=lambda one: one.slug)
def test_every_list_has_a_ground_and_every_ground_a_term(issuer: Authority) -> None:
    assert issuer.rulebook is not None
    rows = load_rulebook(ROOT / issuer.rulebook).rows
    grounds = [row.value for row in rows if isinstance(row.value, Ground)]
    assert {ground.list for ground in grounds} == {
        row.id for row in rows if isinstance(row.value, ListRule)
    }
    assert {ground.term for ground in grounds} <= {row.id for row in rows}


@pytest.mark.parametrize("authority", KNOWN.authorities, ids=lambda one: one.slug)
def test_an_authority_names_files_and_a_folder_that_are_there(authority: Authority) -> None:
    assert (ROOT / "services" / authority.service / "app.py").exists()
    for file in (authority.rulebook, authority.scheme, authority.local_list):
        assert file is None or (ROOT / file).exists()


@pytest.mark.parametrize("locality", KNOWN.localities, ids=lambda one: one.slug)
def test_only_declared_departments_notify_and_each_has_something_to_say(
    locality: Authority,
) -> None:
    assert locality.scheme is not None
    scheme = unchecked((ROOT / locality.scheme).read_text(encoding="utf-8"))
    declared = {one.slug for one in locality.departments}
    for edition in scheme["editions"]:
        assert {item["department"] for item in edition["items"]} <= declared
    first = scheme["editions"][0]
    assert {item["department"] for item in first["items"]} == declared


def test_what_no_law_stands_behind_is_no_ground_of_any_list() -> None:
    """A village may write it down; no rulebook, its own law's included, can list anybody for it."""
    norms = {
        item["code"]
        for locality in KNOWN.localities
        for edition in unchecked((ROOT / str(locality.scheme)).read_text("utf-8"))["editions"]
        for item in edition["items"]
        if item["legal_force"] == "extra-legal"
    }
    rows = [row for path in RULEBOOKS for row in load_rulebook(path).rows]
    grounds = {row.id for row in rows if isinstance(row.value, Ground)}
    assert len(norms) == 7
    assert norms & grounds == set()
    assert not any(one.legal_force == "extra-legal" for one in rows if one.id in grounds)


def _traits(found: Any) -> tuple[Any, ...]:
    return (found.effect, found.publication, frozenset(found.kinds))


def orphans(rows: Iterable[Row], code: Iterable[str]) -> list[str]:
    """Rows that no code asks for, though they are neither a list, nor a ground, nor its term."""
    rows = list(rows)
    any_id = f"(?:{'|'.join(row.id for row in rows)})"
    said = {one for text in code for one in ids_in(text)}
    patterns = [one for one in said if SOME_ID in one]
    terms = {row.value.term for row in rows if isinstance(row.value, Ground)}
    counted = {row.id for row in rows if row.unit not in DATA} - terms
    unsaid = counted - {one for one in counted if re.escape(one) in said}
    return sorted(one for one in unsaid if not any(_asks(p, one, any_id) for p in patterns))


def _asks(pattern: str, row: str, any_id: str) -> bool:
    """Whether a pattern names this row; most are told apart without all the ids put into them."""
    return _roughly(pattern).fullmatch(row) is not None and (
        re.fullmatch(pattern.replace(SOME_ID, any_id), row) is not None
    )


@cache
def _roughly(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(SOME_ID, ".+"), re.DOTALL)


@cache
def ids_in(code: str) -> frozenset[str]:
    """What a module says between quotes, as patterns; looked for once in each module."""
    return frozenset(_ids_in(code))


def _ids_in(code: str) -> Iterator[str]:
    """Its explanations say nothing.

    `f"{ground}-amount"` asks for the row whose id is another row's id and `-amount`.
    """
    nodes = list(ast.walk(ast.parse(code)))
    parts = {id(part) for node in nodes for part in _parts(node)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr) and any(map(_is_word, node.values)):
            yield "".join(_pattern(part) for part in node.values)
        elif isinstance(node, ast.Constant) and id(node) not in parts:
            yield re.escape(str(node.value))


def _parts(node: ast.AST) -> list[ast.expr]:
    """What is only a part of something else: of an f-string, or of an explanation."""
    if isinstance(node, ast.JoinedStr):
        return node.values
    return [node.value] if isinstance(node, ast.Expr) else []


def _is_word(part: ast.expr) -> bool:
    """Whether a part of an f-string says something by itself."""
    return isinstance(part, ast.Constant) and bool(re.search("[a-z]{3}", str(part.value)))


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else SOME_ID


def code_for(rulebook: Path) -> list[str]:
    """The code that may ask for a rulebook's rows: its own folder's, and what all share."""
    in_own_folder = rulebook.parent.name in ("rulebooks", "local_lists")
    own = rulebook.parent.parent if in_own_folder else rulebook.parent
    folders = {own, ROOT / "shared"}
    return [path.read_text("utf-8") for folder in folders for path in folder.rglob("*.py")]


@pytest.mark.parametrize("rulebook", RULEBOOKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_rule_is_written_down_for_nothing(rulebook: Path) -> None:
    told = {row for name, row in TOLD if name == _name(rulebook)}
    assert set(orphans(load_rulebook(rulebook).rows, code_for(rulebook))) == told


def _name(rulebook: Path) -> str:
    """What a rulebook is known by: its service, or itself where the service has several."""
    return rulebook.stem if rulebook.parent.name == "rulebooks" else rulebook.parent.name


def test_a_planted_orphan_is_found() -> None:
    rows = list(load_rulebook(ROOT / "services/court/rulebook.yaml").rows)
    planted = next(row for row in rows if row.id == "objection-window")
    rows.append(planted.model_copy(update={"id": "fixed-term-planted"}))
    for code in ("", '"""About fixed-term-planted."""', 'x = f"{ground}-other"', 'x = f"{y}"'):
        assert "fixed-term-planted" in orphans(rows, [code])
    for code in ('x = "fixed-term-planted"', 'x = f"{ground}-planted"'):
        assert "fixed-term-planted" not in orphans(rows, [code])
