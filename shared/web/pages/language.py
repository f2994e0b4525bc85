"""Which of the two languages a visitor reads."""

from collections.abc import Iterable
from typing import Final

LANGUAGES: Final = ("en", "zh")
TAGS: Final = {"en": "en", "zh": "zh-Hans"}
DEFAULT: Final = LANGUAGES[0]


def chosen(asked: str | None, accepted: str = "") -> str:
    """The language that the address asks for, else the browser's first known one, else English."""
    if asked in LANGUAGES:
        return asked
    known = [one for one in _by_weight(accepted) if one in LANGUAGES]
    return known[0] if known else DEFAULT


def _by_weight(accepted: str) -> Iterable[str]:
    """The languages of an Accept-Language header, the most wanted first; none of weight nothing."""
    weighed = [_weighed(part) for part in accepted.lower().split(",")]
    wanted = sorted((one for one in weighed if one[0] > 0), key=lambda one: -one[0])
    return [tag.split("-")[0] for _, tag in wanted]


def _weighed(part: str) -> tuple[float, str]:
    """One language and its weight; a weight that cannot be read is none."""
    tag, _, weight = part.partition(";")
    try:
        return float(weight.strip().removeprefix("q=") or 1), tag.strip()
    except ValueError:
        return 0.0, tag.strip()
