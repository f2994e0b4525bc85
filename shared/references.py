"""Opaque names for things: random letters only, so that no identifier can hide in one."""

import secrets
import string
import time
from functools import lru_cache

_LENGTH = 20
_ALL = len(string.ascii_lowercase) ** _LENGTH  # one draw for all letters: they are made by millions
_TAIL = len(string.ascii_lowercase) ** 13


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
    return f"{prefix}-{_second(int(time.time()))}{_letters(secrets.randbelow(_TAIL), 13)}"


@lru_cache(2)
def _second(number: int) -> str:
    return _letters(number, 7)


def _letters(number: int, count: int) -> str:
    text = ""
    for _ in range(count):
        number, place = divmod(number, len(string.ascii_lowercase))
        text = string.ascii_lowercase[place] + text
    return text
