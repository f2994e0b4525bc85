"""Opaque names for things: random letters only, so that no identifier can hide in one."""

import secrets
import string
import time
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

_LENGTH = 20
_ALL = len(string.ascii_lowercase) ** _LENGTH  # one draw for all letters: they are made by millions
_TAIL = len(string.ascii_lowercase) ** 13
_DRAWN_AT_ONCE = 512


def new_reference(prefix: str) -> str:
    """A name nobody can guess, like `court-qhzx…`; about 94 random bits behind the prefix."""
    number, letters = secrets.randbelow(_ALL), ""
    for _ in range(_LENGTH):
        number, place = divmod(number, len(string.ascii_lowercase))
        letters += string.ascii_lowercase[place]
    return f"{prefix}-{letters}"


def next_reference(prefix: str) -> str:
    """The same, in the order in which they are made: an index over millions grows at its end.

    Seven letters tell the real second; thirteen are random, about 61 bits, so whoever reads what is
    named so is asked whether it is theirs.
    """
    return f"{prefix}-{_second(int(time.time()))}{_letters(_drawn(), 13)}"


def _drawn() -> int:
    """A random number of 61 bits; many are drawn at once, for each draw calls the system."""
    with _drawing:
        return next(_draws)


def _draw_for_ever() -> Iterator[int]:
    while True:
        drawn = secrets.token_bytes(_DRAWN_AT_ONCE * 8)
        for at in range(0, len(drawn), 8):
            yield int.from_bytes(drawn[at : at + 8], "big") % _TAIL


_drawing, _draws = Lock(), _draw_for_ever()


@lru_cache(2)
def _second(number: int) -> str:
    return _letters(number, 7)


def _letters(number: int, count: int) -> str:
    text = ""
    for _ in range(count):
        number, place = divmod(number, len(string.ascii_lowercase))
        text = string.ascii_lowercase[place] + text
    return text
