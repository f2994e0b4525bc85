"""Opaque names for things: random letters only, so that no identifier can hide in one."""

import secrets
import string


def new_reference(prefix: str) -> str:
    """A name nobody can guess, like `court-qhzx…`; about 94 random bits behind the prefix."""
    letters = "".join(secrets.choice(string.ascii_lowercase) for _ in range(20))
    return f"{prefix}-{letters}"
