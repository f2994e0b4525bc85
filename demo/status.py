"""What runs, whether it is ready, and where its clock stands."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import httpx
from rich.table import Table

from demo.launcher.readiness import http_check
from shared.calendar import BEIJING
from shared.certificates import trusted

COLUMNS = ("service", "address", "ready", "clock (Asia/Shanghai)")


def table(addresses: Mapping[str, str]) -> Table:
    """One line a service, all asked at once."""
    with ThreadPoolExecutor(max_workers=len(addresses)) as asking:
        rows = list(asking.map(_row, addresses.items()))
    found = Table(*COLUMNS)
    for row in rows:
        found.add_row(*row)
    return found


def _row(service: tuple[str, str]) -> tuple[str, str, str, str]:
    name, url = service
    missing = http_check(url)()
    return name, url, missing or "yes", _clock(url) if missing is None else ""


def _clock(url: str) -> str:
    """What the clock shows; the site has none."""
    try:
        answer = httpx.get(f"{url}/v1/clock", timeout=5, trust_env=False, verify=trusted())
        return local_text(answer.raise_for_status().json()["now"])
    except (httpx.HTTPError, ValueError, KeyError):
        return ""


def local(instant: datetime) -> str:
    """An instant as the model's people write it."""
    return f"{instant.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def local_text(instant: str) -> str:
    """The same of an instant as a door writes it."""
    return local(datetime.fromisoformat(instant))
