"""Invented provinces, prefectures and counties under codes that were never assigned.

Published figures (facts, cited): populations of mainland provinces at the census of 2020, from
memory; the largest has about 35 times the people of the smallest, and there are about 8.5
counties to a prefecture. Ours: every name. No province, prefecture or county is called so under
these codes; any likeness to a place is an accident.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from demo.population.dice import Weighted


class Province(NamedTuple):
    """An invented province; its people are those of a real one of that rank."""

    chinese: str
    english: str
    people_millions: float


# Every third or so of the 31 published populations, the largest and the smallest among them.
PROVINCES: Final = {
    "66": Province("澜东", "Landong", 126.01),
    "67": Province("云泽", "Yunze", 99.37),
    "68": Province("霜岭", "Shuangling", 83.67),
    "69": Province("松漠", "Songmo", 66.44),
    "72": Province("青堤", "Qingdi", 57.75),
    "73": Province("曦原", "Xiyuan", 47.21),
    "74": Province("墨渊", "Moyuan", 41.54),
    "75": Province("鹭汀", "Luting", 38.56),
    "76": Province("砚北", "Yanbei", 31.85),
    "77": Province("琅屿", "Langyu", 24.87),
    "78": Province("雪笠", "Xueli", 13.87),
    "79": Province("星渚", "Xingzhu", 3.65),
}

_FIRST_SYLLABLES: Final = (
    "霁Ji 澄Cheng 沐Mu 岚Lan 汐Xi 泠Ling 皎Jiao 曜Yao 翎Ling 瑶Yao 莳Shi 蘅Heng 桐Tong 榆Yu 椿Chun "
    "槿Jin 菱Ling 荻Di 苇Wei 芷Zhi 鹤He 雁Yan 鸢Yuan 鲤Li 麓Lu 崖Ya 岫Xiu 峦Luan 溯Su 漪Yi"
)
_LAST_SYLLABLES: Final = (
    "溪xi 浦pu 汀ting 洲zhou 湾wan 渡du 津jin 泉quan 潭tan 池chi 川chuan 谷gu 坪ping 岗gang 坡po "
    "丘qiu 垣yuan 坞wu 墅shu 桥qiao 驿yi 堡bao 屯tun 寨zhai 关guan 口kou 塘tang 湖hu 圩wei 埠bu"
)

_PEOPLE_PER_PREFECTURE_MILLIONS: Final = 4.23
_COUNTIES: Final = (6, 11, 8, 9, 7, 10, 8, 9)  # by turns, 8.5 on average
_COUNTY_SIZES: Final = (5.0, 3.0, 4.0, 2.0, 3.5, 1.5, 2.5, 1.0)  # by turns, to each other


@dataclass(frozen=True, slots=True)
class Region:
    """A county: the six digits that an ID begins with."""

    code: str
    chinese: str
    english: str

    @property
    def province(self) -> Province:
        """Where it lies."""
        return PROVINCES[self.code[:2]]


def _codes() -> Iterator[tuple[str, float]]:
    """Each county's code with its people in millions."""
    for prefix, province in PROVINCES.items():
        prefectures = max(1, int(province.people_millions / _PEOPLE_PER_PREFECTURE_MILLIONS + 0.5))
        counties = [
            (f"{prefix}{prefecture:02}{county:02}", _COUNTY_SIZES[(prefecture + county) % 8])
            for prefecture in range(1, prefectures + 1)
            for county in range(1, _COUNTIES[prefecture % 8] + 1)
        ]
        per_size = province.people_millions / sum(size for _, size in counties)
        yield from ((code, size * per_size) for code, size in counties)


@cache
def regions() -> dict[str, Region]:
    """All counties by code; no two share a name."""
    return {code: _named(code, place) for place, (code, _) in enumerate(_codes())}


def _named(code: str, place: int) -> Region:
    # With 30 syllables on either side, 900 places pass before a pair of them returns.
    firsts, lasts = _FIRST_SYLLABLES.split(), _LAST_SYLLABLES.split()
    cycle, within = divmod(place, len(firsts) * len(lasts))
    turn, step = divmod(within, len(firsts))
    first, last = firsts[step], lasts[(step * 7 + turn) % len(lasts)]
    kind = ("县", "County") if cycle == 0 else ("区", "District")
    return Region(code, first[0] + last[0] + kind[0], f"{first[1:]}{last[1:]} {kind[1]}")


@cache
def regions_by_size() -> Weighted[str]:
    """County codes by how many live there."""
    return Weighted(_codes())
