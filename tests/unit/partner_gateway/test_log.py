"""What is kept before an answer leaves, and that no answer leaves unless it was kept."""

import asyncio
from datetime import date
from time import monotonic

import pytest
from sqlalchemy import text

from tests.builders import LOOKS_REAL, make_party, words_of
from tests.unit.partner_gateway.world import AIRLINE, CUSTOMS, POSTS, REF, Gateway

PARTY = make_party()


async def test_the_log_says_who_asked_what_and_never_about_whom(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    answer = (await gateway.ask(PARTY)).json()
    kept = gateway.open.rows(
        "SELECT id, partner, measure, mou, purpose, outcome, edition FROM decisions"
    )
    asked = (AIRLINE, "air-travel", "judgment-defaulters-2016", "booking 8841")
    assert kept == [(answer["decision_id"], *asked, "restricted", "2019-02")]
    assert gateway.open.rows("SELECT issuer, ref FROM decision_listings") == [("court", REF)]
    held = gateway.open.everything_held()
    for never in (PARTY.name, PARTY.id_number, PARTY.truncated_id):
        assert never not in held


@pytest.mark.parametrize("table", ["decisions", "decision_listings"])
async def test_without_a_log_there_is_no_answer(gateway: Gateway, table: str) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    _refuse_inserts(gateway, table)
    answer = await gateway.ask(PARTY, key="once")
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
    assert "restricted" not in answer.text
    assert REF not in answer.text
    assert gateway.open.rows("SELECT * FROM decisions") == []
    assert gateway.open.rows("SELECT * FROM answers") == []


@pytest.mark.parametrize("table", ["numbers_asked", "refusals"])
async def test_what_cannot_be_counted_is_not_asked(gateway: Gateway, table: str) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    _refuse_inserts(gateway, table)
    asker = AIRLINE if table == "numbers_asked" else CUSTOMS
    assert (await gateway.ask(PARTY, asker)).status_code == 503
    assert gateway.issuers.asked == []


def _refuse_inserts(gateway: Gateway, table: str) -> None:
    """The disk is full, as far as this table is concerned."""
    with gateway.open.database.engine.begin() as connection:
        connection.execute(
            text(
                f"CREATE TRIGGER full BEFORE INSERT ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        )


@pytest.mark.parametrize(
    ("partner", "measure", "status", "code"),
    [
        (CUSTOMS, "air-travel", 403, "outside_mou"),
        (POSTS, "air-travel", 403, "measure_not_yours"),
        (AIRLINE, "moon-travel", 404, "measure_unknown"),
    ],
)
async def test_a_refusal_is_kept_with_its_code(
    gateway: Gateway, partner: str, measure: str, status: int, code: str
) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    answer = await gateway.ask(PARTY, partner, measure)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    known = "" if code == "measure_unknown" else measure
    kept = gateway.open.rows("SELECT partner, measure, code FROM refusals")
    assert kept == [(partner, known, code)]
    assert gateway.issuers.asked == []


async def test_a_token_for_fewer_measures_asks_about_no_more(gateway: Gateway) -> None:
    body = {"measure": "air-travel", "purpose": "booking", "party": words_of(PARTY)}
    answer = await gateway.partner(AIRLINE, scope="").post("/v1/decisions", body)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


async def test_the_same_request_twice_is_one_decision(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    first = (await gateway.ask(PARTY, key="booking-8841")).json()
    gateway.issuers.silent.add("court")
    again = (await gateway.ask(PARTY, key="booking-8841")).json()
    assert again == {**first, "replayed": True}
    assert len(gateway.issuers.asked) == 1
    assert gateway.open.rows("SELECT count(*) FROM decisions") == [(1,)]
    other = await gateway.ask(make_party(sequence=4), key="booking-8841")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_two_at_the_same_moment_under_one_key_are_one_decision(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    answers = await asyncio.gather(*(gateway.ask(PARTY, key="k") for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["decision_id"] for answer in answers}) == 1
    assert gateway.open.rows("SELECT count(*) FROM decisions") == [(1,)]


async def test_nothing_is_locked_while_an_issuer_thinks(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    wrote_after: list[float] = []

    def write() -> None:
        started = monotonic()
        with gateway.open.database.write() as session:
            session.execute(text("UPDATE clock SET id = 1"))
        wrote_after.append(monotonic() - started)

    gateway.issuers.meanwhile = write
    assert (await gateway.ask(PARTY)).status_code == 200
    assert wrote_after[0] < 5


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"purpose": f"passenger {PARTY.id_number}"}, "hidden_number"),
        ({"purpose": "旅客 ６６０１０１１９９００１０１００２０"}, "hidden_number"),
        ({"party": {**words_of(PARTY), "id_number": LOOKS_REAL}}, "real_identifier"),
        ({"party": {**words_of(PARTY), "id_number": PARTY.id_number[:-1] + "5"}}, None),
        ({"party": {**words_of(PARTY), "name": PARTY.id_number}}, "hidden_number"),
        ({"measure": "a660101199001010020"}, "hidden_number"),
        ({"note": "unknown field"}, "invalid_body"),
        ({"purpose": "x" * 201}, "invalid_body"),
        ({"purpose": ""}, "invalid_body"),
    ],
)
async def test_bad_input_is_refused_and_never_repeated(
    gateway: Gateway, change: dict[str, object], code: str | None
) -> None:
    gateway.bring_out(on=date(2019, 2, 3))
    body = {"measure": "air-travel", "purpose": "booking", "party": words_of(PARTY), **change}
    answer = await gateway.partner(AIRLINE).post("/v1/decisions", body)
    assert answer.status_code == 422
    assert answer.json()["code"] == (code or "invalid_identifier")
    for number in (PARTY.id_number, LOOKS_REAL):
        assert number not in answer.text
        assert number not in gateway.open.everything_held()
    assert gateway.open.rows("SELECT * FROM decisions") == []


async def test_before_the_register_was_ever_read_no_answer_would_be_true(
    gateway: Gateway,
) -> None:
    gateway.open.app.state.gate.index.close()
    answer = await gateway.ask(PARTY)
    assert (answer.status_code, answer.json()["code"]) == (503, "index_missing")
