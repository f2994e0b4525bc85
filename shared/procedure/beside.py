"""What there is beside a request, read for one or for many requests at once.

A question is asked about some keys and finds pairs of key and thing. While many requests are
checked in one transaction nothing that they are checked against changes, so what was read for all
of them at its beginning holds to its end; a bulk import would else ask for each line by itself.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

LOADED = "beside"
Thing = TypeVar("Thing")
Question = Callable[[Session, Collection[str]], Iterable[tuple[str, Thing]]]


def load(session: Session, question: Question[Any], keys: Collection[str]) -> None:
    """Ask about all of these keys, and leave what is found with the session."""
    found: dict[str, list[Any]] = {str(key): [] for key in keys}
    for key, thing in question(session, keys):
        found[str(key)].append(thing)
    session.info.setdefault(LOADED, {})[question] = found


def read(session: Session, question: Question[Thing], key: str) -> list[Thing]:
    """What the question finds under one key: as it was loaded, or else asked now."""
    loaded: dict[str, list[Thing]] = session.info.get(LOADED, {}).get(question, {})
    known = loaded.get(str(key))
    return [thing for _, thing in question(session, [key])] if known is None else known
