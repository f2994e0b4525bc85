"""The court's audit log: who did what under which rule, and a chain that shows any change."""

import re
from itertools import product
from typing import Any

import pytest

from shared.audit import Checkpoint, Verification
from shared.house import audit_after, audit_end
from shared.web.audit_doors import AuditPage, CheckpointShown
from tests.builders import make_party
from tests.unit.answers import done, refused
from tests.unit.apps import ROOT, OpenApp
from tests.unit.court.story import PUBLISHED_ON, open_case


async def lines_of(court: OpenApp) -> list[tuple[str, ...]]:
    """Who did what under which row, and what came of it, in order."""
    page = done(await court.officer("auditor").get("/v1/audit"))
    names = ("actor", "act", "rule", "openness", "outcome")
    return [tuple(line[name] for name in names) for line in page["lines"]]


def verify(court: OpenApp, against: Checkpoint | None = None) -> list[str]:
    """What does not fit in the court's log."""
    check = Verification(against)
    with court.database.read() as session:
        check.read(audit_after(session, 0, 1_000))
        return check.end(*audit_end(session))


def change(court: OpenApp, *statements: str) -> None:
    """What somebody does who can write to the file."""
    with court.database.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


async def test_every_act_names_officer_rule_openness_and_time(court: OpenApp) -> None:
    case = await open_case(court)
    await case.listed()
    ground = ("able-but-refuses", "assessed")
    assert await lines_of(court) == [
        ("clerk-one", "register", "", "", "done"),
        ("clerk-one", "notify", "notice-period", "fixed", "done"),
        ("clerk-one", "propose", *ground, "done"),
        ("reviewer-one", "approve", *ground, "done"),
        ("clerk-one", "notify", *ground, "done"),
        ("clock", "publish", *ground, "done"),
    ]
    page = done(await court.officer("auditor").get("/v1/audit?after=5"))
    (published,) = page["lines"]
    assert published["at"] == "2019-02-13T16:00:00Z"  # the 14th begins in Beijing
    assert (published["door"], published["about"][:2]) == ("by itself", "p-")


async def test_a_refused_attempt_is_in_the_chain_too(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.proposed()
    both = court.officer("reviewer", name="clerk-one")
    answer = await both.post(f"/v1/listing-proposals/{proposal}/approval")
    assert refused(answer) == (403, "second_officer_needed")
    last = (await lines_of(court))[-1]
    assert last == ("clerk-one", "approve", "", "", "second_officer_needed")
    assert verify(court) == []


async def test_what_follows_from_an_upheld_objection_is_told_apart_from_the_verdict(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    objection = await case.objected(await case.notified())
    done(await case.verdict(objection, upheld=True))
    ground = ("able-but-refuses", "assessed")
    assert (await lines_of(court))[-2:] == [
        ("clock", "lapse", *ground, "objection_upheld"),
        ("judge-one", "uphold", *ground, "done"),
    ]


async def test_a_ground_that_is_gone_on_the_day_leaves_a_line_with_its_code(court: OpenApp) -> None:
    case = await open_case(court)
    await case.notified()
    done(await case.perform(extent="full"))
    court.advance(PUBLISHED_ON)
    assert (await lines_of(court))[-1][-1] == "duty_performed"


async def test_nothing_about_the_party_is_in_the_log(court: OpenApp) -> None:
    party = make_party("欧阳静")
    await (await open_case(court, party)).listed()
    answer = await court.officer("auditor").get("/v1/audit")
    assert party.name not in answer.text
    assert party.id_number[:10] not in answer.text


async def test_the_log_opens_to_auditors_only_and_page_by_page(court: OpenApp) -> None:
    await open_case(court)
    doors = ("/v1/audit", "/v1/audit/checkpoint", "/v1/audit/divergence")
    visitors = (court.officer("clerk"), court.operator(), court.party(make_party()))
    for visitor, door in product(visitors, doors):
        assert refused(await visitor.get(door)) == (403, "role_missing")
    auditor = court.officer("auditor")
    first = AuditPage.model_validate(done(await auditor.get("/v1/audit?limit=1")))
    second = AuditPage.model_validate(done(await auditor.get("/v1/audit?after=1&limit=1")))
    empty = AuditPage.model_validate(done(await auditor.get("/v1/audit?after=2")))
    assert [len(page.lines) for page in (first, second, empty)] == [1, 1, 0]
    check = Verification()
    check.read(shown.line() for page in (first, second) for shown in page.lines)
    assert check.end(empty.checkpoint.size, empty.checkpoint.head) == []
    assert refused(await auditor.get("/v1/audit?limit=0")) == (422, "invalid_body")
    assert refused(await auditor.get("/v1/audit?after=-1")) == (422, "invalid_body")


TAMPERED: dict[str, tuple[list[str], str]] = {
    "altered": (["UPDATE audit SET actor = 'clerk-two' WHERE seq = 2"], "line 2 does not fit"),
    "moved in time": (["UPDATE audit SET at = '2019-01-03' WHERE seq = 2"], "line 2 does not fit"),
    "dropped": (["DELETE FROM audit WHERE seq = 2"], "after line 1 comes line 3"),
    "first one dropped": (["DELETE FROM audit WHERE seq = 1"], "line 2 does not fit"),
    "reordered": (
        [
            "UPDATE audit SET seq = 99 WHERE seq = 2",
            "UPDATE audit SET seq = 2 WHERE seq = 3",
            "UPDATE audit SET seq = 3 WHERE seq = 99",
        ],
        "line 2 does not fit",
    ),
    "inserted at the end": (
        [
            "INSERT INTO audit (at, actor, door, about, outcome, hash)"
            " VALUES ('2019-02-01', 'clerk-one', '', '', 'done', 'ab')"
        ],
        "line 4 does not fit",
    ),
    "inserted without a hash": (
        [
            "INSERT INTO audit (at, actor, door, about, outcome)"
            " VALUES ('2019-02-01', 'clerk-one', '', '', 'done')"
        ],
        "line 4 has no hash",
    ),
    "end cut off": (["DELETE FROM audit WHERE seq = 3"], "the log says that it ends with line 3"),
}


@pytest.mark.parametrize("how", TAMPERED)
async def test_whoever_changes_a_line_is_found_out(court: OpenApp, how: str) -> None:
    await (await open_case(court)).proposed()
    assert verify(court) == []
    statements, fault = TAMPERED[how]
    change(court, *statements)
    assert any(found.startswith(fault) for found in verify(court)), verify(court)


async def checkpoint_of(court: OpenApp) -> Checkpoint:
    """What an auditor keeps."""
    answer = done(await court.officer("auditor").get("/v1/audit/checkpoint"))
    return Checkpoint(**CheckpointShown.model_validate(answer).model_dump())


CUT = "DELETE FROM audit WHERE seq > 2"
FORGOTTEN = ("DELETE FROM audit", "DELETE FROM audit_head")


async def test_an_end_cut_off_with_its_head_shows_only_against_a_checkpoint(court: OpenApp) -> None:
    await (await open_case(court)).proposed()
    kept = await checkpoint_of(court)
    assert (kept.authority, kept.size) == ("court", 3)
    head = "UPDATE audit_head SET size = 2, head = (SELECT hash FROM audit WHERE seq = 2)"
    change(court, CUT, head)
    assert verify(court) == []
    (fault,) = verify(court, kept)
    assert fault.startswith("the checkpoint had seen line 3, which is gone")


async def test_a_log_made_anew_shows_only_against_a_checkpoint(court: OpenApp) -> None:
    case = await open_case(court)
    await case.proposed()
    kept = await checkpoint_of(court)
    change(court, *FORGOTTEN)
    for _ in range(3):
        answer = await court.officer("clerk").post("/v1/listings/l-aaaaaaaaaaaaaaaaaaaa/renewal")
        assert refused(answer) == (404, "not_found")
    assert verify(court) == []
    (fault,) = verify(court, kept)
    assert fault.startswith("line 3 has another hash than the checkpoint kept")


async def test_the_log_grows_past_a_checkpoint_and_still_fits_it(court: OpenApp) -> None:
    case = await open_case(court)
    kept = await checkpoint_of(court)
    await case.proposed()
    assert verify(court, kept) == []


async def test_a_chain_begins_after_the_lines_that_are_older(court: OpenApp) -> None:
    change(
        court,
        "INSERT INTO audit (seq, at, actor, door, about, outcome)"
        " VALUES (7, '2019-01-02', 'clerk-one', 'POST /v1/judgments', 'j-1', 'done')",
    )
    await open_case(court)
    check = Verification()
    with court.database.read() as session:
        check.read(audit_after(session, 0, 100))
        assert check.end(*audit_end(session)) == []
    assert (check.unchained, check.size) == (1, 9)


def as_printed() -> Any:
    """The few lines of Python in docs/officers.md with which anybody can check the chain."""
    page = (ROOT / "docs" / "officers.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own page
    return names["first_that_does_not_fit"]


async def test_the_check_printed_in_the_documents_finds_the_same(court: OpenApp) -> None:
    await (await open_case(court)).listed()
    check, auditor = as_printed(), court.officer("auditor")
    assert check(done(await auditor.get("/v1/audit"))["lines"]) is None
    change(court, "UPDATE audit SET rule = 'another-row' WHERE seq = 4")
    assert check(done(await auditor.get("/v1/audit"))["lines"]) == 4
