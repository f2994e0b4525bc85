"""Partners ask the gateway, and people read there who asked about them."""

from collections import Counter
from collections.abc import Mapping

from demo.stories.telling import StoryTeller
from demo.storyline.doors import Answer, until

AIRLINE, HOTEL, BANK, POSTS = (
    "skyward-air",
    "four-seasons-inn",
    "harbour-bank",
    "public-posts-office",
)
# What the airline asks under where an order restricts consumption.
UNDER_AN_ORDER = "restricted-air-travel"
MEASURES = {
    AIRLINE: "air-travel",
    HOTEL: "star-hotel",
    BANK: "loan-reference",
    POSTS: "public-posts",
}


def ask_about(
    story: StoryTeller, partner: str, party: Mapping[str, str], measure: str = ""
) -> Answer:
    """A partner asks about a party as it knows it, rightly or not, under its usual measure."""
    question = {
        "measure": measure or MEASURES[partner],
        "purpose": f"booking of {story.today}",
        "party": dict(party),
    }
    return story.doors.partner(partner).post("/v1/decisions", question)


def hears(story: StoryTeller, partner: str, role: str, outcome: str, measure: str = "") -> Answer:
    """Ask, and insist on the outcome that the story tells."""
    answer = story.expect(ask_about(story, partner, story.part(role), measure), 200)
    heard = answer["outcome"]
    story.must(heard == outcome, f"{partner} was to hear {outcome}, and heard {heard}")
    return answer


def asked_about(story: StoryTeller, role: str) -> list[str]:
    """Who asked about somebody and what was answered, as the person reads it at the gateway."""
    own = story.expect(story.as_party(role, "gateway").get("/v1/me/queries"), 200)
    counts = Counter(_in_words(query) for query in reversed(own["queries"]))
    return [f"{what}, {_times(count)}" for what, count in counts.items()]


def restricted(asked: list[str]) -> list[str]:
    """Those of the answers that restricted somebody."""
    return [one for one in asked if ": restricted, " in one]


def _in_words(query: Mapping[str, str]) -> str:
    return f"{query['partner']} ({query['measure']}): {query['outcome']}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def must_be_recalled(story: StoryTeller, partner: str, ref: str) -> None:
    """Wait until a partner is told that a listing on which it was answered is no more."""

    def is_told() -> bool:
        told = story.doors.partner(partner).get("/v1/recalls", after=0)
        return ref in [recall["ref"] for recall in told["recalls"]]

    story.must(until(is_told), f"{partner} was not told of the withdrawal")
