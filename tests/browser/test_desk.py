"""The officer's desk in a real browser: a proposal from start to publication, by two officers."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from demo.launcher import Stack
from shared.calendar import start_of
from tests.browser.chromium import Watch, check_accessibility, check_fits, picture
from tests.browser.conftest import NARROW, Opens

TALL = 1460


def bring(page: Page, token: str) -> None:
    """An officer sits down."""
    if page.locator("#sign-in").is_hidden():
        page.locator("#another").click()
    page.fill("#token", token)
    page.press("#token", "Enter")
    expect(page.locator("#desk")).to_be_visible()


def from_the_top(page: Page, name: str, scroll: str = "body") -> None:
    """A picture from the top of the page or of a part, in a window tall enough for a whole case."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"], "height": TALL})
    page.locator(scroll).evaluate("one => one.scrollIntoView()")
    picture(page, name)
    page.set_viewport_size(size)


def at_the_court(stack: Stack, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What a clerk enters at a door that is the court's own."""
    token = stack.document["officers"]["court"]["clerk"]
    answer = httpx.post(
        stack.urls["court"] + path,
        json=body,
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
    )
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture(scope="package")
def debtor(stack: Stack) -> dict[str, str]:
    """Somebody whose time to perform is over, with the reference of the judgment."""
    party = dict(stack.document["parties"][1])
    today = today_at(stack)
    judgment = {
        "case_number": "(2018)模01民初502号",
        "party": party,
        "duty": "pay",
        "amount_yuan": 31_000,
        "issued_on": str(today - timedelta(days=85)),
        "due_on": str(today - timedelta(days=22)),
    }
    case = at_the_court(stack, "/v1/judgments", judgment)["id"]
    told = at_the_court(stack, f"/v1/judgments/{case}/enforcement-notice", {})
    perform_by = date.fromisoformat(told["notices"][0]["perform_by"])
    stack.advance(start_of(perform_by + timedelta(days=3)))
    return party | {"case": case}


def procedure_of(stack: Stack, party: dict[str, str]) -> dict[str, Any]:
    """The first procedure at the court about a party, as its own file tells it."""
    headers = {"Authorization": f"Bearer {stack.party_token(party['id_number'], 'court')}"}
    file = f"{stack.urls['court']}/v1/me/file"
    procedures = httpx.get(file, headers=headers, trust_env=False).json()["procedures"]
    found: dict[str, Any] = procedures[0]["proposal"]
    return found


def today_at(stack: Stack) -> date:
    now = httpx.get(f"{stack.urls['court']}/v1/clock", trust_env=False).json()["now"]
    return date.fromisoformat(now[:10])


def test_a_clerk_proposes_and_a_reviewer_reads_what_would_leave(
    page: Page, stack: Stack, debtor: dict[str, str]
) -> None:
    """Whoever proposed may not decide; the preview stands above whatever can be done."""
    officers = stack.document["officers"]["court"]
    page.goto(f"{stack.urls['court']}/desk")
    bring(page, officers["clerk"])
    expect(page.locator("#p-rule")).to_contain_text("rule confirmed")
    page.fill("#p-basis", debtor["case"])
    page.fill("#p-name", debtor["name"])
    page.fill("#p-number", debtor["id_number"])
    page.get_by_role("button", name="Propose", exact=True).click()
    case = page.locator("#case")
    expect(case).to_contain_text("proposed")
    expect(case.get_by_role("button", name="Approve")).to_have_count(0)
    expect(page.locator("#tasks .task")).to_contain_text(["Approve or refuse"])
    _as_reviewer_who_proposed(page, officers)
    bring(page, officers["reviewer"])
    leaves = case.locator(".leaves")
    expect(leaves.locator(".fields dt")).to_have_text(["name", "truncated_id", "issuer", "reason"])
    expect(leaves).to_contain_text(debtor["name"])
    expect(case).not_to_contain_text(debtor["id_number"])
    above = "section.leaves ~ .act button"  # the preview stands above every button
    expect(case.locator(above, has_text="Approve")).to_have_count(1)
    check_accessibility(page)
    from_the_top(page, "officers-desk-en")


def test_it_is_readable_in_chinese_on_a_telephone_and_in_the_dark(
    open_page: Opens, stack: Stack, debtor: dict[str, str]
) -> None:
    officers = stack.document["officers"]["court"]
    wanted: dict[str, dict[str, Any]] = {
        "360": {"viewport": NARROW},
        "dark": {"color_scheme": "dark"},
        "zh": {"locale": "zh-CN"},
    }
    for name, wishes in wanted.items():
        page = open_page(**wishes)
        page.goto(f"{stack.urls['court']}/desk")
        bring(page, officers["clerk"])
        expect(page.locator("#p-rule .rule")).to_have_count(2)
        expect(page.locator("#own-form form")).to_be_visible()
        bring(page, officers["reviewer"])
        page.locator(".task").first.click()
        expect(page.locator("#case .leaves")).to_be_visible()
        check_fits(page)
        check_accessibility(page)
        from_the_top(page, f"officers-desk-{name}")


def test_the_reviewer_approves_and_tells_the_party(
    page: Page, stack: Stack, debtor: dict[str, str]
) -> None:
    page.goto(f"{stack.urls['court']}/desk")
    bring(page, stack.document["officers"]["court"]["reviewer"])
    page.locator(".task", has_text="Approve or refuse").first.click()
    case = page.locator("#case")
    case.get_by_role("button", name="Approve").click()
    expect(case).to_contain_text("approved, party not told")
    case.get_by_role("button", name="Notify the party").click()
    expect(case).to_contain_text("party told, waits for its day")


def _as_reviewer_who_proposed(page: Page, officers: dict[str, str]) -> None:
    """The same person with another role is told why not, before any door refuses."""
    bring(page, officers["clerk_as_reviewer"])
    expect(page.locator("#case [role=alert]")).to_contain_text("clerk-1 proposed it")
    page.locator("#leave").click()


def test_an_objection_is_read_and_decided_with_reasons(
    page: Page, stack: Stack, debtor: dict[str, str]
) -> None:
    token = stack.party_token(debtor["id_number"], "court")
    headers = {"Authorization": f"Bearer {token}"}
    url = stack.urls["court"]
    file = httpx.get(f"{url}/v1/me/file", headers=headers, trust_env=False).json()
    proposal = file["procedures"][0]["proposal"]["id"]
    words = {"proposal": proposal, "statement": "<script>alert(1)</script> 已经与申请人协商。"}
    raised = httpx.post(f"{url}/v1/objections", json=words, headers=headers, trust_env=False)
    assert raised.status_code == 201
    page.goto(f"{url}/desk")
    bring(page, stack.document["officers"]["court"]["appeals"])
    page.locator(".task", has_text="Decide the objection").first.click()
    case = page.locator("#case")
    expect(case.locator("blockquote")).to_contain_text("<script>alert(1)</script>")
    page.fill("#reasons-dismiss", "可以分期履行。")
    page.get_by_role("button", name="Dismiss").click()
    expect(case).to_contain_text("dismissed")


def test_a_listing_stands_and_is_withdrawn_by_one_officer(
    page: Page, stack: Stack, debtor: dict[str, str], watch: Watch
) -> None:
    watch.expects("409")
    stack.advance(start_of(date.fromisoformat(procedure_of(stack, debtor)["publish_on"])))
    found = procedure_of(stack, debtor)
    page.goto(f"{stack.urls['court']}/desk")
    bring(page, stack.document["officers"]["court"]["clerk"])
    page.fill("#reference", found["ref"])
    page.press("#reference", "Enter")
    _put_the_name_right(page, debtor)
    page.get_by_label("Why it ends").select_option("settled")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("#case")).to_contain_text("It stands no longer")


def _put_the_name_right(page: Page, debtor: dict[str, str]) -> None:
    """Another party is refused with a sentence; the same number with a name put right is not."""
    case = page.locator("#case")
    case.get_by_text("Put a name or a number right").first.click()
    form = case.locator("details[open]")
    form.get_by_label("Name", exact=True).fill("欧阳正")
    form.get_by_label("Whole number").fill("660101199001010020")
    form.get_by_role("button").click()
    expect(form.get_by_role("status")).to_contain_text("would be another party")
    form.get_by_label("Whole number").fill(debtor["id_number"])
    form.get_by_role("button").click()
    expect(case.locator("h3").first).to_contain_text("欧阳正")


def test_every_authority_has_the_desk(page: Page, stack: Stack, watch: Watch) -> None:
    """The sector lists and the localities too; a token of another authority is not taken."""
    for name, officers in stack.document["officers"].items():
        page.goto(f"{stack.urls[name]}/desk")
        if name != "court":
            page.fill("#token", stack.document["officers"]["court"]["clerk"])
            page.press("#token", "Enter")
            expect(page.locator("#token-answer")).to_contain_text("no officer’s token")
        bring(page, officers["clerk"])
        expect(page.locator("#tasks")).not_to_be_empty()


def test_a_visitor_of_the_demonstration_sits_down_with_one_click(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.urls['court']}/desk")
    for seat, who in (("clerk", "clerk-1 · clerk"), ("reviewer", "reviewer-1 · reviewer")):
        if page.locator("#sign-in").is_hidden():
            page.locator("#another").click()
        page.locator(f"[data-seat={seat}]").click()
        expect(page.locator("#who [aria-pressed=true]")).to_have_text(who)
    expect(page.locator("#who button")).to_have_count(2)
    page.goto(f"{stack.urls['tax']}/desk")
    expect(page.locator("[data-seat=clerk]")).to_be_visible()
    page.locator("[data-seat=clerk]").click()
    expect(page.locator("#desk")).to_be_visible()
