"""A mother, a polluter, a borrower: one list, one sanction."""

import json
from collections.abc import Mapping
from itertools import islice

from demo.cast import party_of
from demo.population import Population, Sex
from demo.stories import asking, court_work, procedure
from demo.stories.asking import AIRLINE, HOTEL
from demo.stories.court_work import COURT, Suit
from demo.stories.people import adults, first
from demo.stories.procedure import OneDay
from demo.stories.story import Days, NoSafeguard, Story, Title
from demo.stories.telling import StoryTeller
from shared.identifiers import Party

SUITS = (
    Suit(role="mother", case=1, duty="act", severity="minor"),
    Suit(role="polluter", case=2, amount_yuan=2_400_000, severity="grave"),
    Suit(role="borrower", case=3, amount_yuan=3_000),
)


def _cast(population: Population) -> Mapping[str, Party]:
    mother = first(population, lambda person: person.sex is Sex.FEMALE)
    others = [person for person in islice(adults(population), 3) if person != mother]
    people = zip(("mother", "polluter", "borrower"), (mother, *others), strict=False)
    return {role: party_of(one) for role, one in people}


UNLIKE = (
    "a mother who does not let the father see the child (minor)",
    "a polluter who owes 2,400,000 yuan of damages (grave)",
    "a borrower who owes 3,000 yuan (ordinary)",
)


def _three_unlike_judgments(story: StoryTeller) -> Days:
    """Three judgments of quite different weight, none of them performed."""
    judgments = [str(court_work.sentence(story, suit)["id"]) for suit in SUITS]
    last_day = max(court_work.warn(story, judgment) for judgment in judgments)
    for words in UNLIKE:
        story.say(words)
    yield last_day + OneDay
    asked_for = [
        court_work.wanted(suit.role, one) for suit, one in zip(SUITS, judgments, strict=True)
    ]
    notified = [procedure.proposed_and_notified(story, wanted) for wanted in asked_for]
    listings = []
    for wanted, told in zip(asked_for, notified, strict=True):
        listings.append((yield from procedure.published(story, wanted, told)))
    story.facts["listings"] = listings
    story.say("all three are listed, on one ground: could perform, and does not")


def _one_sanction(story: StoryTeller) -> Days:
    """The same reason on the wire, the same term, the same answer at every counter."""
    yield procedure.next_edition(story.today)
    terms = {one.stands_until - one.listed_on for one in story.facts["listings"]}
    reasons = {_said_of(story, suit.role) for suit in SUITS}
    story.must(len(reasons) == 1, f"the wire tells them apart: {reasons}")
    story.must(len(terms) == 1, f"the terms differ: {terms}")
    for partner in (AIRLINE, HOTEL):
        for suit in SUITS:
            asking.hears(story, partner, suit.role, "restricted")
    story.say("airline and hotel ask about each of them: restricted, six times")
    story.say(f"on the wire all three carry the same reason: {reasons.pop()}")
    story.stayed("the duty", "the amount", "the severity")


def _who_could_ask(story: StoryTeller) -> None:
    """The court alone knows the weights; what it publishes is counted, and rounded."""
    counts = story.expect(story.doors.anybody(COURT).get("/v1/statistics"), 200)["standing_by"]
    story.must("grave" in counts["severity"], "the court does not count by severity")
    story.must(counts["severity"]["grave"] is None, "a count under ten was told")
    story.say("the court alone counts its listings by severity and by duty, for everybody to read,")
    story.say("and tells no count under ten: of the grave one it says nothing")
    asked = [one for suit in SUITS for one in asking.asked_about(story, suit.role)]
    story.measure(
        days_until_corrected=None,
        asked=sorted(set(asked)),
        restricted=sorted(set(asking.restricted(asked))),
        refusals=len(asked),
    )


def _said_of(story: StoryTeller, role: str) -> str:
    """The reason that crossed about somebody."""
    notices = story.wire.about({story.name(role)})
    return str(json.loads(notices[-1]["body"])["reason"])


STORY = Story(
    number=11,
    name="proportion",
    title=Title(en="One sanction for unlike judgments", zh="判决轻重不同，惩戒一律相同"),
    in_the_world=(
        "A mother was barred from fast trains because she refused visits to her child. Judgments"
        " are all one to the list: a lawyer whom the paper quotes sets an apology that is owed, or"
        " a visit to one's mother, beside the duty to clean up after an environmental disaster."
    ),
    source="sixthtone.com/news/1546; Arsène 2019, footnote 22",
    services=(COURT,),
    cast=_cast,
    steps=(
        ("(a) three unlike judgments", _three_unlike_judgments),
        ("(b) one sanction", _one_sanction),
        ("(c) who could ask about it", _who_could_ask),
    ),
    here=(
        "All three were refused flight and hotel alike, {refusals} refusals for one reason word,"
        " and everything was in order."
    ),
    safeguard=NoSafeguard(
        "The list knows listed and not listed. Severity stays with the court, which is good for"
        " privacy and bad for proportion: no partner can weigh what it is not told."
    ),
    remains=(
        "All of it. That fewer data cross protects the three from the eyes of others, and makes the"
        " measure blind. Only the court's own statistics can raise the question, and they are"
        " silent about small numbers."
    ),
)
