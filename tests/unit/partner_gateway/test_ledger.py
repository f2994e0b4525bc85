"""The ledger of consequences: distinct parties by measure and month, and nobody in it."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from services.partner_gateway.records import Told
from shared.calendar import start_of
from shared.statistics import middle_months, months_over
from tests.unit.partner_gateway.logged import decision, log
from tests.unit.partner_gateway.world import AIRLINE, HOTEL, Gateway

MOU = "judgment-defaulters-2016"
FEBRUARY, MARCH, APRIL = date(2019, 2, 1), date(2019, 3, 1), date(2019, 4, 1)
MINUTE = timedelta(minutes=1)


def met(since: date, parties: int, first: int = 0, **changes: Any) -> list[dict[str, Any]]:
    """So many people met by a measure, one a minute."""
    begins = start_of(since)
    usual = {"outcome": "restricted", "mou": MOU} | changes
    return [
        decision(first + n, begins + n * MINUTE, party_hash=f"{n:064}", **usual)
        for n in range(parties)
    ]


async def ledger(gateway: Gateway) -> dict[str, Any]:
    """What everybody reads."""
    answer = await gateway.open.anybody().get("/v1/consequences")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def of(shown: dict[str, Any], measure: str = "air-travel", mou: str = MOU) -> dict[str, Any]:
    """One measure of one agreement."""
    rows: list[dict[str, Any]] = shown["consequences"]
    return next(one for one in rows if (one["measure"], one["mou"]) == (measure, mou))


async def test_before_a_month_is_over_nothing_is_told(gateway: Gateway) -> None:
    log(gateway.open.database, met(FEBRUARY, 30))
    gateway.open.advance(date(2019, 2, 28))
    shown = await ledger(gateway)
    assert (shown["first_month"], shown["last_month"]) == (None, None)
    assert of(shown)["months"] == []


async def test_a_party_counts_once_a_month(gateway: Gateway) -> None:
    """Twenty people in February, asked about twice; twelve of them again in March."""
    database = gateway.open.database
    log(database, met(date(2019, 2, 1), 20))
    log(database, met(date(2019, 2, 8), 20, first=100))
    log(database, met(date(2019, 3, 5), 12, first=200))
    log(database, met(date(2019, 3, 6), 9, first=300, measure="star-hotel", partner=HOTEL))
    gateway.open.advance(date(2019, 4, 1))
    shown = await ledger(gateway)
    assert (shown["first_month"], shown["last_month"]) == ("2019-02", "2019-03")
    flights = of(shown)
    assert flights["months"] == [
        {"month": "2019-02", "parties": 20},
        {"month": "2019-03", "parties": 10},
    ]
    assert flights["groups_also_affected"] == len(flights["also_affects"])
    assert [one["parties"] for one in of(shown, "star-hotel")["months"]] == [None, None]


async def test_no_sum_stands_beside_its_parts(gateway: Gateway) -> None:
    """Four times twelve are told as ten; told as fifty together, each would be known exactly."""
    for month in range(2, 6):
        log(gateway.open.database, met(date(2019, month, 3), 12, first=month * 100))
    gateway.open.advance(date(2019, 6, 1))
    shown = await ledger(gateway)
    assert [one["parties"] for one in of(shown)["months"]] == [10, 10, 10, 10]
    assert "50" not in str(of(shown)["months"])
    assert "parties" not in of(shown)


async def test_only_what_was_confirmed_counts(gateway: Gateway) -> None:
    for number, outcome in enumerate(["no_listing", "refer", "not_eligible"]):
        log(gateway.open.database, met(FEBRUARY, 30, first=number * 100, outcome=outcome))
    gateway.open.advance(MARCH)
    assert of(await ledger(gateway))["months"] == [{"month": "2019-02", "parties": None}]


async def test_a_month_is_that_of_the_legal_day(gateway: Gateway) -> None:
    """The first of March begins in Shanghai while it is still February elsewhere."""
    last_of_february = start_of(MARCH) - MINUTE
    late = [row | {"at": last_of_february} for row in met(FEBRUARY, 15)]
    log(gateway.open.database, late)
    log(gateway.open.database, met(MARCH, 25, first=100))
    gateway.open.advance(APRIL)
    assert [one["parties"] for one in of(await ledger(gateway))["months"]] == [15, 25]


async def test_how_long_listings_stand_is_told_in_months_and_only_of_many(
    gateway: Gateway,
) -> None:
    log(gateway.open.database, met(FEBRUARY, 12))
    _tell(gateway, 12, years=2)
    log(gateway.open.database, met(FEBRUARY, 3, first=500, measure="star-hotel"))
    _tell(gateway, 3, first=500, years=5)
    gateway.open.advance(MARCH)
    shown = await ledger(gateway)
    assert of(shown)["months_standing"] == 24
    assert of(shown, "star-hotel")["months_standing"] is None


def _tell(gateway: Gateway, count: int, years: int, first: int = 0) -> None:
    day = date(2018, 6, 1)
    rows = [
        {
            "decision_id": f"d-{first + n:020}",
            "issuer": "court",
            "ref": f"l-{first + n:020}",
            "list": "judgment-defaulters",
            "reason": "evades",
            "listed_on": day,
            "stands_until": day.replace(year=day.year + years),
        }
        for n in range(count)
    ]
    with gateway.open.database.write() as session:
        session.execute(insert(Told), rows)


async def test_a_month_that_was_told_does_not_change_and_names_nobody(gateway: Gateway) -> None:
    log(gateway.open.database, met(FEBRUARY, 20))
    gateway.open.advance(MARCH)
    before = await ledger(gateway)
    log(gateway.open.database, met(date(2019, 3, 3), 40, first=100))
    gateway.open.advance(date(2019, 3, 20))
    assert await ledger(gateway) == before
    for never in (f"{1:064}", f"d-{1:020}", AIRLINE):
        assert never not in str(before["consequences"])
    assert before["not_known"]


async def test_nobody_at_the_door_waits_for_a_month_to_be_counted(gateway: Gateway) -> None:
    log(gateway.open.database, met(FEBRUARY, 20))
    gateway.open.advance(MARCH)
    before = await ledger(gateway)
    assert not before["is_being_counted"]
    log(gateway.open.database, met(date(2019, 3, 3), 40, first=100))
    gateway.open.app.state.clock.move(start_of(APRIL))
    assert await ledger(gateway) == before | {"is_being_counted": True}
    gateway.open.run_due()
    shown = await ledger(gateway)
    assert (shown["last_month"], shown["is_being_counted"]) == ("2019-03", False)


async def test_months_of_which_a_part_is_forgotten_are_left_out(gateway: Gateway) -> None:
    """On 10 March 2021 the first days of March 2019 are gone: the ledger begins with April."""
    log(gateway.open.database, met(date(2019, 3, 20), 20))
    log(gateway.open.database, met(date(2019, 4, 20), 20, first=100))
    gateway.open.advance(date(2021, 3, 10))
    shown = await ledger(gateway)
    assert shown["first_month"] == "2019-04"
    assert len(of(shown)["months"]) == 23


def test_whole_months_only() -> None:
    assert months_over(date(2019, 2, 2), date(2019, 4, 30)) == (MARCH,)
    assert months_over(FEBRUARY, date(2019, 3, 1)) == (FEBRUARY,)
    assert months_over(FEBRUARY, date(2019, 2, 28)) == ()


def test_the_middle_of_many_lengths() -> None:
    assert middle_months({}) is None
    assert middle_months({730: 3, 1826: 2}) == 24
    assert middle_months({730: 1, 1826: 1}) == 24
