"""Templates made into answers: escaped, in one language, and safe in the browser."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from shared.calendar import legal_day
from shared.errors import BadInput, Refusal
from shared.origin import door, ours
from shared.web.pages.assets import KINDS, NAME, OWN, Assets
from shared.web.pages.language import LANGUAGES, TAGS, chosen
from shared.web.pages.words import Words

FRAME = FilePath(__file__).parent
MARK: Final = "※"
OURS: Final = Markup('<abbr class="ours" title="{}">{}</abbr>')
LOOK = ours("A page carries its own look, so that no other host hears who reads it.")
SAFETY_HEADERS: Final = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "Vary": "Accept, Accept-Language",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: where it leads, and the name of its word."""

    path: str
    word: str


class Pages:
    """The pages of one service."""

    def __init__(
        self,
        folder: FilePath,
        words: Words,
        menu: Sequence[Entry] = (),
        beside: Sequence[FilePath] = (),
    ) -> None:
        """`folder` holds templates, and below `assets` what they load; so do those `beside`."""
        folders = [folder, *beside]
        self._words = words
        self._menu = tuple(menu)
        self._assets = Assets(OWN, *(one / "assets" for one in folders))
        self._templates = Environment(
            loader=FileSystemLoader([*folders, FRAME]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def router(self, *tags: str) -> APIRouter:
        """Where pages are doors: their assets are there, and their problems are pages too."""
        made = self.further_router(*tags)
        content: dict[str, Any] = {kind.split(";")[0]: {} for kind in KINDS.values()}

        @made.get(
            "/assets/{name}",
            response_class=Response,
            responses={200: {"content": content}, 304: {"description": "You have it"}},
            **door(LOOK),
        )
        def asset(
            name: Annotated[str, Path(pattern=NAME, examples=["look.css"])], request: Request
        ) -> Response:
            """A style, a script or a picture of the pages."""
            return self._assets.answer(name, request)

        return made

    def further_router(self, *tags: str) -> APIRouter:
        """The same without the assets, for pages that depend on something that these do not."""
        return APIRouter(
            tags=[*tags], default_response_class=HTMLResponse, route_class=_sorry_route(self)
        )

    def show(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        connect: Sequence[str] = (),
        **values: Any,
    ) -> HTMLResponse:
        """A template as a page; `connect` names other services that its scripts may ask."""
        language = self.language(request)
        frame = self._frame(request, language)
        html = self._templates.get_template(template).render(**frame, **values)
        headers = SAFETY_HEADERS | {
            "Content-Security-Policy": policy(connect),
            "Content-Language": TAGS[language],
        }
        return HTMLResponse(html, status, headers)

    def language(self, request: Request) -> str:
        """What this visitor reads."""
        accepted = request.headers.get("accept-language", "")
        return chosen(request.query_params.get("lang"), accepted[:500])

    def sorry(self, request: Request, refused: Refusal) -> HTMLResponse:
        """A refusal as a sentence, with a way on."""
        said = self._words.problem(self.language(request), refused.code, refused.sentence)
        answer = self.show(request, "sorry.html", status=refused.status, sentence=said)
        answer.headers.update(refused.headers)
        return answer

    def _frame(self, request: Request, language: str) -> dict[str, Any]:
        """What every page knows."""
        say = self._words.page(language)
        is_asked = request.query_params.get("lang") in LANGUAGES
        state = request.app.state
        return {
            "say": say,
            "script_words": self._words.script(language),
            "language": language,
            "lang": TAGS[language],
            "languages": [(one, TAGS[one], f"?lang={one}") for one in LANGUAGES if one != language],
            "menu": [(one.path, one.word, one.path == request.url.path) for one in self._menu],
            "href": lambda path: f"{path}?lang={language}" if is_asked else path,
            "map_address": getattr(state, "map_address", None),
            "mark": MARK,
            "ours": OURS.format(say["ours"], MARK),
            "rules_as_of": _rules_day(request),
            "seed": getattr(state, "seed", None),
            "model_day": legal_day(state.clock.now()) if hasattr(state, "clock") else None,
        }


def policy(connect: Sequence[str] = ()) -> str:
    """What a page may load and ask: this service and those named, and nothing written into it."""
    asked = " ".join(["'self'", *connect])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
        f" connect-src {asked}; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    )


def _rules_day(request: Request) -> date | None:
    """The day whose rules this service follows, if it follows dated ones."""
    rules = getattr(request.app.state, "rules", None)
    found = getattr(rules, "as_of", None)
    return found if isinstance(found, date) else None


def _sorry_route(pages: Pages) -> type[APIRoute]:
    """Doors whose refusals are pages for whoever asks for one, and problem documents otherwise."""

    class SorryRoute(APIRoute):
        """One such door."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            """The usual handler, its refusals shown."""
            handle = super().get_route_handler()

            async def shown(request: Request) -> Response:
                try:
                    return await handle(request)
                except (Refusal, RequestValidationError) as error:
                    if "text/html" not in request.headers.get("accept", ""):
                        raise
                    refused = error if isinstance(error, Refusal) else BadInput("", code="address")
                    return pages.sorry(request, refused)

            return shown

    return SorryRoute
