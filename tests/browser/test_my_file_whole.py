"""My file leaves nothing out: a firm's own file, older questions, every answer word for word."""

import json

import httpx
from playwright.sync_api import Page, expect

from tests.browser.chromium import check_accessibility, check_fits
from tests.browser.lived import Lived
from tests.browser.test_my_file import choose, read_in_full, requests_of
from tests.builders import words_of


def test_a_firm_reads_what_came_down_about_it_and_who_says_so(page: Page, lived: Lived) -> None:
    """The market regulator's listing has come down to the place on whose books the firm is."""
    firm = words_of(lived.firm)
    with requests_of(page) as made:
        choose(page, lived.stack, firm)
        read_in_full(page, lived.stack)
    place = page.locator('[data-authority="rongcheng"] [data-firm]')
    expect(place).to_contain_text("Market regulator")
    expect(place).to_contain_text("Enterprises with serious violations")
    expect(page.locator('[data-authority="market"] .steps li')).to_have_count(4)
    expect(page.locator("#register")).to_contain_text("1 public listings have your name")
    asked = [one.url for one in made if one.url.endswith("/v1/me/organisation")]
    assert asked == [f"{lived.stack.urls['rongcheng']}/v1/me/organisation"]
    assert all(firm["id_number"] not in one.url for one in made)
    check_fits(page)
    check_accessibility(page)


def test_older_questions_are_asked_for_when_they_are_wanted(page: Page, lived: Lived) -> None:
    """A hundred at a time; the address says from where on, and nothing about anybody."""
    choose(page, lived.stack, words_of(lived.marked))
    read_in_full(page, lived.stack)
    asked = page.locator("#asked")
    expect(asked).to_contain_text("The latest 100 questions")
    expect(asked.locator("tbody tr")).to_have_count(100)
    with page.expect_request("**/v1/me/queries?before=*") as request:
        asked.get_by_role("button", name="Show older ones").click()
    assert lived.marked.id_number not in request.value.url
    expect(asked.locator("tbody tr").nth(102)).to_be_visible()
    expect(asked.get_by_role("button", name="Show older ones")).to_have_count(0)
    expect(asked).to_contain_text("questions about you, the newest first")


def test_nothing_that_an_authority_answers_stays_unseen(page: Page, lived: Lived) -> None:
    """Beside the sentences, the whole answer can be read word for word."""
    token = lived.stack.party_token(lived.marked.id_number, "court")
    own = httpx.get(
        f"{lived.stack.urls['court']}/v1/me/file",
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
    ).json()
    choose(page, lived.stack, words_of(lived.marked))
    court = page.locator('[data-authority="court"]')
    court.get_by_text("Word for word").click()
    (shown,) = json.loads(court.locator("pre").last.inner_text())
    assert shown == own
