"""A court writes to private schools about their pupils' parents."""

from typing import Any

from demo.stories import asking, court_work, procedure, refused_files
from demo.stories.asking import AIRLINE, BANK
from demo.stories.court_work import BREACH, COURT, LIST, Suit
from demo.stories.people import cast
from demo.stories.procedure import OneDay, Wanted
from demo.stories.refused_files import refusal_of
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.telling import StoryTeller

PARENTS = ("first parent", "second parent")
SCHOOLING = ("sphere: public-posts", "sphere: schooling")
FEES = "high-fee-schools"


def _orders_against_parents(story: StoryTeller) -> Days:
    """Two parents of pupils at one private school did not pay their debts; each gets an order."""
    suits = [Suit(role=role, case=n, amount_yuan=60_000) for n, role in enumerate(PARENTS, 1)]
    judgments = {suit.role: str(court_work.sentence(story, suit)["id"]) for suit in suits}
    yield max([court_work.warn(story, judgment) for judgment in judgments.values()]) + OneDay
    orders = [court_work.restricted(story, role, one) for role, one in judgments.items()]
    for role, order in zip(PARENTS, orders, strict=True):
        story.facts[role] = yield from order
    yield procedure.next_edition(story.today)
    for role in PARENTS:
        asking.hears(story, AIRLINE, role, "restricted", asking.UNDER_AN_ORDER)
    story.say("two parents of pupils at a private school get orders that restrict consumption;")
    story.say("the airline asks under them: restricted")
    story.facts["judgments"] = judgments


def _the_fees_are_a_breach(story: StoryTeller) -> Days:
    """The rule forbids the parent to pay high fees: that is a breach, and a ground for the list."""
    role = PARENTS[0]
    says = _row(story, FEES)["says"]["en"]
    story.say(f"what the order forbids besides, in the rulebook: {says.lower().rstrip('.')}")
    court_work.note_breach(story, story.facts[role], FEES)
    wanted = Wanted(COURT, role, LIST, BREACH, story.facts["judgments"][role])
    listing = yield from procedure.published(
        story, wanted, procedure.proposed_and_notified(story, wanted)
    )
    yield procedure.next_edition(story.today)
    asking.hears(story, AIRLINE, role, "restricted")
    asking.hears(story, AIRLINE, PARENTS[1], "no_listing")
    story.measure(days_listed=(listing.stands_until - listing.listed_on).days)
    story.say("the first parent goes on paying the school: noted as a breach, and told; the parent")
    story.say(f"is listed as a defaulter, for a fixed term, until {listing.stands_until}")


def _row(story: StoryTeller, rule_id: str) -> dict[str, Any]:
    """One row of the court's public rulebook, as of the date of the rules."""
    rules = story.expect(story.doors.anybody(COURT).get("/v1/rulebook"), 200)["rules"]
    found: dict[str, Any] = next(row for row in rules if row["id"] == rule_id)
    return found


def _no_way_to_the_school(story: StoryTeller) -> None:
    """The court has no door towards a school, and a school has none towards the register."""
    doors = story.expect(story.doors.anybody(COURT).get("/openapi.json"), 200)["paths"]
    story.must(not [door for door in doors if "school" in door], "the court can write to schools")
    story.say("of all the court's doors none is about schools: it can write to nobody")
    answer = asking.ask_about(story, BANK, story.part(PARENTS[0]), FEES)
    story.expect(answer, 403, "measure_not_yours")
    found = story.expect(story.doors.anybody("gateway").get("/v1/mous"), 200)["mous"]
    signed = {one["id"] for mou in found for one in mou["signatories"]}
    story.must(not [one for one in signed if "school" in one], "a school has signed")
    story.say("no school has signed an agreement; the memorandum")
    story.say(f"names {FEES}, and nobody can ask under it: measure_not_yours")


def _no_agreement_about_schooling(story: StoryTeller) -> None:
    """What a basic service is is not for the agreement to say."""
    said = refusal_of(refused_files.agreement(*SCHOOLING))
    story.must("nothing may restrict a basic public service" in said, f"refused for: {said}")
    story.say("an agreement with a measure on schooling, and the gateway does not start:")
    story.tell(f"      {said}")
    asked = [one for role in PARENTS for one in asking.asked_about(story, role)]
    story.measure(
        days_until_corrected="nothing was wrong",
        asked=sorted(set(asked)),
        restricted=sorted(set(asking.restricted(asked))),
    )


STORY = Story(
    number=10,
    name="schools",
    title=Title(en="A court writes to private schools", zh="法院致函私立学校"),
    in_the_world=(
        "A court in the north wrote to seven private schools about listed parents of their pupils."
        " Twenty-three parents then paid 1.4 million yuan. Under the guidance that came after the"
        " paper only schools with fees above the normal ones are meant; that a school is private is"
        " not enough."
    ),
    source="ecns.cn 2018-07-18; Global Times",
    services=(COURT,),
    cast=cast(*PARENTS),
    steps=(
        ("(a) orders against two parents", _orders_against_parents),
        ("(b) the fees are a breach", _the_fees_are_a_breach),
        ("(c) no way to the school", _no_way_to_the_school),
        ("(d) no agreement about schooling", _no_agreement_about_schooling),
    ),
    here=(
        "No pupil lost a place: neither the court nor a school has a door for it. Yet the parent"
        " who went on paying the fees was listed for that, {days_listed} days long."
    ),
    safeguard=Safeguard(
        "No measure may touch the schooling that everybody has a right to, and under the one on"
        " high fees no school can ask",
        "agreements are checked before the gateway starts; stricter than the rule of 2019",
    ),
    remains=(
        "The rule of 2019 does forbid a debtor to pay for a high-fee private school, and here too"
        " that is a breach, with a listing to follow: a parent may choose between the child's"
        " school and the list. The pressure worked, it brought in 1.4 million yuan; here the"
        " creditors wait. And a court that writes a letter by itself comes to no door of ours."
    ),
)
