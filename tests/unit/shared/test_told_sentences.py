"""The parts that sentences are made of: days, bases, certainty."""

from datetime import date

import pytest

from shared.plain import basis, body, counted, last_day_before, on, quoted
from shared.plain.basis import numeral
from shared.plain.certainty import FORCE, HOW_SURE, JUDGEMENT
from shared.rulebook.rows import Confidence, LegalForce, Openness


@pytest.mark.parametrize(
    ("day", "en", "zh"),
    [
        (date(2019, 3, 4), "Monday, 4 March 2019", "2019年3月4日（星期一）"),
        (date(2019, 2, 3), "Sunday, 3 February 2019", "2019年2月3日（星期日）"),
        (date(2020, 2, 29), "Saturday, 29 February 2020", "2020年2月29日（星期六）"),
    ],
)
def test_a_day_is_told_with_its_weekday(day: date, en: str, zh: str) -> None:
    assert (on(day).en, on(day).zh) == (en, zh)


def test_the_last_day_is_the_one_before_the_first_that_no_longer_counts() -> None:
    assert last_day_before(date(2021, 1, 1)).en == "Thursday, 31 December 2020"


@pytest.mark.parametrize(
    ("written", "zh"),
    [
        (
            "2017 Provisions, Art. 1 (6)",
            "最高人民法院《关于公布失信被执行人名单信息的若干规定》（法释〔2017〕7号修正）第一条第（六）项",
        ),
        ("发改财金〔2018〕384号", "发改财金〔2018〕384号"),
        (
            "发改运行规〔2018〕233号, (17) 3 with (18)",
            "发改运行规〔2018〕233号第（十七）项第3点、第（十八）项",
        ),
        (
            "SAIC Order 83 of 2015, Art. 2 and 3",
            "《严重违法失信企业名单管理暂行办法》（国家工商行政管理总局令第83号）第二条、第三条",
        ),
        ("An unknown order, Art. 3", "“An unknown order, Art. 3”"),
        (
            "2017 Provisions, somewhere in it",
            "“2017 Provisions, somewhere in it”",
        ),
    ],
)
def test_a_legal_basis_has_its_chinese_name_or_is_quoted(written: str, zh: str) -> None:
    assert basis(written).en == written
    assert basis(written).zh == zh


@pytest.mark.parametrize(
    ("number", "zh"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (38, "三十八")]
)
def test_articles_are_counted_as_laws_count_them(number: int, zh: str) -> None:
    assert numeral(number) == zh


def test_a_body_has_its_chinese_name_or_is_quoted() -> None:
    assert body("the court one level above").zh == "上一级人民法院"
    assert body("somebody else").zh == "“somebody else”"


def test_one_is_one_and_more_are_many() -> None:
    assert counted(1, "list", "lists", "个名单").en == "1 list"
    assert counted(2, "list", "lists", "个名单").zh == "2个名单"


def test_what_somebody_wrote_is_quoted_on_one_line_and_cut_where_it_is_very_long() -> None:
    assert quoted("All of it\n was heard.").en == "“All of it was heard.”"
    assert len(quoted("long " * 1000).zh) < 410


def test_every_degree_has_its_words() -> None:
    assert set(HOW_SURE) == set(Confidence)
    assert set(FORCE) == set(LegalForce)
    assert set(JUDGEMENT) == set(Openness)
