"""Both sides of the ledger with enough people in them to be told, on free ports of this machine.

The whole court and the whole gateway are here, but for the bus: listings, questions and answers are
kept as their own rows, as many as no storyline would play, and counted by the services themselves.
"""

from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

from demo.keys import make_all
from demo.roster import read_roster
from services.court.app import create_app as create_court
from services.court.domain import Duty
from shared.calendar import start_of
from shared.contract import Cause
from tests.browser.served import Served, served
from tests.unit.apps import ROOT, OpenApp, open_app
from tests.unit.court.many import Wanted, put
from tests.unit.partner_gateway.logged import decision, log
from tests.unit.partner_gateway.world import HOTEL, Gateway, open_gateway

MARCH, JUNE = date(2019, 3, 4), date(2019, 6, 1)
MOU = "judgment-defaulters-2016"
# Measure, partner, and how many people it met in March, April and May.
MET = (("air-travel", "skyward-air", (120, 180, 205)), ("star-hotel", HOTEL, (30, 7, 60)))
MINUTE = timedelta(minutes=1)


def fill_court(court: OpenApp) -> None:
    """People listed in March for unlike duties; some were asked about before they had looked."""
    court.run_due()
    asked = start_of(date(2019, 3, 18))
    day = timedelta(days=1)
    put(court, 46, Wanted(MARCH, 3_200, asked_at=asked, looked_at=asked + day), first=0)
    put(court, 61, Wanted(MARCH, 48_000, asked_at=asked, looked_at=asked - day), first=100)
    put(court, 28, Wanted(MARCH, 260_000, asked_at=asked), first=200)
    put(court, 14, Wanted(MARCH, 7_500_000), first=300)
    put(court, 12, Wanted(MARCH, None, Duty.APOLOGISE), first=400)
    put(court, 4, Wanted(MARCH, None, Duty.VISIT), first=500)
    then, early = date(2017, 3, 20), date(2019, 3, 11)
    put(court, 17, Wanted(then, stands_until=date(2019, 3, 20)), first=600)
    ends = ((Cause.PERFORMED, 33), (Cause.SETTLED, 16), (Cause.LISTED_IN_ERROR, 5))
    for place, (cause, count) in enumerate(ends):
        ended = Wanted(then, stands_until=JUNE, withdrawn_on=early, cause=cause)
        put(court, count, ended, first=700 + 100 * place)
    court.advance(date(2019, 5, 1))


def fill_gateway(gateway: Gateway) -> None:
    """Questions of three months, all confirmed by the court."""
    number = 0
    for measure, partner, months in MET:
        for place, people in enumerate(months):
            begins = start_of(date(2019, 3 + place, 5))
            usual = {"measure": measure, "partner": partner, "outcome": "restricted", "mou": MOU}
            rows = [
                decision(number + n, begins + n * MINUTE, party_hash=f"{n:064}", **usual)
                for n in range(people)
            ]
            log(gateway.open.database, rows)
            number += people
    gateway.open.advance(JUNE)


def opened(folder: Path) -> AbstractContextManager[Served]:
    """Both services, until the tests are done."""

    async def run(sides: Served) -> None:
        keys = folder / "keys"
        make_all(keys, read_roster(ROOT / "authorities.yaml"))
        async with (
            open_app(create_court, "court", keys, folder / "court") as court,
            open_gateway(keys, folder / "gateway") as gateway,
        ):
            fill_court(court)
            fill_gateway(gateway)
            await sides.serve([court.app, gateway.open.app])

    return served(run)
