"""Steps e to j: partners ask; the namesake is safe, guessing is stopped, a silence is no yes."""

from datetime import timedelta
from typing import Any

from demo.population import candidates_behind
from demo.storyline.doors import Answer, Party, until
from demo.storyline.teller import Teller
from shared.calendar import start_of
from shared.identifiers import IdNumber, Kind, truncate

AIRLINE, HOTEL, OUTSIDER = "skyward-air", "four-seasons-inn", "customs-office"


def ask(story: Teller, partner: str, party: Party, measure: str = "air-travel") -> Answer:
    """A partner's one question about one person and one measure."""
    question = {"measure": measure, "purpose": "booking 8841", "party": dict(party)}
    return story.doors.partner(partner).post("/v1/decisions", question)


def the_edition_is_not_out(story: Teller) -> None:
    """Published, but this month's edition does not carry it: the partner hears no_listing."""
    answer = story.expect(ask(story, AIRLINE, story.facts["party"]), 200)
    _outcome(story, answer, "no_listing", is_acted_on=False)
    edition = answer["edition"] or "none yet"
    story.say(f"{AIRLINE} asks about the party: no_listing (edition: {edition})")


def the_month_turns(story: Teller) -> None:
    """The edition comes out; the listing is found and confirmed by the court."""
    today = story.doors.today().date()
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    story.doors.stage.advance(start_of(first))
    answer = story.expect(ask(story, AIRLINE, story.facts["party"]), 200)
    _outcome(story, answer, "restricted", is_acted_on=True)
    story.facts["decision"] = answer["decision_id"]
    odds = answer["expected_namesakes"]
    story.say(f"edition {answer['edition']} is out: restricted, confirmed by the court")
    story.say(f"expected namesakes behind name and mask: {odds['low']} to {odds['high']}")
    story.stayed("the whole number (sealed for the court only)", "the judgment", "the amount")


def the_namesake_is_not_hurt(story: Teller) -> None:
    """Same name, same mask, another person: the court says no."""
    answer = story.expect(ask(story, AIRLINE, story.facts["namesake"]), 200)
    _outcome(story, answer, "no_listing", is_acted_on=False)
    story.say("the namesake books a flight: the court says it is not this person: no_listing")


def guessing_is_stopped(story: Teller) -> None:
    """A partner tries the numbers behind the mask one by one, and is stopped at the third."""
    outcomes: list[str] = []
    for guess in _guesses(story):
        answer = ask(story, HOTEL, guess, "star-hotel")
        outcomes.append(answer.code or answer["outcome"])
        if answer.status == 403:
            break
    story.must(outcomes[-1] == "partner_stopped", f"the guesses brought {outcomes}")
    story.must(len(outcomes) <= 3, f"{len(outcomes)} guesses were answered")
    story.say(f"{HOTEL} guesses numbers behind the mask: {', '.join(outcomes)}")
    alerts = story.expect(story.doors.auditor("gateway").get("/v1/alerts"), 200)
    story.must(bool(alerts["alerts"]), "the auditor was not told")
    story.say("the auditor is told; the hotel is stopped until the operator releases it")
    answer = story.expect(ask(story, AIRLINE, story.facts["party"]), 200)
    _outcome(story, answer, "refer", is_acted_on=False)
    story.say("three wrong numbers came: the court answers nobody for 30 days, a true match too")


def the_court_is_stopped(story: Teller) -> None:
    """Without the issuer's yes nobody may act; when the court is back, all goes on by itself."""
    story.doors.stage.advance(timedelta(days=31))
    story.doors.stage.stop_service("court")
    try:
        answer = story.expect(ask(story, AIRLINE, story.facts["party"]), 200)
        _outcome(story, answer, "refer", is_acted_on=False)
        story.must(answer["listings"] == [], "a possible match was told")
        story.say("31 days later the court is stopped: refer, may not be acted on")
    finally:
        story.doors.stage.start_service("court")
    story.must(until(lambda: _is_restricted(story)), "the court did not come back")
    story.say("the court is started again: restricted, nobody had to do anything")


def outside_the_mou(story: Teller) -> None:
    """Who did not sign, or asks for a measure that is not its own, gets nothing."""
    outside = ask(story, OUTSIDER, story.facts["party"])
    story.expect(outside, 403)
    story.say(f"{OUTSIDER} did not sign this memorandum: 403 {outside.code}")


def _is_restricted(story: Teller) -> bool:
    answer = ask(story, AIRLINE, story.facts["party"])
    return answer.status == 200 and answer["outcome"] == "restricted"


def _guesses(story: Teller) -> list[dict[str, Any]]:
    """Numbers behind the mask that are neither the party's nor the namesake's."""
    party = story.facts["party"]
    known = {party["id_number"], story.facts["namesake"]["id_number"]}
    mask = truncate(Kind(party["kind"]), IdNumber(party["id_number"]))
    behind = [number for number in candidates_behind(mask) if number not in known]
    return [{**party, "id_number": number} for number in behind]


def _outcome(story: Teller, answer: Answer, wanted: str, *, is_acted_on: bool) -> None:
    story.must(answer["outcome"] == wanted, f"expected {wanted}, heard {answer['outcome']}")
    if wanted in ("restricted", "refer"):
        story.must(answer["may_be_acted_on"] is is_acted_on, "may_be_acted_on is wrong")
