"""Whatever a file says in two languages, looked at one sentence at a time."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

HAN = re.compile(r"[\u4e00-\u9fff]")
UNFILLED = re.compile(r"[{}]|\bNone\b|\bNaN\b")


def all_texts(answer: Any) -> Iterator[tuple[str, str]]:
    """Every text of an answer, however deep it stands: English, Chinese."""
    if isinstance(answer, Mapping):
        if set(answer) == {"en", "zh"}:
            yield answer["en"], answer["zh"]
        answer = list(answer.values())
    if isinstance(answer, list):
        for part in answer:
            yield from all_texts(part)


def not_whole(answer: Any) -> list[str]:
    """Texts that hold an unfilled slot or a lost value, or that miss a language."""
    return [
        en
        for en, zh in all_texts(answer)
        if UNFILLED.search(en) or UNFILLED.search(zh) or not en.strip() or not HAN.search(zh)
    ]


def english(answer: Any) -> list[str]:
    """The English of some texts."""
    return [en for en, _ in all_texts(answer)]


def chinese(answer: Any) -> list[str]:
    """The Chinese of some texts."""
    return [zh for _, zh in all_texts(answer)]
