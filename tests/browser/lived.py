"""A stack on which something stands: listings, a recall that waits, and markup wherever text goes.

The storyline ends with everything withdrawn and answered. Here somebody called like a piece of
markup is listed, objected and was asked about more often than one answer of the gateway holds; a
firm's listing has come down to its place; and a partner has not yet answered a recall. All of it
was put in through the public doors.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, Request, Route

from demo.launcher import Stack
from demo.storyline.doors import Answer, Doors, until
from shared.calendar import start_of
from shared.identifiers import Party
from tests.builders import make_organisation, make_party, words_of

MARKUP = "<script>alert(1)</script>"
BOLD = "<b onclick=alert(2)>“&amp;”</b>"
AIRLINE, PLACE = "skyward-air", "rongcheng"
FEBRUARY = datetime(2019, 2, 1, tzinfo=UTC)
# More than one answer of the gateway holds.
TIMES_ASKED = 103


@dataclass
class Lived:
    """Who is listed there, under which reference; who was, and what is left of it."""

    stack: Stack
    doors: Doors
    marked: Party = field(default_factory=lambda: make_party(MARKUP))
    listed: Party = field(default_factory=lambda: make_party("陈丽华", sequence=46))
    gone: Party = field(default_factory=lambda: make_party("王建国", sequence=13))
    refused: Party = field(default_factory=lambda: make_party("李小红", sequence=24))
    firm: Party = field(default_factory=lambda: make_organisation(f"{BOLD}建材有限公司"))
    refs: dict[str, str] = field(default_factory=dict)
    proposals: dict[str, str] = field(default_factory=dict)

    def officer(self, at: str, role: str, door: str, body: Any = None) -> Answer:
        """An officer does something."""
        return _done(self.doors.officer(at, role).post(f"/v1/{door}", body))

    def ask(self, party: Party, times: int = 1) -> Answer:
        """The airline asks about somebody, for a purpose that is markup."""
        parties = [words_of(party)] * times
        body = {"measure": "air-travel", "purpose": f"booking {BOLD}", "parties": parties}
        return _done(self.doors.partner(AIRLINE).post("/v1/decision-batches", body))


def find_issuers(page: Page, lived: Lived) -> None:
    """The register's pages ask issuers at their usual ports; here they are on free ones."""
    usual = {place.port: place.name for place in lived.stack.roster.places}

    def to_the_issuer(route: Route, request: Request) -> None:
        parts = urlsplit(request.url)
        try:
            answer = route.fetch(url=f"{lived.stack.urls[usual[parts.port or 0]]}{parts.path}")
        except Error:  # it is stopped
            route.abort("connectionrefused")
        else:
            route.fulfill(response=answer)

    for port in usual:
        page.route(f"http://localhost:{port}/v1/**", to_the_issuer)


def _done(answer: Answer) -> Answer:
    assert answer.status < 300, answer.body
    return answer


@contextmanager
def opened(folder: Path) -> Iterator[Lived]:
    """The stack, when everything has happened there."""
    with Stack.on_free_ports(folder) as stack, closing(Doors(stack)) as doors:
        lived = Lived(stack, doors)
        stack.register([*_people(lived), lived.firm])
        _live(lived)
        yield lived


def _live(lived: Lived) -> None:
    _register_the_firm(lived)
    judged = {party.id_number: _sentence(lived, party) for party in _people(lived)}
    lived.stack.advance(start_of(max(day for _, day in judged.values()) + timedelta(days=3)))
    for party in _people(lived):
        _propose(lived, party, judged[party.id_number][0])
    _object(lived)
    lived.ask(lived.marked, TIMES_ASKED)  # before it stands: so no question crosses the bus
    lived.stack.advance(FEBRUARY)
    _note_references(lived)
    lived.ask(lived.marked)
    # A court on a busy machine may be late, and then nothing was told that could be recalled.
    assert until(lambda: _is_restricted(lived.ask(lived.gone)))
    lived.officer("court", "clerk", f"listings/{lived.refs['gone']}/withdrawal", _settled())
    assert until(lambda: bool(lived.doors.partner(AIRLINE).get("/v1/recalls", after=0)["recalls"]))


def _is_restricted(answer: Answer) -> bool:
    return bool(answer["answers"][0]["decision"]["outcome"] == "restricted")


def _people(lived: Lived) -> tuple[Party, ...]:
    return lived.marked, lived.listed, lived.gone, lived.refused


def _settled() -> dict[str, str]:
    return {"cause": "settled"}


def _sentence(lived: Lived, party: Party) -> tuple[str, date]:
    """A judgment and its notice; its reference, and the last day to perform."""
    body = {
        "case_number": f"(2018)模01民初{party.id_number[14:17]}号",
        "party": words_of(party),
        "duty": "pay",
        "amount_yuan": 58_000,
        "issued_on": "2018-10-08",
        "due_on": "2018-12-10",
    }
    case = str(lived.officer("court", "clerk", "judgments", body)["id"])
    told = lived.officer("court", "clerk", f"judgments/{case}/enforcement-notice")
    return case, date.fromisoformat(told["notices"][0]["perform_by"])


def _propose(lived: Lived, party: Party, case: str) -> None:
    """A second officer agrees, but for one whom nobody may list."""
    body = {
        "list": "judgment-defaulters",
        "ground": "able-but-refuses",
        "basis": case,
        "party": words_of(party),
    }
    proposal = str(lived.officer("court", "clerk", "listing-proposals", body)["id"])
    lived.proposals[party.id_number] = proposal
    door = f"listing-proposals/{proposal}"
    if party is lived.refused:
        lived.officer("court", "reviewer", f"{door}/refusal", {"reasons": f"不予列入 {BOLD}"})
        return
    lived.officer("court", "reviewer", f"{door}/approval")
    lived.officer("court", "reviewer", f"{door}/notification")


def _object(lived: Lived) -> None:
    """The party objects in markup, and is answered in markup."""
    words = {"proposal": lived.proposals[lived.marked.id_number], "statement": f"我不同意 {BOLD}"}
    me = lived.doors.party("court", words_of(lived.marked))
    objection = _done(me.post("/v1/objections", words))["id"]
    reasons = {"upheld": False, "reasons": f"异议不成立 {BOLD}"}
    lived.officer("court", "appeals", f"objections/{objection}/decision", reasons)


def _register_the_firm(lived: Lived) -> None:
    """The firm is on its place's books, and on the way to the market regulator's list."""
    words = words_of(lived.firm)
    lived.officer(PLACE, "clerk", "organisations", {"party": words})
    case = {"party": words, "ground": "deceives-registry", "found_on": "2019-01-01",
            "facts": f"属实 {BOLD}", "decided": True}  # fmt: skip
    basis = lived.officer("market", "clerk", "cases", case)["id"]
    body = {
        "list": "serious-violations",
        "ground": "deceives-registry",
        "basis": basis,
        "party": words,
    }
    door = f"listing-proposals/{lived.officer('market', 'clerk', 'listing-proposals', body)['id']}"
    lived.officer("market", "reviewer", f"{door}/approval")
    lived.officer("market", "clerk", f"{door}/notification")


def _note_references(lived: Lived) -> None:
    told = {"marked": lived.marked, "listed": lived.listed, "gone": lived.gone}
    for name, party in told.items():
        file = _done(lived.doors.party("court", words_of(party)).get("/v1/me/file"))
        lived.refs[name] = str(file["procedures"][0]["listing"]["ref"])
