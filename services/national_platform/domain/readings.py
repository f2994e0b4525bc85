"""How a name is read, and so under which keys it can be found.

Many characters have several readings, and some another one as a surname. A name of usual length is
found under each combination that is in use, most likely ones first; a longer one, as firms have,
under the reading of its words and a few others.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache, partial
from itertools import islice, product, zip_longest

from services.national_platform.domain.scripts import (
    HAN,
    IS_HAN,
    NEUTRAL,
    fold,
    is_chinese,
    spoken,
)

LONGEST_NAME_OF_A_PERSON = 4
MOST_READINGS, MOST_READINGS_OF_LONG_NAMES = 12, 4
LEAST_SHARE = 0.05  # of the words with this character; rarer readings are not in use
NAMES_REMEMBERED = 50_000

# Facts about Chinese surnames: those read otherwise than the character usually is.
SURNAMES: Mapping[str, tuple[str, ...]] = {
    **{one: (reading,) for one, reading in (
        ("单", "shàn"), ("仇", "qiú"), ("曾", "zēng"), ("解", "xiè"), ("区", "ōu"), ("查", "zhā"),
        ("任", "rén"), ("朴", "piáo"), ("盖", "gě"), ("华", "huà"), ("折", "shé"), ("翟", "zhái"),
        ("缪", "miào"), ("尉", "wèi"), ("乐", "yuè"), ("员", "yùn"), ("贠", "yùn"), ("种", "chóng"),
        ("秘", "bì"), ("繁", "pó"), ("召", "shào"), ("过", "guō"), ("那", "nā"), ("哈", "hǎ"),
        ("冼", "xiǎn"), ("洗", "xiǎn"), ("晟", "chéng"), ("盛", "shèng"), ("燕", "yān"),
        ("应", "yīng"), ("於", "yū"), ("句", "gōu"), ("黑", "hè"), ("逄", "páng"), ("卜", "bǔ"),
        ("车", "chē"), ("石", "shí"), ("沈", "shěn"), ("覃", "qín"), ("宓", "mì"), ("六", "lù"),
        ("褚", "chǔ"), ("相", "xiàng"), ("钻", "zuān"), ("纪", "jǐ"), ("宁", "nìng"),
    )},
    "万俟": ("mò", "qí"), "尉迟": ("yù", "chí"), "长孙": ("zhǎng", "sūn"),
    "澹台": ("tán", "tái"), "令狐": ("líng", "hú"), "单于": ("chán", "yú"),
    "皇甫": ("huáng", "fǔ"), "夏侯": ("xià", "hóu"), "宰父": ("zǎi", "fǔ"),
}  # fmt: skip
COMPOUND = 2
PIECES = re.compile(f"[{HAN}]|[^{HAN}]+")  # each Chinese character alone
READINGS_OF_RARE = 2


class KeyKind(StrEnum):
    """What a search key is made of."""

    WRITTEN = "written"
    SPOKEN = "spoken"


@dataclass(frozen=True, slots=True)
class Key:
    """One text under which a name is found; `tones` are those with which its letters are read."""

    kind: KeyKind
    text: str
    tones: str = ""


@lru_cache(NAMES_REMEMBERED)
def keys_of(name: str) -> tuple[Key, ...]:
    """All keys of a name: as it is written, and once for each way its letters may be spoken.

    A name without a Chinese character is found by its letters alone.
    """
    folded = fold(name)
    written = [Key(KeyKind.WRITTEN, folded)] if is_chinese(folded) else []
    by_letters: dict[str, list[str]] = defaultdict(list)
    for letters, tones in _readings(folded):
        by_letters[letters].append(tones)
    said = [
        Key(KeyKind.SPOKEN, letters, f" {' '.join(dict.fromkeys(tones))} ")
        for letters, tones in by_letters.items()
        if letters
    ]
    return (*written, *said)


def _readings(folded: str) -> Iterable[tuple[str, str]]:
    """Letters and tones of the name in each way it may be read, most likely ones first."""
    pieces = PIECES.findall(folded)
    is_long = len(pieces) > LONGEST_NAME_OF_A_PERSON
    first = _words_read(pieces) if is_long else _surname_read(folded)
    choices = [
        _choices(piece, likely)
        for piece, likely in zip_longest(pieces, first[: len(pieces)], fillvalue="")
    ]
    most = MOST_READINGS_OF_LONG_NAMES if is_long else MOST_READINGS
    for reading in islice(product(*choices), most):
        yield "".join(part[0] for part in reading), "".join(part[1] for part in reading)


def _choices(piece: str, likely: str) -> list[tuple[str, str]]:
    """One character's readings in use, the likeliest first; what is not Chinese is as it is."""
    if not IS_HAN.match(piece):
        told = spoken(piece)
        return [(told.letters, told.tones)]
    in_use = _dictionary().in_use(piece)
    return [_syllable(one) for one in dict.fromkeys([likely, *in_use]) if one]


def _surname_read(folded: str) -> Sequence[str]:
    """How the surname is read, if that is special; a compound one goes before a single one."""
    return SURNAMES.get(folded[:COMPOUND]) or SURNAMES.get(folded[:1], ())


def _words_read(pieces: Sequence[str]) -> Sequence[str]:
    """The reading of the words in it, one for each piece."""
    read = _dictionary().words("".join(pieces))
    return read if len(read) == len(pieces) else ()


@cache
def _syllable(reading: str) -> tuple[str, str]:
    """Letters and tone of one character's reading."""
    told = spoken(reading)
    return told.letters, told.tones or NEUTRAL


class _Dictionary:
    """What characters and words are read like, and how often each reading is met in words."""

    def __init__(self) -> None:
        # Here and not above: it takes a second and 60 MB, and only who files names needs it.
        from pypinyin import Style, constants, lazy_pinyin

        self._characters = constants.PINYIN_DICT
        self._read = partial(lazy_pinyin, style=Style.TONE)
        self._met: dict[str, Counter[str]] = defaultdict(Counter)
        for word, syllables in constants.PHRASES_DICT.items():
            for character, (reading, *_) in zip(word, syllables, strict=False):
                self._met[character][reading] += 1

    def words(self, text: str) -> list[str]:
        """One reading for each character, as its words are read."""
        return self._read(text)

    @lru_cache(None)  # noqa: B019 - there is one dictionary, and as many characters as there are
    def in_use(self, character: str) -> list[str]:
        """Its readings that are met in words; the first ones of a character met in none."""
        known = self._characters.get(ord(character), character).split(",")
        met = self._met.get(character)
        if met is None:
            return known[:READINGS_OF_RARE]
        least = max(1.0, LEAST_SHARE * met.total())
        return [one for one in known if met[one] >= least] or known[:1]


@cache
def _dictionary() -> _Dictionary:
    return _Dictionary()
