"""An apology that an officer does not find sincere."""

from datetime import date, timedelta

from demo.stories import asking, court_work, procedure
from demo.stories.asking import AIRLINE
from demo.stories.court_work import COURT, Suit
from demo.stories.people import cast
from demo.stories.procedure import OneDay
from demo.stories.story import Days, NoSafeguard, Story, Title
from demo.stories.telling import StoryTeller

LATER = timedelta(days=400)
JUDGED_BY_OFFICERS = "non-monetary-performance"


def _two_apologies(story: StoryTeller) -> Days:
    """Two owe an apology and write the same letter; one clerk's word makes the difference."""
    debts = {
        role: str(court_work.sentence(story, Suit(role=role, case=case, duty="apologise"))["id"])
        for case, role in enumerate(("lawyer", "neighbour"), start=1)
    }
    last_days = [court_work.warn(story, judgment) for judgment in debts.values()]
    story.say("a lawyer and a neighbour are each ordered to apologise; both send the same letter")
    enough = court_work.perform(story, debts["neighbour"], "full")
    short = court_work.perform(story, debts["lawyer"], "partial")
    story.must(enough["performed_on"] is not None, "the accepted apology did not end the duty")
    story.must(short["performed_on"] is None, "the refused apology ended the duty")
    story.say("the neighbour's is entered as full, the lawyer's as partial: not sincere")
    story.facts["judgments"] = debts
    yield max(last_days) + OneDay


def _only_one_may_be_listed(story: StoryTeller) -> Days:
    """The same proposal is possible against the one and refused against the other."""
    debts = story.facts["judgments"]
    other = court_work.wanted("neighbour", debts["neighbour"])
    body = {
        "list": other.list,
        "ground": other.ground,
        "basis": other.basis,
        "party": story.part("neighbour"),
    }
    refused = story.officer(COURT, "clerk").post(procedure.PROPOSALS, body)
    story.expect(refused, 409, "duty_performed")
    wanted = court_work.wanted("lawyer", debts["lawyer"])
    notified = procedure.proposed_and_notified(story, wanted)
    story.say("against the neighbour a proposal is refused: duty_performed")
    listing = yield from procedure.published(story, wanted, notified)
    story.facts["listing"] = listing
    story.say(f"the lawyer is told, does not read it, and is listed until {listing.stands_until}")


def _learnt_at_the_counter(story: StoryTeller) -> Days:
    """More than a year later a ticket is refused; what follows changes nothing."""
    yield story.today + LATER
    asking.hears(story, AIRLINE, "lawyer", "restricted")
    listing = story.facts["listing"]
    story.measure(days_unaware=(story.today - listing.told_on).days)
    story.say(f"a flight is refused, {story.measured['days_unaware']} days after the notice")
    words = "我已书面道歉，与邻人的道歉信一字不差，对方的却被认可。"
    objection = procedure.object_to(story, COURT, "lawyer", listing.proposal, words)
    dismissed = procedure.decide(story, COURT, objection["id"], False, "道歉缺乏诚意。")
    procedure.ask_review(story, COURT, "lawyer", objection["id"])
    procedure.review(story, COURT, objection["id"], False, "是否真诚由执行法院判断。")
    story.say("the objection is dismissed: not sincere; the court above leaves that to the court")
    story.must(dismissed["reasons"] != "", "a dismissal without reasons")
    story.must(_openness_of(story, JUDGED_BY_OFFICERS) == "open", "a rule measures an apology")
    story.say("the public rulebook has one row on it: the court judges, and the row is `open`")


def _only_the_date_helps(story: StoryTeller) -> Days:
    """The listing ends on its day, and on no ground of justice."""
    ends_on: date = story.facts["listing"].stands_until
    yield ends_on - OneDay
    asking.hears(story, AIRLINE, "lawyer", "restricted")
    yield ends_on
    asking.hears(story, AIRLINE, "lawyer", "no_listing")
    story.say("its day has come and nobody renewed it: the airline hears no_listing")
    asked = asking.asked_about(story, "lawyer")
    listed_on = story.facts["listing"].listed_on
    story.measure(
        days_until_corrected=None,
        days_listed=(story.today - listed_on).days,
        asked=asked,
        restricted=asking.restricted(asked),
    )


def _openness_of(story: StoryTeller, rule_id: str) -> str:
    """How much a row of the court's rulebook leaves to an officer."""
    rules = story.expect(story.doors.anybody(COURT).get("/v1/rulebook"), 200)["rules"]
    return str(next(row["openness"] for row in rules if row["id"] == rule_id))


STORY = Story(
    number=8,
    name="apology",
    title=Title(en="An apology held to be insincere", zh="道歉被认定缺乏诚意"),
    in_the_world=(
        "A lawyer had to apologise, did, and was listed all the same because a court did not find"
        " the apology sincere. It came out when a ticket could not be bought, years afterwards."
    ),
    source="chinadigitaltimes.net 2018-07 (mention); the details, from another report, unconfirmed",
    services=(COURT,),
    cast=cast("lawyer", "neighbour"),
    steps=(
        ("(a) two letters, word for word the same", _two_apologies),
        ("(b) only one of the two may be listed", _only_one_may_be_listed),
        ("(c) learnt at the counter", _learnt_at_the_counter),
        ("(d) only the date helps", _only_the_date_helps),
    ),
    here=(
        "Nothing put it right. The lawyer learnt of it after {days_unaware} days, lost the"
        " objection and the review, and stayed on the list for {days_listed} days, to its last one."
    ),
    safeguard=NoSafeguard(
        "Every step was kept: notice, second officer, reasons, review. What no procedure decides"
        " is whether an apology is sincere; an officer enters that, and the file shows who."
    ),
    remains=(
        "A listing that ends on a date is all that our floor gives here; the modelled rule has no"
        " date for this ground. For a duty that is not money, performance is what an officer says"
        " it is, and the same letter was enough for one person and not for the other."
    ),
)
