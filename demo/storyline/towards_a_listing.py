"""Steps a to d: a duty, a proposal, four eyes, notice, an objection, and four fields that cross."""

import json
from datetime import date, timedelta

from demo.storyline.doors import until
from demo.storyline.teller import Teller
from shared.calendar import start_of

LIST, GROUND = "judgment-defaulters", "able-but-refuses"
FIELDS = ["name", "truncated_id", "issuer", "reason"]


def a_duty_and_a_namesake(story: Teller) -> None:
    """A party owes; somebody else has the same name and the same masked number."""
    party, namesake = story.doors.parties()[-2:]
    story.facts.update(party=party, namesake=namesake)
    story.must(party["name"] == namesake["name"], "the namesakes have different names")
    today = story.doors.today().date()
    judgment = {
        "case_number": "(2018)模01民初417号",
        "party": party,
        "duty": "pay",
        "amount_yuan": 58_000,
        "issued_on": (today - timedelta(days=85)).isoformat(),
        "due_on": (today - timedelta(days=22)).isoformat(),
    }
    clerk = story.doors.officer("court", "clerk")
    registered = story.expect(clerk.post("/v1/judgments", judgment), 201)
    story.facts["judgment"] = registered["id"]
    notice = clerk.post(f"/v1/judgments/{registered['id']}/enforcement-notice", {})
    perform_by = story.expect(notice, 201)["notices"][0]["perform_by"]
    story.say(f"{party['name']} owes 58,000 yuan; the court warns and gives time to {perform_by}")
    story.say("somebody else has the same name and the same masked number, and owes nothing")
    story.facts["perform_by"] = perform_by


def own_proposal_cannot_be_approved(story: Teller) -> None:
    """A clerk proposes, and is refused when trying to approve it."""
    perform_by = date.fromisoformat(story.facts["perform_by"])
    story.doors.stage.advance(start_of(perform_by + timedelta(days=3)))
    body = {
        "list": LIST,
        "ground": GROUND,
        "basis": story.facts["judgment"],
        "party": story.facts["party"],
    }
    clerk = story.doors.officer("court", "clerk")
    proposal = story.expect(clerk.post("/v1/listing-proposals", body), 201)
    story.facts["proposal"] = proposal["id"]
    story.say("the time has passed unpaid; clerk-1 proposes a listing")
    as_reviewer = story.doors.officer("court", "clerk_as_reviewer")
    refused = as_reviewer.post(f"/v1/listing-proposals/{proposal['id']}/approval")
    story.expect(refused, 403, "second_officer_needed")
    story.say("clerk-1, who may also review, tries to approve it: second_officer_needed")


def notice_objection_and_time(story: Teller) -> None:
    """A second officer, notice, an objection that stays publication, reasons, and time."""
    path = f"/v1/listing-proposals/{story.facts['proposal']}"
    reviewer = story.doors.officer("court", "reviewer")
    story.expect(reviewer.post(f"{path}/approval"), 200)
    notified = story.expect(reviewer.post(f"{path}/notification"), 200)
    last_day = notified["objection_ends_on"]
    story.say(f"reviewer-1 approves; the party is told and may object until {last_day}")
    party = story.doors.party("court", story.facts["party"])
    words = {"proposal": story.facts["proposal"], "statement": "我的收入不足以一次付清。"}
    objection = story.expect(party.post("/v1/objections", words), 201)
    decide_by = objection["decide_by"]
    story.say(f"the party objects: nothing is published before the decision, due {decide_by}")
    reasons = {"upheld": False, "reasons": "可以分期履行，当事人没有提出方案。"}
    appeals = story.doors.officer("court", "appeals")
    decided = appeals.post(f"/v1/objections/{objection['id']}/decision", reasons)
    last_day = story.expect(decided, 200)["review_until"]
    story.say(f"appeals-1 dismisses it with reasons; review may be asked for until {last_day}")
    story.facts["publish_on"] = notified["publish_on"]


def four_fields_cross(story: Teller) -> None:
    """On its day the act is published by itself, and exactly four fields cross."""
    story.doors.stage.advance(start_of(date.fromisoformat(story.facts["publish_on"])))
    party = story.doors.party("court", story.facts["party"])
    procedure = story.expect(party.get("/v1/me/file"), 200)["procedures"][0]
    story.must(procedure["listing"] is not None, "nothing was published on the day")
    story.facts["ref"] = procedure["listing"]["ref"]
    platform = story.doors.auditor("platform")
    heard = until(lambda: bool(platform.get("/v1/crossings")["crossings"]))
    story.must(heard, "the platform did not receive the act")
    message = platform.get("/v1/crossings")["crossings"][-1]
    story.must(
        list(json.loads(message["body"])) == FIELDS, "the body does not hold exactly four fields"
    )
    listing = procedure["listing"]
    story.say(f"listed on {listing['listed_on']}, stands until {listing['stands_until']}")
    story.stayed("the whole number", "the case", "the amount", "the objection", "the severity")
