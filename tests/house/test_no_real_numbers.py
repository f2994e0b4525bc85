"""No file of the repository holds a number that somebody may really have."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from stdnum.cn import ric, uscc

from demo.population.people import resident_id
from tests.house.tree import texts

CANDIDATE = re.compile(r"(?<![0-9A-Za-z])(?=([0-9A-Z]{17}[0-9A-Za-z])(?![0-9A-Za-z]))")
# Region and department of our own: nobody was ever given them.
SYNTHETIC_CODE = re.compile(r"^0.(6[6-9]|7[2-9])")
# By file, numbers that have to stand there as they are; today none has to.
ALLOWED: dict[str, set[str]] = {}


def real_numbers(files: Mapping[str, str]) -> list[str]:
    """Where a number stands that a person or an organisation may have; never the number itself."""
    return [
        f"{path}:{text.count(chr(10), 0, found.start()) + 1}"
        for path, text in files.items()
        for found in CANDIDATE.finditer(text)
        if may_be_real(found[1].upper()) and found[1] not in ALLOWED.get(path, set())
    ]


def may_be_real(number: str) -> bool:
    """Whether somebody born by now, or some real body, may have it."""
    if ric.is_valid(number):
        return born_by_now(number)
    return uscc.is_valid(number) and not SYNTHETIC_CODE.match(number)


def born_by_now(number: str) -> bool:
    """A birthday still to come is nobody's."""
    return number[6:14] <= f"{datetime.now(UTC):%Y%m%d}"


def test_no_file_holds_a_number_that_may_be_somebodys() -> None:
    assert real_numbers(texts()) == []


def test_the_whole_repository_is_looked_at() -> None:
    known = texts()
    assert {"authorities.yaml", "shared/identifiers/party.py", "Makefile"} <= set(known)
    assert not any(path.startswith((".git/", ".venv/", "var/")) for path in known)


def test_a_planted_number_is_found_and_not_repeated() -> None:
    real = resident_id("110101", date(1990, 1, 1), 1)
    planted = {"a.py": f"one\nid = '{real}'\n", "b.md": f"id{real}", "c.md": f"({real.lower()})"}
    assert real_numbers(planted) == ["a.py:2", "c.md:1"]


def test_a_planted_organisation_code_is_found_and_a_synthetic_one_is_not() -> None:
    real, synthetic = "9111000060003734", "0166010160003734"
    for digit in ("1", "2"):
        whole = real + digit + uscc.calc_check_digit(real + digit)
        ours = synthetic + digit + uscc.calc_check_digit(synthetic + digit)
        assert real_numbers({"a": whole, "b": ours}) == ["a:1"]


def test_a_birthday_to_come_and_a_region_of_our_own_are_nobodys() -> None:
    future = resident_id("110101", date(2099, 12, 31), 1)
    ours = resident_id("660101", date(1990, 1, 1), 2)
    assert real_numbers({"a": f"{future} {ours}"}) == []
