"""Exemptions: asked for by the party, granted by days, and what the court confirms on them."""

import json
from datetime import date
from typing import Any

from joserfc.jwk import OKPKey

from shared.calendar import start_of
from shared.identifiers import Party
from shared.ledger.wires import IssuerWires
from shared.procedure.desk import guess_limit
from shared.sealing import Question, seal
from tests.builders import make_namesake, make_party
from tests.fakes import FixedClock
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import FAIR, Case, open_case
from tests.unit.court.test_restriction_doors import ORDERS, restricted

FLIGHT = {
    "exemption": "necessary-spending",
    "measure": "planes",
    "from_on": "2019-03-04",
    "until_on": "2019-03-06",
}


async def exempted(case: Case, order: str) -> str:
    """An exemption for a flight from 4 to 6 March, granted by the reviewer."""
    party = case.court.party(case.party)
    asked = done(await party.post(f"{ORDERS}/{order}/exemptions", FLIGHT))["id"]
    reviewer = case.court.officer("reviewer")
    answer = {"granted": True, "reasons": FAIR}
    done(await reviewer.post(f"/v1/exemptions/{asked}/decision", answer))
    return str(asked)


class Confirmations:
    """The court's wire for the question, without a broker under it."""

    def __init__(self, court: OpenApp, ref: str) -> None:
        self.clock = FixedClock(date(2019, 3, 1))
        casework, limit = court.app.state.desk.casework, guess_limit(date(2019, 11, 1))
        settings: Any = type("Settings", (), {"name": "court"})()
        self.wires = IssuerWires(settings, court.database, self.clock, limit, casework.is_paused)
        self.key = OKPKey.generate_key("X25519")
        self.ref = ref

    def ask(self, about: Party, on: date) -> str:
        """What the gateway is told on that day: does it stand, and is it this party?"""
        self.clock.move(max(self.clock.now(), start_of(on)))
        sealed = seal(Question("court", self.ref, about.id_number), self.key)
        return str(json.loads(self.wires.confirmed(sealed, self.key, b"own"))["answer"])


async def test_on_the_days_of_an_exemption_the_court_says_no_and_nothing_crosses(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    order, ref = await restricted(case)
    await exempted(case, order)
    court.advance(date(2019, 3, 10))
    wire = Confirmations(court, ref)
    days = [date(2019, 3, day) for day in (3, 4, 6, 7)]
    assert [wire.ask(case.party, day) for day in days] == ["yes", "no", "no", "yes"]
    assert court.rows("SELECT act FROM acts") == [("listed",)]


async def test_the_partys_own_number_is_no_wrong_guess_on_a_day_of_exemption(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    order, ref = await restricted(case)
    await exempted(case, order)
    wire = Confirmations(court, ref)
    strangers = [make_party(born_on=date(1990, 1, day)) for day in (10, 11, 12)]
    assert wire.ask(case.party, date(2019, 3, 4)) == "no"
    assert [wire.ask(one, date(2019, 3, 5)) for one in strangers[:2]] == ["no", "no"]
    assert wire.ask(case.party, date(2019, 3, 7)) == "yes"
    assert wire.ask(strangers[2], date(2019, 3, 7)) == "no"
    assert wire.ask(case.party, date(2019, 3, 7)) == "refused"


async def test_an_exemption_waits_on_the_worklist_until_its_first_day(court: OpenApp) -> None:
    case = await open_case(court)
    order, _ = await restricted(case)
    asked = done(await court.party(case.party).post(f"{ORDERS}/{order}/exemptions", FLIGHT))["id"]
    assert ("decide on the exemption", asked, "2019-03-04") in await case.tasks()
    read = done(await court.officer("reviewer").get(f"/v1/exemptions/{asked}"))
    assert read["restriction"] == order
    assert {name: read[name] for name in FLIGHT} == FLIGHT
    decision = f"/v1/exemptions/{asked}/decision"
    answer = {"granted": False, "reasons": FAIR}
    by_clerk = await court.officer("clerk").post(decision, answer)
    assert refused(by_clerk) == (403, "role_missing")
    done(await court.officer("reviewer").post(decision, answer))
    again = await court.officer("reviewer").post(decision, answer)
    assert refused(again) == (409, "already_decided")
    assert await case.tasks() == []
    (told,) = (await case.file())["holdings"]["restrictions"]
    assert [(one["is_granted"], one["reasons"]) for one in told["exemptions"]] == [(False, FAIR)]


async def test_only_whom_the_order_reaches_asks_for_an_exemption_and_gives_no_reasons(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    order, _ = await restricted(case)
    door = f"{ORDERS}/{order}/exemptions"
    stranger = await court.party(make_namesake(case.party)).post(door, FLIGHT)
    assert refused(stranger) == (404, "not_found")
    ill = await court.party(case.party).post(door, FLIGHT | {"reasons": "I am ill."})
    assert refused(ill) == (422, "invalid_body")
    short_lift = await court.party(case.party).post(door, FLIGHT | {"exemption": "temporary-lift"})
    assert refused(short_lift) == (409, "no_such_relief")
    officer = await court.officer("clerk").post(door, FLIGHT)
    assert refused(officer) == (401, "unauthenticated")


async def test_nobody_is_exempt_from_an_order_that_was_lifted(court: OpenApp) -> None:
    case = await open_case(court)
    order, _ = await restricted(case)
    done(await case.clerk_posts(f"{ORDERS}/{order}/lifting", because="security-given"))
    late = await court.party(case.party).post(f"{ORDERS}/{order}/exemptions", FLIGHT)
    assert refused(late) == (409, "not_standing")


async def test_what_was_done_with_leave_is_no_breach(court: OpenApp) -> None:
    case = await open_case(court)
    order, ref = await restricted(case)
    await exempted(case, order)
    court.advance(date(2019, 3, 10))
    door = f"{ORDERS}/{order}/breaches"
    words = {"ref": ref, "measure": "planes"}
    with_leave = await case.clerk_posts(door, **words, happened_on="2019-03-05")
    assert refused(with_leave) == (409, "not_standing")
    done(await case.clerk_posts(door, **words, happened_on="2019-03-07"))


async def test_in_2020_a_reviewer_lifts_the_ban_on_planes_for_a_month(court_2020: OpenApp) -> None:
    case = await open_case(court_2020)
    order, _ = await restricted(case)
    party, door = court_2020.party(case.party), f"{ORDERS}/{order}/exemptions"
    month = FLIGHT | {"exemption": "temporary-lift", "until_on": "2019-04-04"}
    asked = done(await party.post(door, month, key="k"))
    assert done(await party.post(door, month, key="k"))["replayed"] is True
    assert asked["until_on"] == "2019-04-04"
    too_long = await party.post(door, month | {"until_on": "2019-04-05"})
    assert refused(too_long) == (422, "term_out_of_bounds")
