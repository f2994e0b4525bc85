"""Five minutes with a class: a lecturer follows the links, and each shows what it promises."""

from playwright.sync_api import Page, expect

from demo.launcher import Stack
from tests.browser.chromium import check_accessibility, check_fits, picture
from tests.browser.conftest import NARROW, Opens

QUESTIONS = 4


def opened(page: Page, stack: Stack) -> Page:
    page.goto(f"{stack.urls['site']}/lesson")
    expect(page.locator(".lesson > li")).to_have_count(QUESTIONS)
    return page


def test_what_the_court_knows_and_what_it_tells(page: Page, stack: Stack) -> None:
    opened(page, stack)
    check_accessibility(page)
    picture(page, "lesson-en")
    page.get_by_role("link", name="The court’s house on the map").click()
    chosen = page.locator("#chosen")
    expect(chosen.locator("h3")).to_contain_text("Enforcement court")
    expect(chosen).to_contain_text("What may leave this house")
    page.go_back()
    page.get_by_role("link", name="One listing's journey").first.click()
    story = page.locator("#story")
    expect(story).to_contain_text("four fields cross")
    page.locator("#messages .listing button").last.click()
    for field in ("name", "truncated_id", "issuer", "reason"):
        expect(chosen).to_contain_text(field)


def test_the_namesake_the_paid_duty_and_who_asked(page: Page, stack: Stack) -> None:
    opened(page, stack)
    for place, words in ((1, "the namesake"), (3, "withdrawn, recalled"), (6, "who asked")):
        page.locator(".clicks a").nth(place + 1).click()
        expect(page.locator("#story h3").first).to_contain_text(words)
        page.go_back()
    page.locator(".clicks a").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My file")


def test_in_chinese_on_a_telephone_in_the_dark(open_page: Opens, stack: Stack) -> None:
    page = open_page(viewport=NARROW, color_scheme="dark", locale="zh-CN")
    opened(page, stack)
    expect(page.get_by_role("heading", level=1)).to_have_text("课堂五分钟")
    page.locator("details summary").first.click()
    expect(page.locator("details p").first).to_contain_text("其余概不外流")
    check_fits(page)
    check_accessibility(page)
    picture(page, "lesson-360")
