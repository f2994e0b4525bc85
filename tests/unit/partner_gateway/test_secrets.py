"""A partner comes from one secret to the next, and is never without one that counts."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.partner_gateway.domain import rotation
from services.partner_gateway.receiving.credential_duties import CredentialDuties
from tests.unit.partner_gateway.clients import MARCH, Client, first_secret, read, stop_the_clock
from tests.unit.partner_gateway.world import AIRLINE, HOTEL, Gateway, open_gateway

DAY = timedelta(days=1)


@pytest.fixture
def airline(gateway: Gateway, keys: Path) -> Client:
    """The airline with what it was handed at first."""
    return Client(gateway, first_secret(keys))


async def test_a_partner_changes_its_secret_and_both_count_for_a_week(
    gateway: Gateway, airline: Client
) -> None:
    clock = stop_the_clock(gateway)
    given = await airline.rotate()
    assert given.status_code == 201
    assert given.headers["cache-control"] == "no-store"
    renewed = Client(gateway, given.json()["client_secret"])
    for client in (airline, renewed):
        assert (await client.token()).status_code == 200
    clock.move(MARCH + 7 * DAY - timedelta(seconds=1))
    assert (await airline.token()).status_code == 200
    clock.move(MARCH + 7 * DAY)
    assert read(await airline.token()) == (401, "invalid_client")
    assert (await renewed.token()).status_code == 200


async def test_a_secret_that_leaked_is_changed_at_once(gateway: Gateway, airline: Client) -> None:
    stop_the_clock(gateway)
    given = (await airline.rotate({"overlap_days": 0})).json()
    assert [one["is_live"] for one in given["secrets"]] == [False, True]
    assert read(await airline.token()) == (401, "invalid_client")
    assert (await Client(gateway, given["client_secret"]).token()).status_code == 200


async def test_an_overlap_is_no_longer_than_the_rule_and_never_prolongs(
    gateway: Gateway, airline: Client
) -> None:
    stop_the_clock(gateway)
    assert read(await airline.rotate({"overlap_days": 8})) == (422, "overlap_too_long")
    for no_number in (False, "0", 0.5, -1):
        refused = await airline.rotate({"overlap_days": no_number})
        assert read(refused) == (422, "invalid_body")
    given = (await airline.rotate({"overlap_days": 1})).json()
    assert given["secrets"][0]["retires_at"] == (MARCH + DAY).isoformat().replace("+00:00", "Z")


async def test_no_more_than_two_secrets_count(gateway: Gateway, airline: Client) -> None:
    clock = stop_the_clock(gateway)
    second = Client(gateway, (await airline.rotate()).json()["client_secret"])
    assert read(await second.rotate()) == (409, "too_many_secrets")
    assert len(await second.secrets()) == 2
    clock.move(MARCH + 7 * DAY)
    assert (await second.rotate()).status_code == 201


async def test_a_partner_ends_an_old_secret_but_not_its_last(
    gateway: Gateway, airline: Client
) -> None:
    [first] = await airline.secrets()
    assert read(await airline.retire(first["id"])) == (409, "last_secret")
    given = (await airline.rotate()).json()
    renewed = Client(gateway, given["client_secret"])
    assert read(await renewed.retire(first["id"])) == (200, "")
    assert read(await renewed.retire(first["id"])) == (409, "secret_retired")
    assert read(await airline.token()) == (401, "invalid_client")
    assert [one["is_live"] for one in await renewed.secrets()] == [False, True]


async def test_one_partner_knows_nothing_of_anothers_secrets(
    gateway: Gateway, airline: Client, keys: Path
) -> None:
    hotel = Client(gateway, first_secret(keys, HOTEL), HOTEL)
    [others] = await hotel.secrets()
    assert read(await airline.retire(others["id"])) == (404, "secret_unknown")
    assert (await hotel.token()).status_code == 200


async def test_a_token_makes_no_secret(gateway: Gateway) -> None:
    by_token = await gateway.partner(AIRLINE).post("/v1/client/secrets", {})
    assert read(by_token) == (401, "invalid_client")
    assert by_token.headers["www-authenticate"] == "Basic"
    by_operator = await gateway.open.operator().get("/v1/client/secrets")
    assert read(by_operator) == (401, "invalid_client")


async def test_the_operator_makes_and_ends_secrets_and_leaves_lines(
    gateway: Gateway, airline: Client
) -> None:
    operator, doors = gateway.open.operator(), f"/v1/partners/{AIRLINE}/secrets"
    [first] = (await operator.get(doors)).json()["secrets"]
    given = (await operator.post(doors, {})).json()
    renewed = Client(gateway, given["client_secret"])
    for one in (first["id"], given["id"]):
        assert (await operator.post(f"{doors}/{one}/retirement")).status_code == 200
    for client in (airline, renewed):
        assert read(await client.token()) == (401, "invalid_client")
    lines = gateway.open.rows("SELECT actor, act, about FROM audit ORDER BY seq")
    assert lines == [
        ("operator-one", "make_partner_secret", AIRLINE),
        ("operator-one", "retire_partner_secret", AIRLINE),
        ("operator-one", "retire_partner_secret", AIRLINE),
    ]
    unknown = await operator.get("/v1/partners/nobody/secrets")
    assert read(unknown) == (404, "partner_unknown")
    assert read(await gateway.open.officer("auditor").post(doors, {})) == (403, "role_missing")


async def test_what_a_partner_does_with_its_secrets_is_in_the_audit_log(
    gateway: Gateway, airline: Client
) -> None:
    await airline.rotate()
    lines = gateway.open.rows("SELECT actor, act, door, about FROM audit")
    assert lines == [(AIRLINE, "make_own_secret", "POST /v1/client/secrets", AIRLINE)]


async def test_of_a_use_the_day_is_kept_and_of_a_secret_only_its_hash(
    gateway: Gateway, airline: Client
) -> None:
    clock = stop_the_clock(gateway)
    given = (await airline.rotate()).json()
    renewed = Client(gateway, given["client_secret"])
    clock.move(MARCH + 2 * DAY)
    await renewed.token()
    assert [one["last_used_on"] for one in await renewed.secrets()] == ["2027-03-01", "2027-03-03"]
    held = gateway.open.everything_held()
    assert given["client_secret"] not in held
    assert airline.secret not in held


async def test_a_hash_is_forgotten_when_its_secret_is_retired(
    gateway: Gateway, airline: Client
) -> None:
    clock = stop_the_clock(gateway)
    duties = CredentialDuties(gateway.open.database, clock)
    await airline.rotate()
    clock.move(MARCH + 7 * DAY)
    duties.run_due(gateway.open.app.state.clock.now())
    rows = gateway.open.rows("SELECT partner, hash = '' FROM partner_secrets ORDER BY made_at")
    assert [is_empty for partner, is_empty in rows if partner == AIRLINE] == [1, 0]


async def test_a_secret_retired_once_is_not_back_after_a_new_start(
    keys: Path, tmp_path: Path
) -> None:
    async with open_gateway(keys, tmp_path) as before:
        given = (await Client(before, first_secret(keys)).rotate({"overlap_days": 0})).json()
    async with open_gateway(keys, tmp_path) as after:
        old, new = (Client(after, one) for one in (first_secret(keys), given["client_secret"]))
        assert read(await old.token()) == (401, "invalid_client")
        assert (await new.token()).status_code == 200
        assert len(await new.secrets()) == 2


@given(
    known=st.none() | st.datetimes(),
    asked=st.none() | st.integers(0, 7),
    now=st.datetimes(max_value=MARCH.replace(tzinfo=None)),
)
def test_no_old_secret_outlives_the_overlap_or_its_own_end(
    known: datetime | None, asked: int | None, now: datetime
) -> None:
    last = now + rotation.overlap(asked, 7)
    end = rotation.retires_at(known, last)
    assert end <= last
    assert known is None or end <= known
    assert end in (known, last)
