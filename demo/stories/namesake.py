"""Somebody of the same name pays for another's debt."""

from collections.abc import Mapping

from demo.cast import party_of
from demo.population import Population
from demo.stories import asking, court_work, procedure
from demo.stories.asking import AIRLINE, BANK
from demo.stories.court_work import COURT, Suit
from demo.stories.people import namesake_elsewhere
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.telling import StoryTeller
from shared.identifiers import Party

YEARS_OLDER = 7


def _cast(population: Population) -> Mapping[str, Party]:
    """A debtor; one of the same name elsewhere; one whom name and mask cannot tell apart."""
    debtor, twin = population.namesake_pair()
    elsewhere = namesake_elsewhere(debtor, YEARS_OLDER)
    people = {"debtor": debtor, "twin": twin, "elsewhere": elsewhere}
    return {role: party_of(one) for role, one in people.items()}


def _a_name_is_not_enough(story: StoryTeller) -> None:
    """The plaintiff brings a name; the court's door wants to know who it is."""
    nameless = {"kind": "person", "name": story.name("debtor")}
    body = {
        "case_number": "(2018)模02民初1号",
        "party": nameless,
        "duty": "pay",
        "amount_yuan": 6_000_000,
        "issued_on": "2018-10-08",
        "due_on": "2018-12-10",
    }
    refused = story.officer(COURT, "clerk").post("/v1/judgments", body)
    story.must(refused.status == 422, f"a name alone was taken: {refused.status}")
    story.say(f"a judgment against a name alone is not even entered: {refused.code}")


def _the_debtor_is_found(story: StoryTeller) -> Days:
    """With a whole number the right one is listed, and the namesakes are left alone."""
    suit = Suit(role="debtor", case=2, amount_yuan=6_000_000)
    yield from court_work.listed(story, suit)
    yield procedure.next_edition(story.today)
    asking.hears(story, BANK, "debtor", "advisory")
    story.say("the debtor is listed; the bank hears advisory about the debtor")
    asking.hears(story, BANK, "elsewhere", "no_listing")
    story.say(f"same name, another region, {YEARS_OLDER} years older: no_listing, nobody is asked")
    asking.hears(story, BANK, "twin", "no_listing")
    story.say("same name and same masked number: the court is asked, says no: no_listing")


def _the_court_takes_the_wrong_one(story: StoryTeller) -> Days:
    """A clerk looks the name up and enters the namesake's number: now the court itself is wrong."""
    suit = Suit(role="elsewhere", case=3, amount_yuan=6_000_000)
    judgment = yield from court_work.overdue(story, suit)
    wanted = court_work.wanted("elsewhere", judgment)
    notified = procedure.proposed_and_notified(story, wanted)
    story.facts["told_on"] = story.today
    story.say("a clerk looked the name up and took the namesake; two officers did not notice")
    story.say(f"the namesake is told, and may object until {notified.objection_ends_on}")
    yield notified.objection_ends_on
    words = "同名不同人：我住在另一省，年长七岁，从未借款。"
    objection = procedure.object_to(story, COURT, "elsewhere", notified.proposal, words)
    due = objection["decide_by"]
    story.say(f"on the last day the namesake objects; nothing is published; a decision by {due}")
    yield procedure.day(objection["decide_by"])
    procedure.decide(story, COURT, objection["id"], True, "身份核对有误。")
    found = procedure.procedure_of(story, COURT, "elsewhere", notified.proposal)
    story.must(found["proposal"]["state"] == "lapsed", "the proposal was not dropped")
    story.say("on its own last day the court agrees: the proposal lapses, nothing was ever listed")
    asking.hears(story, AIRLINE, "elsewhere", "no_listing")
    _measure(story)


def _measure(story: StoryTeller) -> None:
    asked = asking.asked_about(story, "elsewhere")
    story.measure(
        days_until_corrected=(story.today - story.facts["told_on"]).days,
        asked=asked,
        restricted=asking.restricted(asked),
    )


STORY = Story(
    number=2,
    name="namesake",
    title=Title(en="A namesake's accounts are frozen", zh="同名者账户被冻结"),
    in_the_world=(
        "A farm worker found the accounts frozen over some six million yuan that somebody else"
        " owed. The court had taken a namesake, from another prefecture and seven years apart in"
        " age; the plaintiff had handed in a name and nothing else. It lasted eleven months, and"
        " was mended within hours once the press had written."
    ),
    source="user.guancha.cn/main/content?id=1484920; news.fishai.com.cn; vnnow.net",
    services=(COURT,),
    cast=_cast,
    steps=(
        ("(a) a name is not enough", _a_name_is_not_enough),
        ("(b) the right one is found, and namesakes are left alone", _the_debtor_is_found),
        ("(c) the court itself takes the wrong one", _the_court_takes_the_wrong_one),
    ),
    here=(
        "No partner's question ever hit a namesake. When the court itself had the wrong person, it"
        " was put right {days_until_corrected} days after the notice, both sides taking all the"
        " time they had, and nothing was published meanwhile."
    ),
    safeguard=Safeguard(
        "A whole number at the court, the issuer's own yes at the gateway, and, where the issuer is"
        " wrong, notice and an objection that stays publication",
        "POST /v1/judgments, POST /v1/decisions, POST /v1/objections",
    ),
    remains=(
        "The issuer's yes is worth what the issuer's file is worth: had the namesake not read the"
        " notice, the court would have confirmed the wrong person. The judgment with the wrong"
        " number stays in the court's file, where its party can read it. Freezing an account is"
        " not a measure of this model at all; a bank here only weighs a listing."
    ),
)
