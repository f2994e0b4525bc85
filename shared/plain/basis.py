"""What a legal basis and a body are called in Chinese; rulebooks name both in English."""

import re
from collections.abc import Mapping
from pathlib import Path

from shared import checked_yaml
from shared.rulebook.closed import Closed
from shared.rulebook.rows import Text

DIGITS = "零一二三四五六七八九"
ENGLISH = re.compile(r"[A-Za-z]{2}")
_ARTICLE = re.compile(r"(?:Art\. )?(\d+)(?: \((\d+)\))?")
_SECTION = re.compile(r"\((\d+)\)(?: (\d+))?")


class Names(Closed):
    """Names in Chinese, by what a rulebook calls the thing."""

    instruments: Mapping[str, str]
    bodies: Mapping[str, str]


NAMES = checked_yaml.read(Path(__file__).with_name("names.yaml"), Names)


def basis(legal_basis: str) -> Text:
    """A legal basis in both languages; where no Chinese name is known the English one is quoted."""
    whole = NAMES.instruments.get(legal_basis)
    return Text(en=legal_basis, zh=whole or _by_parts(legal_basis))


def body(name: str) -> Text:
    """A body in both languages; where no Chinese name is known the English one is quoted."""
    return Text(en=name, zh=NAMES.bodies.get(name) or f"“{name}”")


def _by_parts(legal_basis: str) -> str:
    """The instrument, then its articles or sections."""
    instrument, _, places = legal_basis.partition(", ")
    known = NAMES.instruments.get(instrument, instrument)
    placed = _places(places)
    if placed is None or ENGLISH.search(known):
        return f"“{legal_basis}”"
    return known + placed


def _places(places: str) -> str | None:
    """Where in the instrument; None if it is written in a way that is not known here."""
    parts = [_place(part) for part in re.split(r" and | with ", places)] if places else []
    return "、".join(filter(None, parts)) if all(parts) else None


def _place(part: str) -> str | None:
    if found := _ARTICLE.fullmatch(part):
        point = f"第（{numeral(int(found[2]))}）项" if found[2] else ""
        return f"第{numeral(int(found[1]))}条{point}"
    if found := _SECTION.fullmatch(part):
        point = f"第{found[2]}点" if found[2] else ""
        return f"第（{numeral(int(found[1]))}）项{point}"
    return None


def numeral(number: int) -> str:
    """A number below a hundred as Chinese laws count their articles."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[ones] if ones else ''}"
