"""The register's pages without a browser: what stands in them, and what must not."""

import re
from pathlib import Path

import httpx
import pytest

from services.national_platform.domain.counting import Stay
from services.national_platform.pages.register_pages import FOLDER
from shared.contract import Cause
from tests.builders import make_party
from tests.page_words import missing_words, said_in_scripts
from tests.unit.national_platform.doors import FEBRUARY, MARCH, Platform
from tests.unit.national_platform.saying import listed, say, withdraw

BROWSER = {"Accept": "text/html"}
OWN = "/listings/court/court-aaaaaaaa"
TRAMS = {"issuer": "trams", "list": "passengers", "publication": "shared"}
COLUMNS = ("name", "truncated_id", "by", "why", "until", "seq", "act", "ref", "at", "cause")
HEADS = [f"head_{one}" for one in COLUMNS]
CAUSES = [f"cause_{one}" for one in Cause]
PUT_TOGETHER = [*HEADS, *CAUSES, "act_withdrawn", "act_corrected",
                "found_none", "found_one", "found_some", "found_more",
                "kind_person", "kind_organisation", "effect_adverse", "effect_favourable",
                "signature_fits", "signature_unchecked"]  # fmt: skip
CODE = re.compile(r"new Unproven\(\"(\w+)\"\)")


async def page(platform: Platform, path: str) -> httpx.Response:
    return await platform.public.send("GET", path, headers=BROWSER)


def test_every_word_that_is_said_is_there_in_both_languages() -> None:
    assert Stay.MONTH  # bands of stay are told as data only
    assert missing_words(FOLDER, *PUT_TOGETHER) == set()
    assert "nothing_asked" in said_in_scripts(FOLDER)


def test_whatever_does_not_fit_has_its_sentence() -> None:
    scripts = [path.read_text("utf-8") for path in (FOLDER / "assets").glob("*.js")]
    codes = {code for text in scripts for code in CODE.findall(text)}
    assert len(codes) > 10
    assert missing_words(FOLDER, *(f"unproven_{code}" for code in codes)) == set()


async def test_before_the_first_edition_every_page_says_so(platform: Platform) -> None:
    for path in ("/", "/editions", "/statistics"):
        assert (await page(platform, path)).status_code == 200
    assert "No edition has come out yet" in (await page(platform, "/")).text
    assert "尚未发布任何期次" in (await page(platform, "/editions?lang=zh")).text


async def test_a_listing_says_who_why_until_when_and_who_else_it_may_be(platform: Platform) -> None:
    platform.hears(say(listed()), say(listed("court-bbbbbbbb")))
    platform.turns_to(FEBRUARY)
    shown = await page(platform, OWN)
    assert shown.status_code == 200
    for said in (
        "王秀英",
        "6601011990****0020",
        "Enforcement court",
        "able-but-refuses",
        "2021-02-01",
    ):
        assert said in shown.text
    assert re.search(r"As many as <b>3\d</b>", shown.text)
    assert "<b>2</b> (this one is among them)" in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert "noindex" in shown.headers["x-robots-tag"]
    assert "http://localhost:8101" in shown.headers["content-security-policy"]


async def test_nobody_is_named_any_more_once_it_was_withdrawn(platform: Platform) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    platform.hears(withdraw(listed()))
    gone = await page(platform, f"{OWN}?lang=zh")
    assert gone.status_code == 410
    assert "该记录已撤销" in gone.text
    assert "/v1/receipts/court/court-aaaaaaaa/page" in gone.text
    assert "王秀英" not in gone.text


@pytest.mark.parametrize(
    "path", ["/listings/trams/trams-aaaaaaaa", "/listings/court/court-nobodyxx"]
)
async def test_a_shared_listing_looks_like_none(platform: Platform, path: str) -> None:
    platform.hears(say(listed("trams-aaaaaaaa", **TRAMS)))
    platform.turns_to(FEBRUARY)
    none = await page(platform, path)
    assert none.status_code == 404
    assert "or not for the public" in none.text
    assert none.headers["content-type"].startswith("text/html")


async def test_a_party_named_like_markup_is_text(platform: Platform) -> None:
    platform.hears(say(listed(party=make_party("<script>alert(1)</script>"))))
    platform.turns_to(FEBRUARY)
    assert "<script>alert" not in (await page(platform, OWN)).text


async def test_the_editions_stand_with_what_proves_them(platform: Platform) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    platform.turns_to(MARCH)
    text = (await page(platform, "/editions")).text
    assert text.index("2019-03/manifest.json") < text.index("2019-02/checkpoint")
    assert 'data-verify="2019-03" data-current="yes"' in text
    assert "/v1/editions/2019-03/listings.csv" in text
    assert "/v1/editions/2019-02/listings.csv" not in text


class PutBack:
    """A register that was put back and waits for the court."""

    is_known = False

    def awaited(self) -> set[str]:
        """Who must still say what stands."""
        return {"court"}


async def test_a_register_that_was_put_back_shows_no_listing_and_says_why(
    platform: Platform,
) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    platform.opened.app.state.wholeness = PutBack()
    for path in (OWN, "/editions"):
        waiting = await page(platform, path)
        assert waiting.status_code == 503
        assert "put back from a copy" in waiting.text
        assert "王秀英" not in waiting.text
    assert (await page(platform, "/assets/look.css")).status_code == 200


async def test_pages_of_another_origin_may_quote_an_issuers_rules(platform: Platform) -> None:
    asked = {"Origin": "http://localhost:8101"}
    answer = await platform.public.send("GET", "/v1/rulebook", headers=asked)
    assert answer.headers["access-control-allow-origin"] == "*"
    other = await platform.public.send("GET", "/v1/editions", headers=asked)
    assert "access-control-allow-origin" not in other.headers


def test_the_scripts_of_the_first_page_are_light() -> None:
    loaded = ["search.js", "issuers.js", "register.css"]
    assert sum((FOLDER / "assets" / name).stat().st_size for name in loaded) < 20_000
    assert Path(FOLDER / "words.yaml").stat().st_size < 60_000
