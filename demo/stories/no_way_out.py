"""A ground without a term: as long as nothing is paid, the name stays."""

from datetime import timedelta

from demo.stories import asking, court_work, procedure
from demo.stories.asking import AIRLINE
from demo.stories.court_work import COURT, Suit
from demo.stories.people import cast
from demo.stories.procedure import Notified, OneDay
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.telling import StoryTeller

ROLES = ("trader", "baker")
AHEAD, LATER = timedelta(days=75), timedelta(days=30)


def _both_listed(story: StoryTeller) -> Days:
    """Two with the same debt on the same day."""
    suits = [Suit(role=role, case=n, amount_yuan=900_000) for n, role in enumerate(ROLES, 1)]
    judgments = {suit.role: str(court_work.sentence(story, suit)["id"]) for suit in suits}
    yield max([court_work.warn(story, judgment) for judgment in judgments.values()]) + OneDay
    wanted = [court_work.wanted(role, judgment) for role, judgment in judgments.items()]
    notified = [procedure.proposed_and_notified(story, one) for one in wanted]
    for one, told in zip(wanted, notified, strict=True):
        story.facts[one.role] = yield from procedure.published(story, one, told)
    story.facts["judgments"] = judgments
    story.say("a trader and a baker owe 900,000 yuan each, and cannot earn it without travelling")
    story.say(f"both are listed, until {story.facts['trader'].stands_until}; the rule has no term")


def _renewed_by_a_new_act(story: StoryTeller) -> Days:
    """For the trader the court goes the whole way again; for the baker it does nothing."""
    trader = story.facts["trader"]
    yield trader.stands_until - AHEAD
    proposal = _ask_for_renewal(story, trader.ref)
    _must_need_another_officer(story, proposal)
    procedure.approve(story, COURT, proposal)
    notified = procedure.notify(story, COURT, proposal)
    story.say("still nothing paid: a clerk asks to renew the trader's listing, a second agrees")
    yield from _renewed(story, notified)
    ends_on = trader.stands_until
    yield ends_on
    asking.hears(story, AIRLINE, "baker", "no_listing")
    asking.hears(story, AIRLINE, "trader", "restricted")
    story.say("two years are over: the baker, whom nobody renewed, is free; the trader is not")
    story.measure(days_baker=(story.today - story.facts["baker"].listed_on).days)


def _renewed(story: StoryTeller, notified: Notified) -> Days:
    yield notified.publish_on
    found = procedure.procedure_of(story, COURT, "trader", notified.proposal)
    story.must(found["proposal"]["state"] == "published", "the renewal did not take place")
    until = procedure.day(found["listing"]["stands_until"])
    story.must(until > story.facts["trader"].stands_until, "the renewal made nothing longer")
    story.facts["renewed_until"] = until
    story.say(f"told, not objected to, renewed: it now stands until {until}")


def _and_for_ever(story: StoryTeller) -> None:
    """A further renewal can be asked for at once; only a second officer's no stands in the way."""
    proposal = _ask_for_renewal(story, story.facts["trader"].ref)
    door = f"{procedure.PROPOSALS}/{proposal}/refusal"
    reasons = {"reasons": "须先查明其是否仍有履行能力。"}
    story.expect(story.officer(COURT, "reviewer").post(door, reasons), 200)
    story.say("a further renewal may be asked for at once; this time the second officer says no")


def _unable_and_still_grounded(story: StoryTeller) -> Days:
    """Who cannot pay does not belong on this list; on the other one, that is no question."""
    yield story.today + LATER
    judgment, listing = story.facts["judgments"]["trader"], story.facts["trader"]
    refs = court_work.note_inability(story, judgment)
    story.must(refs == [listing.ref], "inability does not end the listing")
    procedure.withdraw(story, COURT, listing.ref, "discretion")
    asking.must_be_recalled(story, AIRLINE, listing.ref)
    asking.hears(story, AIRLINE, "trader", "no_listing")
    story.measure(days_trader=(story.today - listing.listed_on).days)
    story.say(
        "the court finds that the trader cannot pay: the ground is gone, withdrawn, no_listing"
    )
    yield from court_work.restricted(story, "trader", judgment)
    yield procedure.next_edition(story.today)
    asking.hears(story, AIRLINE, "trader", "restricted", asking.UNDER_AN_ORDER)
    story.say("and an order restricts consumption, for want of payment alone, bad faith or not:")
    story.say("the airline asks under it: restricted; the trader is where it all began")
    asked = asking.asked_about(story, "trader")
    story.measure(
        days_until_corrected=None,
        asked=asked,
        restricted=asking.restricted(asked),
    )


def _ask_for_renewal(story: StoryTeller, ref: str) -> str:
    asked = story.officer(COURT, "clerk").post(f"/v1/listings/{ref}/renewal")
    return str(story.expect(asked, 201)["id"])


def _must_need_another_officer(story: StoryTeller, proposal: str) -> None:
    door = f"{procedure.PROPOSALS}/{proposal}/approval"
    alone = story.officer(COURT, "clerk_as_reviewer").post(door)
    story.expect(alone, 403, "second_officer_needed")


STORY = Story(
    number=12,
    name="no-way-out",
    title=Title(en="As long as nothing is paid, the name stays", zh="不还清就不除名"),
    in_the_world=(
        "A debtor could not get the business going again, since travel was closed, and could not"
        " pay without it. The list knows no end for this ground: the name stays as long as the debt"
        " does."
    ),
    source="technocracy.news (SCMP)",
    services=(COURT,),
    cast=cast(*ROLES),
    steps=(
        ("(a) two of them are listed", _both_listed),
        ("(b) one is renewed, one is not", _renewed_by_a_new_act),
        ("(c) and for ever", _and_for_ever),
        ("(d) unable to pay, and still grounded", _unable_and_still_grounded),
    ),
    here=(
        "The baker was free after {days_baker} days because no officer asked for more. The trader"
        " was renewed by a second dated decision, came off this list after {days_trader} days, as"
        " one who cannot pay, and was grounded again by an order for which that is no excuse."
    ),
    safeguard=Safeguard(
        "A listing stands until a date, and only a new dated act, with the whole procedure, renews"
        " it",
        "POST /v1/listings/{ref}/renewal; the court's row able-but-refuses-term, ours",
    ),
    remains=(
        "The way out is that somebody has to want it again, or to find that nothing can be paid,"
        " which the rules leave to an officer. Nothing limits how often a listing is renewed, and"
        " the order that restricts consumption asks for no bad faith: the absorbing state has two"
        " doors. In the modelled rules neither has a date."
    ),
)
