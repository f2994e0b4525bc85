"""A surname that sounds the same, another number, and an objection that nobody answers."""

from collections.abc import Mapping
from datetime import timedelta

from demo.cast import party_of
from demo.population import Population
from demo.stories import asking, court_work, procedure
from demo.stories.asking import AIRLINE, BANK
from demo.stories.court_work import COURT, Suit
from demo.stories.people import sounds_alike
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.telling import StoryTeller
from shared.identifiers import Party

IGNORED = timedelta(days=90)


def _cast(population: Population) -> Mapping[str, Party]:
    debtor, neighbour = sounds_alike(population)
    return {"debtor": party_of(debtor), "neighbour": party_of(neighbour)}


def _sound_is_not_a_match(story: StoryTeller) -> Days:
    """Only the written name with the number counts; a misheard one finds nobody."""
    yield from court_work.listed(story, Suit(role="debtor", case=1, amount_yuan=40_000))
    yield procedure.next_edition(story.today)
    both = f"{story.name('debtor')} and {story.name('neighbour')} sound the same"
    story.say(f"{both}; the first is listed")
    asking.hears(story, BANK, "neighbour", "no_listing")
    story.say("the bank asks about the neighbour: no_listing")
    misheard = {**story.part("neighbour"), "name": story.name("debtor")}
    _must_hear_nothing(story, misheard)
    story.say("the bank mishears the neighbour's name: the number is another's: no_listing")
    misspelt = {**story.part("debtor"), "name": story.name("neighbour")}
    _must_hear_nothing(story, misspelt)
    story.say("the bank misspells the debtor's name: no_listing too, and the debtor slips through")


def _must_hear_nothing(story: StoryTeller, party: Mapping[str, str]) -> None:
    answer = story.expect(asking.ask_about(story, BANK, party), 200)
    story.must(answer["outcome"] == "no_listing", f"a wrong name brought {answer['outcome']}")


def _the_court_mishears(story: StoryTeller) -> Days:
    """The court enters the neighbour; the objection is left lying, and so is the publication."""
    judgment = yield from court_work.overdue(
        story, Suit(role="neighbour", case=2, amount_yuan=40_000)
    )
    story.facts.update(judgment=judgment, told_on=story.today)
    notified = procedure.proposed_and_notified(story, court_work.wanted("neighbour", judgment))
    words = "姓氏同音不同字，身份证号也不同，我没有欠款。"
    objection = procedure.object_to(story, COURT, "neighbour", notified.proposal, words)
    due = procedure.day(objection["decide_by"])
    story.say("the court enters the neighbour by mistake; told of it, the neighbour objects")
    yield due + IGNORED
    late = (story.today - due).days
    found = procedure.procedure_of(story, COURT, "neighbour", notified.proposal)
    story.must(found["listing"] is None, "published over an open objection")
    asking.hears(story, AIRLINE, "neighbour", "no_listing")
    story.say(f"{late} days after its last day the court has not answered: nothing is published")
    _still_on_the_worklist(story, objection["id"])
    procedure.decide(story, COURT, objection["id"], True, "同音异字，并非同一人。")
    story.measure(days_overdue=late, days_until_corrected=_days(story))
    story.say("at last the court decides: the neighbour was right, the proposal lapses")


def _still_on_the_worklist(story: StoryTeller, objection: str) -> None:
    tasks = story.expect(story.officer(COURT, "appeals").get("/v1/worklist"), 200)["tasks"]
    story.must(objection in [task["id"] for task in tasks], "the court forgot the objection")
    story.say("on the court's worklist it has stood as overdue all the while")


def _and_again(story: StoryTeller) -> Days:
    """Nothing forbids to propose the same again; the neighbour has to object again."""
    notified = procedure.proposed_and_notified(
        story, court_work.wanted("neighbour", story.facts["judgment"])
    )
    story.say("the same clerk proposes the same listing again: that is taken, and told again")
    yield story.today + procedure.OneDay
    objection = procedure.object_to(
        story, COURT, "neighbour", notified.proposal, "同一错误，已于上次认定。"
    )
    procedure.decide(story, COURT, objection["id"], True, "同前。")
    story.say("the neighbour objects again, and is right again")
    asked = asking.asked_about(story, "neighbour")
    story.measure(
        objections=story.facts["objections"], asked=asked, restricted=asking.restricted(asked)
    )


def _days(story: StoryTeller) -> int:
    return int((story.today - story.facts["told_on"]).days)


STORY = Story(
    number=3,
    name="homophone",
    title=Title(en="A surname that only sounds the same", zh="同音异字，错列他人"),
    in_the_world=(
        "A villager who lay in intensive care on the day of a loan had a payment account frozen for"
        " it, and a woman was troubled for two years over a surname that sounds like hers, with"
        " another number behind it. What she had said against it earlier was left unread."
    ),
    source="news.fishai.com.cn/news/4458861",
    services=(COURT,),
    cast=_cast,
    steps=(
        ("(a) a sound is not a match", _sound_is_not_a_match),
        ("(b) the court mishears, and does not answer", _the_court_mishears),
        ("(c) and once more", _and_again),
    ),
    here=(
        "The court let its answer wait {days_overdue} days beyond the last day; the neighbour was"
        " never listed, and was proved right {days_until_corrected} days after the first notice."
    ),
    safeguard=Safeguard(
        "An open objection stays publication, for as long as nobody answers it",
        "POST /v1/objections; GET /v1/worklist shows what is overdue",
    ),
    remains=(
        "The neighbour had to object {objections} times: nothing here stops an officer from"
        " proposing what was refused before, as long as the wrong judgment stands. And exact"
        " matching has its price: one wrong character, and the real debtor is not found either."
    ),
)
