"""Text that others may read: no hidden numbers, no characters that deceive the eye."""

import re
import unicodedata
from functools import partial
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from shared.errors import BadInput

# Old resident IDs had 15 digits, today's have 18 characters, of which only the last may be X.
_SHORTEST_NUMBER: Final = 15

# Written for the Chinese zero, though Unicode counts them as geometric shapes.
_ROUND_ZEROS: Final = frozenset("○◯")

# Control, format, surrogate and unassigned characters; line and paragraph separators.
_FORBIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})

# Longer input is left to the length limits below, which refuse it without reading it.
_LONGEST_READ: Final = 16_000

# The same rule as below for plain text, at a fraction of the time: most of what comes is plain.
_ASCII_NUMBER = re.compile(r"(?:[0-9][^A-Za-z0-9]*){15}")
_BARE_ID = re.compile(r"[0-9]{15}|[0-9]{17}[0-9Xx]")


class HiddenNumber(BadInput):
    """Free text that carries what may be somebody's ID."""

    status, code = 422, "hidden_number"


class ForbiddenCharacters(BadInput):
    """Characters that cannot be seen or have no meaning."""

    status, code = 422, "forbidden_characters"


def hides_number(text: str) -> bool:
    """Whether 15 or more digits follow each other with no letter between them.

    Spaces, punctuation, marks and invisible characters do not part digits, so spacing an ID out
    does not smuggle it through; digits of every script and Chinese numerals count. A final X needs
    no looking at: the 17 digits before it are enough.
    """
    plain = unicodedata.normalize("NFKC", text)
    if len(plain) < _SHORTEST_NUMBER:
        return False
    return bool(_ASCII_NUMBER.search(plain)) if plain.isascii() else _has_long_run(plain)


def _has_long_run(text: str) -> bool:
    """The same for text of any script, a character at a time."""
    run = 0
    for character in text:
        if _is_digit(character):
            run += 1
            if run == _SHORTEST_NUMBER:
                return True
        elif unicodedata.category(character).startswith("L"):
            run = 0
    return False


def _is_digit(character: str) -> bool:
    return character in _ROUND_ZEROS or unicodedata.numeric(character, -1.0) in range(10)


def check_text(raw: str, *, may_have_lines: bool = False) -> str:
    """The text in NFKC without outer spaces, if it hides nothing."""
    text = unicodedata.normalize("NFKC", raw.replace("\r\n", "\n"))
    # What Python can print has none of these; looking at each character takes longer.
    if not text.isprintable() and any(_is_forbidden(one, may_have_lines) for one in text):
        raise ForbiddenCharacters("The text has control, format or unassigned characters in it.")
    if hides_number(text):
        raise HiddenNumber(
            "The text has 15 or more digits in a row, which could be an ID; put words between them."
        )
    return text.strip()


def _is_forbidden(character: str, may_have_lines: bool) -> bool:
    if character == "\n" and may_have_lines:
        return False
    return unicodedata.category(character) in _FORBIDDEN_CATEGORIES


def _read(raw: object, *, may_have_lines: bool = False) -> object:
    if not isinstance(raw, str) or len(raw) > _LONGEST_READ:
        return raw
    return check_text(raw, may_have_lines=may_have_lines)


def _refuse_bare_id(reference: str) -> str:
    if _BARE_ID.fullmatch(reference):
        raise HiddenNumber("A reference says nothing about a party, so it cannot be a number.")
    return reference


Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100),
    BeforeValidator(_read),
]
Purpose = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    BeforeValidator(_read),
]
Statement = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4_000),
    BeforeValidator(partial(_read, may_have_lines=True)),
]
Reference = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$"),
    AfterValidator(_refuse_bare_id),
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,63}$")]
