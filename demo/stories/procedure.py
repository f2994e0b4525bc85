"""The way onto a list and off it, the same at every authority, as the people of a story go it."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from demo.stories.telling import StoryTeller
from demo.storyline.doors import Answer

PROPOSALS = "/v1/listing-proposals"
OneDay = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a clerk asks for: whom to list, where, on what ground, resting on which case."""

    at: str
    role: str
    list: str
    ground: str
    basis: str


@dataclass(frozen=True, slots=True)
class Notified:
    """A procedure whose party was told."""

    proposal: str
    told_on: date
    objection_ends_on: date
    publish_on: date


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing that stands."""

    ref: str
    proposal: str
    told_on: date
    listed_on: date
    stands_until: date


def propose(story: StoryTeller, wanted: Wanted) -> str:
    """A clerk proposes; which proposal it is."""
    body = {
        "list": wanted.list,
        "ground": wanted.ground,
        "basis": wanted.basis,
        "party": story.part(wanted.role),
    }
    proposed = story.expect(story.officer(wanted.at, "clerk").post(PROPOSALS, body), 201)
    return str(proposed["id"])


def approve(story: StoryTeller, at: str, proposal: str) -> None:
    """A second officer agrees."""
    story.expect(story.officer(at, "reviewer").post(f"{PROPOSALS}/{proposal}/approval"), 200)


def notify(story: StoryTeller, at: str, proposal: str) -> Notified:
    """The party is told."""
    told = story.officer(at, "reviewer").post(f"{PROPOSALS}/{proposal}/notification")
    answer = story.expect(told, 200)
    return Notified(
        proposal,
        story.today,
        date.fromisoformat(answer["objection_ends_on"]),
        date.fromisoformat(answer["publish_on"]),
    )


def proposed_and_notified(story: StoryTeller, wanted: Wanted) -> Notified:
    """Proposed, approved by another officer, and the party told, all on one day."""
    proposal = propose(story, wanted)
    approve(story, wanted.at, proposal)
    return notify(story, wanted.at, proposal)


def published(
    story: StoryTeller, wanted: Wanted, notified: Notified
) -> Generator[date, None, Listed]:
    """Let the time to object pass unused; the listing that follows by itself."""
    yield notified.publish_on
    procedure = procedure_of(story, wanted.at, wanted.role, notified.proposal)
    listing = procedure["listing"]
    story.must(listing is not None, "nothing was published on the day")
    return Listed(
        str(listing["ref"]),
        notified.proposal,
        notified.told_on,
        date.fromisoformat(listing["listed_on"]),
        date.fromisoformat(listing["stands_until"]),
    )


def procedure_of(story: StoryTeller, at: str, role: str, proposal: str) -> dict[str, Any]:
    """One procedure, as its party reads it in the own file; a locality's has it under its list."""
    file = story.expect(story.as_party(role, at).get("/v1/me/file"), 200)
    held = file.body.get("local_list", file.body)
    found: dict[str, Any] = next(
        one for one in held["procedures"] if one["proposal"]["id"] == proposal
    )
    return found


def steps_in(procedure: dict[str, Any]) -> list[str]:
    """The steps of a procedure, in their order."""
    return [step["step"] for step in procedure["steps"]]


def object_to(story: StoryTeller, at: str, role: str, proposal: str, words: str) -> Answer:
    """The party objects, in its own words."""
    story.count("objections")
    body = {"proposal": proposal, "statement": words}
    return story.expect(story.as_party(role, at).post("/v1/objections", body), 201)


def decide(story: StoryTeller, at: str, objection: str, upheld: bool, reasons: str) -> Answer:
    """An officer for appeals decides, with reasons."""
    body = {"upheld": upheld, "reasons": reasons}
    door = f"/v1/objections/{objection}/decision"
    return story.expect(story.officer(at, "appeals").post(door, body), 200)


def withdraw(story: StoryTeller, at: str, ref: str, cause: str) -> Answer:
    """An officer ends a listing."""
    door = f"/v1/listings/{ref}/withdrawal"
    return story.expect(story.officer(at, "clerk").post(door, {"cause": cause}), 200)


def next_edition(today: date) -> date:
    """The day on which the next edition comes out."""
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)


def ask_review(story: StoryTeller, at: str, role: str, objection: str) -> Answer:
    """The party turns to the body above."""
    door = f"/v1/objections/{objection}/review-request"
    return story.expect(story.as_party(role, at).post(door), 200)


def review(story: StoryTeller, at: str, objection: str, upheld: bool, reasons: str) -> Answer:
    """The body above decides, by an officer who did not decide before."""
    body = {"upheld": upheld, "reasons": reasons}
    door = f"/v1/objections/{objection}/review"
    return story.expect(story.officer(at, "appeals_above").post(door, body), 200)


def day(text: str) -> date:
    """A day as a door writes it."""
    return date.fromisoformat(text)
