"""The agreements as pages: for whoever asks for one, without scripts, in two languages."""

from html.parser import HTMLParser

import httpx
import pytest

from services.partner_gateway.pages.agreement_pages import prefers_page
from services.partner_gateway.pages.markup import facts, link, paragraph
from tests.builders import make_party
from tests.unit.partner_gateway.world import Gateway

PAGES = ("/mous", "/mous/judgment-defaulters-2016", "/measures")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
EMPTY = frozenset({"meta", "br"})


class Outline(HTMLParser):
    """Whether every element is closed, and what the page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember it until it is closed."""
        self.seen.add(tag)
        self.loads += [f"{key}={value}" for key, value in attrs if key in ("src", "onclick")]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """It closes the one that was opened last."""
        assert self.open.pop() == tag


def outline(page: httpx.Response) -> Outline:
    """The page, read to its end."""
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    found = Outline()
    found.feed(page.text)
    assert found.open == []
    return found


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_needs_nothing_and_lets_nothing_in(gateway: Gateway, path: str) -> None:
    page = await gateway.open.anybody().get(path)
    found = outline(page)
    assert not found.seen & {"script", "img", "link", "iframe", "form"}
    assert found.loads == []
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "script-src" not in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert 'name="viewport"' in page.text
    assert "prefers-color-scheme: dark" in page.text
    assert "rows unconfirmed" in page.text
    assert 'lang="zh-Hans"' in page.text


async def test_an_agreement_is_told_in_full(gateway: Gateway) -> None:
    text = (await gateway.open.anybody().get("/mous/judgment-defaulters-2016")).text
    for words in (
        "Supreme court (model)",
        "最高法院（模型）",
        "four stars and above",
        "限制乘坐飞机",
        "The party&#x27;s children",
        "Nobody asks about it here",
        "stricter here than the rule",
        "◆ described in the paper",
        "Binding: it must be applied.",
    ):
        assert words in text, words
    assert "44 of 44" in (await gateway.open.anybody().get("/mous")).text
    missing = await gateway.open.anybody().get("/mous/nothing")
    assert missing.status_code == 404


@pytest.mark.parametrize("path", ["/v1/mous", "/v1/mous/judgment-defaulters-2016", "/v1/measures"])
async def test_the_same_address_gives_a_page_to_people_and_json_to_programs(
    gateway: Gateway, path: str
) -> None:
    nobody = gateway.open.anybody()
    page = await nobody.send("GET", path, headers={"accept": BROWSER})
    outline(page)
    for accept in ("*/*", "application/json", "application/json, text/html;q=0.5"):
        answer = await nobody.send("GET", path, headers={"accept": accept})
        assert answer.headers["content-type"] == "application/json"
        assert answer.json()["heading"]
    assert "accept" in page.headers["vary"].lower()
    assert "accept" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        ("", False),
        ("*/*", False),
        (BROWSER, True),
        ("TEXT/HTML", True),
        ("text/html;q=0", False),
        ("text/html;q=often", False),
        ("text/html;q=0.4, application/json;q=0.5", False),
        ("application/json, text/html", True),
    ],
)
def test_who_would_rather_have_a_page(accept: str, page: bool) -> None:
    assert prefers_page(accept) is page


async def test_few_applications_are_not_told(gateway: Gateway) -> None:
    """Three times in February 2019 point at somebody; twelve are about ten."""
    party = make_party()
    gateway.list(party)
    gateway.bring_out()
    nobody = gateway.open.anybody()
    for _ in range(3):
        await gateway.ask(party)
    assert "about" not in _applied((await nobody.get("/measures")).text)
    for _ in range(9):
        await gateway.ask(party)
    assert "about 10 times" in _applied((await nobody.get("/measures")).text)


def _applied(text: str) -> str:
    """What the page says about how often planes were refused."""
    card = text[text.index("<h3>air-travel</h3>") :]
    return card[card.index("Applied") : card.index("Whose idea")]


def test_whatever_is_put_into_a_page_is_escaped() -> None:
    bad = '<script>alert("1")</script>'
    for made in (paragraph(bad), link(bad, bad), facts([(bad, bad, bad)])):
        assert "<script" not in made
        assert '"1"' not in made
