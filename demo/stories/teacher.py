"""A teacher is punished for one act by the school, by the county, and by a list on top."""

from collections.abc import Mapping
from datetime import timedelta

from demo.stories import asking, procedure
from demo.stories.asking import AIRLINE, POSTS
from demo.stories.people import cast
from demo.stories.procedure import OneDay, Wanted
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.telling import PLATFORM, StoryTeller

BUREAU, LIST, GROUND = "education", "local-blacklist", "corporal-punishment"
BY_THE_SCHOOL = ("suspension", "forced-apology")
BY_THE_COUNTY = ("loss-of-salary", "loss-of-bonus", "contract-ended")


def _penalty_upon_penalty(story: StoryTeller) -> None:
    """First the school, then the county; each penalty is written down and counted."""
    case: Mapping[str, object] = {
        "party": story.part("teacher"),
        "ground": GROUND,
        "found_on": (story.today - OneDay).isoformat(),
        "facts": "体罚逃课学生。",
        "decided": True,
    }
    clerk = story.officer(BUREAU, "clerk")
    basis = str(story.expect(clerk.post("/v1/cases", case), 201)["id"])
    for penalty in (*BY_THE_SCHOOL, *BY_THE_COUNTY):
        counted = story.expect(
            clerk.post(f"/v1/cases/{basis}/penalties", {"penalty": penalty}), 201
        )["penalties_count"]
        story.say(f"{penalty}: penalty {counted} for the same act")
    story.facts["wanted"] = Wanted(BUREAU, "teacher", LIST, GROUND, basis)


def _a_list_on_top(story: StoryTeller) -> Days:
    """The county's own list, with the steps that ours adds: second officer, notice, time."""
    wanted = story.facts["wanted"]
    notified = procedure.proposed_and_notified(story, wanted)
    listing = yield from procedure.published(story, wanted, notified)
    story.facts["listing"] = listing
    story.say(f"and on top the county's list: no service award until {listing.stands_until}")
    held = story.expect(story.as_party("teacher", BUREAU).get("/v1/me/file"), 200)["holdings"]
    (case,) = held["cases"]
    brought = [text["en"].rstrip(".") for text in case["brings_about"]]
    story.measure(burdens=case["burdens_count"], restricted=brought)
    story.must(case["burdens_count"] == 6, f"{case['burdens_count']} burdens were counted")
    story.say(f"the teacher's own file counts {case['burdens_count']} burdens for one act")


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
    ended = procedure.withdraw(story, BUREAU, story.facts["listing"].ref, "discretion")
    story.must(ended["stands"] is False, "the listing still stands")
    story.say("an outcry; the bureau withdraws the listing, at its discretion")
    held = story.expect(story.as_party("teacher", BUREAU).get("/v1/me/file"), 200)["holdings"]
    (case,) = held["cases"]
    story.must(case["penalties_count"] == 5, "the penalties went with the listing")
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
    services=(BUREAU,),
    cast=cast("teacher"),
    steps=(
        ("(a) penalty upon penalty", _penalty_upon_penalty),
        ("(b) a list on top", _a_list_on_top),
        ("(c) it stays in the county", _it_stays_in_the_county),
        ("(d) an outcry", _an_outcry),
    ),
    here=(
        "{burdens} burdens for one act were recorded and counted. The listing stood for"
        " {days_until_corrected} days and never left the county, so that withdrawing it left"
        " nothing behind elsewhere."
    ),
    safeguard=Safeguard(
        "A list that no law gives does not leave the body that keeps it",
        "leaves: false in the rulebook of the education bureau; it has no subject on the bus",
    ),
    remains=(
        "Counting the burdens forbids none of them: nothing here says that five were enough. In the"
        " world the listing was made public, here its party and the bureau alone read it. What"
        " ended it was an outcry, and no rule."
    ),
)
