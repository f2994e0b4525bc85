"""Whatever people call themselves and write is text on every page, never a piece of the page.

A name may hold such signs: the rule for names refuses what could be a number, not what could be
markup. So all of it went through the public doors (see `lived`): a name, a purpose, an objection,
the reasons for its dismissal and for a refusal, the facts of a case.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.browser.conftest import Opens
from tests.browser.lived import BOLD, MARKUP, Lived, find_issuers
from tests.browser.test_desk import bring
from tests.browser.test_my_file import choose
from tests.browser.test_partner_desk import ask_about, sit
from tests.builders import words_of

# What such a piece would have become: nothing of ours is called so or listens so.
AS_MARKUP = "main script, main b[onclick], [onclick]"


@pytest.fixture
def wary(page: Page) -> Iterator[Page]:
    """A page on which no dialogue may open, and nothing may be made of what is text."""
    opened: list[str] = []

    def close(one: Dialog) -> None:
        opened.append(one.message)
        one.dismiss()

    page.on("dialog", close)
    yield page
    expect(page.locator(AS_MARKUP)).to_have_count(0)
    assert opened == []


def reads(place: Locator, *words: str) -> None:
    """There it stands, letter by letter."""
    for one in words:
        expect(place).to_contain_text(one)


def test_on_the_map(wary: Page, lived: Lived) -> None:
    """The name is put right, and right again: it crosses while somebody looks."""
    wary.goto(lived.stack.urls["site"])
    expect(wary.locator(".house.lit").first).to_be_visible()
    for name in (f"{MARKUP}乙", lived.marked.name):
        corrected = {"party": words_of(lived.marked) | {"name": name}}
        lived.officer("court", "clerk", f"listings/{lived.refs['marked']}/correction", corrected)
    message = wary.locator("#messages .listing", has_text=MARKUP).first
    reads(message, MARKUP)
    message.locator("button").first.click()
    expect(wary.locator(".hops li").first).to_be_visible()


def test_in_the_register(wary: Page, lived: Lived) -> None:
    find_issuers(wary, lived)
    wary.goto(lived.stack.urls["platform"])
    wary.get_by_label("Name", exact=True).fill(MARKUP)
    wary.get_by_label("Name", exact=True).press("Enter")
    reads(wary.locator("#results tbody"), MARKUP)
    wary.goto(f"{lived.stack.urls['platform']}/listings/court/{lived.refs['marked']}")
    reads(wary.locator("h1"), MARKUP)


def test_on_a_receipt_nobody_is_named(wary: Page, lived: Lived) -> None:
    url = f"{lived.stack.urls['platform']}/v1/receipts/court/{lived.refs['gone']}/page"
    wary.goto(url)
    expect(wary.locator("body")).not_to_contain_text(lived.gone.name)


def test_on_the_officers_desk(wary: Page, lived: Lived) -> None:
    """An officer reads the name, the objection and both reasons."""
    wary.goto(f"{lived.stack.urls['court']}/desk")
    bring(wary, lived.stack.document["officers"]["court"]["reviewer"])
    for party, words in ((lived.marked, ("我不同意",)), (lived.refused, ("不予列入",))):
        wary.fill("#reference", lived.proposals[party.id_number])
        wary.press("#reference", "Enter")
        reads(wary.locator("#case"), party.name, *(f"{one} {BOLD}" for one in words))


def test_in_my_file(wary: Page, lived: Lived) -> None:
    """The party reads its own name, what it said, why it was dismissed, and what was asked for."""
    choose(wary, lived.stack, words_of(lived.marked))
    reads(wary.locator("#who"), MARKUP)
    reads(wary.locator('[data-authority="court"]'), f"异议不成立 {BOLD}")
    reads(wary.locator("#asked"), f"booking {BOLD}")


def test_in_a_firms_file(wary: Page, lived: Lived) -> None:
    choose(wary, lived.stack, words_of(lived.firm))
    reads(wary.locator('[data-authority="rongcheng"] [data-firm]'), lived.firm.name)
    reads(wary.locator('[data-authority="market"]'), f"属实 {BOLD}")


def test_at_the_partners_desk(wary: Page, lived: Lived) -> None:
    sit(wary, lived.stack)
    ask_about(wary, words_of(lived.marked))
    reads(wary.locator("#answer [data-outcome]"), MARKUP)
    reads(wary.locator("#curl"), MARKUP)
    reads(wary.locator("#python"), MARKUP)


def test_in_the_preview_beside_a_candidate(open_page: Opens, lived: Lived) -> None:
    """A program of others shows it inside its own window: it can load and run nothing."""
    page = open_page()
    answer = page.goto(
        f"{lived.stack.urls['platform']}/reconcile/preview?id=court/{lived.refs['marked']}"
    )
    assert answer is not None
    assert answer.headers["content-security-policy"] == "default-src 'none'"
    reads(page.locator("h1"), MARKUP)
    expect(page.locator("script")).to_have_count(0)
