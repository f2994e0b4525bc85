"""What a clerk may send, read line by line: nothing spoils its neighbour, nothing is repeated."""

from datetime import date

import pytest

from services.locality.domain.entries import Entry, Flaw, Reading
from services.locality.domain.sheets import MAX_LINES, Keyed, NotTheForm, read_sheet
from shared.identifiers import IdNumber
from tests.builders import LOOKS_REAL, make_party

WANG = make_party()
HEADING = "编号,姓名,身份证号,项目,日期,备注"
ITEMS = {"volunteer-hour": "volunteer-hour", "志愿服务一小时": "volunteer-hour"}
NUMBER = str(WANG.id_number)
GOOD = Entry("王秀英", IdNumber(NUMBER), "volunteer-hour", date(2019, 3, 2), None)


def line(**changes: str) -> str:
    """A good line of CSV, or one with something else in it."""
    cells = {
        "number": "1",
        "name": "王秀英",
        "id_number": NUMBER,
        "item": "volunteer-hour",
        "happened_on": "2019-03-02",
        "note": "",
    }
    return ",".join((cells | changes).values())


def read(*lines: str, heading: str = HEADING, encoding: str = "utf-8") -> Keyed:
    """The sheet with these lines."""
    return read_sheet("\n".join([heading, *lines]).encode(encoding), ITEMS)


def one(text: str) -> Reading:
    """The reading of a sheet's only line."""
    ((_, reading),) = read(text).readings.values()
    return reading


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_one_sheet_in_every_encoding_and_with_every_line_end(encoding: str, end: str) -> None:
    body = end.join([HEADING, line(), "", ",,,,,", line(number="2"), ""]).encode(encoding)
    keyed = read_sheet(body, ITEMS)
    assert keyed.readings == {1: (2, GOOD), 2: (5, GOOD)}
    assert keyed.loose == []


def test_the_heading_is_english_or_chinese_and_in_any_order() -> None:
    english = "Happened_On , ITEM,id_number,name,number"
    text = f"2019-03-02,volunteer-hour,{NUMBER},王秀英,7"
    assert read(text, heading=english).readings == {7: (2, GOOD)}
    assert read(text, heading="发生日期,事项,公民身份号码,姓名,序号").readings == {7: (2, GOOD)}


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("编号,姓名,身份证号,项目", "heading"),
        ("编号,姓名,身份证号,项目,日期,备注,电话", "heading"),
        ("编号,姓名,name,身份证号,项目,日期", "heading"),
        ('编号,"姓名,身份证号,项目,日期', "heading"),
        ("", "nothing_keyed"),
    ],
)
def test_another_heading_is_another_form(heading: str, code: str) -> None:
    with pytest.raises(NotTheForm) as refusal:
        read_sheet(heading.encode(), ITEMS)
    assert refusal.value.code == code
    assert "电话" not in str(refusal.value)


def test_what_is_written_differently_is_the_same() -> None:
    full_width = NUMBER.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    same = [
        line(id_number=full_width),
        line(id_number=f" {NUMBER}\u3000", name=" 王秀英 "),
        line(item="志愿服务一小时"),
        line(item=" Volunteer-Hour"),
        line(happened_on="２０１９-０３-０２"),
        line(happened_on="2019/3/2"),
        line(happened_on="2019.03.2"),
        line(happened_on="2019年3月2日"),
        line(number="００1"),
        f'"1","王秀英","{NUMBER}","volunteer-hour","2019-03-02",""',
        f"1,王秀英,{NUMBER},volunteer-hour,2019-03-02",
        line() + ",,  ,",
    ]
    for text in same:
        assert read(text).readings == {1: (2, GOOD)}, text


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"name": ""}, "name", "missing"),
        ({"name": "王" * 101}, "name", "too_long"),
        ({"name": "王" * 10_000}, "name", "too_long"),
        ({"name": "王\x00英"}, "name", "forbidden_characters"),
        ({"name": "王\u200b英"}, "name", "forbidden_characters"),
        ({"name": "=HYPERLINK(1)"}, "name", "formula"),
        ({"name": "＝1+1"}, "name", "formula"),
        ({"note": "@SUM(A1)"}, "note", "formula"),
        ({"note": "-2+3"}, "note", "formula"),
        ({"note": "\t=1"}, "note", "formula"),
        ({"note": f"her number is {NUMBER}"}, "note", "hidden_number"),
        ({"note": "长" * 201}, "note", "too_long"),
        ({"id_number": ""}, "id_number", "missing"),
        ({"id_number": NUMBER[:-1]}, "id_number", "invalid_identifier"),
        ({"id_number": NUMBER[:-1] + "5"}, "id_number", "invalid_identifier"),
        ({"id_number": LOOKS_REAL}, "id_number", "real_identifier"),
        ({"item": "jaywalking"}, "item", "kind_unknown"),
        ({"item": ""}, "item", "missing"),
        ({"happened_on": ""}, "happened_on", "missing"),
        ({"happened_on": "2019-02-30"}, "happened_on", "invalid_happened_on"),
        ({"happened_on": "1550000000"}, "happened_on", "invalid_happened_on"),
        ({"happened_on": "3/2/2019"}, "happened_on", "invalid_happened_on"),
    ],
)
def test_a_bad_cell_names_its_field_and_its_reason(
    changes: dict[str, str], field: str, reason: str
) -> None:
    assert one(line(**changes)) == (Flaw(field, reason),)


def test_a_line_tells_all_that_is_wrong_with_it_and_repeats_nothing() -> None:
    flaws = one(line(name="=1", id_number=LOOKS_REAL, item="?", happened_on="soon"))
    assert flaws == (
        Flaw("name", "formula"),
        Flaw("id_number", "real_identifier"),
        Flaw("item", "kind_unknown"),
        Flaw("happened_on", "invalid_happened_on"),
    )


@pytest.mark.parametrize(
    ("bad", "field", "reason"),
    [
        (line(number="2") + ",extra", "line", "too_many_cells"),
        (line(number="2", name='"王'), "line", "quotes_unbalanced"),
        (line(number="2", name='"王"英'), "line", "quotes_unbalanced"),
        (line(number="0"), "number", "number_unreadable"),
        (line(number="-1"), "number", "number_unreadable"),
        (line(number="1.5"), "number", "number_unreadable"),
        (line(number="1000000"), "number", "number_unreadable"),
        (line(number=""), "number", "number_unreadable"),
        (line(number="1", name="李军"), "number", "number_twice"),
        ("王秀英", "number", "number_unreadable"),
    ],
)
def test_a_row_without_a_number_of_its_own_is_refused_and_the_next_one_is_read(
    bad: str, field: str, reason: str
) -> None:
    keyed = read(line(), bad, line(number="3"))
    assert keyed.readings == {1: (2, GOOD), 3: (4, GOOD)}
    assert [(one.row, one.flaws) for one in keyed.loose] == [(3, (Flaw(field, reason),))]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_line_in_another_encoding_spoils_itself_only(encoding: str) -> None:
    lines = [line(number=str(number)).encode(encoding) for number in range(1, 10)]
    lines[4] = b"5,\xff\xfe\xff," + NUMBER.encode() + b",volunteer-hour,2019-03-02,"
    keyed = read_sheet(b"\n".join([HEADING.encode(encoding), *lines]), ITEMS)
    assert set(keyed.readings) == {1, 2, 3, 4, 6, 7, 8, 9}
    assert [(one.row, one.flaws) for one in keyed.loose] == [(6, (Flaw("line", "undecodable"),))]


def test_a_file_of_another_kind_is_refused_as_a_whole() -> None:
    for body in (line().encode("utf-16"), b"PK\x03\x04\x14\x00", b"%PDF-1.7\n%\xff"):
        with pytest.raises(NotTheForm):
            read_sheet(body, ITEMS)


def _many(lines: int) -> bytes:
    heading = "编号,姓名,身份证号,项目,日期\n"
    return (heading + "".join(f"{number}\n" for number in range(1, lines + 1))).encode()


def test_more_than_a_hundred_thousand_lines_are_not_read() -> None:
    with pytest.raises(NotTheForm) as refusal:
        read_sheet(_many(MAX_LINES + 1), ITEMS)
    assert (MAX_LINES, refusal.value.code) == (100_000, "too_many_lines")


@pytest.mark.slow
def test_a_hundred_thousand_lines_are_read() -> None:
    assert len(read_sheet(_many(MAX_LINES), ITEMS).readings) == MAX_LINES
