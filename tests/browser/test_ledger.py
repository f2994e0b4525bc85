"""Both sides of the ledger of consequences in a real browser, with numbers of the real doors."""

import csv
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser import ledger_stage
from tests.browser.chromium import check_accessibility, check_fits, picture
from tests.browser.conftest import NARROW, Opens
from tests.browser.served import Served

MOST_BYTES = 300_000
TO_TOP = "(one) => one.scrollIntoView()"
Visits = Callable[..., Page]


@pytest.fixture(scope="module")
def sides(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One court and one gateway for all of these tests."""
    with ledger_stage.opened(tmp_path_factory.mktemp("ledger")) as found:
        yield found


@pytest.fixture
def visit(open_page: Opens, sides: Served) -> Visits:
    """`visit("court", "?lang=zh", viewport=NARROW)`: a fresh visitor at one side's ledger."""

    def visits(name: str, query: str = "", **wishes: Any) -> Page:
        page = open_page(**wishes)
        page.goto(f"{sides.urls[name]}/ledger{query}")
        expect(page.locator("#told")).to_be_visible()
        return page

    return visits


def of_march(page: Page) -> Page:
    """The month in which things happened."""
    page.locator("#month").select_option("2019-03")
    expect(page.locator("#by-duty figcaption")).to_have_text(
        "Listed in 2019-03, by the duty behind it"
    )
    return page


def saved(page: Page, chart: Locator, kind: str) -> bytes:
    """What a visitor has after saving a chart."""
    with page.expect_download() as waiting:
        chart.locator(f"[data-save={kind}]").click()
    return waiting.value.path().read_bytes()


def must_be_kept(page: Page, chart: Locator, *said: str) -> None:
    """Each file says what it shows, under which rules, and of which invented population."""
    for kind in ("SVG", "CSV"):
        text = saved(page, chart, kind).decode("utf-8")
        for words in (*said, "2019-11-01", "2019"):
            assert words in text, kind
    assert "seed 2019" in saved(page, chart, "SVG").decode("utf-8")
    assert ',"2019-11-01","2019"\r\n' in saved(page, chart, "CSV").decode("utf-8")
    assert saved(page, chart, "PNG").startswith(b"\x89PNG")


def test_one_list_for_unlike_duties_is_seen_at_once(visit: Visits) -> None:
    page = of_march(visit("court"))
    rows = page.locator("#duty-table tbody tr")
    expect(rows).to_have_count(5)
    assert {row.locator("td").nth(1).inner_text() for row in rows.all()} == {"24"}
    expect(page.locator("[data-bracket=duty-apologise]")).to_contain_text("10")
    expect(page.locator("#by-duty svg")).to_contain_text("under 10")
    check_accessibility(page)
    must_be_kept(page, page.locator("#by-duty figure"), "Listed in 2019-03")


def test_who_knew_and_how_it_ended(visit: Visits) -> None:
    page = of_march(visit("court"))
    expect(page.locator("#by-look svg")).to_contain_text("looked only afterwards")
    looked = saved(page, page.locator("#by-look figure"), "CSV").decode("utf-8")
    counts = {row["id"]: row["count"] for row in csv.DictReader(looked.splitlines())}
    assert counts == {"before": "60", "only_after": "45", "not_yet": "30"}
    expect(page.locator("#by-end svg")).to_contain_text("early: the duty was performed")
    page.locator("#by-end summary").click()
    expect(page.locator("#by-end tbody tr").filter(has_text="in error")).to_contain_text("under 10")
    expect(page.locator("#unknown li").first).to_contain_text("in another way")
    check_accessibility(page)


def test_a_month_too_young_is_named_as_such(visit: Visits) -> None:
    page = visit("court")
    expect(page.locator("#by-look")).to_contain_text("Told when the month after is over")
    expect(page.locator("#by-duty")).to_contain_text("fewer than 10 were listed")
    page.locator("#list").select_option("consumption-restrictions")
    expect(page.locator("#by-end")).to_contain_text("fewer than 10 listings ended")


def test_what_is_being_counted_is_said(visit: Visits, sides: Served, open_page: Opens) -> None:
    page = open_page()

    def before(route: Route) -> None:
        """The door's own answer, as it was before the first month was counted."""
        told = route.fetch().json()
        none = {"first_month": None, "last_month": None, "is_being_counted": True}
        route.fulfill(json=told | none)

    page.route("**/v1/consequences", before)
    for name in ("court", "gateway"):
        page.goto(f"{sides.urls[name]}/ledger")
        expect(page.get_by_role("status")).to_contain_text("being counted")


def test_the_gateways_side_has_the_same_charts(visit: Visits) -> None:
    page = visit("gateway")
    chart = page.locator("#by-measure figure")
    expect(chart.locator("svg rect")).to_have_count(2)
    expect(chart.locator("svg")).to_contain_text("205")
    expect(page.locator("#by-month svg")).to_contain_text("2019-03")
    page.locator("#month").select_option("2019-04")
    expect(chart.locator("svg rect")).to_have_count(1)
    check_accessibility(page)
    must_be_kept(page, chart, "Parties met", "180")


@pytest.mark.parametrize(
    ("name", "query", "wishes"),
    [
        ("en", "", {}),
        ("zh", "?lang=zh", {}),
        ("dark", "", {"color_scheme": "dark"}),
        ("360", "", {"viewport": NARROW}),
    ],
)
def test_both_can_be_read_in_every_way(
    visit: Visits, name: str, query: str, wishes: dict[str, Any]
) -> None:
    page = visit("court", query, **wishes)
    page.locator("#month").select_option("2019-03")
    expect(page.locator("#by-duty svg rect")).to_have_count(8)
    check_fits(page)
    check_accessibility(page)
    if name == "360":
        page.locator("#duty-title").evaluate(TO_TOP)
    picture(page, f"authority-ledger-{name}")
    gateway = visit("gateway", query, **wishes)
    expect(gateway.locator("#by-measure svg rect")).to_have_count(2)
    check_fits(gateway)
    check_accessibility(gateway)
    if name == "360":
        gateway.locator("#by-measure figure").evaluate(TO_TOP)
    if name != "zh":
        picture(gateway, f"ledger-{name}")


def test_the_first_page_is_small(visit: Visits) -> None:
    page = visit("court")
    sizes = page.evaluate("performance.getEntries().map((one) => one.transferSize ?? 0)")
    assert 0 < sum(sizes) < MOST_BYTES, str(sizes)
