"""Every page of every service: both languages, wide and narrow, light and dark, by keyboard."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute, iter_route_contexts
from playwright.sync_api import Page, Response, ViewportSize, expect

from demo.portraits import paint, prepare
from demo.roster import Place
from demo.site import settings as configuration
from demo.site.app import build
from tests.browser.chromium import Watch
from tests.browser.conftest import Opens
from tests.browser.lived import Lived, find_issuers
from tests.browser.looking import QUIET_MS, SETTLES, Look

SITE = "site"
# One service of each kind: what it is built from, and who runs it in the stack.
KINDS = {
    SITE: SITE,
    "national_platform": "platform",
    "partner_gateway": "gateway",
    "court": "court",
    "tax": "tax",
    "locality": "rongcheng",
    "sector_list": "market",
}
# Where an address has a part that must be filled in; `marked` and `gone` are listings.
FILLED: Mapping[tuple[str, str], Callable[[Lived], list[str]]] = {
    (SITE, "/story/{name}"): lambda lived: ["/story/storyline"],
    (SITE, "/story/{name}/{step}"): lambda lived: ["/story/storyline/2", "/story/teacher/1"],
    ("national_platform", "/listings/{issuer}/{ref}"): lambda lived: [
        f"/listings/court/{lived.refs['marked']}",
        f"/listings/court/{lived.refs['gone']}",
        "/listings/court/nothing-at-all",
    ],
    ("national_platform", "/v1/receipts/{issuer}/{ref}/page"): lambda lived: [
        f"/v1/receipts/court/{lived.refs['gone']}/page"
    ],
    ("partner_gateway", "/mous/{id}"): lambda lived: ["/mous/judgment-defaulters-2016"],
    ("partner_gateway", "/v1/mous/{id}"): lambda lived: ["/v1/mous/a-taxpayers-2016"],
}
# A piece of HTML that a program shows inside its own window.
NO_PAGE = {("national_platform", "/reconcile/preview")}
# The same pages, for whoever asks for HTML where programs get JSON: opened once only.
TWINS = ("/v1/mous", "/v1/mous/{id}", "/v1/measures")
# For those who write programs, in English only, and drawn by a library.
OF_PROGRAMS = ("/docs", "/docs/oauth2-redirect")
# A sheet to print says everything in both languages, and has its style inside.
SHEET = re.compile(r"/v1/receipts/")
# Meant: whoever opens a listing that is gone, or was never there, reads so.
MEANT = ("410", "404")
POLICY: Mapping[str, list[str]] = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
OF_A_SHEET: Mapping[str, list[str]] = {
    one: POLICY[one] for one in ("default-src", "base-uri", "frame-ancestors")
} | {"form-action": ["'none'"]}
TAGS = {"en": "en", "zh": "zh-Hans"}
NARROW, WIDE = ViewportSize(width=360, height=800), ViewportSize(width=1440, height=800)
# Which comes first: the keyboard goes through the page at that width.
WIDTHS = {"en": (WIDE, NARROW), "zh": (NARROW, WIDE)}
LOCALES = {"en": "en-GB", "zh": "zh-CN"}
OF_THIS_MACHINE = re.compile(r"^http://(localhost|127\.0\.0\.1):\d+$")
Routes = Mapping[str, list[str]]


def pages_of(app: FastAPI) -> list[str]:
    """The addresses at which an application answers with HTML."""
    found = iter_route_contexts(app.routes)
    paths = {str(one.path) for one in found if _is_page(one.original_route)}
    return sorted(paths.difference(OF_PROGRAMS))


def _is_page(route: Any) -> bool:
    if not isinstance(route, APIRoute):
        return False
    answered = get_type_hints(route.endpoint).get("return")
    return answered is HTMLResponse or route.response_class is HTMLResponse


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> Routes:
    """Every page that the applications themselves say they have."""
    folder = tmp_path_factory.mktemp("routes")
    roster = prepare(folder)
    places: dict[str, Place] = {one.package: one for one in roster.places}
    found = {SITE: pages_of(_site(folder))}
    for kind in KINDS.keys() - {SITE}:
        portrait = paint(places[kind], folder)
        found[kind] = pages_of(portrait.app)
        portrait.app.state.database.close()
    return found


def _site(folder: Path) -> FastAPI:
    environment = {
        "CHIMERA_KEYS_DIR": str(folder / "keys" / "identity"),
        "CHIMERA_STATE_DIR": str(folder / "site"),
        "CHIMERA_SERVICES": "platform=http://127.0.0.1:8200",
        "CHIMERA_POPULATION": "30",
    }
    return build(configuration.read(environment))


def test_no_page_is_left_out(routes: Routes) -> None:
    """Whoever adds a page whose address has parts must say here how they are filled."""
    with_parts = {(kind, one) for kind, all_of in routes.items() for one in all_of if "{" in one}
    assert with_parts == FILLED.keys()
    flat = {(kind, one) for kind, all_of in routes.items() for one in all_of}
    assert flat >= NO_PAGE
    assert {(SITE, "/my-file"), ("partner_gateway", "/measures"), ("court", "/desk")} <= flat
    assert all(routes.values())


def addresses(kind: str, routes: Routes, lived: Lived, *, twins: bool) -> list[str]:
    """Every page of one service, ready to be opened; `twins` are the same by another address."""
    found: list[str] = []
    for one in routes[kind]:
        if (kind, one) not in NO_PAGE and (twins or one not in TWINS):
            found += FILLED[kind, one](lived) if "{" in one else [one]
    base = lived.stack.urls[KINDS[kind]]
    return [base + one for one in found]


@pytest.fixture
def opens(open_page: Opens, lived: Lived, watch: Watch) -> Opens:
    """A fresh page, from which issuers can be asked."""

    def made(**wishes: Any) -> Page:
        page = open_page(**wishes)
        find_issuers(page, lived)
        return page

    for words in MEANT:
        watch.expects(words)
    return made


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_page(opens: Opens, routes: Routes, lived: Lived, kind: str, language: str) -> None:
    """One visit to each, and everything that can be told from it; then at the other width."""
    wrong: list[str] = []
    first, other = WIDTHS[language]
    for address in addresses(kind, routes, lived, twins=language == "en"):
        page = opens(viewport=first, locale=LOCALES[language], color_scheme="light",
                     reduced_motion="reduce")  # fmt: skip
        look = Look(page, urlsplit(address).path)
        answer = look.visit(address)
        is_sheet = bool(SHEET.search(address))
        _headers(look, answer, language, is_sheet=is_sheet)
        look.is_light()
        look.lacks_no_word()
        look.fits()
        look.is_accessible()
        look.is_used_by_keyboard()
        page.set_viewport_size(other)
        look.fits()
        _darken(look, is_sheet=is_sheet)
        look.is_accessible("color-contrast")
        look.fits()
        if not is_sheet:
            _switch_language(look, language)
        wrong += look.wrong
        page.evaluate(SETTLES, QUIET_MS)
        page.unroute_all(behavior="wait")
        page.context.close()
    assert not wrong, "\n".join(wrong)


def _headers(look: Look, answer: Response, language: str, *, is_sheet: bool) -> None:
    """The language is told, and the policy lets in what is here and nothing else."""
    told = answer.headers.get("content-language")
    look.expects(told == ("en, zh-Hans" if is_sheet else TAGS[language]), f"language {told}")
    lang = look.page.locator("html").get_attribute("lang")
    look.expects(lang == ("en" if is_sheet else TAGS[language]), f"lang={lang}")
    policy = _policy(answer.headers.get("content-security-policy", ""))
    asked = policy.pop("connect-src", ["'self'"])
    style = policy.get("style-src", [])
    wanted = POLICY if not is_sheet else {**OF_A_SHEET, "style-src": style}
    look.expects(policy == wanted, f"policy {policy}")
    look.expects(all("unsafe" not in one and "*" not in one for one in style), f"styles {style}")
    own = asked[0] == "'self'" and all(OF_THIS_MACHINE.match(one) for one in asked[1:])
    look.expects(own, f"may ask {asked}")


def _policy(text: str) -> dict[str, list[str]]:
    rules = [one.split() for one in text.split(";") if one.strip()]
    return {name: values for name, *values in rules}


def _darken(look: Look, *, is_sheet: bool) -> None:
    """With the button, by keyboard; a sheet follows its reader's own setting."""
    if is_sheet:
        look.page.emulate_media(color_scheme="dark")
        return
    button = look.page.locator("#theme")
    button.focus()
    look.page.keyboard.press("Enter")
    theme = look.page.locator("html").get_attribute("data-theme")
    look.expects(theme == "dark", f"the theme is {theme}")


def _switch_language(look: Look, language: str) -> None:
    """With the link, by keyboard; the theme stays as it was chosen."""
    other = TAGS["zh" if language == "en" else "en"]
    look.page.locator(".switches a[hreflang]").focus()
    look.page.keyboard.press("Enter")
    expect(look.page.locator("html")).to_have_attribute("lang", other)
    expect(look.page.locator("html")).to_have_attribute("data-theme", "dark")
    look.lacks_no_word()


@pytest.mark.parametrize("kind", ["court", "national_platform"])
def test_the_documents_of_doors_load_nothing_from_elsewhere(
    open_page: Opens, lived: Lived, kind: str
) -> None:
    """They are drawn by a library, which is served from here too; the watch would complain."""
    page = open_page()
    page.goto(f"{lived.stack.urls[KINDS[kind]]}/docs")
    expect(page.locator(".swagger-ui .opblock").first).to_be_visible()
