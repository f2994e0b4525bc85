"""The frame of all pages: language, escaping, safety headers, assets, and refusals as sentences."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from httpx import ASGITransport

from shared.checked_yaml import BrokenFile
from shared.errors import NotFound
from shared.identifiers import Slug
from shared.web.pages import Entry, Pages, chosen, load_words
from shared.web.problems import add_problem_handlers
from tests.fakes import FixedClock
from tests.page_words import BASE, missing_words

WORDS = """
page:
  service: {en: "A service", zh: "某服务"}
  first: {en: "First page", zh: "第一页"}
script:
  done: {en: "Done: {n}", zh: "完成：{n}"}
problems:
  no_owl: {en: "There is no such owl.", zh: "没有这只猫头鹰。"}
"""
PAGE = """{% extends "frame.html" %}
{% block main %}<h1>{{ name }}</h1><a href="{{ href('/next') }}">{{ say.first }}</a>{% endblock %}
"""
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A room of pages."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "words.yaml").write_text(WORDS, "utf-8")
    (tmp_path / "one.html").write_text(PAGE, "utf-8")
    (tmp_path / "assets" / "own.js").write_text("export {};", "utf-8")
    return tmp_path


def application(folder: Path) -> FastAPI:
    """A service with one page, and one that is refused."""
    pages = Pages(folder, load_words(folder / "words.yaml"), [Entry("/owls", "first")])
    router = pages.router("pages")

    @router.get("/owls")
    def owls(request: Request, name: str = "An owl") -> HTMLResponse:
        return pages.show(request, "one.html", name=name, connect=["http://localhost:8300"])

    @router.get("/owls/{slug}")
    def no_owl(slug: Slug) -> HTMLResponse:
        raise NotFound("No owl.", code="no_owl")

    app = FastAPI()
    app.include_router(router)
    app.state.clock, app.state.rules = FixedClock(), SimpleNamespace(as_of=date(2019, 1, 1))
    add_problem_handlers(app)
    return app


@pytest.fixture
async def visitor(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A browser."""
    transport = ASGITransport(app=application(folder))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://here", headers=BROWSER
    ) as client:
        yield client


@pytest.mark.parametrize(
    ("asked", "accepted", "found"),
    [
        ("zh", "en", "zh"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        (None, "fr, en;q=0.4, zh;q=0.7", "zh"),
        (None, "zh;q=0, en", "en"),
        (None, "zh;q=many", "en"),
        ("tlh", "", "en"),
    ],
)
def test_the_address_decides_about_the_language_and_then_the_browser(
    asked: str | None, accepted: str, found: str
) -> None:
    assert chosen(asked, accepted) == found


async def test_a_page_has_its_language_and_a_way_to_the_other(visitor: httpx.AsyncClient) -> None:
    english = await visitor.get("/owls?colour=tawny")
    assert english.headers["content-language"] == "en"
    assert 'href="?lang=zh"' in english.text
    assert "tawny" not in english.text  # a page repeats nothing of its address
    chinese = await visitor.get("/owls?lang=zh")
    assert chinese.headers["content-language"] == "zh-Hans"
    assert "第一页" in chinese.text
    assert 'href="/next?lang=zh"' in chinese.text
    assert 'href="?lang=en"' in chinese.text


async def test_the_footer_says_which_rules_and_which_day(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/owls")
    assert '<time datetime="2019-01-01">' in page.text
    assert '<time datetime="2019-01-02">' in page.text
    assert 'aria-current="page"' in page.text


async def test_a_name_that_is_markup_stays_text(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/owls", params={"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


async def test_nothing_in_a_page_may_run_and_no_other_host_is_asked(
    visitor: httpx.AsyncClient,
) -> None:
    page = await visitor.get("/owls")
    said = page.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in said
    assert "connect-src 'self' http://localhost:8300;" in said
    assert "unsafe" not in said
    assert " style=" not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"


async def test_an_asset_is_sent_once(visitor: httpx.AsyncClient) -> None:
    for name, kind in (("look.css", "text/css"), ("own.js", "text/javascript")):
        first = await visitor.get(f"/assets/{name}")
        assert first.headers["content-type"].startswith(kind)
        again = await visitor.get(
            f"/assets/{name}", headers={"If-None-Match": first.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "name", ["nothing.css", "..%2Fwords.yaml", "words.yaml", "%2Fetc%2Fpasswd"]
)
async def test_no_other_file_is_an_asset(visitor: httpx.AsyncClient, name: str) -> None:
    assert (await visitor.get(f"/assets/{name}")).status_code in {404, 422}


async def test_a_refusal_is_a_sentence_with_a_way_on(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/owls/uhu?lang=zh")
    assert page.status_code == 404
    assert "没有这只猫头鹰。" in page.text
    assert 'href="/owls?lang=zh"' in page.text
    assert "<script" not in (await visitor.get("/owls/<script>x")).text.split("<main")[1]


async def test_whoever_wants_no_page_gets_a_problem_document(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/owls/uhu", headers={"Accept": "*/*"})
    assert answer.json()["code"] == "no_owl"


def test_a_word_in_one_language_only_is_no_word(folder: Path) -> None:
    (folder / "words.yaml").write_text('page:\n  service: {en: "A service"}\n', "utf-8")
    with pytest.raises(BrokenFile, match=r"words.yaml:2: .*zh"):
        load_words(folder / "words.yaml")


def test_a_word_that_nobody_wrote_is_found(folder: Path) -> None:
    (folder / "two.html").write_text('{{ say.first }}{{ say.third }}{{ say["fourth"] }}', "utf-8")
    (folder / "assets" / "own.js").write_text('say("done"); say("undone", { n: 1 })', "utf-8")
    assert missing_words(folder) == {"third", "fourth", "undone"}


def test_the_frame_lacks_no_word_but_the_name_of_its_service() -> None:
    assert missing_words(BASE, "light", "dark", "language_en", "language_zh") == {"service"}


def test_the_frame_is_light_enough() -> None:
    sizes = [path.stat().st_size for path in (BASE / "assets").iterdir()]
    assert sum(sizes) < 40_000
