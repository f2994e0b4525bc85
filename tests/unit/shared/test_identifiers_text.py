"""Text that others may read: no ID gets through in it, and ordinary words do."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.errors import Refusal
from shared.identifiers import (
    ForbiddenCharacters,
    HiddenNumber,
    Name,
    Purpose,
    Reference,
    Slug,
    Statement,
    hides_number,
)

NAME: TypeAdapter[str] = TypeAdapter(Name)
PURPOSE: TypeAdapter[str] = TypeAdapter(Purpose)
STATEMENT: TypeAdapter[str] = TypeAdapter(Statement)
REFERENCE: TypeAdapter[str] = TypeAdapter(Reference)
SLUG: TypeAdapter[str] = TypeAdapter(Slug)

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
CHINESE_FORMAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
CHINESE_CIRCLE = str.maketrans("0123456789", "○一二三四五六七八九")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
ROMAN_BOLD = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
SCRIPTS = [
    FULL_WIDTH, ARABIC_INDIC, CHINESE, CHINESE_FORMAL, CHINESE_CIRCLE, CIRCLED, ROMAN_BOLD,
]  # fmt: skip
AN_ID = "660101199001010020"


@pytest.mark.parametrize("script", SCRIPTS)
def test_digits_of_every_script_count(script: dict[int, str]) -> None:
    assert hides_number(f"姓名王秀英{AN_ID.translate(script)}号")


@pytest.mark.parametrize(
    "between",
    [" ", "-", ". ", "\u3000", "\u200b", "\u200d", "\ufeff", "\u00ad", "/", "_", "、", "·", "\n",
     "\u0301", "\u20e3", "\U0001f600", "\u2060", "+", "|", "—"],
)  # fmt: skip
def test_what_stands_between_digits_does_not_part_them(between: str) -> None:
    assert hides_number(between.join(AN_ID))


@pytest.mark.parametrize(
    "text",
    [
        "call about 66010119900101002X please",
        "66010119900101002x",
        "id660101900101002end",
        "660101 1990-01-01 0020",
        "(660101)(19900101)(0020)",
    ],
)
def test_whole_ids_old_and_new_are_found(text: str) -> None:
    assert hides_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "booking 8841",
        "王秀英",
        "欧阳建国",
        "2019-07-01 and 2019-08-02",
        "2019年7月1日至2019年8月2日",
        "（2019）澜01执1234号",
        "paid 1,200,000 yuan on 2019-07-01",
        "6601011990****0020",
        "01660101MA2360487M",
        "call 021-5555-0100",
        "三三两两，一心一意",
        "12345678901234",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert not hides_number(text)


@given(st.text(st.characters(categories=["L"]), max_size=40))
def test_words_without_numerals_hide_nothing(text: str) -> None:
    folded = unicodedata.normalize("NFKC", text)
    has_numerals = any(unicodedata.numeric(character, -1) >= 0 for character in folded)
    assert has_numerals or not hides_number(text)


@given(st.text(st.sampled_from("0123456789"), min_size=15, max_size=18), st.text(max_size=20))
def test_no_text_around_it_covers_a_number(number: str, around: str) -> None:
    assert hides_number(around + number + around)


@pytest.mark.parametrize("adapter", [NAME, PURPOSE, STATEMENT])
def test_a_hidden_number_is_refused_with_its_own_code_and_not_repeated(
    adapter: TypeAdapter[str],
) -> None:
    with pytest.raises(HiddenNumber) as refused:
        adapter.validate_python(f"ticket for {AN_ID}")
    assert (refused.value.status, refused.value.code) == (422, "hidden_number")
    assert AN_ID not in str(refused.value)


@pytest.mark.parametrize("adapter", [NAME, PURPOSE, STATEMENT])
@pytest.mark.parametrize(
    "character",
    ["\x00", "\x1b", "\t", "\x7f", "\x85", "\u200b", "\u202e", "\ufeff", "\u2028", "\ud800",
     "\U000e0031", "\u0378"],
)  # fmt: skip
def test_characters_that_deceive_are_refused(adapter: TypeAdapter[str], character: str) -> None:
    for text in (f"王{character}秀英", f"王秀英{character}", character):
        with pytest.raises(ForbiddenCharacters) as refused:
            adapter.validate_python(text)
        assert (refused.value.status, refused.value.code) == (422, "forbidden_characters")


def test_refusals_pass_through_pydantic_untouched() -> None:
    with pytest.raises(Refusal):
        TypeAdapter(dict[str, Name]).validate_json(f'{{"name": "{AN_ID}"}}')


def test_names_are_folded_and_trimmed() -> None:
    assert NAME.validate_python("\u3000王秀英 ") == "王秀英"
    assert NAME.validate_python("Ｗａｎｇ") == "Wang"
    assert NAME.validate_python("阿依古丽·买买提") == "阿依古丽·买买提"


def test_only_statements_have_lines() -> None:
    assert STATEMENT.validate_python("one\r\ntwo\nthree") == "one\ntwo\nthree"
    for adapter in (NAME, PURPOSE):
        with pytest.raises(ForbiddenCharacters):
            adapter.validate_python("one\ntwo")
    with pytest.raises(ForbiddenCharacters):
        STATEMENT.validate_python("one\rtwo")


@pytest.mark.parametrize(("adapter", "longest"), [(NAME, 100), (PURPOSE, 200), (STATEMENT, 4_000)])
def test_length_is_limited_after_folding(adapter: TypeAdapter[str], longest: int) -> None:
    assert adapter.validate_python("英" * longest)
    for text in ("", " \u3000", "英" * (longest + 1), "英" * 100_000, "ﷺ" * longest):
        with pytest.raises(ValidationError):
            adapter.validate_python(text)


@pytest.mark.parametrize("adapter", [NAME, PURPOSE, STATEMENT, REFERENCE, SLUG])
def test_only_text_is_text(adapter: TypeAdapter[str]) -> None:
    for value in (None, 8841, ["王"], b"wang"):
        with pytest.raises(ValidationError):
            adapter.validate_python(value, strict=True)


def test_references_and_slugs_have_their_own_alphabets() -> None:
    assert REFERENCE.validate_python("k3Jd_9-x") == "k3Jd_9-x"
    assert SLUG.validate_python("judgment-defaulters") == "judgment-defaulters"
    for reference in (
        "short",
        "a" * 65,
        "has space1",
        "line\nbreak",
        "abcdefgh\n",
        "王秀英王秀英王秀",
    ):
        with pytest.raises(ValidationError):
            REFERENCE.validate_python(reference)
    for slug in ("", "-a", "1a", "A", "a_b", "a" * 65, "court\n"):
        with pytest.raises(ValidationError):
            SLUG.validate_python(slug)


@pytest.mark.parametrize("number", [AN_ID, "66010119900101002x", "660101900101002"])
def test_a_number_is_no_reference(number: str) -> None:
    with pytest.raises(HiddenNumber):
        REFERENCE.validate_python(number)


def test_the_published_schema_states_the_limits() -> None:
    assert NAME.json_schema() == {"type": "string", "minLength": 1, "maxLength": 100}
