"""Numbers: what may enter, what could be real, what a mask shows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from shared.identifiers import (
    SYNTHETIC_PREFIXES,
    InvalidIdentifier,
    Kind,
    RealIdentifier,
    age_on,
    born_on,
    check_number,
    check_truncated,
    is_male,
    truncate,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
A_WOMAN = "660101199001010020"


def resident(region: str, birthday: str, sequence: str) -> str:
    body = region + birthday + sequence
    return body + str(ric.calc_check_digit(body + "0"))


def organisation(body: str) -> str:
    return body + str(uscc.calc_check_digit(body + "0"))


birthdays = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(lambda day: f"{day:%Y%m%d}")
regions = st.tuples(
    st.sampled_from(SYNTHETIC_PREFIXES), st.integers(0, 9999).map(lambda number: f"{number:04}")
).map("".join)
sequences = st.integers(0, 999).map(lambda number: f"{number:03}")
residents = st.builds(resident, regions, birthdays, sequences)


@given(residents)
def test_every_id_that_is_accepted_is_refused_by_the_public_validator(raw: str) -> None:
    number = check_number(Kind.PERSON, raw)
    assert number == raw
    with pytest.raises((ValidationError, KeyError)):  # KeyError: provinces without counties
        ric.validate(number)


@pytest.mark.parametrize("prefix", SYNTHETIC_PREFIXES)
def test_the_public_table_of_regions_knows_no_place_under_a_synthetic_prefix(prefix: str) -> None:
    for rest in range(10_000):
        with pytest.raises((ValidationError, KeyError)):
            ric.get_birth_place(f"{prefix}{rest:04}19900101")


@given(st.integers(0, 99), birthdays, sequences)
def test_a_region_that_could_be_real_is_refused_as_real(
    prefix: int, birthday: str, sequence: str
) -> None:
    raw = resident(f"{prefix:02}0101", birthday, sequence)
    if raw[:2] in SYNTHETIC_PREFIXES:
        assert check_number(Kind.PERSON, raw) == raw
    else:
        with pytest.raises(RealIdentifier):
            check_number(Kind.PERSON, raw)


def test_a_real_number_with_a_typing_error_is_still_somebodys() -> None:
    right = resident("110101", "19900101", "001")
    wrong_check_digit = right[:-1] + ("1" if right[-1] != "1" else "2")
    no_such_day = resident("110101", "19900231", "001")
    for raw in (right, wrong_check_digit, no_such_day):
        with pytest.raises(RealIdentifier):
            check_number(Kind.PERSON, raw)


def test_a_wrong_check_digit_is_refused_in_every_place() -> None:
    for digit in set("0123456789X") - {A_WOMAN[-1]}:
        with pytest.raises(InvalidIdentifier):
            check_number(Kind.PERSON, A_WOMAN[:-1] + digit)


@pytest.mark.parametrize("birthday", ["19900231", "19000229", "18991231", "21010101", "00000101"])
def test_a_birthday_is_a_real_day_from_1900_to_2100(birthday: str) -> None:
    with pytest.raises(InvalidIdentifier):
        check_number(Kind.PERSON, resident("660101", birthday, "001"))


def test_leap_days_and_the_first_and_last_day_are_accepted() -> None:
    for birthday in ("20000229", "19000101", "21001231"):
        raw = resident("790101", birthday, "002")
        assert check_number(Kind.PERSON, raw) == raw


def test_a_small_x_becomes_a_capital_one() -> None:
    raw = next(
        one
        for one in (resident("660101", "19900101", f"{number:03}") for number in range(99))
        if one.endswith("X")
    )
    assert check_number(Kind.PERSON, raw.lower()) == raw


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "660101900101002",
        f" {A_WOMAN}",
        f"{A_WOMAN} ",
        f"{A_WOMAN}\n",
        f"{A_WOMAN}0",
        "６６０１０１１９９００１０１００２０",
        "٦٦٠١٠١١٩٩٠٠١٠١٠٠٢٠",
        "66010119900101****",
        "X60101199001010020",
        "660101-19900101-0020",
    ],
)
def test_what_is_not_18_plain_characters_is_no_resident_id(raw: str) -> None:
    with pytest.raises(InvalidIdentifier):
        check_number(Kind.PERSON, raw)


def test_refusals_never_repeat_the_number() -> None:
    for kind in Kind:
        for raw in ("110101209912310019", "660101199001010011", "91110000MA0000000A", "nonsense"):
            with pytest.raises((InvalidIdentifier, RealIdentifier)) as refused:
                check_number(kind, raw)
            assert raw not in str(refused.value)
            assert raw not in repr(refused.value)
            assert refused.value.status == 422


def test_a_synthetic_organisation_code_is_accepted_and_stays_whole() -> None:
    code = check_number(Kind.ORGANISATION, organisation("01660101MA0000018"))
    assert uscc.is_valid(code)
    assert str(truncate(Kind.ORGANISATION, code)) == code
    assert str(check_truncated(Kind.ORGANISATION, code)) == code


@given(st.text(ALPHABET, min_size=9, max_size=9), regions, st.sampled_from(ALPHABET))
def test_any_code_of_department_0_in_a_synthetic_region_is_accepted(
    body: str, region: str, category: str
) -> None:
    code = organisation(f"0{category}{region}{body}")
    assert check_number(Kind.ORGANISATION, code) == code
    assert check_number(Kind.ORGANISATION, code.lower()) == code


@pytest.mark.parametrize("department", sorted(set(ALPHABET) - {"0"}))
def test_a_department_other_than_0_could_be_real(department: str) -> None:
    with pytest.raises(RealIdentifier):
        check_number(Kind.ORGANISATION, organisation(f"{department}1660101MA0000018"))


def test_a_real_region_makes_an_organisation_code_real_even_with_a_wrong_check_character() -> None:
    code = organisation("01110101MA0000018")
    for raw in (code, code[:-1] + ("A" if code[-1] != "A" else "B")):
        with pytest.raises(RealIdentifier):
            check_number(Kind.ORGANISATION, raw)


@pytest.mark.parametrize(
    "raw", ["", "01660101MA000001", "0166O101MA00000180", "０１660101MA0000018", "ﬀ" * 9]
)
def test_what_has_other_characters_is_no_organisation_code(raw: str) -> None:
    with pytest.raises(InvalidIdentifier):
        check_number(Kind.ORGANISATION, raw)


def test_a_wrong_check_character_is_refused() -> None:
    code = organisation("01660101MA0000018")
    for character in set(ALPHABET) - {code[-1]}:
        with pytest.raises(InvalidIdentifier):
            check_number(Kind.ORGANISATION, code[:-1] + character)


@given(residents)
def test_a_mask_hides_month_and_day_only(raw: str) -> None:
    mask = truncate(Kind.PERSON, check_number(Kind.PERSON, raw))
    assert mask == f"{raw[:6]}{raw[6:10]}****{raw[14:17]}{raw[17]}"
    assert check_truncated(Kind.PERSON, mask) == mask
    assert check_truncated(Kind.PERSON, mask.lower()) == mask


def test_a_whole_id_is_no_mask() -> None:
    with pytest.raises(InvalidIdentifier):
        check_truncated(Kind.PERSON, A_WOMAN)


@pytest.mark.parametrize("raw", ["1101011990****0020", "110101199001010020"])
def test_a_mask_or_id_of_a_real_region_is_refused_as_real(raw: str) -> None:
    with pytest.raises(RealIdentifier):
        check_truncated(Kind.PERSON, raw)


@pytest.mark.parametrize(
    "raw", ["6601011899****0020", "6601012101****0020", "660101****01010020", "6601011990***00020"]
)
def test_a_mask_of_another_shape_or_age_is_refused(raw: str) -> None:
    with pytest.raises(InvalidIdentifier):
        check_truncated(Kind.PERSON, raw)


def test_an_id_says_birthday_and_sex() -> None:
    woman = check_number(Kind.PERSON, A_WOMAN)
    man = check_number(Kind.PERSON, resident("660101", "19990704", "017"))
    assert born_on(woman) == date(1990, 1, 1)
    assert not is_male(woman)
    assert born_on(man) == date(1999, 7, 4)
    assert is_male(man)


def test_age_turns_on_the_birthday() -> None:
    born = check_number(Kind.PERSON, resident("660101", "20010615", "001"))
    birthday = date(2019, 6, 15)
    assert age_on(born, birthday - timedelta(days=1)) == 17
    assert age_on(born, birthday) == 18


def test_who_was_born_on_a_leap_day_turns_older_on_the_first_of_march() -> None:
    born = check_number(Kind.PERSON, resident("660101", "20000229", "001"))
    assert age_on(born, date(2018, 2, 28)) == 17
    assert age_on(born, date(2018, 3, 1)) == 18
    assert age_on(born, date(2020, 2, 29)) == 20
