"""The desk and the ledger as pages: safe, in both languages, and in step with the documents."""

import re
from pathlib import Path

import pytest

from services.partner_gateway.domain import Done, Outcome
from services.partner_gateway.domain.words import CAUSES
from services.partner_gateway.pages.desk_pages import FOLDER
from shared.checked_yaml import read
from shared.web.pages.words import WordFile
from tests.page_words import missing_words
from tests.unit.partner_gateway.world import Gateway

ROOT = Path(__file__).resolve().parents[3]
ROW = re.compile(r"^\| `([a-z_]+)` \| \d{3} \| (\S.*\S) \|$", re.MULTILINE)
SITE = "http://localhost:8000"
PAGE = {"accept": "text/html"}


@pytest.mark.parametrize(
    ("path", "english", "chinese"),
    [
        ("/desk", "The partner’s desk", "合作方查询台"),
        ("/ledger", "The ledger of consequences", "影响账本"),
    ],
)
async def test_both_pages_speak_both_languages_and_load_only_their_own(
    gateway: Gateway, path: str, english: str, chinese: str
) -> None:
    nobody = gateway.open.anybody()
    for language, words in (("en", english), ("zh", chinese)):
        page = await nobody.send("GET", f"{path}?lang={language}", headers=PAGE)
        assert page.status_code == 200
        assert f"<h1>{words}" in page.text
        assert "style=" not in page.text
        loaded = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text))
        for asset in loaded:
            assert (await nobody.get(asset)).status_code == 200, asset
    assert "/assets/desk.css" in loaded


async def test_the_desk_may_ask_the_gateway_and_the_site_and_nobody_else(gateway: Gateway) -> None:
    nobody = gateway.open.anybody()
    desk = (await nobody.get("/desk")).headers["content-security-policy"]
    ledger = (await nobody.get("/ledger")).headers["content-security-policy"]
    assert f"connect-src 'self' {SITE};" in desk
    assert "connect-src 'self';" in ledger
    for policy in (desk, ledger):
        assert "script-src 'self';" in policy
        assert "unsafe-inline" not in policy


async def test_without_scripts_no_form_puts_anything_into_an_address(gateway: Gateway) -> None:
    text = (await gateway.open.anybody().get("/desk")).text
    forms = re.findall(r"<form[^>]*>", text)
    assert len(forms) == 3
    assert all('method="post"' in form for form in forms)


def test_every_error_is_told_as_in_the_document_for_those_who_write_programs() -> None:
    told = {code: text.en for code, text in read(FOLDER / "words.yaml", WordFile).problems.items()}
    page = (ROOT / "docs" / "gateway.md").read_text("utf-8")
    assert told == {code: text.replace("`", "") for code, text in ROW.findall(page)}


def test_every_word_that_is_said_is_there() -> None:
    made = [f"{part}.{one}" for part in ("outcome", "means", "may", "may_not") for one in Outcome]
    made += [f"done.{one}" for one in Done] + [f"cause.{one}" for one in CAUSES]
    made += ["binding", "reference"]
    assert missing_words(FOLDER, *made) == set()
