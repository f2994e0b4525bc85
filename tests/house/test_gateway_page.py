"""The page for those who ask the gateway tells every code with which it can say no."""

import re

from tests.house.raised import answers_of
from tests.house.tree import ROOT

ROW = re.compile(r"^\| `([a-z_]+)` \| (\d{3}) \| (\S.*\S) \|$", re.MULTILINE)
# By address, which the gateway does not count at any door, but the platform does; and an address of
# a page that is not written as one, which only people see, as a page.
NOT_HERE = {"too_many_requests", "address"}


SERVICE = "services.partner_gateway"


def test_every_code_is_told_with_what_to_do_and_no_other() -> None:
    page = (ROOT / "docs" / "gateway.md").read_text("utf-8")
    told = [(code, int(status)) for code, status, _ in ROW.findall(page)]
    real = {(code, status) for code, status in answers_of(SERVICE) if code not in NOT_HERE}
    assert told == sorted(real)


def test_codes_are_found_however_they_are_raised() -> None:
    by_class, by_word = ("outside_mou", 403), ("key_retired", 401)
    by_name_alone, by_frame = ("invalid_client", 401), ("body_too_large", 413)
    assert {by_class, by_word, by_name_alone, by_frame} <= answers_of(SERVICE)
