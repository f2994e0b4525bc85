"""The partner's desk and the ledger of consequences in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.launcher import Stack
from tests.browser.chromium import Watch, check_accessibility, check_fits, picture
from tests.browser.conftest import NARROW, Opens, Played
from tests.browser.lived import Lived
from tests.browser.test_my_file import choose as open_file
from tests.builders import words_of

AIRLINE = "skyward-air"


def sit(page: Page, stack: Stack, query: str = "", partner: str = AIRLINE) -> None:
    """Take a seat at a partner's desk, as the demonstration offers it."""
    page.goto(f"{stack.urls['gateway']}/desk{query}")
    page.locator(f"[data-partner={partner}]").click()
    expect(page.locator("#work")).to_be_visible()


def ask_about(page: Page, party: dict[str, str]) -> None:
    """Fill in somebody and ask."""
    page.locator("#kind").select_option(party["kind"])
    page.locator("#name").fill(party["name"])
    page.locator("#number").fill(party["id_number"])
    page.locator("#ask").click()


def test_a_clerk_books_a_flight(page: Page, played: Played) -> None:
    """Nobody stands against the passenger any more; the page says what that allows."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    sit(page, played.stack)
    ask_about(page, played.party)
    answer = page.locator("#answer [data-outcome]")
    expect(answer).to_contain_text("Serve the party as anybody.")
    expect(answer).to_contain_text(re.compile("the same masked number: .*(none|one in)"))
    expect(page.locator("#curl")).to_contain_text("/v1/decisions")
    expect(page.locator("#python")).to_contain_text("gateway.post")
    secret = played.stack.document["partners"][AIRLINE]["client_secret"]
    assert secret not in page.content()
    assert not any(played.party["id_number"] in one or secret in one for one in requests)
    assert page.context.cookies() == []
    assert page.evaluate("Object.keys(sessionStorage).length") == 0
    check_accessibility(page)


def test_a_partner_with_its_own_secret_signs_in_and_out(page: Page, stack: Stack) -> None:
    own = stack.document["partners"]["harbour-bank"]
    page.goto(f"{stack.urls['gateway']}/desk")
    page.get_by_text("Sign in with client id and secret").click()
    page.locator("#client-id").fill(own["client_id"])
    page.locator("#client-secret").fill(own["client_secret"])
    page.locator("#credentials button").click()
    expect(page.locator("#who")).to_contain_text("Harbour Bank")
    assert page.locator("#client-secret").input_value() == ""
    page.locator("#signout").click()
    expect(page.locator("#work")).to_be_hidden()
    expect(page.locator("#signin-said")).to_contain_text("nothing of it is kept")


def test_a_wrong_secret_and_a_wrong_number_are_sentences(
    page: Page, stack: Stack, watch: Watch
) -> None:
    watch.expects("401")
    watch.expects("422")
    page.goto(f"{stack.urls['gateway']}/desk")
    page.get_by_text("Sign in with client id and secret").click()
    page.locator("#client-id").fill(AIRLINE)
    page.locator("#client-secret").fill("not this one")
    page.locator("#credentials button").click()
    expect(page.locator("#signin-said [data-code=invalid_client]")).to_contain_text("Check id")
    page.locator(f"[data-partner={AIRLINE}]").click()
    ask_about(page, {"kind": "person", "name": "王秀英", "id_number": "660101199001010021"})
    said = page.locator("#answer [data-code]")
    expect(said).to_contain_text("Check the number for a typing error")


def test_many_are_asked_at_once_and_markup_stays_text(page: Page, played: Played) -> None:
    one = played.party
    sit(page, played.stack)
    page.get_by_text("Ask about many at once").click()
    lines = [
        f"{one['kind']},{one['name']},{one['id_number']}",
        "<script>alert(1)</script>\t660101199001010020",
        "王秀英,660101199001010021",
    ]
    page.locator("#lines").fill("kind,name,id_number\n" + "\n".join(lines))
    page.locator("#batch button").first.click()
    told = page.locator("[data-batch='3']")
    expect(told).to_contain_text("3 asked about, 2 answered.")
    expect(told).to_contain_text("<script>alert(1)</script>")
    expect(told.locator("[data-code=invalid_identifier]")).to_have_count(1)
    page.locator("#lines").fill("only a name")
    page.locator("#batch button").first.click()
    expect(page.locator("#answer")).to_contain_text("Line 1 does not have a name and a number")


def test_the_storys_recall_stands_there_with_its_answer(page: Page, stack: Stack) -> None:
    sit(page, stack)
    recall = page.locator("[data-recall][data-done=undone]")
    expect(recall).to_contain_text("withdrew listing")
    expect(recall).to_contain_text("We have undone it")
    page.locator("#look").click()
    expect(page.locator("#curl")).to_contain_text("/v1/recalls?after=0")


def test_a_recall_that_waits_is_answered_and_the_party_reads_so(
    page: Page, open_page: Opens, lived: Lived
) -> None:
    """The court has withdrawn; until the airline says what it did, its party reads of no answer."""
    own = open_page()
    open_file(own, lived.stack, words_of(lived.gone))
    expect(own.locator("#recalls")).to_contain_text("no answer yet")
    sit(page, lived.stack)
    recall = page.locator("[data-recall][data-done='']")
    expect(recall).to_contain_text("those concerned came to terms")
    check_accessibility(page)
    number = recall.get_attribute("data-recall")
    recall.locator("[value=undone]").click()
    expect(page.locator(f"[data-recall='{number}']")).to_have_attribute("data-done", "undone")
    expect(page.locator("#curl")).to_contain_text(f"/v1/recalls/{number}/acknowledgement")
    own.locator("#read-again").click()
    expect(own.locator("#recalls")).to_contain_text("Skyward Air answered on")
    expect(own.locator("#recalls")).not_to_contain_text("no answer yet")


def test_a_confirmed_listing_says_what_may_and_may_not_be_done(page: Page, lived: Lived) -> None:
    sit(page, lived.stack)
    page.locator("#measure").select_option("air-travel")
    ask_about(page, words_of(lived.listed))
    answer = page.locator("#answer [data-outcome=restricted]")
    for words in (
        "Apply this one measure to this one party.",
        "Tell the party, and where it can contest the listing.",
        "Apply it to relatives or companions",
        "From edition 2019-02; the register was last read",
        "2 February 2019 at 08:00",
    ):
        expect(answer).to_contain_text(words)
    expect(answer).to_contain_text(re.compile("the same masked number: .*(none|one in)"))
    expect(answer.get_by_role("link", name="where it can be contested")).to_have_attribute(
        "href", re.compile("/v1/contact$")
    )
    check_accessibility(page)
    answer.scroll_into_view_if_needed()
    picture(page, "partner-desk-en")


def test_the_desk_in_chinese_on_a_telephone(open_page: Opens, played: Played) -> None:
    page = open_page(viewport=NARROW, color_scheme="dark")
    sit(page, played.stack, "?lang=zh", "harbour-bank")
    ask_about(page, played.party)
    expect(page.locator("#answer [data-outcome]")).to_contain_text("与对待其他人一样为其服务")
    check_fits(page)
    check_accessibility(page)
    picture(page, "partner-desk-360")


@pytest.fixture
def ledger(page: Page, stack: Stack) -> Page:
    """The ledger as a visitor finds it after the story."""
    page.goto(f"{stack.urls['gateway']}/ledger")
    expect(page.locator("#told")).to_be_visible()
    return page


def test_the_ledger_tells_no_small_number_and_what_it_cannot_know(ledger: Page) -> None:
    expect(ledger.locator("#by-measure")).to_contain_text("No measure met 10 people or more")
    row = ledger.locator("[data-measure=air-travel][data-mou=judgment-defaulters-2016]")
    expect(row).to_contain_text("under 10")
    assert ledger.locator("#unknown li").count() >= 4
    check_accessibility(ledger)
