"""The public register in a real browser: found, understood, and checked without trusting it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import register_stage
from tests.browser.chromium import Watch, check_accessibility, check_fits, picture
from tests.browser.conftest import NARROW, Opens
from tests.browser.register_stage import MARKUP
from tests.browser.served import Served
from tests.unit.proving.test_merkle import CONSISTENCIES, INCLUSIONS, LEAVES, ROOTS

OWN = "/listings/court/court-aaaaaaaa"
MOST_BYTES, MOST_FILES = 300_000, 12
Visits = Callable[..., Page]


@pytest.fixture(scope="module")
def register(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One register for all of these tests."""
    with register_stage.opened(tmp_path_factory.mktemp("register")) as found:
        yield found


@pytest.fixture
def visit(open_page: Opens, register: Served) -> Visits:
    """`visit("/editions", viewport=NARROW)`: a fresh visitor's page of the register."""

    def to_the_court(route: Route) -> None:
        """The court has its usual port in the page, and another one here."""
        path = route.request.url.split("8101", 1)[1]
        route.fulfill(response=route.fetch(url=f"{register.urls['court']}{path}"))

    def visits(path: str, **wishes: Any) -> Page:
        page = open_page(**wishes)
        page.route("http://localhost:8101/**", to_the_court)
        page.route("http://localhost:8102/**", lambda route: route.fulfill(status=503, body=""))
        page.goto(f"{register.urls['platform']}{path}")
        return page

    return visits


def search(page: Page, name: str = "", mask: str = "", beginning: bool = False) -> None:
    """Fill in the form and send it with the keyboard."""
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Masked number").fill(mask)
    page.get_by_label("only the beginning").set_checked(beginning)
    page.get_by_label("Name", exact=True).press("Enter")


@pytest.mark.parametrize("name", ["王秀英", "wang xiuying", "Wáng Xiùyīng"])
def test_somebody_is_found_and_no_address_names_them(visit: Visits, name: str) -> None:
    page = visit("/")
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    search(page, name)
    expect(page.locator("#found")).to_contain_text("Each may be somebody else")
    row = page.locator("#results tbody tr").filter(has_text="6601011990****0020").first
    expect(row).to_contain_text(
        "Could perform what the judgment"
    )  # the court's own words, asked of the court
    expect(row).to_contain_text("Enforcement court")
    assert [one for one in addresses if "0020" in one or "wang" in one or "%E7" in one] == []
    check_accessibility(page)
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("王秀英")


def test_a_whole_number_is_refused_with_a_sentence(visit: Visits, watch: Watch) -> None:
    watch.expects("422")
    page = visit("/")
    search(page, "660101199001010020")
    expect(page.locator("#found")).to_contain_text("A whole number may not be searched for")
    search(page)
    expect(page.locator("#found")).to_contain_text("Write a name")


def test_a_long_list_goes_on_and_markup_is_a_name(visit: Visits) -> None:
    page = visit("/")
    search(page, "王", beginning=True)
    rows = page.locator("#results tbody tr")
    expect(rows.first).to_be_visible()
    search(page, MARKUP)
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(MARKUP)


def test_a_listing_tells_both_languages_and_that_it_may_be_another(visit: Visits) -> None:
    page = visit(OWN)
    expect(page.locator("#reason")).to_contain_text("有能力履行而不履行")
    expect(page.locator("#contact")).to_contain_text("the court one level above")
    expect(page.locator(".note.warn")).to_contain_text("This may be somebody else")
    check_accessibility(page)


def test_the_browser_proves_by_itself_that_the_log_holds_a_listing(visit: Visits) -> None:
    page = visit(OWN)
    page.get_by_role("button", name="Check it here").click()
    checks = page.locator("#proved li")
    expect(checks).to_have_count(3)
    expect(checks.first).to_contain_text("The signature is that of chimera.example")
    expect(page.locator("#proved [data-check=good]")).to_have_count(3)
    picture(page, "register-listing-en")


def test_a_proof_of_another_name_is_seen_through(visit: Visits) -> None:
    page = visit(OWN)

    def altered(route: Route) -> None:
        proof = route.fetch().json()
        proof["act"]["name"] = "王秀芳"
        route.fulfill(json=proof)

    page.route("**/v1/proofs/listings/**", altered)
    page.get_by_role("button", name="Check it here").click()
    expect(page.locator("#proved [data-check=bad]")).to_contain_text("does not lead from this act")


def test_an_edition_is_verified_and_an_altered_file_is_not(visit: Visits) -> None:
    page = visit("/editions")
    button = page.get_by_role("button", name="Verify 2019-04")
    button.click()
    expect(page.locator("#verified [data-check=good]")).to_have_count(3)
    expect(page.locator("#withdrawals tbody tr").first).to_contain_text("corrected")
    check_accessibility(page)
    picture(page, "register-editions-en")
    page.route("**/listings.csv", lambda route: route.fulfill(body="name\r\n"))
    button.click()
    expect(page.locator("#verified [data-check=bad]")).to_contain_text("not the edition’s own")
    page.get_by_role("button", name="Verify 2019-02").click()
    expect(page.locator("#verified [data-check=wait]")).to_contain_text("files are deleted")


def test_the_log_has_only_grown_since_a_kept_checkpoint(visit: Visits, register: Served) -> None:
    page = visit("/editions")
    kept = page.request.get(f"{register.urls['platform']}/v1/editions/2019-03/checkpoint").text()
    for note in ("", kept):
        page.get_by_label("or a checkpoint that you kept").fill(note)
        page.get_by_role("button", name="Compare").click()
        expect(page.locator("#compared [data-check=good]")).to_have_count(2)
        expect(page.locator("#compared")).to_contain_text("unaltered")
    page.get_by_label("or a checkpoint that you kept").fill(kept.replace("2019-03", "2019-02"))
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#compared [data-check=bad]")).to_contain_text("The signature does not fit")


WITHOUT_ED25519 = """() => {
  const real = crypto.subtle.importKey.bind(crypto.subtle);
  crypto.subtle.importKey = (...how) =>
    how[2].name === "Ed25519" ? Promise.reject(new Error("unknown")) : real(...how);
}"""


def test_without_ed25519_the_page_says_what_it_could_not_check(visit: Visits) -> None:
    page = visit("/editions")
    page.evaluate(WITHOUT_ED25519)
    page.get_by_role("button", name="Verify 2019-04").click()
    expect(page.locator("#verified [data-check=wait]")).to_contain_text("NOT checked")


PROOFS_JS = """async ({ leaves, roots, inclusions, consistencies }) => {
  const { fromHex, isConsistent, isIncluded, leafHash } = await import("/assets/proofs.js");
  const wrong = [];
  for (const [index, size, path] of inclusions) {
    const leaf = await leafHash(fromHex(leaves[index]));
    const root = fromHex(roots[size - 1]);
    const ask = (at, steps) => isIncluded(leaf, at, size, steps.map(fromHex), root);
    if (!(await ask(index, path))) wrong.push(["inclusion", index, size]);
    if (size > 1 && (await ask((index + 1) % size, path))) wrong.push(["moved", index, size]);
    if (await ask(index, [...path, roots[0]])) wrong.push(["longer", index, size]);
    if (path.length && (await ask(index, path.slice(1)))) wrong.push(["shorter", index, size]);
  }
  for (const [one, two, path] of consistencies) {
    const head = (size) => ({ size, root: fromHex(roots[size - 1]) });
    const ask = (steps) => isConsistent(head(one), head(two), steps.map(fromHex));
    if (!(await ask(path))) wrong.push(["consistency", one, two]);
    if (await ask([...path, roots[0]])) wrong.push(["longer", one, two]);
    if (path.length && (await ask(path.slice(1)))) wrong.push(["shorter", one, two]);
    const other = [...path.slice(0, -1), roots[5]];
    if (path.length && (await ask(other))) wrong.push(["other", one, two]);
  }
  return wrong;
}"""


def test_the_published_vectors_hold_in_the_browser(visit: Visits) -> None:
    page = visit("/editions")
    vectors = {
        "leaves": [leaf.hex() for leaf in LEAVES],
        "roots": ROOTS,
        "inclusions": [[*place, path] for place, path in INCLUSIONS.items()],
        "consistencies": [[*sizes, path] for sizes, path in CONSISTENCIES.items()],
    }
    assert page.evaluate(PROOFS_JS, vectors) == []


def test_numbers_are_charts_and_each_is_a_file(visit: Visits, tmp_path: Path) -> None:
    page = visit("/statistics")
    chart = page.locator("#standing figure")
    expect(chart.locator("svg rect.none").first).to_be_visible()
    expect(chart).to_contain_text("left out")
    expect(chart).to_contain_text("rules as of 2019-11-01")
    expect(page.locator("#course svg")).to_contain_text("2019-04")
    expect(page.locator("#causes svg")).to_contain_text("the duty was performed")
    check_accessibility(page)
    picture(page, "register-numbers-en")
    saved = {kind: saved_as(page, chart, kind, tmp_path) for kind in ("SVG", "PNG", "CSV")}
    assert b"rules as of 2019-11-01" in saved["SVG"]
    assert b"seed 2019" in saved["SVG"]
    assert b"var(" not in saved["SVG"]
    assert saved["PNG"].startswith(b"\x89PNG")
    lines = saved["CSV"].decode().splitlines()
    assert lines[0] == "chart,note,id,label,count,rules_as_of,seed"
    assert any(
        line.endswith(',"Grade A taxpayers · favours","","2019-11-01","2019"') for line in lines
    )


def saved_as(page: Page, chart: Any, kind: str, folder: Path) -> bytes:
    """What the visitor gets with one of the buttons."""
    with page.expect_download() as waiting:
        chart.get_by_role("button", name=kind).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.read_bytes()


PATHS = ["/", OWN, "/editions", "/statistics", "/listings/court/court-aaaa00003"]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_readable_in_chinese_at_night_on_a_telephone(
    visit: Visits, watch: Watch, path: str
) -> None:
    watch.expects("410")
    page = visit(path, viewport=NARROW, locale="zh-CN", color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.wait_for_load_state("networkidle")
    check_fits(page)
    check_accessibility(page)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Light").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_the_first_page_is_light_and_waits_for_nothing_else(visit: Visits) -> None:
    page = visit("/")
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate("performance.getEntries().map((one) => one.transferSize ?? 0)")
    assert 0 < sum(sizes) < MOST_BYTES, json.dumps(sizes)
    assert page.evaluate("performance.getEntriesByType('resource').length") <= MOST_FILES


def test_pictures_for_the_documents(visit: Visits) -> None:
    for name, lang, wishes in (
        ("en", "en", {}),
        ("zh", "zh", {}),
        ("dark", "en", {"color_scheme": "dark"}),
        ("360", "zh", {"viewport": NARROW}),
    ):
        page = visit(f"/?lang={lang}", **wishes)
        page.locator("#name").fill("王秀英")
        page.locator("#name").press("Enter")
        expect(page.locator("#results tbody tr").first).to_be_visible()
        expect(page.locator("#results")).not_to_contain_text("able-but-refuses")
        picture(page, f"register-{name}")
