"""A teacher is punished for one act by the school, by the county, and by a list on top."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from demo.stories import asking, procedure
from demo.stories.asking import AIRLINE, POSTS
from demo.stories.people import cast
from demo.stories.procedure import OneDay, Wanted
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.telling import PLATFORM, StoryTeller

COUNTY, LIST, GROUND = "rongcheng", "county-list", "corporal-punishment"
BY_THE_SCHOOL = ("suspension", "forced-apology")
BY_THE_COUNTY = ("loss-of-salary", "loss-of-bonus", "contract-ended")


def _penalty_upon_penalty(story: StoryTeller) -> None:
    """First the school, then the county; each penalty is written down and counted."""
    case: Mapping[str, object] = {
        "party": story.part("teacher"),
        "ground": GROUND,
        "found_on": (story.today - OneDay).isoformat(),
        "facts": "体罚逃课学生。",
    }
    clerk = story.officer(COUNTY, "clerk")
    basis = str(story.expect(clerk.post("/v1/local-cases", case), 201)["id"])
    for penalty in (*BY_THE_SCHOOL, *BY_THE_COUNTY):
        imposed = {"penalty": penalty, "imposed_on": story.today.isoformat()}
        answer = clerk.post(f"/v1/local-cases/{basis}/penalties", imposed)
        counted = len(story.expect(answer, 201)["penalties"])
        story.say(f"{penalty}: penalty {counted} for the same act")
    story.facts["wanted"] = Wanted(COUNTY, "teacher", LIST, GROUND, basis)


def _a_list_on_top(story: StoryTeller) -> Days:
    """The county's own list, with the steps that ours adds: second officer, notice, time."""
    wanted = story.facts["wanted"]
    notified = procedure.proposed_and_notified(story, wanted)
    _must_be_eligible(story, is_eligible=True)
    listing = yield from procedure.published(story, wanted, notified)
    story.facts["listing"] = listing
    story.say(f"and on top the county's list: no service award until {listing.stands_until}")
    (listed,) = _listed(story)
    brought = [text["en"].rstrip(".") for text in listed["brings_about"]]
    burdens = _act(story)["burdens_count"]
    story.measure(burdens=burdens, restricted=brought)
    story.must(burdens == 6, f"{burdens} burdens were counted")
    story.say(f"the teacher's own file counts {burdens} burdens for one act")


def _read_in_the_county(story: StoryTeller) -> None:
    """Residents read the list, each with an own token; the department for awards hears a no."""
    (listed,) = _listed(story)
    story.must(listed["name"] == story.name("teacher"), "the list names somebody else")
    story.must(listed["legal_basis"].endswith("the list: none"), "the list claims a law")
    _must_be_eligible(story, is_eligible=False)
    story.say("a neighbour reads the list, as any resident may; the department that gives awards")
    story.say("asks, and hears no; no law stands behind the list, and its page says so")


def _listed(story: StoryTeller) -> list[dict[str, Any]]:
    """Who is on the county's list, as a neighbour reads it."""
    if "neighbour" not in story.facts:
        body = {"party": story.part("neighbour")}
        registered = story.officer(COUNTY, "clerk").post("/v1/residents", body)
        story.facts["neighbour"] = story.expect(registered, 201)["id"]
    neighbour = story.as_party("neighbour", COUNTY)
    found: list[dict[str, Any]] = story.expect(neighbour.get("/v1/local-list"), 200)["listed"]
    return found


def _act(story: StoryTeller) -> dict[str, Any]:
    """The act with its burdens, as the teacher reads it in the own file."""
    file = story.expect(story.as_party("teacher", COUNTY).get("/v1/me/file"), 200)
    (act,) = file["local_list"]["holdings"]["cases"]
    return dict(act)


def _must_be_eligible(story: StoryTeller, *, is_eligible: bool) -> None:
    """The department that gives awards asks about the teacher, and hears this."""
    welfare = story.doors.department(COUNTY, "welfare")
    answer = welfare.post("/v1/award-checks", {"party": story.part("teacher")})
    heard = story.expect(answer, 200)["is_eligible"]
    story.must(heard is is_eligible, f"eligible for an award: {heard}")


def _it_stays_in_the_county(story: StoryTeller) -> Days:
    """No law gave the list, so nothing of it is said on the bus."""
    yield procedure.next_edition(story.today) + OneDay
    story.must(story.wire.about({story.name("teacher")}) == [], "the county's list crossed")
    found = story.doors.anybody(PLATFORM).post("/v1/search", {"name": story.name("teacher")})
    story.must(story.expect(found, 200)["listings"] == [], "the platform knows of it")
    for partner in (AIRLINE, POSTS):
        asking.hears(story, partner, "teacher", "no_listing")
    story.say("the month turns: nothing crossed, the public search is empty; airline and office")
    story.say("for public posts ask, and hear no_listing")


def _an_outcry(story: StoryTeller) -> Days:
    """The county takes it back; one officer is enough, and no copy is left anywhere else."""
    yield story.today + timedelta(days=14)
    ended = procedure.withdraw(story, COUNTY, story.facts["listing"].ref, "discretion")
    story.must(ended["stands"] is False, "the listing still stands")
    story.must(_listed(story) == [], "a neighbour still reads the teacher's name")
    _must_be_eligible(story, is_eligible=True)
    story.say("an outcry; the county withdraws the listing, at its discretion: the list is empty")
    story.must(len(_act(story)["penalties"]) == 5, "the penalties went with the listing")
    story.say("the five penalties stay: the outcry was about the list")
    asked = asking.asked_about(story, "teacher")
    story.measure(
        days_until_corrected=(story.today - story.facts["listing"].listed_on).days,
        asked=asked,
    )


STORY = Story(
    number=1,
    name="teacher",
    title=Title(en="A teacher on a county's own list", zh="教师被列入县级名单"),
    in_the_world=(
        "In April 2019 a teacher had beaten pupils who had skipped school. The school suspended"
        " him for a month and had him apologise; the county's bureau took pay and bonus, saw to it"
        " that the contract was not renewed, and put him on a credit list of its own for five"
        " years. The list reached no national register. After an outcry the listing was withdrawn."
    ),
    source=("Arsène 2019, Introduction; jqknews.com/news/222915, 223118; worldtimes.news"),
    services=(COUNTY,),
    cast=cast("teacher", "neighbour"),
    steps=(
        ("(a) penalty upon penalty", _penalty_upon_penalty),
        ("(b) a list on top", _a_list_on_top),
        ("(c) read in the county", _read_in_the_county),
        ("(d) it stays in the county", _it_stays_in_the_county),
        ("(e) an outcry", _an_outcry),
    ),
    here=(
        "{burdens} burdens for one act were recorded and counted. The listing stood for"
        " {days_until_corrected} days and never left the county, so that withdrawing it left"
        " nothing behind elsewhere."
    ),
    safeguard=Safeguard(
        "A list that no law gives does not leave the body that keeps it",
        "leaves: false in the rulebook of the county's list; a locality has no subject on the bus",
    ),
    remains=(
        "Counting the burdens forbids none of them: nothing here says that five were enough. In the"
        " world the listing was shown to everybody; here every resident of the county read the name"
        " for as long as it stood. What ended it was an outcry, and no rule."
    ),
)
