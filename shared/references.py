"""Opaque names for things: random letters only, so that no identifier can hide in one."""

import secrets
import string

_LENGTH = 20
_ALL = len(string.ascii_lowercase) ** _LENGTH  # one draw for all letters: they are made by millions


def new_reference(prefix: str) -> str:
    """A name nobody can guess, like `court-qhzx…`; about 94 random bits behind the prefix."""
    number, letters = secrets.randbelow(_ALL), ""
    for _ in range(_LENGTH):
        number, place = divmod(number, len(string.ascii_lowercase))
        letters += string.ascii_lowercase[place]
    return f"{prefix}-{letters}"
