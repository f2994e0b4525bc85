"""The log forgets: each thing after its own term, in an order that takes nobody's answer away."""

from datetime import date, timedelta

import pytest

from services.partner_gateway.records import forgetting
from shared.calendar import start_of
from tests.builders import make_party
from tests.unit.partner_gateway.logged import decision, log, log_refusals, refusal
from tests.unit.partner_gateway.test_afterwards import recalls
from tests.unit.partner_gateway.test_recalls_answered import answer
from tests.unit.partner_gateway.world import AIRLINE, HOTEL, REF, Gateway

PARTY = make_party()
LOGGED = ("decisions", "decision_listings", "recalls", "tellings", "refusals", "numbers_asked")


def left(gateway: Gateway, *tables: str) -> list[int]:
    """How many rows these tables hold."""
    counts = [gateway.open.rows(f"SELECT count(*) FROM {one}") for one in tables]  # noqa: S608 - our own names
    return [int(count) for ((count,),) in counts]


async def told_and_withdrawn(gateway: Gateway) -> None:
    """Airline and hotel are told on 3 February 2019; the listing is withdrawn on the tenth."""
    gateway.list(PARTY, stands_until=date(2030, 1, 1))
    gateway.bring_out()
    await gateway.ask(PARTY)
    await gateway.ask(PARTY, HOTEL, "star-hotel")
    gateway.withdraw()
    gateway.open.advance(date(2019, 2, 10))
    gateway.read_platform()


async def test_after_two_years_all_is_forgotten_in_the_right_order(gateway: Gateway) -> None:
    await told_and_withdrawn(gateway)
    (recall,) = await recalls(gateway, AIRLINE)
    await answer(gateway, AIRLINE, recall["seq"])
    gateway.open.advance(date(2021, 2, 3))
    assert left(gateway, "decisions", "decision_listings", "recalls") == [2, 2, 2]
    # The airline has answered: its question goes. The hotel owes an answer: the party keeps it.
    gateway.open.advance(date(2021, 2, 4))
    assert gateway.open.rows("SELECT partner FROM decisions") == [(HOTEL,)]
    assert left(gateway, "decision_listings", "recalls") == [1, 2]
    (query,) = (await gateway.open.party(PARTY).get("/v1/me/queries")).json()["queries"]
    assert query["listings"][0]["acknowledged_at"] is None
    gateway.open.advance(date(2021, 2, 10))
    assert left(gateway, "decisions", "recalls") == [1, 2]
    # The hotel's own two years are over too: it will not answer any more.
    gateway.open.advance(date(2021, 2, 11))
    assert left(gateway, *LOGGED) == [0] * len(LOGGED)
    assert (await gateway.open.party(PARTY).get("/v1/me/recalls")).json()["recalls"] == []


async def test_a_late_answer_lets_an_old_question_go_the_next_day(gateway: Gateway) -> None:
    await told_and_withdrawn(gateway)
    gateway.open.advance(date(2021, 2, 5))
    assert left(gateway, "decisions") == [2]
    for partner in (AIRLINE, HOTEL):
        (recall,) = await recalls(gateway, partner)
        assert (await answer(gateway, partner, recall["seq"])).status_code == 201
    gateway.open.advance(date(2021, 2, 6))
    assert left(gateway, "decisions", "recalls") == [0, 2]


async def test_a_recall_stays_as_long_as_the_party_finds_the_question(gateway: Gateway) -> None:
    """Whoever was answered while the withdrawal was on its way was answered after it."""
    await told_and_withdrawn(gateway)
    with gateway.open.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE decisions SET at = '2019-02-10 20:00:00.000000'")
    (recall,) = await recalls(gateway, AIRLINE)
    await answer(gateway, AIRLINE, recall["seq"])
    gateway.open.advance(date(2021, 2, 11))
    assert left(gateway, "decisions", "recalls") == [2, 2]
    gateway.open.advance(date(2021, 2, 12))
    assert left(gateway, "decisions", "recalls") == [0, 0]


async def test_a_withdrawal_reaches_who_was_told_longer_ago_than_the_log_reaches(
    gateway: Gateway,
) -> None:
    gateway.list(PARTY, stands_until=date(2030, 1, 1))
    gateway.bring_out()
    await gateway.ask(PARTY)
    gateway.open.advance(date(2022, 1, 1))
    assert left(gateway, "decisions", "decision_listings", "tellings") == [0, 0, 1]
    held = gateway.open.rows("SELECT partner, issuer, ref FROM tellings")
    assert held == [(AIRLINE, "court", REF)]
    gateway.withdraw()
    gateway.read_platform()
    (recall,) = await recalls(gateway, AIRLINE)
    assert (recall["ref"], recall["decisions"]) == (REF, [])
    assert left(gateway, "tellings") == [0]
    gateway.read_platform()
    assert len(await recalls(gateway, AIRLINE)) == 1


async def test_after_a_gap_it_reaches_them_as_well(gateway: Gateway) -> None:
    gateway.list(PARTY, stands_until=date(2030, 1, 1))
    gateway.bring_out()
    await gateway.ask(PARTY)
    gateway.open.advance(date(2022, 1, 1))
    gateway.withdraw()
    gateway.platform.forget_feed()
    gateway.bring_out("2022-02", on=date(2022, 2, 1))
    assert [one["cause"] for one in await recalls(gateway, AIRLINE)] == ["not_in_register"]


async def test_who_was_told_is_kept_until_the_last_day_and_no_longer(gateway: Gateway) -> None:
    gateway.list(PARTY, stands_until=date(2022, 1, 20))
    gateway.bring_out()
    await gateway.ask(PARTY)
    gateway.open.advance(date(2022, 1, 19))
    assert left(gateway, "tellings") == [1]
    gateway.open.advance(date(2022, 1, 20))
    assert left(gateway, "tellings") == [0]


async def test_an_expired_listing_leaves_nothing_to_tell(gateway: Gateway) -> None:
    gateway.list(PARTY, stands_until=date(2019, 6, 1))
    gateway.bring_out()
    await gateway.ask(PARTY)
    gateway.open.advance(date(2021, 3, 1))
    assert left(gateway, *LOGGED) == [0] * len(LOGGED)


async def test_many_are_forgotten_in_slices_and_none_too_many(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "SLICE", 3)
    monkeypatch.setattr(forgetting, "FOUND_AT_ONCE", 10)
    monkeypatch.setattr(forgetting, "REST_SECONDS", 0)
    old, young = start_of(date(2019, 1, 3)), start_of(date(2019, 1, 5))
    log(gateway.open.database, [decision(n, old if n % 4 else young) for n in range(48)])
    log_refusals(gateway.open.database, [refusal(old, "outside_mou")] * 25)
    gateway.open.advance(date(2021, 1, 4))
    assert left(gateway, "decisions", "refusals") == [12, 0]
    assert gateway.open.rows("SELECT DISTINCT at FROM decisions") == [
        ("2019-01-04 16:00:00.000000",)
    ]


async def test_nothing_is_left_in_the_file(gateway: Gateway) -> None:
    """Deleted rows are overwritten; the log that was not yet folded in is folded in first."""
    log(gateway.open.database, [decision(7, start_of(date(2019, 1, 3)), purpose="trip to the sea")])
    gateway.open.advance(date(2021, 1, 4))
    with gateway.open.database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    file = gateway.open.database.engine.url.database
    assert file is not None
    with open(file, "rb") as read:
        assert b"trip to the sea" not in read.read()


async def test_a_feed_goes_on_after_everything_in_it_was_forgotten(gateway: Gateway) -> None:
    await told_and_withdrawn(gateway)
    (recall,) = await recalls(gateway, AIRLINE)
    gateway.open.advance(date(2021, 2, 11))
    assert left(gateway, "recalls") == [0]
    again = "l-aaaxkvbnwertyuiopasd"
    gateway.list(PARTY, again, stands_until=date(2030, 1, 1))
    gateway.bring_out("2021-03", on=date(2021, 3, 1))
    await gateway.ask(PARTY)
    gateway.withdraw(again)
    gateway.read_platform()
    (later,) = await recalls(gateway, AIRLINE, after=int(str(recall["seq"])))
    assert later["ref"] == again


async def test_counts_outlive_the_log_and_go_on_after_it_was_empty(gateway: Gateway) -> None:
    first = start_of(date(2019, 1, 3))
    log(gateway.open.database, [decision(n, first + n * timedelta(hours=1)) for n in range(5)])
    gateway.open.advance(date(2021, 2, 1))
    assert left(gateway, "decisions", "daily_counts") == [0, 1]
    log(gateway.open.database, [decision(9, start_of(date(2021, 2, 1)))])
    gateway.open.advance(date(2021, 2, 2))
    counted = gateway.open.rows("SELECT day, count FROM daily_counts ORDER BY day")
    assert counted == [("2019-01-03", 5), ("2021-02-01", 1)]
    assert left(gateway, "party_hours") == [6]
    gateway.open.advance(date(2024, 1, 4))
    assert left(gateway, "daily_counts", "party_hours") == [1, 1]
