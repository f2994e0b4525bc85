"""Access that leaked is ended at once: one token, or all that a partner has."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.partner_gateway.receiving.credential_duties import CredentialDuties
from services.partner_gateway.records import credentials
from shared.access import mint
from shared.calendar import ModelClock, RealClock
from tests.builders import make_party, words_of
from tests.unit.partner_gateway.clients import Client, first_secret, read
from tests.unit.partner_gateway.world import AIRLINE, HOTEL, Gateway, open_gateway

REASONS = {"reasons": "The airline's server was stolen."}


@pytest.fixture
def airline(gateway: Gateway, keys: Path) -> Client:
    """The airline with what it was handed at first."""
    return Client(gateway, first_secret(keys))


async def recalls(gateway: Gateway, token: str) -> tuple[int, str]:
    """What a partner's door answers to a token."""
    return read(await gateway.open.holder(token).get("/v1/recalls"))


async def test_a_token_given_back_opens_nothing_from_then_on(
    gateway: Gateway, airline: Client
) -> None:
    token, other = [(await airline.token()).json()["access_token"] for _ in range(2)]
    assert await recalls(gateway, token) == (200, "")
    answer = await airline.give_back(token)
    assert (answer.status_code, answer.content) == (200, b"")
    assert await recalls(gateway, token) == (401, "token_revoked")
    asked = {"measure": "air-travel", "purpose": "booking", "party": words_of(make_party())}
    refused = await gateway.open.holder(token).post("/v1/decisions", asked)
    assert read(refused) == (401, "token_revoked")
    assert await recalls(gateway, other) == (200, "")


async def test_giving_back_twice_or_rubbish_is_answered_alike(
    gateway: Gateway, airline: Client
) -> None:
    token = (await airline.token()).json()["access_token"]
    expired = gateway.token(sub=AIRLINE, scope="air-travel", seconds=0)
    foreign = mint(gateway.open.identity, {"iss": "identity", "aud": "gateway", "sub": "x"}, 60)
    for one in (token, token, expired, foreign, "rubbish", "a.b.c"):
        assert (await airline.give_back(one)).status_code == 200
    assert len(gateway.open.rows("SELECT * FROM revoked_tokens")) == 1
    assert read(await airline.give_back("")) == (400, "invalid_request")
    assert read(await airline.give_back("x" * 5000)) == (422, "invalid_body")


async def test_a_token_of_somebody_else_cannot_be_given_back(
    gateway: Gateway, airline: Client
) -> None:
    token = gateway.token(sub=HOTEL, scope="star-hotel")
    answer = await airline.give_back(token)
    assert read(answer) == (400, "invalid_grant")
    assert answer.json()["error"] == "invalid_grant"
    assert await recalls(gateway, token) == (200, "")


async def test_who_gives_back_must_prove_who_it_is(gateway: Gateway) -> None:
    token = gateway.token(sub=AIRLINE, scope="air-travel")
    stranger = Client(gateway, "not the secret")
    assert read(await stranger.give_back(token)) == (401, "invalid_client")
    nobody = await gateway.open.anybody().send("POST", "/oauth/revoke", data={"token": token})
    assert read(nobody) == (401, "invalid_client")
    assert await recalls(gateway, token) == (200, "")


async def test_the_operator_ends_all_tokens_and_the_next_one_counts(
    gateway: Gateway, airline: Client
) -> None:
    tokens = [(await airline.token()).json()["access_token"] for _ in range(2)]
    others = gateway.token(sub=HOTEL, scope="star-hotel")
    door = f"/v1/partners/{AIRLINE}/revocation"
    shown = await gateway.open.operator().post(door, REASONS)
    assert (shown.status_code, shown.json()["revoked_by"]) == (200, "operator-one")
    for token in tokens:
        assert await recalls(gateway, token) == (401, "token_revoked")
    assert await recalls(gateway, others) == (200, "")
    renewed = (await airline.token()).json()["access_token"]
    assert await recalls(gateway, renewed) == (200, "")
    lines = gateway.open.rows("SELECT actor, act, about, outcome FROM audit")
    assert lines == [("operator-one", "revoke_all", AIRLINE, "done")]


async def test_only_the_operator_ends_all_and_only_of_a_partner(gateway: Gateway) -> None:
    door = f"/v1/partners/{AIRLINE}/revocation"
    for visitor in (gateway.open.officer("auditor"), gateway.partner(AIRLINE)):
        assert read(await visitor.post(door, REASONS)) == (403, "role_missing")
    unknown = await gateway.open.operator().post("/v1/partners/nobody/revocation", REASONS)
    assert read(unknown) == (404, "partner_unknown")
    assert read(await gateway.open.operator().post(door, {})) == (422, "invalid_body")


async def test_another_replica_knows_at_once(keys: Path, tmp_path: Path) -> None:
    async with open_gateway(keys, tmp_path) as one, open_gateway(keys, tmp_path) as other:
        airline = Client(one, first_secret(keys))
        token = (await airline.token()).json()["access_token"]
        assert await recalls(other, token) == (200, "")
        await airline.give_back(token)
        assert await recalls(other, token) == (401, "token_revoked")


async def test_a_revoked_token_is_forgotten_once_it_would_have_expired(
    gateway: Gateway, airline: Client
) -> None:
    await airline.give_back((await airline.token()).json()["access_token"])
    clock = ModelClock(RealClock().now())
    duties = CredentialDuties(gateway.open.database, clock)
    duties.run_due(clock.now())
    with gateway.open.database.read() as session:
        assert len(credentials.ended(session).tokens) == 1
    clock.move(clock.now() + timedelta(seconds=901))
    duties.run_due(clock.now())
    assert gateway.open.rows("SELECT * FROM revoked_tokens") == []
    assert (duties.next_due_at(), duties.is_idle()) == (None, True)


def test_what_ends_one_partners_tokens_ends_no_others() -> None:
    ended = credentials.Ended(frozenset({"one"}), {AIRLINE: 1_000})
    assert ended.covers(HOTEL, "one", 2_000)
    assert ended.covers(AIRLINE, "two", 999)
    assert not ended.covers(AIRLINE, "two", 1_000)
    assert not ended.covers(HOTEL, "two", 0)
