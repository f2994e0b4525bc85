"""A parent's debt and a child's place at university."""

from collections.abc import Mapping

from demo.cast import party_of
from demo.population import Population
from demo.stories import asking, court_work, procedure, refused_files
from demo.stories.asking import AIRLINE, POSTS
from demo.stories.court_work import COURT, Suit
from demo.stories.people import parent_and_child
from demo.stories.refused_files import refusal_of
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.telling import StoryTeller
from shared.identifiers import Party

ADDRESSED_TO_A_CHILD = ("addressee: party", "addressee: child")


def _cast(population: Population) -> Mapping[str, Party]:
    parent, child = parent_and_child(population)
    return {"parent": party_of(parent), "child": party_of(child)}


def _a_listed_parent(story: StoryTeller) -> Days:
    """The parent is listed; the child is not, and no question finds it."""
    yield from court_work.listed(story, Suit(role="parent", case=1, amount_yuan=200_000))
    yield procedure.next_edition(story.today)
    asking.hears(story, AIRLINE, "parent", "restricted")
    for partner in (AIRLINE, POSTS):
        asking.hears(story, partner, "child", "no_listing")
    story.say("a parent who owes 200,000 yuan is listed; the flight of the parent is refused")
    story.say("airline and office ask about the child, who has the same name to its family:")
    story.say("no_listing, twice")


def _no_measure_for_relatives(story: StoryTeller) -> None:
    """An agreement addressed to a child stops the gateway; who signed none has no say."""
    said = refusal_of(refused_files.agreement(*ADDRESSED_TO_A_CHILD))
    story.must("never to a relative" in said, f"refused for: {said}")
    story.say("an agreement whose measure is addressed to a child; the gateway does not start:")
    story.tell(f"      {said}")
    stranger = story.doors.anybody("gateway").post("/v1/decisions", _question(story))
    story.must(stranger.status == 401, f"a university without agreement got {stranger.status}")
    story.say("a university that signed nothing asks all the same: 401, it has no token")


def _and_still_it_reaches_them(story: StoryTeller) -> None:
    """What each measure does to others is shown beside it, and is not nothing."""
    found = story.expect(story.doors.anybody("gateway").get("/v1/measures"), 200)["measures"]
    # One measure may stand in several agreements; whom it reaches is the same.
    adverse = list({one["id"]: one for one in found if one["effect"] == "adverse"}.values())
    reaching = [one for one in adverse if one["also_affects"]]
    for one in reaching:
        for affected in one["also_affects"]:
            story.say(f"{one['id']} also reaches {affected['who']['en'].lower()}")
    asked = asking.asked_about(story, "child")
    story.measure(
        days_until_corrected="nothing was wrong with the child's file, for there was none",
        asked=asked,
        restricted=asking.restricted(asked),
        reaching=len(reaching),
        adverse=len(adverse),
    )


def _question(story: StoryTeller) -> dict[str, object]:
    return {"measure": "air-travel", "purpose": "admission", "party": story.part("child")}


STORY = Story(
    number=9,
    name="relative",
    title=Title(en="A parent's debt, a child's place at university", zh="父亲失信，子女升学受阻"),
    in_the_world=(
        "A student had been admitted when the university warned that the place was at risk: the"
        " father was on the list, over 200,000 yuan. He paid. Even the party's newspaper was"
        " critical, and a public university is not what the rule speaks of."
    ),
    source="buzzfeednews; cgtn; whatsonweibo",
    services=(COURT,),
    cast=_cast,
    steps=(
        ("(a) a listed parent", _a_listed_parent),
        ("(b) no measure for relatives", _no_measure_for_relatives),
        ("(c) and still it reaches them", _and_still_it_reaches_them),
    ),
    here=(
        "Nobody could ask about the child on the parent's account. Yet {reaching} of the {adverse}"
        " measures reach others besides the listed party, and say so."
    ),
    safeguard=Safeguard(
        "A measure is addressed to the listed party alone, and under none can a school ask",
        "agreements are checked before the gateway starts; GET /v1/measures shows whom else one"
        " reaches",
    ),
    remains=(
        "A family that books together is refused together, and a household lives on the income"
        " that a post would have brought. To show it is not to prevent it. A university that looks"
        " a father up on the public site needs no agreement and leaves no trace."
    ),
)
