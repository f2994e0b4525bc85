"""What is an authority's own, at its desk: a judgment from its entry to a published listing."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from demo.launcher import Stack
from shared.calendar import start_of
from tests.browser.chromium import Watch, check_accessibility, check_fits
from tests.browser.conftest import NARROW, Opens
from tests.browser.test_desk import bring, from_the_top, procedure_of, today_at

DEBTOR = 2  # the story and the other tests are about others


@pytest.fixture(scope="package")
def party(stack: Stack) -> dict[str, str]:
    """Somebody about whom the court knows nothing yet."""
    return dict(stack.document["parties"][DEBTOR])


def opened(page: Page, title: str) -> Locator:
    """An act of the case that is shown, unfolded."""
    act = page.locator("#case details", has=page.get_by_text(title, exact=True))
    if act.get_attribute("open") is None:
        act.locator("summary").click()
    return act


def enter_judgment(page: Page, party: dict[str, str], today: date) -> None:
    """A clerk copies a judgment into the form."""
    form = page.locator("#own-form form")
    form.get_by_label("Case number").fill("(2018)模01民初731号")
    form.get_by_label("Name", exact=True).fill(party["name"])
    form.get_by_label("Whole number").fill(party["id_number"])
    form.get_by_label("Yuan").fill("18000")
    form.get_by_label("Issued on").fill(str(today - timedelta(days=80)))
    form.get_by_label("Last day to perform").fill(str(today - timedelta(days=20)))


def test_a_judgment_is_entered_noticed_proposed_approved_and_published(
    page: Page, stack: Stack, party: dict[str, str]
) -> None:
    """All by clicks: what one answer tells goes on into the next form."""
    officers = stack.document["officers"]["court"]
    page.goto(f"{stack.urls['court']}/desk")
    bring(page, officers["clerk"])
    expect(page.locator("#own-rules")).to_contain_text("unconfirmed")  # the rule beside the form
    enter_judgment(page, party, today_at(stack))
    page.get_by_role("button", name="Register a judgment").click()
    answer = page.locator("#own-form .answer")
    expect(answer).to_contain_text("Done: Register a judgment")
    expect(answer).not_to_contain_text(party["id_number"])
    check_accessibility(page)
    page.get_by_role("button", name="What comes next").click()
    notice = opened(page, "Call on the debtor to perform")
    notice.get_by_role("button").click()
    expect(notice.locator(".answer")).to_contain_text("Perform by")
    from_the_top(page, "court-work-en", scroll="#officers")
    stack.advance(start_of(today_at(stack) + timedelta(days=14)))
    page.locator("#case").get_by_role("button", name="Propose a listing").first.click()
    expect(page.locator("#p-name")).to_have_value(party["name"])
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.locator("#case")).to_contain_text("proposed")
    bring(page, officers["reviewer"])
    page.locator("#case").get_by_role("button", name="Approve").click()
    page.locator("#case").get_by_role("button", name="Notify the party").click()
    expect(page.locator("#case")).to_contain_text("party told, waits for its day")
    stack.advance(start_of(date.fromisoformat(procedure_of(stack, party)["publish_on"])))
    page.locator("#again").click()
    expect(page.locator("#case")).to_contain_text("published")


def test_a_task_of_the_courts_own_opens_its_form_with_the_reference(
    page: Page, stack: Stack, party: dict[str, str]
) -> None:
    """Who is listed must be restricted too: the task leads to the order, judgment filled in."""
    page.goto(f"{stack.urls['court']}/desk")
    bring(page, stack.document["officers"]["court"]["clerk"])
    task = page.locator(".task", has_text="Restrict consumption").first
    judgment = task.get_attribute("data-id")
    assert judgment is not None
    task.click()
    act = page.locator("#case details[open]")
    expect(act.get_by_label("Judgment")).to_have_value(judgment)
    act.get_by_label("Ground").select_option(index=1)
    expect(act.locator(".rule").first).to_be_visible()
    act.get_by_role("button", name="Restrict consumption").click()
    expect(act.locator(".answer")).to_contain_text("Whom it would reach")


def test_the_work_of_each_authority_has_forms(page: Page, stack: Stack) -> None:
    """A clerk finds something to do at every desk; whoever may not do it is told who may."""
    wanted = {"tax": "Register a taxpayer", "rail": "Record a case", "bailu": "Register a resident"}
    for name, title in wanted.items():
        page.goto(f"{stack.urls[name]}/desk")
        bring(page, stack.document["officers"][name]["clerk"])
        expect(page.locator("#act")).to_contain_text(title)
        expect(page.locator("#own-form form")).to_be_visible()
    expect(page.locator("#act")).not_to_contain_text("Decide")
    page.locator("#leave").click()
    bring(page, stack.document["officers"]["bailu"]["appeals"])
    expect(page.locator("#act")).to_contain_text("Decide an objection to an event")


def test_a_refusal_is_a_sentence_and_the_form_keeps_what_was_entered(
    page: Page, stack: Stack, party: dict[str, str], watch: Watch
) -> None:
    watch.expects("422")
    page.goto(f"{stack.urls['court']}/desk")
    bring(page, stack.document["officers"]["court"]["clerk"])
    expect(page.locator("#own-form form")).to_be_visible()
    enter_judgment(page, party | {"id_number": "110101199003070012"}, today_at(stack))
    page.get_by_role("button", name="Register a judgment").click()
    answer = page.locator("#own-form .answer")
    expect(answer).to_contain_text("invented ones only")
    expect(page.locator("#own-form").get_by_label("Case number")).not_to_have_value("")


def test_it_is_readable_in_chinese_and_on_a_telephone(open_page: Opens, stack: Stack) -> None:
    page = open_page(viewport=NARROW, locale="zh-CN")
    for name in ("court", "tax", "rail", "rongcheng"):
        page.goto(f"{stack.urls[name]}/desk")
        bring(page, stack.document["officers"][name]["clerk"])
        expect(page.locator("#own-form form")).to_be_visible()
        for act in page.locator("#act option").all():
            page.locator("#act").select_option(act.get_attribute("value"))
            check_fits(page)
        check_accessibility(page)
        expect(page.locator("#desk > .hint")).to_contain_text("英文引文")
