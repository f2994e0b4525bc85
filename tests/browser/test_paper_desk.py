"""Forms on paper at a locality's desk: two clerks key them, a third officer decides."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from demo import godmode
from demo.launcher import Stack
from tests.browser.chromium import Watch, check_accessibility, check_fits
from tests.browser.conftest import NARROW, Opens
from tests.browser.test_desk import bring, from_the_top

AT = "rongcheng"
RESIDENT = 3
HELPED = "volunteer-hour"
Rows = list[tuple[str, str]]  # day and note of each line
FIRST: Rows = [("2018-12-08", "街道清扫"), ("2018-12-15", "")]
SECOND: Rows = [("2018年12月8日", "街道清扫"), ("2018-12-25", "")]


@pytest.fixture(scope="package")
def resident(stack: Stack) -> dict[str, str]:
    """Somebody who lives there and is on the books."""
    party = dict(stack.document["parties"][RESIDENT])
    headers = {"Authorization": f"Bearer {stack.document['officers'][AT]['clerk']}"}
    door = f"{stack.urls[AT]}/v1/residents"
    answer = httpx.post(door, json={"party": party}, headers=headers, trust_env=False)
    assert answer.is_success or answer.json()["code"] == "already_resident", answer.text
    return party


def second_clerk(stack: Stack) -> str:
    """A clerk beside the one whom every stack has."""
    return godmode.token(stack.folder.keys, AT, "clerk", "clerk-2")


def key(page: Page, party: dict[str, str], rows: Rows) -> None:
    """A clerk keys a line, presses Enter, and keys the next."""
    page.locator("#lines [name=name]").first.focus()
    for place, (day, note) in enumerate(rows):
        if place:
            page.keyboard.press("Enter")
        page.keyboard.type(party["name"])
        page.keyboard.press("Tab")
        page.keyboard.type(party["id_number"])
        page.keyboard.press("Tab")
        page.locator("#lines tr").nth(place).locator("[name=item]").select_option(HELPED)
        page.keyboard.press("Tab")
        page.keyboard.type(day)
        page.keyboard.press("Tab")
        page.keyboard.type(note)


def test_a_bundle_is_keyed_by_two_and_decided_by_a_third(
    page: Page, stack: Stack, resident: dict[str, str]
) -> None:
    officers = stack.document["officers"][AT]
    page.goto(f"{stack.urls[AT]}/desk/paper")
    bring(page, officers["clerk"])
    page.locator("#department").select_option("volunteers")
    page.fill("#bundle", "2019-041")
    key(page, resident, FIRST)
    page.get_by_role("button", name="Send this keying").click()
    batch = page.locator("#batch")
    expect(batch).to_contain_text("Now another clerk keys the same bundle")
    bring(page, second_clerk(stack))
    expect(page.locator("#lines [name=name]").first).to_have_value("")
    page.locator("#bundles").get_by_role("button", name="Key it again").first.click()
    expect(page.locator("#bundle")).to_have_value("2019-041")
    key(page, resident, SECOND)
    from_the_top(page, "paper-desk-en")
    page.get_by_role("button", name="Send this keying").click()
    expect(batch.locator("[role=alert]")).to_contain_text("a third officer must")
    expect(batch.get_by_role("button", name="Decide")).to_have_count(0)
    bring(page, officers["reviewer"])
    difference = batch.locator(".difference")
    expect(difference.locator("dd.differs")).to_contain_text(
        ["15 December 2018", "25 December 2018"]
    )
    expect(difference).not_to_contain_text(resident["id_number"])
    check_accessibility(page)
    from_the_top(page, "paper-differences-en")
    difference.get_by_label("the first is right").check()
    difference.get_by_label("Reasons").fill("The form says the 15th.")
    difference.get_by_role("button", name="Decide").click()
    expect(batch).to_contain_text("From the act to the points")
    expect(batch.locator("table")).not_to_contain_text("waits")
    kept = [one for one in _events(stack, resident) if one["kind"] == HELPED]
    assert [one["happened_on"] for one in kept] == ["2018-12-08", "2018-12-15"]


def _events(stack: Stack, resident: dict[str, str]) -> list[dict[str, Any]]:
    """What stands in the resident's own file."""
    headers = {"Authorization": f"Bearer {stack.party_token(resident['id_number'], AT)}"}
    file = httpx.get(f"{stack.urls[AT]}/v1/me/file", headers=headers, trust_env=False).json()
    events: list[dict[str, Any]] = file["events"]
    return sorted(events, key=lambda one: str(one["happened_on"]))


def test_what_one_clerk_has_keyed_goes_when_another_acts(page: Page, stack: Stack) -> None:
    """And nothing of it is kept by the browser."""
    page.goto(f"{stack.urls[AT]}/desk/paper")
    bring(page, stack.document["officers"][AT]["clerk"])
    page.locator("#lines [name=name]").first.fill("王秀英")
    bring(page, second_clerk(stack))
    expect(page.locator("#lines [name=name]").first).to_have_value("")
    kept = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert "王秀英" not in kept


def test_the_same_clerk_twice_is_refused_with_a_sentence(
    page: Page, stack: Stack, resident: dict[str, str], watch: Watch
) -> None:
    watch.expects("403")
    page.goto(f"{stack.urls[AT]}/desk/paper")
    bring(page, stack.document["officers"][AT]["clerk"])
    for _ in range(2):
        page.locator("#department").select_option("volunteers")
        page.fill("#bundle", "2019-042")
        key(page, resident, FIRST[:1])
        page.get_by_role("button", name="Send this keying").click()
        expect(page.locator("#keying button[type=submit]")).to_be_enabled()
    expect(page.locator("#keying-answer")).to_contain_text("Another clerk must key")


def test_the_desk_leads_to_it_in_chinese_on_a_telephone(open_page: Opens, stack: Stack) -> None:
    page = open_page(viewport=NARROW, locale="zh-CN", color_scheme="dark")
    page.goto(f"{stack.urls[AT]}/desk")
    bring(page, stack.document["officers"][AT]["clerk"])
    page.get_by_role("link", name="纸质表单").click()
    expect(page.locator("#keying")).to_be_visible()  # whoever came in at the desk is in here too
    check_fits(page)
    check_accessibility(page)
