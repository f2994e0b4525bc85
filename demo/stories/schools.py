"""A court writes to private schools about their pupils' parents."""

from demo.stories import asking, court_work, procedure, refused_files
from demo.stories.asking import AIRLINE, BANK
from demo.stories.court_work import COURT, Suit
from demo.stories.people import cast
from demo.stories.procedure import OneDay
from demo.stories.refused_files import refusal_of
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.telling import StoryTeller

PARENTS = ("first parent", "second parent", "third parent")
SCHOOLING = ("sphere: public-posts", "sphere: schooling")


def _parents_listed(story: StoryTeller) -> Days:
    """Three parents of pupils at one private school are listed, each for a debt of their own."""
    suits = [Suit(role=role, case=n, amount_yuan=60_000) for n, role in enumerate(PARENTS, 1)]
    judgments = {suit.role: str(court_work.sentence(story, suit)["id"]) for suit in suits}
    yield max([court_work.warn(story, judgment) for judgment in judgments.values()]) + OneDay
    wanted = [court_work.wanted(role, judgment) for role, judgment in judgments.items()]
    notified = [procedure.proposed_and_notified(story, one) for one in wanted]
    for one, told in zip(wanted, notified, strict=True):
        yield from procedure.published(story, one, told)
    yield procedure.next_edition(story.today)
    for role in PARENTS:
        asking.hears(story, AIRLINE, role, "restricted")
    story.say("three parents of pupils at a private school are listed; each loses a flight")


def _no_way_to_the_school(story: StoryTeller) -> None:
    """The court has no door towards a school, and a school has none towards the register."""
    doors = story.expect(story.doors.anybody(COURT).get("/openapi.json"), 200)["paths"]
    story.must(not [door for door in doors if "school" in door], "the court can write to schools")
    story.say("of all the court's doors none is about schools: it can write to nobody")
    answer = asking.ask_about(story, BANK, story.part(PARENTS[0]), "high-fee-school")
    story.expect(answer, 404, "measure_unknown")
    found = story.expect(story.doors.anybody("gateway").get("/v1/mous"), 200)["mous"]
    signed = {one["id"] for mou in found for one in mou["signatories"]}
    story.must(not [one for one in signed if "school" in one], "a school has signed")
    story.say("no school has signed an agreement; asked under high-fee-school: measure_unknown")


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
        ("(a) three parents are listed", _parents_listed),
        ("(b) no way to the school", _no_way_to_the_school),
        ("(c) no agreement about schooling", _no_agreement_about_schooling),
    ),
    here=(
        "The parents lost their flights, and no pupil a place: neither the court nor a school has a"
        " door for it."
    ),
    safeguard=Safeguard(
        "No measure may touch schooling, whatever the fees",
        "agreements are checked before the gateway starts; stricter than the rule of 2019",
    ),
    remains=(
        "The pressure on the children worked: it brought in 1.4 million yuan, and here the"
        " creditors wait. The rule of 2019 did forbid debtors to pay for high-fee private schools;"
        " we leave that out, and a court that writes a letter by itself comes to no door of ours."
    ),
)
