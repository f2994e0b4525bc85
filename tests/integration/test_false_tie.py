"""A student made "director" with a stolen identity card: listed, barred, and free of it everywhere.

After the students who were lured into holiday jobs and became legal representatives of firms that
they had never seen.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from demo.launcher import Options, Stack
from demo.roster import BROKER, GATEWAY, PLATFORM, SECTORS, SITE
from demo.storyline.doors import Answer, Doors
from shared.calendar import start_of
from tests.builders import make_organisation, make_party, words_of
from tests.integration.books import rows, until
from tests.integration.stream import read_stream

pytestmark = pytest.mark.integration

LIST, THROUGH = "withheld-wages", "answers-for-withheld-wages"
FIRM = make_organisation()
STUDENT = make_party("陈思雨", born_on=date(1999, 9, 9))
OFFICE, MEASURE = "procurement-office", "procurement-bar"


@dataclass(frozen=True, slots=True)
class Registry:
    """The wages authority, the register and the gateway, and the people who come to them."""

    stack: Stack
    doors: Doors

    def say(self, role: str, door: str, body: dict[str, Any] | None = None) -> Any:
        """An officer of the wages authority does something, and it is done."""
        return done(self.doors.officer("wages", role).post(f"/v1/{door}", body))

    def list_by_procedure(self, **words: Any) -> str:
        """A proposal, a second officer, notice, and the day of publication; the listing's name."""
        proposal = self.say("clerk", "listing-proposals", {"list": LIST, **words})["id"]
        self.say("reviewer", f"listing-proposals/{proposal}/approval")
        told = self.say("clerk", f"listing-proposals/{proposal}/notification")
        self.stack.advance(start_of(date.fromisoformat(told["publish_on"])))
        file = self.stack.state_of("wages") / "wages.sqlite"
        [(ref,)] = rows(file, f"SELECT ref FROM proposals WHERE id = '{proposal}'")  # noqa: S608
        return str(ref)

    def ask(self) -> Any:
        """The procurement office asks whether the student may be a supplier."""
        question = {"measure": MEASURE, "purpose": "tender 88", "party": words_of(STUDENT)}
        return done(self.doors.partner(OFFICE).post("/v1/decisions", question))

    def student(self, service: str) -> Any:
        """The student at a service."""
        return self.doors.party(service, words_of(STUDENT))


def done(answer: Answer) -> Any:
    """What a door says to a good request."""
    assert answer.status in (200, 201), answer.body
    return answer.body


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """The wages authority alone among the sectors, the broker, the platform and the gateway."""
    options = Options(sectors=("wages",), only=[BROKER, SECTORS, PLATFORM, GATEWAY, SITE])
    with Stack.on_free_ports(tmp_path_factory.mktemp("tie"), options) as stack:
        stack.register([STUDENT, FIRM])
        with closing(Doors(stack)) as doors:
            yield Registry(stack, doors)


def test_a_false_tie_is_cut_and_what_followed_is_gone_at_every_hop(registry: Registry) -> None:
    tie, firms, ref = listed_through_a_false_tie(registry)
    registry.stack.advance(start_of(date(2019, 2, 1)))  # the month turns: the edition carries both
    barred = registry.ask()
    assert (barred["outcome"], barred["may_be_acted_on"]) == ("restricted", True)
    assert [(one["ref"], one["reason"]) for one in barred["listings"]] == [(ref, THROUGH)]
    shown = registry.doors.anybody("platform").get(f"/v1/listings/wages/{ref}")
    assert (shown.status, shown["listing"]["name"]) == (200, STUDENT.name)

    statement = {"statement": "A man took a picture of my identity card for a holiday job."}
    contest = done(registry.student("wages").post(f"/v1/ties/{tie}/contest", statement))
    assert contest["decide_by"] == "2019-02-16"
    verdict = {"upheld": True, "reasons": "The registry found the signature forged."}
    decided = registry.say("appeals", f"ties/{tie}/contest-decision", verdict)
    assert decided["withdrawn"] == [ref]

    until(lambda: registry.ask()["outcome"] == "no_listing", "the gateway has let the student go")
    # The issuer's own no comes before the withdrawal has reached the register.
    register = registry.doors.anybody("platform")
    until(
        lambda: register.get(f"/v1/listings/wages/{ref}").status == 410,
        "the register has heard of the withdrawal",
    )
    assert register.get(f"/v1/listings/wages/{ref}").code == "withdrawn"
    until(lambda: barred["decision_id"] in recalled(registry), "the recall names the decision")
    still = registry.doors.anybody("platform").get(f"/v1/listings/wages/{firms}")
    assert (still.status, still["listing"]["name"]) == (
        200,
        FIRM.name,
    )  # the firm did withhold the wages
    procedure = done(registry.student("wages").get("/v1/me/file"))["procedures"][0]
    assert procedure["listing"]["cause"] == "listed_in_error"
    nothing_of_the_tie_has_crossed(registry.stack)


def listed_through_a_false_tie(registry: Registry) -> tuple[str, str, str]:
    """The tie, the firm's listing, and that of the student through the firm."""
    case = {
        "party": words_of(FIRM),
        "ground": "withholds-pay-of-one",
        "found_on": "2019-01-01",
        "facts": "属实。",
        "decided": True,
        "amount_yuan": 8_000,
    }
    basis = registry.say("clerk", "cases", case)["id"]
    director = {
        "role": "representative",
        "since_on": "2018-07-01",
        "person": words_of(STUDENT),
    }
    tie = registry.say("clerk", f"cases/{basis}/persons", director)["id"]
    words = {"ground": "withholds-pay-of-one", "basis": basis, "party": words_of(FIRM)}
    firms = registry.list_by_procedure(**words)
    through = {"ground": THROUGH, "basis": firms, "party": words_of(STUDENT)}
    return tie, firms, registry.list_by_procedure(**through)


def recalled(registry: Registry) -> list[str]:
    """The decisions that the partner has been told to take back."""
    answer = done(registry.doors.partner(OFFICE).get("/v1/recalls", after=0))
    return [decision for recall in answer["recalls"] for decision in recall["decisions"]]


def nothing_of_the_tie_has_crossed(stack: Stack) -> None:
    """Nothing is on the stream but four fields for each act, and the platform holds no more."""
    said = [(one.subject.rsplit(".", 1)[1], one.body.decode()) for one in read_stream(stack)]
    assert [act for act, _ in said] == ["listed", "listed", "withdrawn"]
    assert not any("representative" in body or STUDENT.id_number in body for _, body in said)
    held = (stack.state_of("platform") / "platform.sqlite").read_bytes()
    assert b"representative" not in held
