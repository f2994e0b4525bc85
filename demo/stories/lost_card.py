"""A lost identity card founds a firm."""

from datetime import date

from demo.stories import asking, procedure, tax_work
from demo.stories.asking import POSTS
from demo.stories.people import with_firms
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.tax_work import TAX, Tie
from demo.stories.telling import PLATFORM, StoryTeller

# In February, and the firm is founded in March: four years before the grades that show it.
YEARS = 4


def _a_firm_on_a_lost_card(story: StoryTeller) -> None:
    """The papers are in order; the person is somebody else; nobody is told."""
    year = tax_work.next_evaluation(story).year - YEARS
    lost_on, founded_on = date(year, 2, 10), date(year, 3, 2).isoformat()
    shell = tax_work.register(story, "shell")
    tied = Tie("owner", "shell", since_on=founded_on)
    story.facts.update(tie=tax_work.tie(story, shell, tied), founded_on=founded_on)
    tax_work.find_false_invoices(story, shell)
    own = tax_work.register(story, "own firm")
    tax_work.tie(story, own, Tie("owner", "own firm", since_on="2018-06-01"))
    story.facts.update(shell=shell, own=own)
    story.say(f"a card lost on {lost_on} has served to register a firm: the number is right,")
    story.say("the person is not; the tax office books whom the papers name, and tells nobody")
    story.say("the firm issues false invoices; the card's owner has a small firm too")


def _four_years_later(story: StoryTeller) -> Days:
    """The shell becomes D, and through its supposed representative the own firm too."""
    yield tax_work.next_evaluation(story)
    tax_work.must_be(story, story.facts["shell"], "D")
    worse, cause = tax_work.grade(story, story.facts["own"])
    story.must((worse, cause) == ("D", "spilled"), f"the own firm is {worse}, for {cause}")
    found_out = tax_work.days_since(story, story.facts["founded_on"])
    story.measure(days_unaware=found_out)
    story.facts.update(graded_on=story.today, worse=worse)
    story.say("April: the false firm is graded D, and with it every firm of its representative")
    story.say(f"so the owner learns of it, {found_out} days after the false registration")
    asking.hears(story, POSTS, "owner", "no_listing")
    story.must(_nothing_crossed(story), "something about the owner crossed")
    story.say("no list has the owner's name: who stands behind a firm stays with the tax office")


def _contested_and_cut(story: StoryTeller) -> Days:
    """From the contest on nothing follows; the tie is cut, and the grade made anew."""
    words = "身份证已挂失，公司不是我注册的。"
    appeal = tax_work.contest(story, "owner", story.facts["tie"], words)
    better, _ = tax_work.grade(story, story.facts["own"])
    story.must(better == "A", f"the own firm is still {better}")
    story.say("contested from the own file: at once the owner's firm is A again")
    yield procedure.day(appeal["decide_by"])
    reasons = "登记材料上的签名系伪造。"
    tax_work.decide_contest(story, story.facts["tie"], "appeals", True, reasons)
    tax_work.must_be(story, story.facts["shell"], "D")
    held = story.expect(story.as_party("owner", TAX).get("/v1/me/file"), 200)["holdings"]
    cut = next(tie for tie in held["ties"] if tie["id"] == story.facts["tie"])
    story.must(cut["cut_because"] == reasons, "the tie was not cut")
    story.say("on the last day the contest is upheld: the tie is cut, the false firm stays D")
    asked = asking.asked_about(story, "owner")
    story.measure(
        days_until_corrected=(story.today - story.facts["graded_on"]).days,
        asked=asked,
        restricted=[f"the owner's firm: grade {story.facts['worse']} instead of {better}"],
    )


def _nothing_crossed(story: StoryTeller) -> bool:
    found = story.doors.anybody(PLATFORM).post("/v1/search", {"name": story.name("owner")})
    is_empty: bool = story.expect(found, 200)["listings"] == []
    return is_empty and not story.wire.about({story.name("owner")})


STORY = Story(
    number=4,
    name="lost-card",
    title=Title(en="A lost identity card founds a firm", zh="身份证遗失被冒名注册公司"),
    in_the_world=(
        "A card was lost and declared void; a month later somebody registered a firm with it. Four"
        " years on, the owner's own registration was refused, and only then it came out. The"
        " registry answered that it checks the form of papers, and no more."
    ),
    source="bjzaiming.com/99593",
    services=(TAX,),
    cast=with_firms(("owner",), ("shell", "own firm")),
    steps=(
        ("(a) a firm on a lost card", _a_firm_on_a_lost_card),
        ("(b) four years later", _four_years_later),
        ("(c) contested, and cut", _contested_and_cut),
    ),
    here=(
        "It lay unnoticed for {days_unaware} days, about as long as in the world. From the contest"
        " on nothing followed from it, and it was cut {days_until_corrected} days after the grade"
        " that had shown it."
    ),
    safeguard=Safeguard(
        "A tie to a firm can be contested by whoever is named; until it is decided nothing follows,"
        " and what followed from a false one is made anew",
        "POST /v1/ties/{id}/contest at the tax authority",
    ),
    remains=(
        "Nobody tells a person that they have been booked behind a firm. The number was right and"
        " the form was right; no check of identifiers finds that. The owner found it because it"
        " hurt, and could have found it sooner only by asking every authority for the own file."
    ),
)
