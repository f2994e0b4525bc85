"""One firm with two codes, and one code for two firms."""

from collections.abc import Mapping
from itertools import islice

from demo.cast import party_of
from demo.population import Population
from demo.population.organisations import organisation_code
from demo.stories import asking, court_work, procedure
from demo.stories.asking import BANK
from demo.stories.court_work import COURT, Suit
from demo.stories.people import renamed
from demo.stories.story import Days, NoSafeguard, Story, Title
from demo.stories.tax_work import TAX
from demo.stories.telling import PLATFORM, StoryTeller
from shared.identifiers import Party

SECOND_BODY = "MB990017"


def _cast(population: Population) -> Mapping[str, Party]:
    """A firm; the same under a second code; another firm that was given the first one's code."""
    debtor, other = islice(population.organisations(), 2)
    second_code = organisation_code(debtor.region, SECOND_BODY)
    return {
        "firm": party_of(debtor),
        "same firm, second code": renamed(debtor, second_code),
        "other firm, same code": renamed(other, debtor.code),
    }


def _two_codes_one_firm(story: StoryTeller) -> Days:
    """Listed under one code, invisible under the other."""
    yield from court_work.listed(story, Suit(role="firm", case=1, amount_yuan=5_000_000))
    yield procedure.next_edition(story.today)
    asking.hears(story, BANK, "firm", "advisory")
    story.say("a firm that owes 5,000,000 yuan is listed; the bank hears advisory")
    asking.hears(story, BANK, "same firm, second code", "no_listing")
    story.say("the same firm shows its second code: no_listing, and the loan is given")


def _one_code_two_firms(story: StoryTeller) -> None:
    """Where the name is asked with the code, the other firm is safe; elsewhere it is not."""
    asking.hears(story, BANK, "other firm, same code", "no_listing")
    story.say("another firm with the same code applies: the name is another's: no_listing")
    code = story.part("firm")["id_number"]
    found = story.doors.anybody(PLATFORM).post("/v1/search", {"truncated_id": code})
    listings = story.expect(found, 200)["listings"]
    names = [listing["name"] for listing in listings]
    story.must(names == [story.name("firm")], f"the public search by code shows {names}")
    story.say("whoever looks the other firm up by its code alone finds the debtor's listing")


def _turned_away(story: StoryTeller) -> None:
    """An authority that knows firms by their code takes one of the two, and refuses the other."""
    clerk = story.officer(TAX, "clerk")
    story.expect(clerk.post("/v1/taxpayers", story.part("firm")), 201)
    refused = clerk.post("/v1/taxpayers", story.part("other firm, same code"))
    story.expect(refused, 409, "already_registered")
    story.say("the tax office takes the first firm with this code; the other: already_registered")
    own = story.as_party("firm", "gateway").get("/v1/me/queries")
    asked = asking.asked_about(story, "firm")
    story.must(len(story.expect(own, 200)["queries"]) == 2, "the code does not gather both")
    story.say("and the first firm reads in its own file that the bank asked about the other")
    story.measure(
        days_until_corrected=None,
        asked=asked,
        restricted=[f"the other firm's registration for tax: {refused.code}"],
    )


STORY = Story(
    number=17,
    name="codes",
    title=Title(en="Two codes for one firm, one code for two", zh="一企多码与一码多企"),
    in_the_world=(
        "The action plan of 2024-25 itself sets out to clean up what the registers got wrong: some"
        " bodies bear several unified codes, and some codes were given to several bodies."
    ),
    source="CLT action plan 2024–25",
    services=(COURT, TAX),
    cast=_cast,
    steps=(
        ("(a) two codes, one firm", _two_codes_one_firm),
        ("(b) one code, two firms", _one_code_two_firms),
        ("(c) turned away", _turned_away),
    ),
    here=(
        "Under its second code the firm got its loan. The other firm was not taken for it, since a"
        " partner asks with the name too; but it could not register for tax, and its questions"
        " stand in the first firm's file."
    ),
    safeguard=NoSafeguard(
        "Name and code together keep two firms apart, as long as their names differ. Nothing here"
        " notices a second code, and with one name and one code two firms are one to every door:"
        " the issuer's yes would be meant for both."
    ),
    remains=(
        "A register is as good as its numbers, and these are given out elsewhere. Whoever is the"
        " second to come with a code is turned away, and no door here can put that right."
    ),
)
