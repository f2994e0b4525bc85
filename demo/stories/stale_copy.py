"""Paid, and still on somebody's list: each copy is out of date by its own rhythm."""

import gzip
from datetime import date

from demo.stories import asking, court_work, procedure
from demo.stories.asking import AIRLINE, HOTEL
from demo.stories.court_work import COURT, Suit
from demo.stories.people import cast
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.telling import PLATFORM, StoryTeller

FILE = "/v1/editions/current/listings.jsonl.gz"


def _listed_and_copied(story: StoryTeller) -> Days:
    """A debtor is listed; a bystander copies the public edition."""
    suit = Suit(role="debtor", case=1, amount_yuan=36_000)
    judgment, listing = yield from court_work.listed(story, suit)
    yield procedure.next_edition(story.today)
    asking.hears(story, AIRLINE, "debtor", "restricted")
    copy = _edition(story)
    story.must(story.name("debtor") in copy, "the edition does not name the debtor")
    story.facts.update(judgment=judgment, listing=listing, copy=copy)
    story.say("listed, and in the edition: the airline refuses a flight")
    story.say("a website copies the whole edition, as anybody may")


def _paid_but_still_listed(story: StoryTeller) -> Days:
    """The debtor pays in full; until the court withdraws, everybody is told as before."""
    paid = court_work.perform(story, story.facts["judgment"], "full")
    by = date.fromisoformat(paid["to_withdraw"][0]["by"])
    story.facts["paid_on"] = story.today
    story.say(f"paid in full; the court has until {by} to withdraw (three working days)")
    asking.hears(story, HOTEL, "debtor", "restricted")
    story.say("a hotel asks the same day: restricted, although nothing is owed any more")
    yield by
    procedure.withdraw(story, COURT, story.facts["listing"].ref, "performed")
    story.measure(days_until_withdrawn=(story.today - story.facts["paid_on"]).days)
    story.say("the clerk withdraws on the last day")


def _each_copy_in_its_time(story: StoryTeller) -> Days:
    """Register, gateway and partners hear at once; the file waits, and the copy never hears."""
    asking.must_be_recalled(story, AIRLINE, story.facts["listing"].ref)
    asking.hears(story, AIRLINE, "debtor", "no_listing")
    found = story.doors.anybody(PLATFORM).post("/v1/search", {"name": story.name("debtor")})
    story.must(story.expect(found, 200)["listings"] == [], "the public search still finds it")
    story.say("the same day: public search empty, airline no_listing, its old decision recalled")
    story.must(story.name("debtor") in _edition(story), "an edition was rewritten")
    story.say("the file of this month's edition still names the debtor")
    yield procedure.next_edition(story.today)
    story.must(story.name("debtor") not in _edition(story), "the next edition names the debtor")
    story.must(story.name("debtor") in story.facts["copy"], "the copy has changed by itself")
    story.say("the month turns: the file is clean; the website's copy names the debtor as before")
    _measure(story)


def _measure(story: StoryTeller) -> None:
    asked = asking.asked_about(story, "debtor")
    story.measure(
        days_until_corrected=story.measured["days_until_withdrawn"],
        asked=asked,
        restricted=asking.restricted(asked),
        days_until_file_clean=(story.today - story.facts["paid_on"]).days,
    )


def _edition(story: StoryTeller) -> str:
    return gzip.decompress(story.doors.anybody(PLATFORM).download(FILE)).decode()


STORY = Story(
    number=16,
    name="stale-copy",
    title=Title(en="Paid, and still on a copy of the list", zh="已履行义务，名单副本未更新"),
    in_the_world=(
        "The planning commission itself promised in 2018 that entries would be updated in time, so"
        " that nobody who had paid would be punished further; later rules exist because what was"
        " repaired in one place was not accepted in another. No single case was found that could"
        " be retold, so this story is made from the rules."
    ),
    source="chinaplus 2018-03-20; reportify.cn",
    services=(COURT,),
    cast=cast("debtor"),
    steps=(
        ("(a) listed, and copied", _listed_and_copied),
        ("(b) paid, but still listed", _paid_but_still_listed),
        ("(c) each copy in its own time", _each_copy_in_its_time),
    ),
    here=(
        "The court withdrew {days_until_withdrawn} days after the payment. Register, gateway and"
        " airline were right the same day, the published file {days_until_file_clean} days after"
        " the payment, and a stranger's copy never."
    ),
    safeguard=Safeguard(
        "A withdrawal never waits for the edition, and names the decisions that it overtakes",
        "GET /v1/withdrawals at the platform, GET /v1/recalls at the gateway",
    ),
    remains=(
        "Between payment and withdrawal a hotel was still told restricted: three working days are"
        " the court's by rule, and only officers shorten them. Nothing reaches a copy that"
        " somebody made of a public edition; that could only be had by not publishing."
    ),
)
