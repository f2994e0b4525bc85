"""A service is stopped: the page says which house is dark, and everything else goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.chromium import Watch, check_accessibility
from tests.browser.lived import AIRLINE, Lived, find_issuers
from tests.browser.test_my_file import choose
from tests.browser.test_partner_desk import ask_about, sit
from tests.builders import words_of


@pytest.fixture(autouse=True)
def meant(watch: Watch) -> None:
    """A service that is stopped refuses connections, and the browser notes it in its console."""
    watch.expects("ERR_CONNECTION_REFUSED")
    watch.expects("ERR_EMPTY_RESPONSE")


@contextmanager
def dark(lived: Lived, *names: str) -> Iterator[None]:
    """These services are stopped meanwhile."""
    for name in names:
        lived.stack.stop_service(name)
    try:
        yield
    finally:
        for name in names:
            lived.stack.start_service(name)


def test_my_file_names_who_is_silent_and_shows_what_the_others_hold(
    page: Page, lived: Lived
) -> None:
    with dark(lived, "platform", "gateway", "tax"):
        choose(page, lived.stack, words_of(lived.marked))
        state = page.locator("#state")
        for name in ("Public register", "Partner gateway", "Tax authority"):
            expect(state).to_contain_text(name)
        for place in ("#asked", "#recalls", "#register", '[data-authority="tax"]'):
            expect(page.locator(place)).to_contain_text("This service does not answer")
        expect(page.locator('[data-authority="court"]')).to_contain_text("You have been on this")
        check_accessibility(page)
    page.locator("#read-again").click()
    expect(page.locator("#state")).to_contain_text("services have answered.")
    expect(page.locator("#register")).to_contain_text("public listings have your name")


def test_older_questions_that_do_not_come_leave_the_others_standing(
    page: Page, lived: Lived
) -> None:
    choose(page, lived.stack, words_of(lived.marked))
    more = page.locator("#asked").get_by_role("button", name="Show older ones")
    expect(more).to_be_visible()
    with dark(lived, "gateway"):
        more.click()
        expect(page.locator("#asked")).to_contain_text("This service does not answer")
        expect(page.locator("#asked tbody tr")).to_have_count(100)
    page.locator("#asked").get_by_role("button", name="Ask again").click()
    expect(page.locator("#asked tbody tr").nth(100)).to_be_visible()


def test_my_file_says_so_when_the_identity_issuer_is_silent(page: Page, lived: Lived) -> None:
    page.goto(f"{lived.stack.urls['site']}/my-file")
    expect(page.locator("#people button")).not_to_have_count(0)
    with dark(lived, "site"):
        page.fill("#name", "陈")
        page.press("#name", "Enter")
        expect(page.locator("#people")).to_contain_text("This service does not answer")


def test_the_register_goes_on_without_the_issuer(page: Page, lived: Lived) -> None:
    """The reason stays a code, with a word on who could explain it; the proof needs no issuer."""
    find_issuers(page, lived)
    address = f"{lived.stack.urls['platform']}/listings/court/{lived.refs['listed']}"
    page.goto(address)
    expect(page.locator("#reason")).to_contain_text("Could perform what the judgment demands")
    with dark(lived, "court"):
        page.goto(address)
        expect(page.locator("#reason")).to_contain_text("Enforcement court")
        page.get_by_role("button", name="Check it here").click()
        expect(page.locator("#proved [data-check=good]")).to_have_count(3)


def test_a_search_that_nobody_answers_says_who_is_silent(page: Page, lived: Lived) -> None:
    find_issuers(page, lived)
    page.goto(lived.stack.urls["platform"])
    page.get_by_label("Name", exact=True).fill(lived.listed.name)
    with dark(lived, "platform"):
        page.get_by_label("Name", exact=True).press("Enter")
        expect(page.locator("#found")).to_contain_text("The public register does not answer")
    page.get_by_label("Name", exact=True).press("Enter")
    expect(page.locator("#results tbody tr")).to_have_count(1)


def test_numbers_that_do_not_come_are_a_sentence(page: Page, lived: Lived) -> None:
    """The register stops between its page and its numbers."""

    def too_late(route: Route) -> None:
        lived.stack.stop_service("platform")
        route.continue_()

    page.route("**/v1/statistics", too_late)
    try:
        page.goto(f"{lived.stack.urls['platform']}/statistics")
        expect(page.locator("main")).to_contain_text("The public register does not answer")
    finally:
        lived.stack.start_service("platform")


def test_the_partners_desk_without_the_court_may_not_act(page: Page, lived: Lived) -> None:
    with dark(lived, "court"):
        sit(page, lived.stack)
        page.locator("#measure").select_option("air-travel")
        ask_about(page, words_of(lived.listed))
        answer = page.locator("#answer [data-outcome=refer]")
        expect(answer).to_contain_text("its issuer did not say")
        expect(answer).to_contain_text("nobody may act on it")


def test_the_partners_desk_without_the_gateway_says_so_and_asks_again(
    page: Page, lived: Lived
) -> None:
    sit(page, lived.stack)
    page.locator("#measure").select_option("air-travel")
    with dark(lived, "gateway"):
        ask_about(page, words_of(lived.listed))
        expect(page.locator("#answer")).to_contain_text("The partner gateway does not answer")
    page.locator("#ask").click()
    expect(page.locator("#answer [data-outcome=restricted]")).to_be_visible()


def test_the_partners_desk_without_the_site_takes_ones_own_secret(page: Page, lived: Lived) -> None:
    page.goto(f"{lived.stack.urls['gateway']}/desk")
    expect(page.locator(f"[data-partner={AIRLINE}]")).to_be_visible()
    own = lived.stack.document["partners"][AIRLINE]
    with dark(lived, "site"):
        page.locator(f"[data-partner={AIRLINE}]").click()
        said = page.locator("#signin-said")
        expect(said).to_contain_text("The demonstration’s site does not answer")
        page.locator("#client-id").fill(own["client_id"])
        page.locator("#client-secret").fill(own["client_secret"])
        page.locator("#credentials button").click()
        expect(page.locator("#who")).to_contain_text("Skyward Air")
