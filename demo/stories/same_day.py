"""A restriction that is felt on the day on which the notice arrives."""

from datetime import date

from demo.stories import asking, court_work, procedure
from demo.stories.asking import AIRLINE, HOTEL
from demo.stories.court_work import COURT, Suit
from demo.stories.people import cast
from demo.stories.procedure import OneDay
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.telling import StoryTeller


def _no_notice_no_list(story: StoryTeller) -> Days:
    """Approved, but the party is not told: nothing happens, however long it takes."""
    judgment = yield from court_work.overdue(story, Suit(role="debtor", case=1, amount_yuan=58_000))
    wanted = court_work.wanted("debtor", judgment)
    proposal = procedure.propose(story, wanted)
    procedure.approve(story, COURT, proposal)
    story.facts.update(wanted=wanted, proposal=proposal)
    story.say("two officers agree that the debtor is to be listed; nobody has told the debtor")
    yield procedure.next_edition(story.today)
    asking.hears(story, HOTEL, "debtor", "no_listing")
    found = procedure.procedure_of(story, COURT, "debtor", proposal)
    story.must(found["listing"] is None, "somebody was listed without notice")
    story.say("the month has turned, and nothing is published: without notice there is no listing")


def _notice_then_time(story: StoryTeller) -> Days:
    """Told today: the airline hears nothing of it today, nor while an objection is possible."""
    notified = procedure.notify(story, COURT, story.facts["proposal"])
    story.say(f"the debtor is told, and may object until {notified.objection_ends_on}")
    asking.hears(story, AIRLINE, "debtor", "no_listing")
    story.say("the same day a flight is booked: no_listing")
    door = f"{procedure.PROPOSALS}/{notified.proposal}/grace"
    asked = story.officer(COURT, "clerk").post(door, {"months": 1})
    story.must(asked.status == 409, f"a grace was given: {asked.status}")
    story.say(f"the court would give a month of grace; its rules know none yet: {asked.code}")
    yield notified.objection_ends_on
    asking.hears(story, HOTEL, "debtor", "no_listing")
    story.say("the last day to object, and still nothing")
    listing = yield from procedure.published(story, story.facts["wanted"], notified)
    story.must(listing.listed_on == notified.objection_ends_on + OneDay, "published on another day")
    story.say(f"nobody objected; published, to stand until {listing.stands_until}")
    story.facts["listing"] = listing


def _the_first_restriction(story: StoryTeller) -> Days:
    """Partners learn of it with the next edition only."""
    asking.hears(story, AIRLINE, "debtor", "no_listing")
    yield procedure.next_edition(story.today)
    asking.hears(story, AIRLINE, "debtor", "restricted")
    listing = story.facts["listing"]
    asked = asking.asked_about(story, "debtor")
    story.say("the month turns: the airline hears restricted, for the first time")
    story.measure(
        days_until_corrected="nothing was wrong",
        asked=asked,
        restricted=asking.restricted(asked),
        days_to_publication=_days(listing.told_on, listing.listed_on),
        days_to_restriction=_days(listing.told_on, story.today),
    )


def _days(first: date, last: date) -> int:
    return (last - first).days


STORY = Story(
    number=14,
    name="same-day",
    title=Title(en="Restricted on the day of the notice", zh="通知送达当日即被限制"),
    in_the_world=(
        "Somebody was told of a restriction on the very day on which it was already felt. There was"
        " no time in between, neither to pay nor to contest."
    ),
    source="newsflash.city/2402",
    services=(COURT,),
    cast=cast("debtor"),
    steps=(
        ("(a) without notice nothing happens", _no_notice_no_list),
        ("(b) notice, and then time", _notice_then_time),
        ("(c) the first restriction", _the_first_restriction),
    ),
    here=(
        "Publication came {days_to_publication} days after the notice, and the first refused"
        " booking {days_to_restriction} days after it."
    ),
    safeguard=Safeguard(
        "Nobody is listed without notice and time to object",
        "POST /v1/listing-proposals/{id}/notification; the court's row objection-window, ours",
    ),
    remains=(
        "The order is ours. In the modelled rules of 2019 a decision takes effect when it is"
        " issued, an objection comes afterwards and stays nothing; a grace period before"
        " publication came only after the paper. And here too the debtor has days, not months."
    ),
)
