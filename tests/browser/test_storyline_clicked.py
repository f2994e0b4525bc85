"""The storyline clicked through on a stack that has told nothing yet: from the map to My file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from demo import storyline
from demo.launcher import Stack
from tests.browser.supervised import supervised

# A step may move the model's time by a month, and services are stopped and started in it.
STEP_DONE = 120_000


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack on which nothing happened, whose launcher stops and starts services for the story."""
    with supervised(tmp_path_factory.mktemp("fresh")) as stack:
        yield stack


def test_thirteen_steps_by_clicks_lead_from_an_empty_map_to_the_withdrawal(
    page: Page, fresh: Stack
) -> None:
    page.goto(f"{fresh.urls['site']}/?lang=en")
    expect(page.locator(".house.lit")).to_have_count(len(fresh.roster.names))
    expect(page.locator("#nothing")).to_be_visible()
    page.get_by_role("link", name="Stories").click()
    page.get_by_role("link", name="One listing's journey").click()
    steps = len(storyline.STEPS)
    for step in range(1, steps + 1):
        _play_step(page, step)
        if step < steps:
            page.get_by_role("link", name="Next step").click()
    _follow_the_withdrawal(page)
    _open_my_file(page, fresh)


def _play_step(page: Page, step: int) -> None:
    expect(page.locator("#story")).to_contain_text(f"Step {step} of")
    page.get_by_role("button", name="Play up to here").click()
    expect(page.locator("#story .note.good")).to_be_visible(timeout=STEP_DONE)


def _follow_the_withdrawal(page: Page) -> None:
    withdrawn = page.locator("#messages .listing", has_text="withdrawn").first
    withdrawn.locator("button").click()
    hops = page.locator(".hops")
    expect(hops.locator("li").first).to_contain_text("proposed")
    expect(hops).to_contain_text("a partner was told: restricted")
    expect(hops).to_contain_text("withdrawn")


def _open_my_file(page: Page, stack: Stack) -> None:
    party = stack.document["parties"][-2]
    page.get_by_role("link", name="My file").click()
    expect(page.locator("#people button")).not_to_have_count(0)
    page.fill("#name", party["name"])
    with page.expect_response("**/identity/people"):
        page.press("#name", "Enter")
    page.locator("#people button", has_text=party["name"]).first.click()
    expect(page.locator("#state")).to_contain_text("services have answered")
    assert party["id_number"] not in page.url
