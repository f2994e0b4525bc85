"""Steps k to m: the own file, the withdrawal that reaches everybody, and points that go nowhere."""

import gzip
from typing import Any

from demo.storyline.at_the_gateway import AIRLINE, ask
from demo.storyline.doors import Party, until
from demo.storyline.teller import Teller
from shared.identifiers import IdNumber, Kind, age_on

LOCALITY, BENEFIT, ADULT = "rongcheng", "bicycles-without-deposit", 18
CREDITED = (("volunteers", "volunteer-hour"), ("welfare", "department-award"))


def who_asked(story: Teller) -> None:
    """The party reads what is held and who asked."""
    party = story.facts["party"]
    held = story.expect(story.doors.party("court", party).get("/v1/me/file"), 200)
    procedure = held["procedures"][0]
    steps = [step["step"] for step in procedure["steps"]]
    story.say(f"at the court: {' > '.join(steps)}; {len(procedure['questions'])} questions asked")
    asked = story.expect(story.doors.party("gateway", party).get("/v1/me/queries"), 200)
    for query in asked["queries"]:
        story.say(f"at the gateway: {query['partner']}, {query['measure']}: {query['outcome']}")
    story.must(len(asked["queries"]) >= 3, "the party does not see who asked")
    other = story.expect(
        story.doors.party("gateway", story.facts["namesake"]).get("/v1/me/queries"), 200
    )
    story.must(len(other["queries"]) == 1, "the namesake sees other people's questions")


def performed_and_withdrawn(story: Teller) -> None:
    """The duty is performed, the court withdraws; copies outside are named for what they are."""
    clerk = story.doors.officer("court", "clerk")
    done = clerk.post(f"/v1/judgments/{story.facts['judgment']}/performance", {"extent": "full"})
    story.expect(done, 201)
    path = f"/v1/listings/{story.facts['ref']}/withdrawal"
    story.expect(clerk.post(path, {"cause": "performed"}), 200)
    gone = until(lambda: ask(story, AIRLINE, story.facts["party"])["outcome"] == "no_listing")
    story.must(gone, "the gateway still answers otherwise")
    story.say("paid and withdrawn: the airline hears no_listing at once")
    story.must(until(lambda: _is_recalled(story)), "the recall does not name the earlier decision")
    story.say("the airline's recalls name its earlier decision")
    _taken_back(story)
    _what_still_shows_the_name(story)


def _taken_back(story: Teller) -> None:
    """The airline answers its recall; the party reads who has answered and who has not."""
    airline = story.doors.partner(AIRLINE)
    (recall,) = [
        one for one in airline.get("/v1/recalls", after=0)["recalls"] if _is_ours(story, one)
    ]
    answer = airline.post(f"/v1/recalls/{recall['seq']}/acknowledgement", {"done": "undone"})
    story.expect(answer, 201)
    party = story.doors.party("gateway", story.facts["party"])
    for one in story.expect(party.get("/v1/me/recalls"), 200)["recalls"]:
        story.say(f"the party reads of {one['partner']}: {one['done'] or 'no answer yet'}")


def _what_still_shows_the_name(story: Teller) -> None:
    """The register itself has forgotten; copies have not."""
    public, name = story.doors.anybody("platform"), story.facts["party"]["name"]
    found = story.expect(public.post("/v1/search", {"name": name}), 200)
    story.must(found["listings"] == [], "the public search still finds the name")
    edition = story.expect(public.get("/v1/editions/current"), 200)["id"]
    copy = gzip.decompress(public.download("/v1/editions/current/listings.jsonl.gz"))
    story.must(name in copy.decode(), "the copy of the edition does not show the name")
    story.say("the public search no longer finds the name")
    story.say(f"still showing it: the file of edition {edition}, until the month turns, and every")
    story.say("copy of it; the airline's own booking records; whoever wrote it down")


def points_stay_at_home(story: Teller) -> None:
    """A resident earns points and claims a benefit; nothing crosses."""
    resident = _adult(story)
    clerk = story.doors.officer(LOCALITY, "clerk")
    registered = story.expect(clerk.post("/v1/residents", {"party": resident}), 201)
    me = story.doors.party(LOCALITY, resident)
    story.expect(me.get("/v1/me/score"), 403, "no_consent")
    story.say("a resident without consent has no score")
    consent = me.put(f"/v1/residents/{registered['id']}/consent", {"consents": True})
    story.expect(consent, 200)
    for department, kind in CREDITED:
        event = {
            "resident": registered["id"],
            "kind": kind,
            "happened_on": story.doors.today(LOCALITY).date().isoformat(),
        }
        notified = story.doors.department(LOCALITY, department).post("/v1/events", event)
        story.expect(notified, 201)
    score = story.expect(me.get("/v1/me/score"), 200)
    story.say(f"with consent and volunteering: {score['points']} points, grade {score['grade']}")
    claimed = me.post(f"/v1/benefits/{BENEFIT}/claims", {})
    story.expect(claimed, 201)
    story.say(f"the benefit {BENEFIT} is claimed; no low score ever closes anything")
    story.stayed("the score", "every event", "the benefit: no line leads from here to the bus")


def _is_recalled(story: Teller) -> bool:
    recalls = story.doors.partner(AIRLINE).get("/v1/recalls", after=0)["recalls"]
    return any(_is_ours(story, recall) for recall in recalls)


def _is_ours(story: Teller, recall: dict[str, Any]) -> bool:
    return story.facts["decision"] in recall["decisions"]


def _adult(story: Teller) -> Party:
    """Some grown-up who has nothing to do with the rest of the story."""
    today = story.doors.today(LOCALITY).date()
    people = [one for one in story.doors.parties()[:-2] if one["kind"] == Kind.PERSON]
    return next(one for one in people if age_on(IdNumber(one["id_number"]), today) >= ADULT)
