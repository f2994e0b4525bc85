"""Numbers that can belong to nobody: checked, truncated and read.

A resident ID is 18 characters (GB 11643-1999): region, birthday, sequence, check digit. An
organisation's unified social credit code is 18 characters too (GB 32100-2015): department,
category, region, organisation code, check character.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Final, NewType

from stdnum.cn import ric, uscc

from shared.errors import BadInput

IdNumber = NewType("IdNumber", str)
TruncatedId = NewType("TruncatedId", str)


class Kind(StrEnum):
    """What a party can be."""

    PERSON = "person"
    ORGANISATION = "organisation"


# Province prefixes of GB/T 2260 that were never given out. 70, 71 and 80-89 lie next to codes in
# use, and 9x is used on foreigners' residence cards, so they stay out.
SYNTHETIC_PREFIXES: Final = ("66", "67", "68", "69", "72", "73", "74", "75", "76", "77", "78", "79")

# No registration department was ever given 0.
SYNTHETIC_DEPARTMENT: Final = "0"

_CODE_CHARACTER = "[0-9A-HJ-NPQRTUWXY]"
_RESIDENT_ID = re.compile(r"[0-9]{17}[0-9X]")
_ORGANISATION_CODE = re.compile(f"{_CODE_CHARACTER}{{2}}[0-9]{{6}}{_CODE_CHARACTER}{{10}}")
_MASK = re.compile(r"[0-9]{10}\*{4}[0-9]{3}[0-9X]")


class InvalidIdentifier(BadInput):
    """Not a number of its kind, or its check digit or birthday is wrong."""

    status, code = 422, "invalid_identifier"


class RealIdentifier(BadInput):
    """A number that could belong to somebody: it is neither stored nor logged."""

    status, code = 422, "real_identifier"


def is_synthetic_region(region: str) -> bool:
    """Whether no real place can have this six-digit code."""
    return region[:2] in SYNTHETIC_PREFIXES


def check_number(kind: Kind, raw: str) -> IdNumber:
    """The number in capitals, if it is well formed and nobody can have it.

    Region and department are looked at before check digit and birthday: a real number with a
    typing error in it is still somebody's.
    """
    number = raw.upper() if raw.isascii() else raw
    if kind is Kind.PERSON:
        return _check_resident_id(number)
    return _check_organisation_code(number)


def _check_resident_id(number: str) -> IdNumber:
    if not _RESIDENT_ID.fullmatch(number):
        raise InvalidIdentifier("A resident ID has 17 digits and a check digit, which may be X.")
    if not is_synthetic_region(number):
        raise RealIdentifier("This ID could belong to a real person; only synthetic IDs may enter.")
    if not _is_birthday(number[6:14]):
        raise InvalidIdentifier("Characters 7 to 14 of a resident ID are a date from 1900 to 2100.")
    if number[-1] != ric.calc_check_digit(number):
        raise InvalidIdentifier("The check digit of this resident ID is wrong.")
    return IdNumber(number)


def _check_organisation_code(number: str) -> IdNumber:
    if not _ORGANISATION_CODE.fullmatch(number):
        raise InvalidIdentifier(
            "An organisation code has 18 characters, none of them I, O, S, V, Z."
        )
    if number[0] != SYNTHETIC_DEPARTMENT or not is_synthetic_region(number[2:8]):
        raise RealIdentifier(
            "This code could belong to a real body; only synthetic ones may enter."
        )
    if number[-1] != uscc.calc_check_digit(number):
        raise InvalidIdentifier("The check character of this organisation code is wrong.")
    return IdNumber(number)


def _is_birthday(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2100


def truncate(kind: Kind, id_number: IdNumber) -> TruncatedId:
    """Mask a person's birthday, as the public court list does: first ten, last four.

    Organisation codes are public and stay whole.
    """
    if kind is Kind.ORGANISATION:
        return TruncatedId(id_number)
    return TruncatedId(f"{id_number[:10]}****{id_number[-4:]}")


def check_truncated(kind: Kind, raw: str) -> TruncatedId:
    """A mask that nobody real can stand behind; a person's whole ID is refused here."""
    if kind is Kind.ORGANISATION:
        return TruncatedId(check_number(kind, raw))
    mask = raw.upper() if raw.isascii() else raw
    if (_MASK.fullmatch(mask) or _RESIDENT_ID.fullmatch(mask)) and not is_synthetic_region(mask):
        raise RealIdentifier("This ID could belong to a real person; only synthetic IDs may enter.")
    if not _MASK.fullmatch(mask):
        raise InvalidIdentifier("A truncated ID shows ten characters, four asterisks, four more.")
    if not 1900 <= int(mask[6:10]) <= 2100:
        raise InvalidIdentifier(
            "Characters 7 to 10 of a truncated ID are a year from 1900 to 2100."
        )
    return TruncatedId(mask)


def region_of(organisation_code: str) -> str:
    """The six digits of the place where an organisation is registered, by its own code."""
    return organisation_code[2:8]


def born_on(id_number: IdNumber) -> date:
    """The birthday that a person's ID carries."""
    return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))


def is_male(id_number: IdNumber) -> bool:
    """Odd sequence numbers go to men, even ones to women (GB 11643)."""
    return int(id_number[16]) % 2 == 1


def age_on(id_number: IdNumber, day: date) -> int:
    """Whole years lived; who was born on 29 February turns a year older on 1 March."""
    born = born_on(id_number)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
