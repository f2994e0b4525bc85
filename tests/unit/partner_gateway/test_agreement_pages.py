"""The agreements as pages: for whoever asks for one, in two languages, and safe."""

from html.parser import HTMLParser

import httpx
import pytest

from services.partner_gateway.pages.agreement_pages import prefers_page
from tests.builders import make_party
from tests.unit.partner_gateway.world import Gateway

PAGES = ("/mous", "/mous/judgment-defaulters-2016", "/measures")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PEOPLE = {"accept": BROWSER}
EMPTY = frozenset({"meta", "br", "link", "img"})


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
async def test_a_page_loads_only_its_own_and_lets_nothing_in(gateway: Gateway, path: str) -> None:
    page = await gateway.open.anybody().get(path)
    found = outline(page)
    assert not found.seen & {"iframe", "form", "style"}
    assert all(one.startswith("src=/assets/") for one in found.loads)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "rows unconfirmed" in page.text


async def test_an_agreement_is_told_in_full_in_either_language(gateway: Gateway) -> None:
    path = "/mous/judgment-defaulters-2016"
    for language, told in (
        ("en", ("Supreme court (model)", "four stars and above", "The party&#39;s children",
                "Nobody asks about it here", "stricter here than the rule",
                "described in the paper", "It must be applied.")),
        ("zh", ("最高法院（模型）", "限制乘坐飞机", "严于现实规则", "强制适用", "项未经核实")),
    ):  # fmt: skip
        text = (await gateway.open.anybody().get(f"{path}?lang={language}")).text
        for words in told:
            assert words in text, words
    assert "44 of 44" in (await gateway.open.anybody().get("/mous")).text
    missing = await gateway.open.anybody().send("GET", "/mous/nothing", headers=PEOPLE)
    assert missing.status_code == 404
    assert "<h1>This page cannot be shown" in missing.text


@pytest.mark.parametrize("path", ["/v1/mous", "/v1/mous/judgment-defaulters-2016", "/v1/measures"])
async def test_the_same_address_gives_a_page_to_people_and_json_to_programs(
    gateway: Gateway, path: str
) -> None:
    nobody = gateway.open.anybody()
    page = await nobody.send("GET", path, headers=PEOPLE)
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
    card = text[text.index('data-measure="air-travel"') :]
    return card[card.index("Applied") : card.index("Whose idea")]
