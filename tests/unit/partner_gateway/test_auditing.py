"""The auditor's doors: exact counts of what was asked and refused, and what is worth a look."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.partner_gateway import records
from services.partner_gateway.records import QUESTIONS, counting
from shared.calendar import legal_day, start_of
from tests.builders import make_namesake, make_party
from tests.unit.partner_gateway.logged import decision, log, log_refusals, refusal
from tests.unit.partner_gateway.world import AIRLINE, BANK, CUSTOMS, HOTEL, Gateway

PARTY = make_party()
DOORS = ("questions", "refusals", "fishing", "recalls")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def audit(gateway: Gateway, door: str) -> dict[str, Any]:
    """What the auditor reads."""
    answer = await gateway.open.officer("auditor").get(f"/v1/audit/{door}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def asked(
    since: datetime, count: int, partner: str = AIRLINE, first: int = 0, **changes: Any
) -> list[dict[str, Any]]:
    """So many questions within one hour, each about somebody else."""
    step = HOUR / (count + 1)
    return [decision(first + n, since + n * step, partner=partner, **changes) for n in range(count)]


async def test_questions_and_refusals_are_counted_exactly_by_month(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    for _ in range(2):
        await gateway.ask(PARTY)
    await gateway.ask(make_party("李静", sequence=8))
    await gateway.ask(PARTY, CUSTOMS)
    gateway.open.advance(date(2019, 2, 28))
    await gateway.ask(PARTY)
    gateway.open.advance(date(2019, 3, 1))
    await gateway.ask(PARTY, HOTEL, "star-hotel")
    await gateway.ask(PARTY, CUSTOMS, "moon-travel")
    shown = await audit(gateway, "questions")
    assert [tuple(one.values()) for one in shown["questions"]] == [
        ("2019-02", AIRLINE, "air-travel", "no_listing", 1),
        ("2019-02", AIRLINE, "air-travel", "restricted", 3),
        ("2019-03", HOTEL, "star-hotel", "restricted", 1),
    ]
    shown = await audit(gateway, "refusals?year=2019")
    assert [tuple(one.values()) for one in shown["refusals"]] == [
        ("2019-02", CUSTOMS, "outside_mou", 1),
        ("2019-03", CUSTOMS, "measure_unknown", 1),
    ]
    assert (await audit(gateway, "questions?year=2018"))["questions"] == []
    assert (await audit(gateway, "refusals?year=2020")) == {"year": 2020, "refusals": []}


async def test_only_the_auditor_reads_them_and_nobody_is_in_them(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    decision_id = (await gateway.ask(PARTY)).json()["decision_id"]
    gateway.open.advance(date(2019, 3, 1))
    (hashed,) = gateway.open.rows("SELECT party_hash FROM decisions")[0]
    for door in DOORS:
        shown = str(await audit(gateway, door))
        for never in (PARTY.name, PARTY.id_number, PARTY.truncated_id, hashed, decision_id):
            assert never not in shown
        for other in (gateway.partner(AIRLINE), gateway.open.operator()):
            assert (await other.get(f"/v1/audit/{door}")).status_code == 403
        assert (await gateway.open.party(PARTY).get(f"/v1/audit/{door}")).status_code == 403
        assert (await gateway.open.anybody().get(f"/v1/audit/{door}")).status_code == 401


@pytest.mark.parametrize(
    "query", ["questions?year=0", "questions?year=x", "refusals?year=9999", "fishing?on=2019"]
)
async def test_a_year_or_day_that_cannot_be_is_refused(gateway: Gateway, query: str) -> None:
    answer = await gateway.open.officer("auditor").get(f"/v1/audit/{query}")
    assert answer.status_code == 422


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
async def test_the_first_and_the_last_day_can_be_asked_for(gateway: Gateway, day: str) -> None:
    shown = await audit(gateway, f"fishing?on={day}")
    assert (shown["bursts"], shown["unusual"]) == ([], [])


async def test_slices_add_up_to_what_reading_all_would_give(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "SLICE", 7)
    database, first = gateway.open.database, start_of(date(2019, 1, 3)) - 3 * HOUR
    expected: Counter[tuple[date, str]] = Counter()
    for turn in range(6):
        rows = [decision(100 * turn + n, first + (7 * turn + n) * HOUR) for n in range(5 * turn)]
        log(database, rows) if rows else None
        expected.update((legal_day(row["at"]), row["outcome"]) for row in rows)
        records.count_up(database, least=1 + turn % 3)
        with database.read() as session:
            found = records.counted(session, QUESTIONS, date(2019, 1, 1), date(2020, 1, 1))
        assert {(day, outcome): n for (day, _, _, outcome), n in found.items()} == expected
    records.count_up(database)
    records.count_up(database)
    assert gateway.open.rows("SELECT sum(count) FROM daily_counts") == [(sum(expected.values()),)]


async def test_within_the_hour_only_whole_slices_are_counted_up(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hot path is spared: what is not counted up yet is added when somebody asks."""
    log(gateway.open.database, asked(start_of(date(2019, 1, 2)), 40))
    gateway.open.run_due()
    assert gateway.open.rows("SELECT * FROM daily_counts") == []
    assert [one["count"] for one in (await audit(gateway, "questions"))["questions"]] == [40]
    gateway.open.advance(date(2019, 1, 3))
    assert gateway.open.rows("SELECT count FROM daily_counts") == [(40,)]
    assert [one["count"] for one in (await audit(gateway, "questions"))["questions"]] == [40]


async def test_a_burst_about_very_many_of_whom_almost_none_is_listed(gateway: Gateway) -> None:
    noon = start_of(date(2019, 2, 20)) + 12 * HOUR
    log(
        gateway.open.database,
        [
            *asked(noon, 300, BANK),
            *asked(noon, 300, BANK, first=300, party_hash="0" * 64),  # again and again about one
            *asked(noon, 250, AIRLINE, first=600, outcome="restricted"),
            *asked(noon, 199, HOTEL, first=900),
        ],
    )
    gateway.open.advance(date(2019, 2, 21))
    shown = await audit(gateway, "fishing?on=2019-02-20")
    assert shown["bursts"] == [
        {
            "partner": BANK,
            "began_at": "2019-02-20T04:00:00Z",
            "parties": 300,
            "listed": 0,
            "usual": 0.0,
        }
    ]
    assert shown["hours_until"] == "2019-02-20T05:00:00Z"
    assert (await audit(gateway, "fishing?on=2019-02-21"))["bursts"] == []


async def test_whoever_screens_as_many_every_day_does_not_stand_out(gateway: Gateway) -> None:
    first = date(2019, 1, 2)
    for number in range(20):
        hour = start_of(first + number * DAY) + 12 * HOUR
        log(gateway.open.database, asked(hour, 220, AIRLINE, first=1_000 * number))
    last = first + 19 * DAY
    log(gateway.open.database, asked(start_of(last) + 15 * HOUR, 1_200, AIRLINE, first=90_000))
    gateway.open.advance(last + DAY)
    shown = await audit(gateway, f"fishing?on={last}")
    assert [(one["parties"], one["usual"]) for one in shown["bursts"]] == [(1_200, 220.0)]
    assert shown["unusual"] == [{"partner": AIRLINE, "asked": 1_420, "usual": 220.0}]
    assert (await audit(gateway, f"fishing?on={last - DAY}"))["unusual"] == []


async def test_the_day_itself_is_looked_at_while_it_lasts(gateway: Gateway) -> None:
    log(gateway.open.database, asked(start_of(gateway.open.today), 150))
    shown = await audit(gateway, "fishing")
    assert shown["on"] == "2019-01-02"
    assert shown["unusual"] == [{"partner": AIRLINE, "asked": 150, "usual": 0.0}]


async def test_guesses_behind_a_mask_are_told_by_partner(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    await gateway.ask(PARTY)
    await gateway.ask(PARTY, HOTEL, "star-hotel")
    assert (await audit(gateway, "fishing"))["guessing"] == []
    await gateway.ask(make_namesake(PARTY))
    await gateway.ask(make_party("李静", sequence=8))
    guessing = (await audit(gateway, "fishing"))["guessing"]
    assert guessing == [{"partner": AIRLINE, "pairs": 1, "alerts": 0}]


async def test_an_hour_is_counted_once_even_if_a_late_line_still_belongs_to_it(
    gateway: Gateway,
) -> None:
    noon = start_of(date(2019, 1, 3)) + 12 * HOUR
    log(gateway.open.database, asked(noon, 3))
    gateway.open.advance(date(2019, 1, 4))
    log(gateway.open.database, asked(noon + HOUR / 2, 2, first=50))
    gateway.open.advance(date(2019, 1, 5))
    hours = gateway.open.rows("SELECT began_at, parties FROM party_hours ORDER BY began_at")
    assert hours == [("2019-01-03 04:00:00.000000", 3), ("2019-01-03 05:00:00.000000", 2)]


async def test_refusals_are_counted_beside_questions(gateway: Gateway) -> None:
    at = start_of(date(2019, 1, 2))
    log_refusals(gateway.open.database, [refusal(at, "partner_stopped")] * 3)
    gateway.open.advance(date(2019, 1, 3))
    log_refusals(gateway.open.database, [refusal(at, "partner_stopped")])
    (one,) = (await audit(gateway, "refusals"))["refusals"]
    assert (one["code"], one["count"]) == ("partner_stopped", 4)
