"""The site's page in a real browser."""

from playwright.sync_api import Page, expect

from demo.launcher import Stack
from tests.browser.chromium import check_accessibility, check_fits
from tests.browser.conftest import NARROW, Opens


def test_a_stranger_sees_every_service_ready(page: Page, stack: Stack) -> None:
    page.goto(stack.urls["site"])
    expect(page.locator("[data-service][data-state=ready]")).to_have_count(len(stack.roster.names))
    check_accessibility(page)


def test_it_is_readable_in_chinese_on_a_telephone(open_page: Opens, stack: Stack) -> None:
    page = open_page(viewport=NARROW, locale="zh-CN", color_scheme="dark")
    page.goto(stack.urls["site"])
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    check_fits(page)
    check_accessibility(page)
