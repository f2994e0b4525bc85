"""An officer reads a procedure before acting on it: four eyes, the rule, and what would leave."""

from typing import Any

from shared.ledger import acts
from shared.procedure.reading import DRAWN, NOT_YET
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import PUBLISHED_ON, open_case

FIELDS = ["name", "truncated_id", "issuer", "reason"]


async def read(court: OpenApp, proposal: str, role: str = "reviewer") -> dict[str, Any]:
    """A procedure as an officer reads it."""
    return done(await court.officer(role).get(f"/v1/listing-proposals/{proposal}"))


async def test_the_second_officer_sees_who_proposed_on_which_rule_and_only_a_mask(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    found = await read(court, await case.proposed())
    assert (found["state"], found["proposed_by"], found["decided_by"]) == (
        "proposed",
        "clerk-one",
        None,
    )
    assert found["rule"]["id"] == "able-but-refuses"
    assert found["rule"]["confidence"] == "confirmed"
    assert str(case.party.id_number) not in str(found)
    assert "****" in found["truncated_id"]


async def test_what_would_leave_is_what_leaves_to_the_letter(court: OpenApp) -> None:
    """Read on 1 February before anybody approves; published on the 14th."""
    case = await open_case(court)
    proposal = await case.proposed()
    before = (await read(court, proposal))["would_leave"]
    assert before["if_published_on"] == PUBLISHED_ON.isoformat()
    await case.published(proposal)
    with court.database.read() as session:
        (act,) = acts.unpublished(session, 10)
        envelope, notice = acts.words_of(session, act)
    assert before["subject"] == envelope.subject()
    assert list(before["body"]) == FIELDS
    assert before["body"] == notice.model_dump()
    said = envelope.headers()
    assert before["headers"].keys() == said.keys()
    differ = {name for name, told in before["headers"].items() if told != said[name]}
    assert differ == {"ce-id", "ce-time", "Nats-Msg-Id", "Chimera-Listing"}
    assert before["headers"]["Chimera-Listing"] == NOT_YET
    assert before["headers"]["ce-id"] == DRAWN
    assert {"id_number", "basis", "statement", "reasons"} <= set(before["stays_here"])


async def test_once_it_is_over_nothing_more_would_leave(court: OpenApp) -> None:
    case = await open_case(court)
    refused_one = await case.proposed()
    done(await case.step(refused_one, "refusal", "reviewer"))
    assert (await read(court, refused_one))["would_leave"] is None
    proposal, ref = await case.listed()
    found = await read(court, proposal)
    assert (found["state"], found["ref"], found["would_leave"]) == ("published", ref, None)


async def test_a_renewal_shows_the_listing_with_its_later_end(court: OpenApp) -> None:
    case = await open_case(court)
    _, ref = await case.listed()
    renewal = done(await court.officer("clerk").post(f"/v1/listings/{ref}/renewal"))["id"]
    headers = (await read(court, renewal))["would_leave"]["headers"]
    assert headers["Chimera-Listing"] == ref
    assert headers["Chimera-Version"] == "2"
    assert headers["Chimera-Stands-Until"] > (await case.standing(ref))["stands_until"]


async def test_whoever_decides_an_objection_reads_it_and_what_it_is_about(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    objection = await case.objected(proposal)
    found = done(await court.officer("appeals").get(f"/v1/objections/{objection}"))
    assert found["id"] == proposal
    assert [one["statement"] for one in found["objected"]] == ["已经与申请人协商。"]
    steps = [(one["step"], one["origin"]) for one in found["steps"]]
    assert steps[:2] == [("proposed", "paper"), ("approved", "ours")]


async def test_nobody_else_reads_it(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.proposed()
    path = f"/v1/listing-proposals/{proposal}"
    assert refused(await court.party(case.party).get(path)) == (403, "role_missing")
    assert refused(await court.officer("auditor").get(path)) == (403, "role_missing")
    nothing = await court.officer("clerk").get("/v1/objections/o-qhzxkvbnwertyuiopasd")
    assert refused(nothing) == (404, "not_found")


async def test_the_desk_is_a_page_of_every_authority_and_holds_nothing(court: OpenApp) -> None:
    page = await court.anybody().get("/desk")
    assert page.status_code == 200
    assert "Enforcement court" in page.text
    assert "执行法院" in (await court.anybody().get("/desk?lang=zh")).text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "connect-src 'self';" in page.headers["content-security-policy"]
    for file in ("desk.js", "desk-case.js", "desk-acts.js", "desk-officers.js", "desk.css"):
        assert (await court.anybody().get(f"/assets/{file}")).status_code == 200
