"""A clerk at the court sends many proposals in one file; each is an ordinary one afterwards."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import httpx
import pytest

from services.court import records
from services.court.domain import EnforcementNotice
from shared.identifiers import Party
from shared.procedure.importing.lines import FIELDS
from shared.procedure.importing.taking import BATCH_LINES
from tests.builders import LOOKS_REAL, make_judgment, make_organisation, make_party, words_of
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import PROPOSED_ON

IMPORTS = "/v1/proposal-imports"
CSV, JSONL = "text/csv", "application/jsonl"
WARNED = EnforcementNotice(date(2019, 1, 2), date(2019, 1, 12), warns_of_listing=True)


def debtors(court: OpenApp, count: int) -> list[tuple[Party, str]]:
    """So many parties who were warned, each with the name of the judgment; it is 1 February."""
    people = [make_party(sequence=2 * number) for number in range(count)]
    cases = [(party, f"j-case{number:016}") for number, party in enumerate(people)]
    with court.database.write() as session:
        for party, case in cases:
            judgment = make_judgment(id=case, case_number=case, party=party, notices=(WARNED,))
            records.add_judgment(session, judgment)
            session.flush()
            records.add_notice(session, judgment)
    court.advance(PROPOSED_ON)
    return cases


def cells(party: Party, basis: str, **changes: str) -> dict[str, str]:
    """One line's cells."""
    words = {"list": "judgment-defaulters", "ground": "able-but-refuses", "basis": basis}
    return words | words_of(party) | changes


def as_csv(rows: Sequence[dict[str, str]]) -> bytes:
    """A file as an office program saves it: byte order mark, header, line breaks of its own."""
    file = io.StringIO()
    writer = csv.DictWriter(file, FIELDS)
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


async def begin(court: OpenApp, **words: str) -> str:
    """The import, begun by the clerk."""
    body = {"format": "csv"} | words
    return str(done(await court.officer("clerk").post(IMPORTS, body))["id"])


async def send(
    court: OpenApp, name: str, body: Any, *, first: int = 1, kind: str = CSV, by: str = "clerk-one"
) -> httpx.Response:
    """Lines, sent by the clerk."""
    clerk, path = court.officer("clerk", name=by), f"{IMPORTS}/{name}/lines?first_line={first}"
    return await clerk.send("POST", path, content=body, headers={"Content-Type": kind})


async def report(court: OpenApp, name: str) -> list[tuple[Any, ...]]:
    """What became of each line: number, field, reason."""
    answer = done(await court.officer("clerk").get(f"{IMPORTS}/{name}/lines"))
    return [(line["line"], line["field"], line["reason"]) for line in answer["lines"]]


def counts(receipt: dict[str, Any]) -> tuple[int, int, int]:
    """Next line, proposed, refused."""
    return receipt["next_line"], receipt["proposed_count"], receipt["refused_count"]


async def test_good_lines_become_proposals_and_a_bad_line_sinks_nothing(court: OpenApp) -> None:
    (one, first), (two, second), (three, third) = debtors(court, 3)
    body = as_csv(
        [
            cells(one, first),
            cells(two, second, id_number=LOOKS_REAL),
            cells(two, first),
            cells(two, second, ground="unheard-of"),
            cells(make_organisation(), "j-nowhere0000000000"),
            cells(three, third),
            cells(one, first),
        ]
    )
    name = await begin(court)
    receipt = done(await send(court, name, body))
    assert counts(receipt) == (9, 2, 5)
    assert await report(court, name) == [
        (2, None, None),
        (3, "id_number", "real_identifier"),
        (4, "basis", "basis_not_of_party"),
        (5, "ground", "ground_unknown"),
        (6, "basis", "basis_unknown"),
        (7, None, None),
        (8, "facts", "already_proposed"),
    ]


async def test_each_proposal_still_needs_another_officer(court: OpenApp) -> None:
    ((party, case),) = debtors(court, 1)
    name = await begin(court)
    done(await send(court, name, as_csv([cells(party, case)])))
    (line,) = done(await court.officer("clerk").get(f"{IMPORTS}/{name}/lines"))["lines"]
    approval = f"/v1/listing-proposals/{line['proposal']}/approval"
    own = await court.officer("reviewer", name="clerk-one").post(approval)
    assert refused(own) == (403, "second_officer_needed")
    assert done(await court.officer("reviewer").post(approval))["state"] == "approved"
    (procedure,) = done(await court.party(party).get("/v1/me/file"))["procedures"]
    assert [step["step"] for step in procedure["steps"]] == ["proposed", "approved"]


async def test_neither_answers_nor_tables_of_an_import_hold_what_stood_in_a_line(
    court: OpenApp,
) -> None:
    ((party, case),) = debtors(court, 1)
    rows = [cells(party, case), cells(party, case, name=LOOKS_REAL, id_number=LOOKS_REAL)]
    name = await begin(court)
    answers = [await send(court, name, as_csv(rows))]
    for path in ("", f"/{name}", f"/{name}/lines"):
        answers.append(await court.officer("clerk").get(IMPORTS + path))
    tables = ("imports", "import_lines", "audit", "answers")
    held = "".join(str(court.rows(f"SELECT * FROM {table}")) for table in tables)  # noqa: S608
    for text in (held, *(answer.text for answer in answers)):
        assert party.id_number not in text
        assert party.name not in text
        assert LOOKS_REAL not in text
    assert LOOKS_REAL not in court.everything_held()


async def test_every_proposal_of_a_file_has_its_own_line_in_the_audit_log(court: OpenApp) -> None:
    cases = debtors(court, 2)
    name = await begin(court)
    done(await send(court, name, as_csv([cells(*case) for case in cases])))
    proposals = [row[0] for row in court.rows("SELECT id FROM proposals ORDER BY id")]
    lines = court.rows("SELECT about, actor, rule FROM audit WHERE act = 'propose' ORDER BY about")
    assert lines == [(one, "clerk-one", "able-but-refuses") for one in proposals]


async def test_lines_sent_again_are_taken_once(court: OpenApp) -> None:
    body = as_csv([cells(*case) for case in debtors(court, 3)])
    name = await begin(court)
    for _ in range(2):
        assert counts(done(await send(court, name, body))) == (5, 3, 0)
    tail = b"".join(body.splitlines(keepends=True)[2:])
    assert counts(done(await send(court, name, tail, first=3))) == (5, 3, 0)
    assert court.rows("SELECT count(*) FROM proposals") == [(3,)]


async def test_an_import_goes_on_where_it_stopped(court: OpenApp) -> None:
    lines = as_csv([cells(*case) for case in debtors(court, 3)]).splitlines(keepends=True)
    name = await begin(court)
    assert counts(done(await send(court, name, b"".join(lines[:2])))) == (3, 1, 0)
    gap = await send(court, name, lines[3], first=4)
    assert refused(gap) == (409, "lines_missing")
    assert gap.json()["next_line"] == 3
    progress = done(await court.officer("clerk").get(f"{IMPORTS}/{name}"))
    assert counts(progress) == (3, 1, 0)
    assert counts(done(await send(court, name, b"".join(lines[2:]), first=3))) == (5, 3, 0)


async def test_more_than_one_batch_arrives_piece_by_piece(court: OpenApp) -> None:
    cases = debtors(court, BATCH_LINES // 4)
    rows = [cells(*case) for case in cases * 5]
    body = as_csv(rows)

    async def pieces() -> Any:
        for at in range(0, len(body), 7_777):
            yield body[at : at + 7_777]

    name = await begin(court)
    receipt = done(await send(court, name, pieces()))
    assert counts(receipt) == (len(rows) + 2, len(cases), len(rows) - len(cases))


async def test_json_lines_are_the_bodies_of_the_door_for_one(court: OpenApp) -> None:
    ((party, case),) = debtors(court, 1)
    words = cells(party, case)
    body = {key: words[key] for key in ("list", "ground", "basis")} | {"party": words_of(party)}
    name = await begin(court, format="jsonl")
    lines = json.dumps(body).encode() + b"\n\n{}\n"
    assert counts(done(await send(court, name, lines, kind=JSONL))) == (4, 1, 1)
    assert (await report(court, name))[1] == (3, "list", "missing")


async def test_a_file_of_a_chinese_office_program(court: OpenApp) -> None:
    ((party, case),) = debtors(court, 1)
    body = as_csv([cells(party, case)]).decode("utf-8-sig").encode("gb18030")
    mistaken = await begin(court)
    assert counts(done(await send(court, mistaken, body))) == (3, 0, 1)
    assert await report(court, mistaken) == [(2, "line", "wrong_encoding")]
    name = await begin(court, encoding="gb18030")
    assert counts(done(await send(court, name, body))) == (3, 1, 0)


async def test_a_file_without_its_header_is_refused_and_nothing_taken(court: OpenApp) -> None:
    name = await begin(court)
    answer = await send(court, name, f"{LOOKS_REAL},a,b\n")
    assert refused(answer) == (422, "header_wrong")
    assert LOOKS_REAL not in answer.text
    assert counts(done(await court.officer("clerk").get(f"{IMPORTS}/{name}"))) == (1, 0, 0)


async def test_what_is_not_lines_of_this_file_is_refused(court: OpenApp) -> None:
    name = await begin(court)
    wrong = "unsupported_media_type"
    assert refused(await send(court, name, b"x", kind=JSONL)) == (415, wrong)
    assert refused(await send(court, name, b"x", kind="application/json")) == (415, wrong)
    assert refused(await send(court, name, b"x", kind="multipart/form-data")) == (415, wrong)
    big = {"Content-Type": CSV, "Content-Length": str(64 * 1024 * 1024 + 1)}
    path = f"{IMPORTS}/{name}/lines"
    answer = await court.officer("clerk").send("POST", path, content=b"", headers=big)
    assert refused(answer) == (413, "body_too_large")
    assert refused(await send(court, name, b"", first=0)) == (422, "invalid_body")
    assert refused(await send(court, "f-nosuchimportatallxxxx", b"x")) == (404, "not_found")


async def test_an_import_is_one_officers_until_it_is_ended(court: OpenApp) -> None:
    ((party, case),) = debtors(court, 1)
    name, body = await begin(court), as_csv([cells(party, case)])
    stranger = await send(court, name, body, by="clerk-two")
    assert refused(stranger) == (403, "import_of_another")
    other = court.officer("clerk", name="clerk-two")
    assert refused(await other.post(f"{IMPORTS}/{name}/end")) == (403, "import_of_another")
    clerk = court.officer("clerk")
    ended = [done(await clerk.post(f"{IMPORTS}/{name}/end"))["finished_at"] for _ in range(2)]
    assert ended[0] == ended[1] is not None
    assert refused(await send(court, name, body)) == (409, "import_over")


@pytest.mark.parametrize("role", ["reviewer", "appeals", "auditor", "operator"])
async def test_only_clerks_import(court: OpenApp, role: str) -> None:
    name, officer = await begin(court), court.officer(role)
    for path, content in ((IMPORTS, b"{}"), (f"{IMPORTS}/{name}/lines", b"x")):
        kind = CSV if path.endswith("lines") else "application/json"
        answer = await officer.send("POST", path, content=content, headers={"Content-Type": kind})
        assert refused(answer) == (403, "role_missing")


async def test_the_same_beginning_twice_is_one_import(court: OpenApp) -> None:
    clerk = court.officer("clerk")
    first = done(await clerk.post(IMPORTS, {"format": "csv"}, key="my file"))
    again = done(await clerk.post(IMPORTS, {"format": "csv"}, key="my file"))
    assert (again["id"], again["replayed"]) == (first["id"], True)
    (only,) = done(await clerk.get(IMPORTS))["imports"]
    assert only["id"] == first["id"]
