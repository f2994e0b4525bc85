"""What may be searched for: a name, a mask, an organisation's code; never a person's number."""

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stdnum.cn import ric

from services.national_platform.domain.readings import KeyKind
from services.national_platform.domain.scripts import fold, is_chinese, spoken
from shared.errors import BadInput
from shared.identifiers import Kind, TruncatedId, check_text, check_truncated, hides_number

FEWEST_LETTERS = 2  # of a beginning; of Chinese characters one is enough, for it is a surname
HIDDEN = slice(10, 14)


class WholeNumber(BadInput):
    """A search with what may be somebody's whole number; it is neither answered nor kept."""

    code = "whole_number"


class NothingAsked(BadInput):
    """A name of nothing but spaces."""

    code = "nothing_asked"


class TooShort(BadInput):
    """A beginning that very many names have."""

    code = "prefix_too_short"


class Match(StrEnum):
    """How much of a name is given."""

    EXACT = "exact"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class NameAsked:
    """A name as the search keys hold names; `tones` only where they can tell readings apart."""

    kind: KeyKind
    text: str
    is_prefix: bool = False
    tones: str = ""


def ask_name(raw: str, match: Match = Match.EXACT) -> NameAsked:
    """What to look for when somebody writes this: characters as written, anything else as spoken.

    Tones count if every syllable has one; of a beginning the last may still lack it. Otherwise they
    are left out of account.
    """
    name = read_name(raw)
    is_prefix = match is Match.PREFIX
    asked = _written(name, is_prefix) if is_chinese(name) else _spoken(name, is_prefix)
    if not asked.text:
        raise NothingAsked("A name of nothing but spaces or signs cannot be looked for.")
    if is_prefix and not is_chinese(asked.text):
        _must_be_long_enough(asked.text)
    return asked


def _written(name: str, is_prefix: bool) -> NameAsked:
    return NameAsked(KeyKind.WRITTEN, fold(name), is_prefix)


def _spoken(name: str, is_prefix: bool) -> NameAsked:
    said = spoken(name)
    can_tell = said.is_toned_so_far if is_prefix else said.is_toned
    return NameAsked(KeyKind.SPOKEN, said.letters, is_prefix, said.tones if can_tell else "")


def _must_be_long_enough(letters: str) -> None:
    if sum(one.isalnum() for one in letters) < FEWEST_LETTERS:
        raise TooShort("A beginning has at least one Chinese character or two letters.")


def read_name(raw: str) -> str:
    """The name as the register holds names: NFKC, no outer spaces."""
    _refuse_number(raw)
    return check_text(raw)


def read_mask(raw: str) -> TruncatedId:
    """A person's truncated number, or an organisation's code, which is public and stays whole."""
    mask = unicodedata.normalize("NFKC", raw).strip()
    refuse_number_of_person(mask)
    is_code = "*" not in mask
    return check_truncated(Kind.ORGANISATION if is_code else Kind.PERSON, mask)


def refuse_number_of_person(raw: str) -> None:
    """WholeNumber if this may be one; codes of organisations begin with a letter or, here, with 0,
    which no person's number does."""
    if not raw.strip().startswith("0"):
        _refuse_number(raw)


def _refuse_number(raw: str) -> None:
    if hides_number(raw):
        raise WholeNumber("A whole number may not be searched for; use name and truncated number.")


def numbers_behind(mask: TruncatedId) -> int:
    """How many different numbers have this mask: so many people at most can share it.

    A person's mask hides the day of birth; of the days of its year those count with which the check
    digit comes out right. An organisation's code is whole.
    """
    if "*" not in mask:
        return 1
    first = date(int(mask[6:10]), 1, 1)
    days = (first + timedelta(days=day) for day in range(366))
    of_the_year = (f"{day:%m%d}" for day in days if day.year == first.year)
    return sum(_is_right(mask, day) for day in of_the_year)


def _is_right(mask: str, day: str) -> bool:
    number = f"{mask[: HIDDEN.start]}{day}{mask[HIDDEN.stop :]}"
    return bool(ric.calc_check_digit(number) == number[-1])
