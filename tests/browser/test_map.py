"""The map in a real browser: what anybody sees who opens the site."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo.launcher import Stack
from tests.browser.chromium import Watch, check_accessibility, check_fits, picture
from tests.browser.conftest import NARROW, Opens

STORY, STEPS = "teacher", 3


@pytest.fixture
def site(stack: Stack) -> str:
    return stack.urls["site"]


@pytest.fixture
def without_tax(stack: Stack) -> Iterator[None]:
    """The tax authority is stopped for one test."""
    stack.stop_service("tax")
    yield
    stack.start_service("tax")


def opened(page: Page, address: str) -> None:
    """A page whose houses are drawn and which has heard of the past."""
    page.goto(address)
    expect(page.locator(".house.lit").first).to_be_visible()
    expect(page.locator("#messages button").first).to_be_visible()


def test_every_house_is_lit_and_what_crossed_is_told_field_by_field(
    page: Page, site: str, stack: Stack
) -> None:
    opened(page, site)
    expect(page.locator(".house.lit")).to_have_count(len(stack.roster.names))
    withdrawn = page.locator("#messages .listing").first
    for field in ("name", "truncated_id", "issuer", "reason"):
        expect(withdrawn.locator(".chip", has_text=field).first).to_be_visible()
    expect(withdrawn.locator(".stayed")).to_contain_text("id_number")
    check_accessibility(page)
    page.set_viewport_size({"width": 1280, "height": 1080})
    picture(page, "map-en")


def test_a_house_is_a_button_for_the_keyboard_too_and_says_what_leaves_it(
    page: Page, site: str
) -> None:
    opened(page, site)
    page.locator("[data-house=court]").focus()
    page.keyboard.press("Enter")
    chosen = page.locator("#chosen")
    expect(chosen.locator("h3")).to_contain_text("Enforcement court")
    expect(chosen).to_contain_text("listings.name")
    expect(chosen).not_to_contain_text("→ nobody")
    chosen.get_by_text("Under which rules").click()
    expect(chosen).to_contain_text("2017 Provisions")
    page.locator("[data-house=rongcheng]").click()
    expect(chosen).to_contain_text("No field about anybody leaves this house")
    check_accessibility(page)


def test_a_message_tells_the_whole_journey_of_its_listing(page: Page, site: str) -> None:
    opened(page, site)
    page.locator("#messages .listing button").last.click()
    hops = page.locator(".hops li")
    expect(hops.first).to_contain_text("proposed")
    expect(page.locator(".hops")).to_contain_text("published by itself on its day")
    expect(page.locator(".hops")).to_contain_text("skyward-air")
    expect(page.locator(".hops")).to_contain_text("withdrawn")
    assert "680902" not in page.url
    check_accessibility(page)
    picture(page, "map-journey")


@pytest.mark.usefixtures("without_tax")
def test_a_stopped_house_is_dark_and_the_page_goes_on(page: Page, site: str) -> None:
    opened(page, site)
    expect(page.locator("[data-house=tax]")).to_have_class(re.compile("dark"))
    expect(page.locator("#state")).to_contain_text("Tax authority")
    page.locator("[data-house=court]").click()
    expect(page.locator("#chosen h3")).to_contain_text("Enforcement court")
    check_accessibility(page)


def test_a_house_that_goes_dark_while_somebody_looks_is_lit_again(
    page: Page, site: str, stack: Stack
) -> None:
    opened(page, site)
    stack.stop_service("tax")
    try:
        expect(page.locator("[data-house=tax].dark")).to_be_visible()
    finally:
        stack.start_service("tax")
    expect(page.locator("[data-house=tax].lit")).to_be_visible()
    expect(page.locator("#state")).to_contain_text("All houses answer")


def test_the_replay_goes_back_and_forth_with_the_keyboard(page: Page, site: str) -> None:
    opened(page, site)
    all_rows = page.locator("#messages li").count()
    slider = page.locator("#slider")
    slider.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#messages li")).to_have_count(1)
    expect(page.locator("#position")).to_contain_text("1 of")
    page.get_by_role("button", name="Live").click()
    expect(page.locator("#messages li")).to_have_count(all_rows)


def test_time_moves_when_somebody_says_so(page: Page, site: str) -> None:
    opened(page, site)
    day = page.locator("#day")
    expect(day).to_contain_text("2019")
    before = day.inner_text()
    page.get_by_role("button", name="+ 1 day").click()
    expect(page.get_by_role("button", name="+ 1 day")).to_be_enabled()
    expect(day).not_to_have_text(before)


def test_a_story_is_played_to_a_step_and_the_step_has_an_address(
    open_page: Opens, site: str
) -> None:
    page = open_page()
    opened(page, f"{site}/story/{STORY}/2")
    page.get_by_role("button", name="Play up to here").click()
    expect(page.locator("#story .note.good")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Next step").click()
    expect(page).to_have_url(re.compile(rf"/story/{STORY}/3"))
    expect(page.locator("#story")).to_contain_text("Not played yet")
    other = open_page(locale="zh-CN")
    opened(other, f"{site}/story/{STORY}/2")
    expect(other.locator("#story .note.good")).to_be_visible()
    check_accessibility(other)
    page.go_back()
    expect(page.locator("#story .note.good")).to_be_visible()


def test_it_is_readable_in_chinese_in_the_dark_on_a_telephone(open_page: Opens, site: str) -> None:
    page = open_page(viewport=NARROW, locale="zh-CN", color_scheme="dark")
    opened(page, site)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("[data-house=court]")).to_contain_text("执行法院")
    check_fits(page)
    check_accessibility(page)
    picture(page, "map-360")
    tall = {"width": 1280, "height": 1080}
    wide = open_page(locale="zh-CN", color_scheme="dark", viewport=tall)
    opened(wide, site)
    check_accessibility(wide)
    picture(wide, "map-zh")


def test_the_map_can_be_kept_as_a_file_with_its_rules_and_its_seed(
    page: Page, site: str, stack: Stack, tmp_path: Path
) -> None:
    opened(page, site)
    kept = {}
    for kind in ("SVG", "PNG", "CSV"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Save as {kind}").click()
        kept[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(kept[kind])
    assert kept["SVG"].read_text("utf-8").startswith("<svg")
    assert "Enforcement court" in kept["SVG"].read_text("utf-8")
    assert kept["PNG"].read_bytes().startswith(b"\x89PNG")
    scene = stack.plan.scene
    printed = f"Rules as of {scene.rules_as_of}, seed {scene.seed}."
    for kind in ("SVG", "CSV"):
        assert printed in kept[kind].read_text("utf-8")
    first, head, *rows = csv.reader(kept["CSV"].read_text("utf-8-sig").splitlines())
    assert len(first) == 1
    assert head[:4] == ["n", "at", "model_at", "kind"]
    listed = next(row for row in rows if row[3] == "listing")
    assert "truncated_id=" in listed[8]
    assert "id_number" in listed[9]


def test_the_first_page_is_small(page: Page, site: str) -> None:
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(_size(request)))
    page.goto(site)
    expect(page.locator(".house.lit").first).to_be_visible()
    assert sum(sizes) < 300 * 1024


def _size(request: object) -> int:
    if getattr(request, "resource_type", "") == "eventsource":
        return 0
    return int(request.sizes()["responseBodySize"])  # type: ignore[attr-defined]


def test_an_address_that_leads_nowhere_says_so_with_a_way_on(
    page: Page, site: str, watch: Watch
) -> None:
    watch.expects("404")
    page.goto(f"{site}/story/nobody/1")
    expect(page.locator("main")).to_contain_text("There is no such story")
    page.locator("main a.button").click()
    expect(page.locator(".house.lit").first).to_be_visible()


def test_the_other_pages_list_stories_and_services(page: Page, site: str, stack: Stack) -> None:
    page.goto(f"{site}/stories")
    check_accessibility(page)
    page.get_by_role("link", name="One listing's journey").click()
    expect(page.locator("#story h3")).to_contain_text("(a)")
    page.goto(f"{site}/services")
    expect(page.locator("[data-state=ready]")).to_have_count(len(stack.roster.names))
    check_accessibility(page)
    check_fits(page)


MENU = ("Map", "Five minutes", "Stories", "My file", "Moments", "Services")


@pytest.mark.parametrize("path", ["/", "/stories", "/my-file", "/moments", "/services"])
def test_every_page_of_the_site_leads_to_every_other(page: Page, site: str, path: str) -> None:
    page.goto(site + path)
    links = page.locator("nav a")
    expect(links).to_have_text(list(MENU))
    expect(page.locator("nav a[aria-current]")).to_have_count(1)


def test_from_the_services_one_comes_to_their_pages_and_back_to_the_map(
    page: Page, site: str
) -> None:
    for name in ("Search the register", "The partners’ desk", "The officers’ desk"):
        page.goto(f"{site}/services?lang=en")
        page.get_by_role("link", name=name).first.click()
        expect(page.locator("h1")).to_be_visible()
        page.get_by_role("link", name="Map of the model").click()
        expect(page.locator(".house.lit").first).to_be_visible()


def test_the_whole_map_and_the_newest_message_are_seen_without_scrolling(
    page: Page, site: str
) -> None:
    opened(page, site)
    newest = page.locator("#newest button")
    expect(newest).to_be_in_viewport()
    for house in page.locator(".house").all():
        expect(house).to_be_in_viewport(ratio=0.99)
    newest.click()
    expect(page.locator("#chosen h3")).to_have_text(newest.inner_text())


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
@pytest.mark.parametrize("width", [1280, 900, 360])
def test_no_name_of_a_house_is_cut_off(
    open_page: Opens, site: str, locale: str, width: int
) -> None:
    page = open_page(locale=locale, viewport={"width": width, "height": 800})
    opened(page, site)
    assert "…" not in "".join(page.locator(".house-title").all_text_contents())
    assert "…" not in "".join(page.locator(".department text").all_text_contents())
    check_fits(page)


def test_hints_and_editions_are_messages_of_their_own_about_nobody(page: Page, site: str) -> None:
    opened(page, site)
    rows = page.locator("#messages")
    edition = rows.locator("li.edition").first
    expect(edition.locator(".chip", has_text="sha256")).to_be_visible()
    fetched = rows.locator("li.fetched", has_text="fetched the edition").first
    expect(fetched.locator(".chip", has_text="edition")).to_be_visible()
    hint = rows.locator("li.changed", has_text="an edition is out").first
    expect(hint.locator(".chip")).to_have_count(1)
    hint.locator("button").click()
    expect(page.locator("#chosen")).to_contain_text("nothing about anybody")
    expect(page.locator("#chosen .hops")).to_have_count(0)


def test_a_broker_that_dies_darkens_the_bus_and_the_map_goes_on_when_it_is_back(
    page: Page, site: str, stack: Stack
) -> None:
    opened(page, site)
    stack.kill_service("broker")
    try:
        expect(page.locator("#state")).to_contain_text("The bus is dark")
        expect(page.locator(".bus.dark")).to_be_visible()
        expect(page.locator(".house.lit")).to_have_count(len(stack.roster.names))
    finally:
        stack.start_service("broker")
    expect(page.locator("#state")).to_have_text("All houses answer.", timeout=60_000)
    before = page.locator("#slider").get_attribute("max")
    page.get_by_role("button", name="To the next month").click()
    expect(page.get_by_role("button", name="To the next month")).to_be_enabled(timeout=60_000)
    expect(page.locator("#slider")).not_to_have_attribute("max", before or "")


def test_a_site_that_is_started_anew_is_found_again_by_the_open_page(
    page: Page, site: str, stack: Stack, watch: Watch
) -> None:
    watch.expects("ERR_")
    opened(page, site)
    stack.stop_service("site")
    try:
        expect(page.locator("#state")).to_contain_text("The line to the site is broken")
    finally:
        stack.start_service("site")
    expect(page.locator("#state")).to_have_text("All houses answer.", timeout=60_000)
    expect(page.locator("#messages .listing").first).to_be_visible()


def test_everything_on_the_map_is_reached_by_the_keyboard_with_a_visible_focus(
    page: Page, site: str
) -> None:
    opened(page, site)
    wanted = {"house", "message", "slider", "replay", "live", "day", "save-csv"}
    met: set[str] = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        met |= set(page.evaluate(FOCUSED)) & wanted
        if met == wanted:
            break
    assert met == wanted


# The names of what has the focus, if one can see that it has.
FOCUSED = """() => {
  const one = document.activeElement;
  if (getComputedStyle(one).outlineStyle === "none") return [];
  return [one.id, one.dataset.by, ...one.classList];
}"""
