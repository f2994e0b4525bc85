"""Moments in a real browser: a class saves one, plays on, and goes back to it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from demo.launcher import Options, Stack
from demo.roster import BROKER, GATEWAY, PLATFORM, SITE
from demo.scene import WantedScene
from tests.browser.chromium import Watch, check_accessibility, check_fits, picture
from tests.browser.conftest import NARROW, Opens
from tests.browser.supervised import supervised

FEW = Options(
    scene=WantedScene(population=100),
    sectors=(),
    localities=("rongcheng",),
    only=(BROKER, "court", "tax", "rongcheng", PLATFORM, GATEWAY, SITE),
)
DONE = 120_000


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A small stack whose launcher grants wishes."""
    with supervised(tmp_path_factory.mktemp("moments"), FEW) as stack:
        yield stack


@pytest.fixture
def moments(watched: Stack, watch: Watch) -> str:
    """The page; while everything stands still the site is not there."""
    watch.expects("ERR_")
    return f"{watched.urls[SITE]}/moments?lang=en"


def save(page: Page, address: str, name: str) -> None:
    """Save this moment, and wait until the page says so."""
    page.goto(address)
    page.get_by_label("A name for this moment").fill(name)
    page.get_by_role("button", name="Save this moment").click()
    expect(page.locator("#progress")).to_be_visible()
    expect(page.locator("#outcome .good")).to_contain_text(f"“{name}” is saved", timeout=DONE)


def test_a_class_starts_from_the_same_moment_as_often_as_it_likes(
    page: Page, moments: str, watched: Stack
) -> None:
    site = watched.urls[SITE]
    save(page, moments, "first-morning")
    row = page.locator("[data-moment=first-morning]")
    expect(row).to_contain_text("1 January 2019 in the model")
    check_accessibility(page)
    picture(page, "moments-en")
    page.goto(f"{site}/story/storyline/2?lang=en")
    page.get_by_role("button", name="Play up to here").click()
    expect(page.locator("#story .note.good")).to_be_visible(timeout=DONE)
    page.get_by_role("button", name="+ 1 day").click()
    expect(page.get_by_role("button", name="+ 1 day")).to_be_enabled(timeout=DONE)
    expect(page.locator("#day")).to_have_text(re.compile("January 2019"))
    expect(page.locator("#day")).not_to_have_text("1 January 2019")
    go_back(page, moments, "first-morning")
    page.get_by_role("link", name="To the map").click()
    expect(page.locator("#day")).to_have_text("1 January 2019")
    page.goto(f"{site}/story/storyline/2?lang=en")
    page.get_by_role("button", name="Play up to here").click()
    expect(page.locator("#story .note.good")).to_be_visible(timeout=DONE)


def go_back(page: Page, address: str, name: str) -> None:
    """Ask for a moment, think again, ask again, and mean it."""
    page.goto(address)
    row = page.locator(f"[data-moment={name}]")
    row.get_by_role("button").click()
    expect(page.locator("dialog")).to_contain_text("What has happened since is lost")
    check_accessibility(page)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    row.get_by_role("button").press("Enter")
    page.get_by_role("button", name="Go back", exact=True).press("Enter")
    expect(page.locator("#outcome .good")).to_contain_text(name, timeout=DONE)


def test_a_name_that_was_used_is_refused_in_a_sentence_and_nothing_stops(
    page: Page, moments: str, watched: Stack, watch: Watch
) -> None:
    watch.expects("409")
    save(page, moments, "twice")
    before = watched.child("court").pid
    page.get_by_role("button", name="Save this moment").click()
    expect(page.locator("#outcome")).to_contain_text("Choose another name")
    assert watched.child("court").pid == before


def test_a_story_begun_before_a_moment_was_saved_says_why_it_cannot_go_on(
    page: Page, moments: str, watched: Stack, watch: Watch
) -> None:
    watch.expects("409")
    site = watched.urls[SITE]
    page.goto(f"{site}/story/storyline/1?lang=en")
    if page.get_by_role("button", name="Play up to here").is_visible():
        page.get_by_role("button", name="Play up to here").click()
    expect(page.locator("#story .note.good")).to_be_visible(timeout=DONE)
    save(page, moments, "halfway")
    page.goto(f"{site}/story/storyline/1?lang=en")
    expect(page.locator("#story .note.good")).to_be_visible()
    page.goto(f"{site}/story/storyline/4?lang=en")
    page.get_by_role("button", name="Play up to here").click()
    expect(page.locator("#story")).to_contain_text("Go back to a moment from before it")


def test_it_is_readable_in_chinese_on_a_telephone(open_page: Opens, moments: str) -> None:
    page = open_page(viewport=NARROW, color_scheme="dark")
    page.goto(moments.replace("lang=en", "lang=zh"))
    expect(page.locator("h1")).to_have_text("时刻")
    check_fits(page)
    check_accessibility(page)
