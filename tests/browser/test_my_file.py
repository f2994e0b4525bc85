"""My file in a real browser: what is asked where, what is shown, and what can be done from it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from demo.launcher import Stack
from demo.roster import GATEWAY, PLATFORM
from demo.storyline.and_out_again import CREDITED
from demo.storyline.doors import Doors
from tests.browser.chromium import Watch, check_accessibility, check_fits, picture
from tests.browser.conftest import NARROW, Opens, Played
from tests.builders import make_party, words_of

OWN_DOORS = {
    "/v1/me/file",
    "/v1/me/score",
    "/v1/me/organisation",
    "/v1/contact",
    "/v1/clock",
}
AT_THE_GATEWAY = {"/v1/me/queries", "/v1/me/recalls"}


def choose(page: Page, stack: Stack, party: dict[str, str], language: str = "en") -> None:
    """Somebody opens the page and says who they are; two may look alike in the list."""
    page.goto(f"{stack.urls['site']}/my-file?lang={language}")
    expect(page.locator("#people button")).not_to_have_count(0)
    page.fill("#name", party["name"])
    with page.expect_response("**/identity/people") as answer:
        page.press("#name", "Enter")
    found = [one["id_number"] for one in answer.value.json()["people"]]
    choices = page.locator("#people button")
    expect(choices).to_have_count(len(found))
    choices.nth(found.index(party["id_number"])).click()


def read_in_full(page: Page, stack: Stack) -> None:
    """Everybody has answered."""
    count = len(stack.urls) - 1
    expect(page.locator("#state")).to_have_text(f"All {count} services have answered.")


@contextmanager
def requests_of(page: Page) -> Iterator[list[Request]]:
    """Every request that the page makes meanwhile."""
    made: list[Request] = []
    noting = True
    page.on("request", lambda one: made.append(one) if noting else None)
    yield made
    noting = False


def test_the_whole_picture_comes_together_in_the_browser_alone(page: Page, played: Played) -> None:
    """Each service is asked for its own part with its own token; nothing is sent anywhere else."""
    stack, party = played.stack, played.party
    with requests_of(page) as made:
        choose(page, stack, party)
        read_in_full(page, stack)
    asked: dict[str, set[str]] = {}
    for one in made:
        address = urlsplit(one.url)
        asked.setdefault(f"{address.scheme}://{address.netloc}", set()).add(address.path)
        assert party["id_number"] not in one.url
        assert "cookie" not in one.headers
    for name, url in stack.urls.items():
        if name == PLATFORM:
            assert asked[url] == {"/v1/me/listings"}
        elif name == GATEWAY:
            assert asked[url] == AT_THE_GATEWAY
        elif name != "site":
            assert {"/v1/me/file"} <= asked[url] <= OWN_DOORS
    assert asked.keys() == set(stack.urls.values())
    _each_token_goes_to_one_service_and_answers_to_none(made, stack)


def _each_token_goes_to_one_service_and_answers_to_none(made: list[Request], stack: Stack) -> None:
    tokens: dict[str, set[str]] = {}
    for one in made:
        token = one.headers.get("authorization")
        if token:
            tokens.setdefault(token, set()).add(urlsplit(one.url).netloc)
    assert all(len(places) == 1 for places in tokens.values())
    site = stack.urls["site"]
    said = [one.post_data_json or {} for one in made if one.url.startswith(site)]
    assert all(body.keys() <= {"id_number", "audience", "name"} for body in said)
    assert not [one for one in made if one.post_data and not one.url.startswith(site)]


def test_the_listed_party_reads_every_step_who_asked_and_who_has_taken_it_back(
    page: Page, played: Played
) -> None:
    choose(page, played.stack, played.party)
    read_in_full(page, played.stack)
    court = page.locator('[data-authority="court"]')
    expect(court.locator(".steps li")).to_have_count(7)
    expect(court).to_contain_text("It was withdrawn on Monday, 4 March 2019")
    expect(court).to_contain_text("2017 Provisions, Art. 1 (1)")
    expect(page.locator("#asked")).to_contain_text("Skyward Air")
    expect(page.locator("#recalls")).to_contain_text("undone")
    expect(page.locator("main")).to_contain_text("Who kept a copy of an edition")
    expect(page.locator("#nothing")).to_contain_text("Tax authority: nothing is held about you")
    check_accessibility(page)
    court.evaluate("one => one.scrollIntoView()")
    picture(page, "my-file-en")


def test_the_namesake_sees_none_of_it(page: Page, played: Played) -> None:
    choose(page, played.stack, dict(played.stack.document["parties"][-1]))
    read_in_full(page, played.stack)
    expect(page.locator('[data-authority="court"]')).to_have_count(0)
    expect(page.locator("#nothing")).to_contain_text("Enforcement court: nothing is held about you")


def test_a_resident_sees_the_score_with_its_lines_and_objects_from_here(
    page: Page, stack: Stack
) -> None:
    """Two events of today earn six points; an objection to one marks it as contested."""
    choose(page, stack, newly_credited(stack))
    read_in_full(page, stack)
    locality = page.locator('[data-authority="rongcheng"]')
    expect(locality).to_contain_text("Score: 1006 points, grade A")
    locality.get_by_text("2 events").click()
    locality.locator("summary", has_text="Object from here").first.click()
    locality.locator("textarea").first.fill("That was somebody else.")
    with page.expect_response("**/objections") as answer:
        locality.locator("button", has_text="Send the objection").first.click()
    assert answer.value.status == 201
    expect(locality).to_contain_text("You objected on")


def newly_credited(stack: Stack) -> dict[str, str]:
    """Somebody of whom nobody had heard, registered with consent, and two events of today."""
    party = make_party("路人甲", sequence=731)
    stack.register([party])
    known = words_of(party)
    with closing(Doors(stack)) as doors:
        registered = doors.officer("rongcheng", "clerk").post("/v1/residents", {"party": known})
        resident = registered["id"]
        me = doors.party("rongcheng", known)
        assert me.put(f"/v1/residents/{resident}/consent", {"consents": True}).status == 200
        today = doors.today("rongcheng").date().isoformat()
        for department, kind in CREDITED:
            event = {"resident": resident, "kind": kind, "happened_on": today}
            notified = doors.department("rongcheng", department).post("/v1/events", event)
            assert notified.status == 201
    return known


def test_a_stopped_authority_is_named_and_the_rest_is_shown(
    page: Page, played: Played, watch: Watch
) -> None:
    watch.expects("ERR_CONNECTION_REFUSED")
    played.stack.stop_service("tax")
    try:
        choose(page, played.stack, played.party)
        expect(page.locator("#state")).to_contain_text("No answer from: Tax authority")
        silent = page.locator('[data-authority="tax"]')
        expect(silent).to_contain_text("This service does not answer; it may be stopped.")
        expect(page.locator('[data-authority="court"] .steps li')).to_have_count(7)
    finally:
        played.stack.start_service("tax")
    silent.get_by_role("button", name="Ask again").click()
    expect(page.locator("#nothing")).to_contain_text("Tax authority: nothing is held about you")


def test_a_change_of_language_keeps_the_file_and_putting_it_away_forgets_it(
    page: Page, played: Played
) -> None:
    choose(page, played.stack, played.party)
    read_in_full(page, played.stack)
    page.get_by_role("link", name="中文").click()
    expect(page.locator("#who")).to_contain_text(played.party["name"])
    expect(page.locator('[data-authority="court"]')).to_contain_text("2019年3月4日（星期一）撤销")
    assert played.party["id_number"] not in page.url
    page.locator("#asked-title").evaluate("one => one.scrollIntoView()")
    picture(page, "my-file-zh")
    page.locator("#put-away").click()
    page.reload()
    expect(page.locator("#choose")).to_be_visible()
    expect(page.locator("#file")).to_be_hidden()


def test_a_token_of_ones_own_opens_that_authority_only(page: Page, played: Played) -> None:
    token = played.stack.party_token(played.party["id_number"], "court")
    page.goto(f"{played.stack.urls['site']}/my-file")
    page.get_by_text("I have tokens of my own").click()
    page.fill("#tokens", "this is none")
    page.get_by_role("button", name="Open my file").click()
    expect(page.locator("#tokens-answer")).to_contain_text("no token for a service")
    page.fill("#tokens", token)
    with requests_of(page) as made:
        page.get_by_role("button", name="Open my file").click()
        expect(page.locator('[data-authority="court"] .steps li')).to_have_count(7)
    assert {f"http://{urlsplit(one.url).netloc}" for one in made} == {played.stack.urls["court"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable_on_a_telephone(open_page: Opens, played: Played, scheme: str) -> None:
    page = open_page(viewport=NARROW, color_scheme=scheme)
    choose(page, played.stack, played.party)
    read_in_full(page, played.stack)
    check_fits(page)
    check_accessibility(page)
    page.locator("#held-title").evaluate("one => one.scrollIntoView()")
    picture(page, f"my-file-{'dark' if scheme == 'dark' else '360'}")


def test_it_is_used_with_the_keyboard_alone(page: Page, played: Played) -> None:
    page.goto(f"{played.stack.urls['site']}/my-file")
    expect(page.locator("#people button")).not_to_have_count(0)
    page.locator("#name").focus()
    page.keyboard.type(played.party["name"])
    with page.expect_response("**/identity/people"):
        page.keyboard.press("Enter")
    expect(page.locator("#people button")).to_have_count(2)
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    read_in_full(page, played.stack)
    assert page.evaluate("document.activeElement.id") == "file-title"
