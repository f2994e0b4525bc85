"""A poor man is booked behind eleven firms, and his mother's allowance stops."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import islice

from demo.cast import party_of
from demo.population import Population, Sex
from demo.stories import asking, refused_files, tax_work
from demo.stories.asking import BANK, POSTS
from demo.stories.people import first
from demo.stories.refused_files import refusal_of
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.tax_work import TAX, Tie
from demo.stories.telling import StoryTeller
from shared.identifiers import Party

FIRMS = 11
# A deduction that takes more than points, as deep as the line before it.
CLOSES_SOMETHING = (r"^( +)points: -20$", r"\1points: -20\n\1restricts: child allowance")
BASIC = ("social-assistance", "health-care", "schooling", "housing")


def _cast(population: Population) -> Mapping[str, Party]:
    firms = enumerate(islice(population.organisations(), FIRMS), start=1)
    return {
        "labourer": party_of(first(population, lambda person: person.sex is Sex.MALE)),
        **{f"firm {number}": party_of(firm) for number, firm in firms},
    }


def _behind_eleven_firms(story: StoryTeller) -> None:
    """The tax office books what the papers say, eleven times over."""
    story.facts["ties"] = [
        tax_work.tie(
            story,
            tax_work.register(story, firm),
            Tie("labourer", firm, "responsible", "2017-03-06"),
        )
        for firm in (f"firm {number}" for number in range(1, FIRMS + 1))
    ]
    story.say(f"a day labourer is booked as responsible for {FIRMS} firms that he has never seen")
    names = {party.name for party in story.people.values()}
    story.must(story.wire.about(names) == [], "something about the ties crossed")
    story.say("none of it crossed: no message and no list of this model has a place for it")


def _nobody_can_ask(story: StoryTeller) -> None:
    """No agreement has a measure on a basic service, so nobody has a question to put."""
    answer = asking.ask_about(story, POSTS, story.part("labourer"), "social-assistance")
    story.expect(answer, 404, "measure_unknown")
    story.say("an office asks under a measure social-assistance: measure_unknown")
    found = story.expect(story.doors.anybody("gateway").get("/v1/measures"), 200)["measures"]
    adverse = {one["sphere"] for one in found if one["effect"] == "adverse"}
    story.must(adverse.isdisjoint(BASIC), f"a measure restricts a basic service: {adverse}")
    story.say(f"the spheres that some measure restricts: {', '.join(sorted(adverse))}")
    asking.hears(story, BANK, "labourer", "no_listing")
    story.say("a bank asks about him: no_listing")


def _nobody_could_write_it_down(story: StoryTeller) -> None:
    """An agreement or a scheme with such a consequence stops its service before it starts."""
    spheres = ("sphere: public-posts", "sphere: social-assistance")
    said = refusal_of(refused_files.agreement(*spheres))
    story.must("nothing may restrict a basic public service" in said, f"refused for: {said}")
    story.say("an agreement that names social assistance, and the gateway does not start:")
    story.tell(f"      {said}")
    said = refusal_of(refused_files.scheme(*CLOSES_SOMETHING))
    story.must("benefits only" in said, f"refused for: {said}")
    story.say("a scheme in which points close something, and the locality does not start:")
    story.tell(f"      {said}")


def _eleven_contests(story: StoryTeller) -> Days:
    """The false posts are still there, and each has to be contested."""
    booked_on = story.today
    yield story.today + timedelta(days=30)
    for tie_id in story.facts["ties"]:
        tax_work.contest(story, "labourer", tie_id, "我从未参与该公司，不认识其任何人。")
        tax_work.decide_contest(story, tie_id, "appeals", True, "登记系冒用。")
    held = story.expect(story.as_party("labourer", TAX).get("/v1/me/file"), 200)["holdings"]
    cut = [tie for tie in held["ties"] if tie["cut_because"]]
    story.must(len(cut) == FIRMS, f"{len(cut)} ties were cut")
    story.say(f"a month later he reads his file, contests all {FIRMS}, and is cut from each")
    asked = asking.asked_about(story, "labourer")
    story.measure(
        days_until_corrected=(story.today - booked_on).days,
        contests=story.facts["contests"],
        asked=asked,
        restricted=asking.restricted(asked),
    )


STORY = Story(
    number=6,
    name="supervisor",
    title=Title(en="Eleven firms, and the allowance stops", zh="被任十一家公司监事，低保被停"),
    in_the_world=(
        "A man of low income was on the registers as supervisor of eleven firms that he had never"
        " heard of. Because of that, the allowance on which his mother lived was stopped."
    ),
    source="henan.china.com 2019-01-25",
    services=(TAX,),
    cast=_cast,
    steps=(
        ("(a) behind eleven firms", _behind_eleven_firms),
        ("(b) nobody can ask", _nobody_can_ask),
        ("(c) nobody could write it down", _nobody_could_write_it_down),
        ("(d) eleven contests", _eleven_contests),
    ),
    here=(
        "No allowance could be touched: there is no question about it that anybody may put, and no"
        " file that says so with which a service starts. The false posts stood until"
        " {contests} contests had cut them, {days_until_corrected} days later."
    ),
    safeguard=Safeguard(
        "Nothing derived from a list or a score reaches a basic public service",
        "the gateway's agreements and the localities' schemes are checked before they start",
    ),
    remains=(
        "The booking itself: nobody asked him, nobody told him, and he needs as many contests as"
        " there are firms. And the wall stands around this model alone: an office that reads the"
        " company register by itself does not come to our door."
    ),
)
