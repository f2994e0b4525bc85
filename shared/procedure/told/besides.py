"""What is held besides procedures: each entry by its own words, with what can be done about it.

What an authority holds of its own is only known here as what it answers: an entry tells itself by
`in_plain_words` or `says`, and its `remedies` are told as those of a procedure are.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from shared.plain import said, stripped
from shared.procedure.shapes import Remedy
from shared.procedure.told.can_do import remedy_told
from shared.rulebook.rows import Text

SPOKEN = ("in_plain_words", "says")


def told_besides(holdings: Mapping[str, Any], today: date) -> list[Text]:
    """Everything else that is held, in sentences; something is said of every entry."""
    return [
        sentence
        for kind, entry in _all(holdings)
        for sentence in (*_words(kind, entry), *map(remedy_told, _left(entry, today)))
    ]


def count_besides(holdings: Mapping[str, Any]) -> int:
    """How many entries that is; a rule that follows from them is none."""
    return sum(not _is_rule(entry) for _, entry in _all(holdings))


def last_days_besides(holdings: Mapping[str, Any], today: date) -> list[date]:
    """The last day of each remedy that has one and is left."""
    left = [remedy for _, entry in _all(holdings) for remedy in _left(entry, today)]
    return [remedy.until for remedy in left if remedy.until is not None]


def _all(holdings: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for kind, entries in holdings.items():
        yield from ((kind, entry) for entry in _listed(entries))


def _listed(entries: Any) -> list[Any]:
    if isinstance(entries, list):
        return entries
    return [entries] if entries else []


def _words(kind: str, entry: Any) -> list[Text]:
    """Its own sentences if it has any."""
    if _is_rule(entry):
        return [_follows(Text.model_validate(entry["says"]))]
    if isinstance(entry, Mapping):
        for name in SPOKEN:
            if entry.get(name):
                return [Text.model_validate(one) for one in _listed(entry[name])]
    return [_unspoken(kind)]


def _left(entry: Any, today: date) -> list[Remedy]:
    """What can still be done about it."""
    known = entry.get("remedies", []) if isinstance(entry, Mapping) else []
    remedies = [Remedy.model_validate(one) for one in known]
    return [one for one in remedies if one.until is None or today <= one.until]


def _is_rule(entry: Any) -> bool:
    """Whether it is a row of the rulebook, told because it applies to the party."""
    return isinstance(entry, Mapping) and {"says", "legal_basis"} <= set(entry)


def _follows(says: Text) -> Text:
    return said("What follows: {what}.", "由此带来：{what}。", what=stripped(says))


def _unspoken(kind: str) -> Text:
    called = kind.replace("_", " ")
    return said(
        "An entry is held under “{kind}”; its fields are below.",
        "在“{kind}”项下存有一条信息，内容见下方字段。",
        kind=Text(en=called, zh=called),
    )
