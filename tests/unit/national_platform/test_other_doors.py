"""What the platform says about itself and its issuers, and what only an auditor sees."""

import httpx
import pytest

from services.national_platform.publishing import Hints
from tests.unit.answers import refused
from tests.unit.national_platform.doors import FEBRUARY, Platform
from tests.unit.national_platform.saying import listed, say, spoil


async def test_authorities_say_which_lists_are_theirs(platform: Platform) -> None:
    found = (await platform.public.get("/v1/authorities")).json()["authorities"]
    lists = {one["slug"]: [of["id"] for of in one["lists"]] for one in found}
    assert lists["tax"] == ["major-violations", "a-taxpayers"]
    assert lists["bailu"] == []
    assert all(one["operator"]["note"] for one in found)


async def test_the_rules_of_the_platform_are_public(platform: Platform) -> None:
    found = (await platform.public.get("/v1/rulebook")).json()
    cadence = next(row for row in found["rules"] if row["id"] == "edition-cadence")
    assert (cadence["value"], cadence["origin"]) == ("monthly", "paper")


async def test_an_auditor_sees_why_a_notice_was_set_aside_and_never_what_it_said(
    platform: Platform,
) -> None:
    platform.hears(spoil(say(listed()), fields={"id_number": "660101199001010020"}))
    auditor = platform.opened.officer("auditor")
    answer = await auditor.get("/v1/quarantine")
    [seen] = answer.json()["notices"]
    assert (seen["reason"], seen["subject"]) == (
        "unknown_field",
        "listings.court.judgment-defaulters.listed",
    )
    assert seen["fields"] == ["id_number", "issuer", "name", "reason", "truncated_id"]
    assert "660101" not in answer.text
    assert "王秀英" not in answer.text


async def test_the_quarantine_is_paged(platform: Platform) -> None:
    platform.hears(*(spoil(say(listed()), body=b"%d" % n) for n in range(150)))
    auditor = platform.opened.officer("auditor")
    first = (await auditor.get("/v1/quarantine")).json()
    second = (await auditor.get(f"/v1/quarantine?before={first['next_before']}")).json()
    seen = [one["seq"] for one in first["notices"] + second["notices"]]
    assert (seen, second["next_before"]) == (list(range(150, 0, -1)), None)


@pytest.mark.parametrize("path", ["/v1/quarantine", "/v1/crossings"])
async def test_only_the_auditor_opens_these(platform: Platform, path: str) -> None:
    assert refused(await platform.public.get(path)) == (401, "unauthenticated")
    operator = platform.opened.officer("operator")
    assert refused(await operator.get(path)) == (403, "role_missing")
    assert refused(await platform.gateway.get(path)) == (403, "role_missing")
    assert (await platform.opened.officer("auditor").get(path)).status_code == 200


async def test_readiness_says_what_is_missing(platform: Platform) -> None:
    answer = await platform.public.get("/readyz")
    assert answer.status_code == 503
    assert set(answer.json()["not_ready"]) == {"broker", "consumer"}


async def test_the_clock_says_when_the_next_edition_is_due(platform: Platform) -> None:
    clock = (await platform.public.get("/v1/clock")).json()
    assert clock["next_due_at"] == "2019-01-31T16:00:00Z"
    assert clock["idle"] is False  # nobody knows what waits while the broker is away


async def test_metrics_tell_the_age_of_the_edition(platform: Platform) -> None:
    async def age() -> str:
        answer: httpx.Response = await platform.public.get("/metrics")
        line = next(
            one for one in answer.text.splitlines() if one.startswith("chimera_edition_age")
        )
        return line.split()[1]

    assert await age() == "NaN"
    platform.turns_to(FEBRUARY)
    assert await age() == "0.0"


class Listener:
    """Whoever hears the hints."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes]] = []

    async def hint(self, subject: str, payload: bytes) -> None:
        """Note it."""
        self.heard.append((subject, payload))


async def test_hints_are_a_number_and_nothing_else() -> None:
    hints, listener = Hints(), Listener()
    await hints.withdrawn(1)
    hints.connect(listener, lambda: None)
    await hints.withdrawn(7)
    assert listener.heard == [("register.withdrawn", b'{"seq": 7}')]
