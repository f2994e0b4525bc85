"""A name is found however it is written, and by nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.national_platform.domain.asking import Match, ask_name, numbers_behind
from services.national_platform.domain.readings import KeyKind, keys_of
from services.national_platform.domain.scripts import fold, spoken
from shared.identifiers import TruncatedId
from tests.builders import make_organisation, make_party

COMMON = (
    "王李张刘陈杨赵黄周吴单仇曾解欧阳劉陳張楊趙黃吳單重长行乐秀英伟静丽强磊洋艳勇军杰娟涛明超霞平"
)
NAMES = st.text(COMMON, min_size=1, max_size=4)


def is_found(name: str, by: str, match: Match = Match.EXACT) -> bool:
    """Whether a listing with this name is found when somebody asks so."""
    asked = ask_name(by, match)
    for key in keys_of(name):
        is_same = key.text.startswith(asked.text) if asked.is_prefix else key.text == asked.text
        tones = f" {asked.tones}" + ("" if asked.is_prefix else " ")
        if key.kind is asked.kind and is_same and (not asked.tones or tones in key.tones):
            return True
    return False


@pytest.mark.parametrize(
    "by",
    ["王秀英", " 王 秀英", "wang xiuying", "Wáng Xiùyīng", "WANGXIUYING", "wang2 xiu4 ying1",
     "Wang2xiu4ying1", "wáng xiu ying", "wang xiù yīng", "ｗａｎｇ　ｘｉｕｙｉｎｇ"],
)  # fmt: skip
def test_one_name_in_every_way_in_which_it_is_written(by: str) -> None:
    assert is_found("王秀英", by)
    assert not is_found("李秀英", by)


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("劉曉波", "刘晓波"), ("刘晓波", "劉曉波"), ("陳乾", "陈乾"), ("蕭紅", "xiao hong"),
        ("单雄信", "shan xiongxin"), ("单雄信", "dan xiongxin"), ("單雄信", "Shàn Xióngxìn"),
        ("仇英", "qiu ying"), ("仇英", "Qiú Yīng"), ("曾国藩", "zeng guofan"),
        ("解缙", "xie jin"), ("区小明", "ou xiaoming"), ("尉迟恭", "yuchi gong"),
        ("欧阳雪", "ou'yang xue"), ("万俟卨", "moqi"), ("吕布", "lü bu"), ("吕布", "lv3 bu4"),
        ("吕布", "lyu bu"), ("吕布", "lu bu"), ("李娜", "li na"), ("乐嘉", "yue jia"),
        ("西安", "xi'an"), ("阿卜杜拉·买买提", "阿卜杜拉•买买提"),
        ("重庆长城银行有限公司", "chongqing changcheng yinhang youxian gongsi"),
        ("ABC王", "abc王"), ("ABC王", "ａｂｃ　wang"), ("José Müller", "jose muller"),
    ],
)  # fmt: skip
def test_scripts_surnames_and_the_words_of_firms(name: str, by: str) -> None:
    assert is_found(name, by, Match.PREFIX if by == "moqi" else Match.EXACT)


def test_tones_tell_names_apart_where_all_of_them_are_given() -> None:
    assert is_found("王秀英", "Wáng Xiùyīng")
    assert not is_found("王秀英", "Wáng Xiǔyīng")
    assert is_found("王秀英", "Wáng Xiuying")  # one alone does not count
    assert not is_found("单雄信", "Shān Xióngxìn")


def test_a_beginning_may_end_within_a_syllable() -> None:
    for by in ("王", "王秀", "wa", "wangxiuy", "wáng x", "wáng xiùy", "wáng xiù yi", "wang2 xiu"):
        assert is_found("王秀英", by, Match.PREFIX), by
    for by in ("秀", "xiu", "wǎng x", "wang3 xiu", "李"):
        assert not is_found("王秀英", by, Match.PREFIX), by
    assert not is_found("王秀英", "wang xiu")


@given(NAMES)
def test_every_name_is_found_by_itself_and_by_each_of_its_beginnings(name: str) -> None:
    assert is_found(name, name)
    assert is_found(name, fold(name))
    for end in range(1, len(name) + 1):
        assert is_found(name, name[:end], Match.PREFIX)


@given(NAMES)
def test_every_reading_is_found_as_it_is_said(name: str) -> None:
    for key in keys_of(name):
        if key.kind is KeyKind.SPOKEN:
            assert is_found(name, key.text)
            assert key.text.isascii()
            assert all(len(tones) == len(name) for tones in key.tones.split())


@given(st.text(max_size=60))
def test_whatever_is_written_is_found_by_itself_if_it_says_anything(text: str) -> None:
    keys, said = {(key.kind, key.text) for key in keys_of(text)}, spoken(text)
    is_written = (KeyKind.WRITTEN, fold(text)) in keys
    assert is_written or not said.letters or (KeyKind.SPOKEN, said.letters) in keys


def test_a_mask_is_shared_by_those_whose_check_digit_comes_out_right() -> None:
    mask = TruncatedId(make_party(born_on=date(1990, 1, 1)).truncated_id)
    assert 30 <= numbers_behind(mask) <= 37
    assert numbers_behind(TruncatedId(make_organisation().truncated_id)) == 1
