"""A notice that was never read, and a performance that was not enough."""

from demo.stories import asking, court_work, procedure
from demo.stories.asking import AIRLINE
from demo.stories.court_work import COURT, Suit
from demo.stories.people import cast
from demo.stories.procedure import OneDay
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.telling import StoryTeller


def _half_performed(story: StoryTeller) -> Days:
    """Ordered to publish a verdict; an advertisement was paid for; the court calls it partial."""
    suit = Suit(role="journalist", case=1, duty="act")
    judgment = str(court_work.sentence(story, suit)["id"])
    perform_by = court_work.warn(story, judgment)
    done = court_work.perform(story, judgment, "partial")
    story.must(done["performed_on"] is None, "a partial performance counted as a full one")
    story.say("ordered to publish a verdict, the journalist pays for an advertisement")
    story.say("a clerk enters that as partial; partial is not enough to stay off the list")
    yield perform_by + OneDay
    story.facts["judgment"] = judgment


def _told_but_not_reached(story: StoryTeller) -> Days:
    """An officer notes that notice was given; whether anybody read it, no register can know."""
    wanted = court_work.wanted("journalist", story.facts["judgment"])
    notified = procedure.proposed_and_notified(story, wanted)
    story.say("the notice goes out, to an address where the journalist no longer lives")
    listing = yield from procedure.published(story, wanted, notified)
    story.facts["listing"] = listing
    story.say(f"nobody objects; listed, to stand until {listing.stands_until}")
    yield procedure.next_edition(story.today)
    asking.hears(story, AIRLINE, "journalist", "restricted")
    unaware = (story.today - listing.told_on).days
    story.measure(days_unaware=unaware)
    story.facts["refused_on"] = story.today
    story.say(f"a flight is refused: {unaware} days after the notice the journalist learns of it")


def _the_file_tells_what_happened(story: StoryTeller) -> Days:
    """The own file names each step; the objection comes late, and stays nothing any more."""
    listing = story.facts["listing"]
    found = procedure.procedure_of(story, COURT, "journalist", listing.proposal)
    story.say(f"the own file at the court: {' > '.join(procedure.steps_in(found))}")
    words = "判决要求刊登，我已付费刊登；通知寄到了旧地址。"
    objection = procedure.object_to(story, COURT, "journalist", listing.proposal, words)
    asking.hears(story, AIRLINE, "journalist", "restricted")
    story.say("the journalist objects; the listing is marked contested, and still restricts")
    yield procedure.day(objection["decide_by"])
    dismissed = procedure.decide(story, COURT, objection["id"], False, "广告不等于刊登判决。")
    story.say(f"dismissed on the last day; review until {dismissed['review_until']}")
    yield procedure.day(dismissed["review_until"])
    procedure.ask_review(story, COURT, "journalist", objection["id"])
    story.facts["objection"] = objection["id"]


def _the_court_above(story: StoryTeller) -> Days:
    """The body above sees it otherwise: withdrawn as listed in error, and recalled."""
    yield story.today + 15 * OneDay
    procedure.review(story, COURT, story.facts["objection"], True, "已刊登主要内容，视为履行。")
    story.say("the court above: the verdict's gist was published, so nothing was left to perform")
    asking.must_be_recalled(story, AIRLINE, story.facts["listing"].ref)
    asking.hears(story, AIRLINE, "journalist", "no_listing")
    story.say("withdrawn as listed in error; the airline hears no_listing")
    asked = asking.asked_about(story, "journalist")
    story.measure(
        days_until_corrected=(story.today - story.facts["listing"].listed_on).days,
        days_restricted=(story.today - story.facts["refused_on"]).days,
        asked=asked,
        restricted=asking.restricted(asked),
    )


STORY = Story(
    number=7,
    name="no-notice",
    title=Title(en="Learnt at the ticket counter", zh="购票被拒才得知被列入名单"),
    in_the_world=(
        "A journalist had to publish a verdict and paid to have it published; the court held that"
        " this was not enough. No decision was served. A refused flight was the first sign, and"
        " after it property, loans and fast trains were closed as well."
    ),
    source="globeistan.com/?p=70953 (Globe and Mail)",
    services=(COURT,),
    cast=cast("journalist"),
    steps=(
        ("(a) half performed", _half_performed),
        ("(b) told, but not reached", _told_but_not_reached),
        ("(c) the own file, and an objection that comes late", _the_file_tells_what_happened),
        ("(d) the court above", _the_court_above),
    ),
    here=(
        "The journalist learnt of it {days_unaware} days after the notice, by a refused flight, and"
        " was free of it {days_until_corrected} days after the listing began."
    ),
    safeguard=Safeguard(
        "A review by the body above, which undoes the listing and recalls what was decided on it",
        "POST /v1/objections/{id}/review; the own file, GET /v1/me/file, names every step",
    ),
    remains=(
        "Notice helps those whom it reaches. The model takes an officer's word that it was given;"
        " a letter that nobody opens starts the same clock. For {days_restricted} days a listing"
        " that should not have been was enforced: once published, an objection marks it and stays"
        " nothing. Whether a partial performance is enough is for officers to judge, here twice in"
        " opposite ways."
    ),
)
