"""How names are compared: whatever script, width, case, tones and separators they come in."""

import re
import string
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import chain

from opencc import OpenCC

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
IS_HAN = re.compile(f"[{HAN}]")
# White space, middle dots of foreign names, apostrophes and hyphens between syllables.
SEPARATORS = re.compile(r"[\s\u00b7\u2022\u2027\u2219\u22c5\u30fb'\u2019\u02bc`\u2010-\u2013-]+")
TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
NEUTRAL = "5"
# Possessive throughout: no text, however odd, is read twice.
SYLLABLE = r"[b-df-hj-np-tw-z]{0,2}+[aeiou]{1,3}+(?:ng|n|r)?+"
NUMBERED = re.compile(rf"(?=[^0-9]*+[0-5])(?:{SYLLABLE}[0-5]?+)++[a-z]*+")
ALL_NUMBERED = re.compile(rf"(?:{SYLLABLE}[1-4])++")
MARKS = "".join(TONES)
VOWELS = re.compile(f"[aeiou][aeiou{MARKS}]*+")
LYU = re.compile("(l|^n)yu")  # passports write ü so, and no other syllables meet like that


def is_chinese(text: str) -> bool:
    """Whether any Chinese character is in it."""
    return IS_HAN.search(text) is not None


def fold(text: str) -> str:
    """The text in simplified characters, small letters and without separators.

    Character by character, so that the beginning of a name folds to the beginning of what the whole
    name folds to.
    """
    return SEPARATORS.sub("", _small(text).translate(_simplified()))


def _small(text: str) -> str:
    """Small letters can come apart again, so they are put together twice."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


@cache
def _simplified() -> dict[int, str]:
    """Each traditional or variant character's simplified form.

    A character may map to one that maps further, so the table is followed to its end.
    """
    planes = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))
    characters = [chr(code) for code in chain.from_iterable(range(*plane) for plane in planes)]
    # A line each: beside others a character could be read as part of a phrase.
    simple = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    table = {ord(old): new for old, new in zip(characters, simple, strict=True) if old != new}
    return {code: new.translate(table) for code, new in table.items()}


@dataclass(frozen=True, slots=True)
class Spoken:
    """Pinyin: its letters alone, and the tones as far as they were told.

    `is_toned` is whether every syllable has its tone, `is_toned_so_far` whether all but the last.
    """

    letters: str
    tones: str
    is_toned: bool
    is_toned_so_far: bool


def spoken(text: str) -> Spoken:
    """Pinyin as anybody may type it: `Wáng Xiùyīng`, `wang2 xiu4 ying1`, `wangxiuying`.

    Of ü, v and u only u stays, for that is what most people type.
    """
    small = _small(text).replace("u:", "u").replace("v", "u")
    words = SEPARATORS.split(small)
    whole = "".join(words)
    return _numbered(whole) if NUMBERED.fullmatch(whole) else _marked(words)


def _numbered(text: str) -> Spoken:
    letters, tones = re.sub("[0-5]", "", text), re.sub("[^0-5]", "", text)
    so_far = text.rstrip(string.ascii_lowercase)
    is_so_far = ALL_NUMBERED.fullmatch(so_far) is not None
    return Spoken(LYU.sub(r"\1u", letters), tones, is_so_far and so_far == text, is_so_far)


def _marked(words: list[str]) -> Spoken:
    """Separators part syllables, so two vowels with one between them need a mark each."""
    apart = [_with_tone_marks(word) for word in words]
    syllables = [found for word in apart for found in VOWELS.findall(word)]
    tones = ["".join(TONES[one] for one in syllable if one in TONES) for syllable in syllables]
    letters = re.sub(f"[{MARKS}]", "", "".join(apart))
    is_so_far = any(tones) and all(tones[:-1])
    return Spoken(LYU.sub(r"\1u", letters), "".join(tones), is_so_far and all(tones), is_so_far)


def _with_tone_marks(word: str) -> str:
    """Letters and marks of tones apart, without any other mark."""
    apart = unicodedata.normalize("NFD", word)
    return "".join(one for one in apart if one in TONES or not unicodedata.combining(one))
