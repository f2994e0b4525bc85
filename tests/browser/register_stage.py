"""A register with three editions in it and a court that answers, on free ports of this machine.

The whole platform and the whole court are here, but for the bus: notices are handed in directly, so
that the lists hold what no storyline would write, in a second.
"""

from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from demo.keys import make_all
from demo.roster import read_roster
from services.court.app import create_app as create_court
from services.national_platform.app import create_app
from shared.contract import Cause, Effect
from tests.browser.served import Served, served
from tests.builders import make_listing, make_namesake, make_organisation, make_party
from tests.unit.apps import ROOT, open_app
from tests.unit.national_platform.doors import Platform
from tests.unit.national_platform.saying import correct, listed, say, withdraw

FAMILY, GIVEN = "王李张刘陈杨赵黄周吴", ["秀英", "伟", "建国", "小红", "志强", "丽华", "明", "海燕"]
REASONS = ("able-but-refuses", "evades-enforcement", "breaks-asset-reporting")
FEBRUARY, MARCH, APRIL = date(2019, 2, 1), date(2019, 3, 1), date(2019, 4, 1)
MARKUP = "<script>alert(1)</script>"


def people(count: int) -> list[str]:
    """Names."""
    return [f"{FAMILY[n % 10]}{GIVEN[n // 10 % 8]}" for n in range(count)]


def fill(platform: Platform) -> None:
    """What issuers said from January to April."""
    first = make_party()
    own = [
        listed(
            f"court-aaaa{n:05}",
            party=make_party(name, born_on=date(1970 + n % 30, 1 + n % 12, 1 + n % 28), sequence=n),
            reason=REASONS[n % 3],
        )
        for n, name in enumerate(people(64), start=3)
    ]
    firm = make_listing(
        make_organisation(), ref="tax-aaaaaaaa", issuer="tax", list="a-taxpayers",
        reason="a-grade", effect=Effect.FAVOURABLE,
    )  # fmt: skip
    platform.hears(*map(say, own), say(listed()), say(firm))
    platform.hears(say(listed("court-bbbbbbbb", party=make_namesake(first))))
    platform.hears(say(listed("court-markup00", party=make_party(MARKUP))))
    platform.turns_to(FEBRUARY)
    on = date(2019, 2, 20)
    ended = [withdraw(one, Cause.PERFORMED, on) for one in own[:24]]
    platform.hears(*ended, *(withdraw(one, Cause.SETTLED, on) for one in own[24:36]))
    platform.turns_to(MARCH)
    platform.hears(withdraw(own[40], Cause.LISTED_IN_ERROR, date(2019, 3, 3)))
    platform.hears(correct(own[50], "王改名"))
    platform.turns_to(APRIL)


def opened(folder: Path) -> AbstractContextManager[Served]:
    """Both services, until the tests are done."""

    async def run(register: Served) -> None:
        keys = folder / "keys"
        make_all(keys, read_roster(ROOT / "authorities.yaml"))
        async with (
            open_app(create_app, "platform", keys, folder / "platform") as platform,
            open_app(create_court, "court", keys, folder / "court") as court,
        ):
            fill(Platform(platform, keys))
            await register.serve([platform.app, court.app])

    return served(run)
