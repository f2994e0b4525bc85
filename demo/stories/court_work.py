"""The court's own work in a story: a judgment, its notice, a listing under it, a performance."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, timedelta

from demo.stories.procedure import (
    Listed,
    OneDay,
    Wanted,
    approve,
    notify,
    proposed_and_notified,
    published,
)
from demo.stories.telling import StoryTeller
from demo.storyline.doors import Answer

COURT, LIST, GROUND = "court", "judgment-defaulters", "able-but-refuses"
RESTRICTED, UNPAID, BREACH = (
    "consumption-restrictions",
    "unpaid-after-notice",
    "breaks-consumption-restriction",
)
ORDERS = "/v1/consumption-restrictions"
ISSUED_AGO, DUE_AGO = timedelta(days=85), timedelta(days=22)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suit:
    """A judgment against one of the story's people."""

    role: str
    case: int
    duty: str = "pay"
    amount_yuan: int | None = None
    severity: str = "ordinary"


def sentence(story: StoryTeller, suit: Suit) -> Answer:
    """Enter a judgment whose last day to perform has passed."""
    body = {
        "case_number": f"(2018)模{story.story.number:02}民初{suit.case}号",
        "party": story.part(suit.role),
        "duty": suit.duty,
        "severity": suit.severity,
        "issued_on": (story.today - ISSUED_AGO).isoformat(),
        "due_on": (story.today - DUE_AGO).isoformat(),
    }
    if suit.amount_yuan is not None:
        body["amount_yuan"] = suit.amount_yuan  # type: ignore[assignment]
    return story.expect(story.officer(COURT, "clerk").post("/v1/judgments", body), 201)


def warn(story: StoryTeller, judgment: str) -> date:
    """The enforcement notice with its warning; the last day that it gives."""
    door = f"/v1/judgments/{judgment}/enforcement-notice"
    given = story.expect(story.officer(COURT, "clerk").post(door), 201)
    return date.fromisoformat(given["notices"][-1]["perform_by"])


def wanted(role: str, judgment: str) -> Wanted:
    """A place on the list of judgment defaulters."""
    return Wanted(COURT, role, LIST, GROUND, judgment)


def overdue(story: StoryTeller, suit: Suit) -> Generator[date, None, str]:
    """A judgment whose enforcement notice has run out unheeded."""
    judgment = str(sentence(story, suit)["id"])
    yield warn(story, judgment) + OneDay
    return judgment


def listed(story: StoryTeller, suit: Suit) -> Generator[date, None, tuple[str, Listed]]:
    """The whole way from a judgment onto the list, nobody objecting."""
    judgment = yield from overdue(story, suit)
    asked_for = wanted(suit.role, judgment)
    notified = proposed_and_notified(story, asked_for)
    return judgment, (yield from published(story, asked_for, notified))


def perform(story: StoryTeller, judgment: str, extent: str, amount: int | None = None) -> Answer:
    """A clerk notes what was done."""
    body: dict[str, str | int] = {"extent": extent}
    if amount is not None:
        body["amount_yuan"] = amount
    door = f"/v1/judgments/{judgment}/performance"
    return story.expect(story.officer(COURT, "clerk").post(door, body), 201)


@dataclass(frozen=True, slots=True)
class Order:
    """An order that restricts somebody's consumption, and the listing under it."""

    id: str
    listing: Listed


def restricted(story: StoryTeller, role: str, judgment: str) -> Generator[date, None, Order]:
    """An order under a judgment, for want of payment and no bad faith, all the way into force."""
    asked = story.officer(COURT, "clerk").post(ORDERS, {"judgment": judgment, "ground": UNPAID})
    order = story.expect(asked, 201)
    (addressee,) = order["addressees"]
    approve(story, COURT, addressee["proposal_id"])
    notified = notify(story, COURT, addressee["proposal_id"])
    asked_for = Wanted(COURT, role, RESTRICTED, UNPAID, order["id"])
    listing = yield from published(story, asked_for, notified)
    return Order(order["id"], listing)


def note_breach(story: StoryTeller, order: Order, measure: str) -> None:
    """A clerk notes that something was done which the order forbids."""
    body = {"ref": order.listing.ref, "measure": measure}
    door = f"{ORDERS}/{order.id}/breaches"
    story.expect(story.officer(COURT, "clerk").post(door, body), 201)


def note_inability(story: StoryTeller, judgment: str) -> list[str]:
    """An officer notes that the debtor cannot pay; the listings that must now go."""
    door = f"/v1/judgments/{judgment}/circumstances"
    noted = story.officer(COURT, "reviewer").post(door, {"bar": "unable-to-perform"})
    return [one["ref"] for one in story.expect(noted, 201)["to_withdraw"]]
