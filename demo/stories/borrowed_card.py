"""Travelling on somebody else's card."""

from collections.abc import Mapping

from demo.stories import asking, court_work, procedure
from demo.stories.asking import AIRLINE
from demo.stories.court_work import Suit
from demo.stories.people import cast
from demo.stories.procedure import OneDay, Wanted
from demo.stories.story import Days, NoSafeguard, Story, Title
from demo.stories.telling import PLATFORM, StoryTeller

RAIL, LIST, GROUND = "rail", "rail-passengers", "smokes-on-high-speed-train"


def _flying_as_somebody_else(story: StoryTeller) -> Days:
    """The airline asks about the card, not about whoever holds it."""
    yield from court_work.listed(story, Suit(role="debtor", case=1, amount_yuan=75_000))
    yield procedure.next_edition(story.today)
    asking.hears(story, AIRLINE, "debtor", "restricted")
    story.say("a debtor's flight is refused")
    asking.hears(story, AIRLINE, "cousin", "no_listing")
    story.say("the debtor books on a cousin's card: no_listing, and flies")


def _smoking_on_a_friends_card(story: StoryTeller) -> Days:
    """On the train the debtor smokes; the railway books it to the card."""
    wanted = _found_smoking(story, "friend")
    notified = procedure.proposed_and_notified(story, wanted)
    story.say("on a train, on a friend's card, the debtor smokes: the railway finds the friend")
    story.say(f"the friend is told, and may object until {notified.objection_ends_on}")
    yield notified.objection_ends_on
    words = "当天我在医院值班，车票不是我使用的。"
    objection = procedure.object_to(story, RAIL, "friend", notified.proposal, words)
    procedure.decide(story, RAIL, objection["id"], True, "值班记录属实。")
    story.must(_public(story, "friend") == 0, "the friend was listed")
    story.say("the friend was on duty elsewhere and can show it: the proposal lapses")


def _and_on_a_strangers(story: StoryTeller) -> Days:
    """Whoever does not read the notice stands on the list."""
    wanted = _found_smoking(story, "stranger")
    notified = procedure.proposed_and_notified(story, wanted)
    listing = yield from procedure.published(story, wanted, notified)
    yield procedure.next_edition(story.today)
    story.must(_public(story, "stranger") == 1, "the stranger is not on the public list")
    no_ticket = (listing.stands_until - listing.listed_on).days
    story.say("the same on a stranger's lost card; the stranger does not read the notice")
    story.say(f"listed, and publicly so: no ticket for {no_ticket} days, for what another did")
    story.measure(restricted=_brought_about(story, "stranger"))
    objection = procedure.object_to(
        story, RAIL, "stranger", listing.proposal, "身份证遗失，已报警。"
    )
    decided = procedure.day(objection["decide_by"])
    yield decided
    procedure.decide(story, RAIL, objection["id"], True, "遗失报案记录属实。")
    story.say("turned away at the counter, the stranger objects; on the last day that is upheld")
    asked = [one for role in ("debtor", "cousin") for one in _asked(story, role)]
    story.measure(
        days_until_corrected=(story.today - listing.listed_on).days,
        asked=asked,
    )


def _brought_about(story: StoryTeller, role: str) -> list[str]:
    """What a listing brings about, as its party reads it in the own file."""
    held = story.expect(story.as_party(role, RAIL).get("/v1/me/file"), 200)["holdings"]
    (case,) = held["cases"]
    return [text["en"].rstrip(".") for text in case["brings_about"]]


def _asked(story: StoryTeller, role: str) -> list[str]:
    return [f"{role}: {one}" for one in asking.asked_about(story, role)]


def _found_smoking(story: StoryTeller, role: str) -> Wanted:
    """A decided case against whoever is on the ticket."""
    case: Mapping[str, object] = {
        "party": story.part(role),
        "ground": GROUND,
        "found_on": (story.today - OneDay).isoformat(),
        "facts": "在高铁车厢连接处吸烟。",
        "decided": True,
    }
    found = story.expect(story.officer(RAIL, "clerk").post("/v1/cases", case), 201)
    return Wanted(RAIL, role, LIST, GROUND, str(found["id"]))


def _public(story: StoryTeller, role: str) -> int:
    found = story.doors.anybody(PLATFORM).post("/v1/search", {"name": story.name(role)})
    return len(story.expect(found, 200)["listings"])


STORY = Story(
    number=15,
    name="borrowed-card",
    title=Title(en="Travelling on somebody else's card", zh="冒用他人身份证出行"),
    in_the_world="Defaulters who may not travel use the identity cards of others.",
    source="taipeitimes.com 2017-07-30",
    services=(court_work.COURT, RAIL),
    cast=cast("debtor", "cousin", "friend", "stranger"),
    steps=(
        ("(a) flying as somebody else", _flying_as_somebody_else),
        ("(b) smoking on a friend's card", _smoking_on_a_friends_card),
        ("(c) and on a stranger's", _and_on_a_strangers),
    ),
    here=(
        "The debtor flew. The friend, who read the notice, was never listed; the stranger, who did"
        " not, was without railway tickets for {days_until_corrected} days."
    ),
    safeguard=NoSafeguard(
        "A register knows numbers, not hands. What would tell the holder of a card from its owner"
        " is a look at the face, and biometrics are what this model leaves out on purpose. Notice"
        " and objection help the owner, if the owner reads."
    ),
    remains=(
        "The restriction is evaded by the one and falls on the other. The owner has to prove not to"
        " have been there, and in the meantime the list is public."
    ),
)
