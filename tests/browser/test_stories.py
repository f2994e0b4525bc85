"""The stories in a real browser: each step explained, played by clicks, and where to look."""

import re
from itertools import cycle
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from demo.launcher import Stack
from shared.certificates import trusted
from tests.browser.chromium import Watch, check_accessibility, check_fits, picture
from tests.browser.conftest import NARROW, Opens

PLAYING_MS = 90_000
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def site(stack: Stack) -> str:
    return stack.urls["site"]


def told(site: str, path: str) -> Any:
    """What the site says of its stories."""
    with httpx.Client(trust_env=False, verify=trusted()) as client:
        return client.get(f"{site}{path}").raise_for_status().json()


def opened(page: Page, address: str) -> None:
    """A page whose story and map are drawn."""
    page.goto(address)
    expect(page.locator("#story h3")).to_be_visible()
    expect(page.locator(".house").first).to_be_visible()


def played(page: Page) -> None:
    """Played up to the step that is shown, and as told."""
    page.locator("#play").click()
    expect(page.locator("#story .note.good")).to_be_visible(timeout=PLAYING_MS)


def how_far(story: dict[str, Any]) -> str:
    """What the list says of how far a story is told."""
    if story["told"] == 0:
        return "not told yet"
    is_over = story["told"] == story["steps"]
    return "told to the end" if is_over else f"Told so far: {story['told']} of {story['steps']}"


def test_a_step_is_explained_in_both_languages_and_played_up_to_there(
    open_page: Opens, site: str
) -> None:
    step = told(site, "/map/stories/namesake")["steps"][2]
    page = open_page()
    opened(page, f"{site}/story/namesake/3")
    expect(page.locator("#story .says")).to_have_text(step["says"]["en"])
    expect(page.locator("#story")).to_contain_text("Lack of legal protection of personal data")
    expect(page.locator("#story h3 .ours")).to_have_text("※")
    played(page)
    expect(page.locator("#story .log")).to_be_visible()
    expect(page.locator("#story .said")).to_be_hidden()
    check_accessibility(page)
    picture(page, "story-en")
    other = open_page(locale="zh-CN", color_scheme="dark")
    opened(other, f"{site}/story/namesake/3")
    expect(other.locator("#story .says")).to_have_text(step["says"]["zh"])
    expect(other.locator("#story")).to_contain_text("个人数据缺乏法律保护")
    expect(other.locator("#story .note.good")).to_be_visible()
    other.get_by_text("言行记录").click()
    expect(other.locator("#story .said li").first).to_be_visible()
    check_accessibility(other)
    picture(other, "story-zh")


@pytest.mark.parametrize(("name", "language"), [("codes", "en-GB"), ("proportion", "zh-CN")])
def test_a_failure_is_played_by_clicks_from_its_beginning_to_its_end(
    open_page: Opens, site: str, name: str, language: str
) -> None:
    page = open_page(locale=language)
    opened(page, f"{site}/story/{name}/1")
    ways = {"en-GB": "Next step", "zh-CN": "下一步"}
    steps = told(site, f"/map/stories/{name}")["steps"]
    for _ in steps[1:]:
        played(page)
        page.get_by_role("link", name=ways[language]).click()
    played(page)
    expect(page).to_have_url(re.compile(rf"/story/{name}/{len(steps)}"))
    ended = told(site, f"/map/stories/{name}")["ending"]
    tongue = language[:2]
    for part in ("here", "remains"):
        expect(page.locator("#story .ending")).to_contain_text(ended[part][tongue])
    expect(page.locator("#play")).to_have_count(0)
    check_accessibility(page)


def test_while_it_plays_the_page_says_which_step_of_how_many(page: Page, site: str) -> None:
    opened(page, f"{site}/story/relative/2")
    page.locator("#play").click()
    progress = page.locator("#progress")
    expect(progress.locator("progress")).to_be_visible()
    expect(progress).to_contain_text("of 2")
    expect(page.locator("#play")).to_be_disabled()
    expect(page.locator("#story .note.good")).to_be_visible(timeout=PLAYING_MS)


def test_when_another_story_is_playing_the_page_says_what_to_do_and_offers_it_again(
    page: Page, site: str, watch: Watch
) -> None:
    watch.expects("409")

    def busy(route: Route) -> None:
        body = '{"code": "story_is_playing", "detail": "busy"}'
        route.fulfill(status=409, content_type="application/problem+json", body=body)

    page.route("**/map/stories/same-day/*", busy)
    opened(page, f"{site}/story/same-day/1")
    page.locator("#play").click()
    expect(page.locator("#progress")).to_contain_text("Wait a moment and try again")
    expect(page.locator("#play")).to_be_enabled()


def test_a_step_that_came_out_otherwise_says_how_to_go_on(page: Page, site: str) -> None:
    def otherwise(route: Route) -> None:
        answer = route.fetch()
        story = answer.json()
        failed = {"name": "(a)", "ok": False, "problem": "NotAsTold: the sky fell", "lines": []}
        route.fulfill(response=answer, json={**story, "told": [failed]})

    page.route("**/map/stories/same-day", otherwise)
    opened(page, f"{site}/story/same-day/1")
    expect(page.locator("#story .note.bad")).to_contain_text("the sky fell")
    expect(page.locator("#story .note.bad")).to_contain_text("chimera demo")
    expect(page.locator("#play")).to_have_count(0)
    page.get_by_role("link", name="Next step").click()
    expect(page.locator("#story")).to_contain_text("ended before this step")


def test_every_story_has_pages_for_all_its_steps(open_page: Opens, site: str) -> None:
    """Opened at its last step, one story in English and the next in Chinese."""
    pages = cycle([("en", open_page()), ("zh", open_page(locale="zh-CN"))])
    for short in told(site, "/map/stories"):
        story = told(site, f"/map/stories/{short['name']}")
        assert len(story["steps"]) == short["steps"]
        language, page = next(pages)
        last = story["steps"][-1]
        opened(page, f"{site}/story/{short['name']}/{len(story['steps'])}")
        expect(page.locator("#story .says")).to_have_text(last["says"][language])
        expect(page.locator("#story h2")).to_have_text(story["title"][language])


def test_every_place_to_look_at_is_there(site: str) -> None:
    names = [short["name"] for short in told(site, "/map/stories")]
    steps = [step for name in names for step in told(site, f"/map/stories/{name}")["steps"]]
    assert all(step["look"] for step in steps)
    addresses = {one["address"] for step in steps for one in step["look"] if one["address"]}
    with httpx.Client(trust_env=False, verify=trusted(), follow_redirects=True) as client:
        for address in sorted(addresses):
            asked = address if address.startswith("http") else f"{site}{address}"
            assert client.get(asked).status_code == 200, address


def test_a_place_to_look_at_is_a_house_of_the_map_or_a_page_beside(page: Page, site: str) -> None:
    opened(page, f"{site}/story/supervisor/1")
    page.locator("#story .look").get_by_role("link", name="The tax office’s house").click()
    expect(page.locator("#chosen h3")).to_contain_text("Tax authority")
    expect(page).to_have_url(re.compile("/story/supervisor/1$"))
    opened(page, f"{site}/story/supervisor/2?lang=zh")
    with page.expect_popup() as beside:
        page.locator("#story .look").get_by_role("link", name="合作方查询台").click()
    expect(beside.value.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert not re.search(r"\d{15}", beside.value.url)


def test_the_list_says_of_each_story_how_far_it_is_and_whether_anything_helps(
    open_page: Opens, site: str
) -> None:
    page = open_page()
    page.goto(f"{site}/stories")
    rows = page.locator(".shelf li")
    shelf = told(site, "/map/stories")
    expect(rows).to_have_count(len(shelf))
    for row, story in zip(rows.all(), shelf, strict=True):
        expect(row).to_contain_text(story["about"]["en"])
        expect(row).to_contain_text(how_far(story))
    expect(rows.filter(has_text="An apology")).to_contain_text("no safeguard helps")
    expect(rows.filter(has_text="A lost identity card")).to_contain_text("a safeguard helps")
    check_accessibility(page)
    page.set_viewport_size({"width": 1280, "height": 680})
    picture(page, "stories-en")
    other = open_page(locale="zh-CN", viewport=NARROW)
    other.goto(f"{site}/stories")
    expect(other.locator(".shelf")).to_contain_text("无保障可奏效")
    check_fits(other)
    check_accessibility(other)


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_a_story_is_readable_on_a_telephone_and_by_keyboard(
    open_page: Opens, site: str, locale: str
) -> None:
    page = open_page(viewport=NARROW, locale=locale)
    opened(page, f"{site}/story/no-notice/1")
    check_fits(page)
    check_accessibility(page)
    page.locator("#play").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/story/no-notice/2"))
    expect(page.locator("#story h3")).to_be_focused()
    if locale == "zh-CN":
        assert CHINESE.search(page.locator("#story .says").inner_text())
