"""The written description of the bus is what is sent, and what the broker lets anybody say."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from demo import broker, doors
from demo.portraits import AUTHORITIES
from services.national_platform.answering import ANOTHER_DAY, NO_DIGEST, NOBODY, RESTATING
from services.national_platform.publishing import Hints
from services.national_platform.records.findings import AGREED, DIFFERS
from shared.authorities import load
from shared.checked_yaml import unchecked
from shared.contract import Act, Cause, Effect, Envelope, Notice, Publication
from shared.identifiers import Kind
from shared.ledger.digest import digest
from shared.sealing import verdict_bytes

BUS: dict[str, Any] = unchecked(doors.BUS.read_text(encoding="utf-8"))
MESSAGES = BUS["components"]["messages"]
ACCOUNT = re.compile(
    r"user: (?P<user>\w+),.*?publish: (?P<says>\[.*?\]|\{.*?\})\s*subscribe: (?P<hears>\[.*?\])",
    re.DOTALL,
)
TODAY = date(2019, 2, 1)


def test_the_bus_is_written_down_as_it_is() -> None:
    assert unchecked(doors.bus_document()) == BUS, "run `python -m demo.doors`"


def withdrawal() -> Envelope:
    """The envelope with every header."""
    listed = Envelope(
        issuer="court",
        list="judgment-defaulters",
        act=Act.LISTED,
        ref="l-qhzxkvbnwertyuiopasd",
        version=1,
        kind=Kind.PERSON,
        effect=Effect.ADVERSE,
        publication=Publication.PUBLIC,
        listed_on=TODAY,
        stands_until=date(2021, 2, 1),
        sent_at=datetime(2019, 2, 1, tzinfo=UTC),
    )
    return replace(listed, act=Act.WITHDRAWN, version=2, cause=Cause.PERFORMED)


def test_the_written_headers_are_those_that_are_sent() -> None:
    written = MESSAGES["notice"]["headers"]
    assert set(written["properties"]) == set(withdrawal().headers())
    listed = replace(withdrawal(), act=Act.LISTED, cause=None)
    assert set(written["required"]) == set(listed.headers())


def test_every_written_reference_leads_somewhere() -> None:
    for reference in re.findall(r"'\$ref': '#/([^']+)'", str(BUS)):
        found: Any = BUS
        for part in reference.split("/"):
            found = found[part]
        assert found


def allowed(which: str) -> dict[str, list[str]]:
    """By user: the subjects that the broker's configuration lets it say, or hear."""
    configuration = broker.generate(load(AUTHORITIES))
    return {
        match["user"]: re.findall(r'"([^"]+)"', match[which]) if match[which][0] == "[" else []
        for match in ACCOUNT.finditer(configuration)
    }


def covers(pattern: str, subject: str) -> bool:
    """Whether a pattern of the broker's covers a subject."""
    if pattern.endswith(".>"):
        return subject.startswith(pattern[:-1])
    return pattern == subject


def users_for(which: str, subject: str) -> set[str]:
    """Who may say, or hear, this very subject."""
    return {
        user
        for user, patterns in allowed(which).items()
        if any(covers(pattern, subject) for pattern in patterns)
    }


def subjects(channel: str) -> dict[str, str]:
    """Each subject of a channel by its issuer, or by nothing."""
    address = BUS["channels"][channel]["address"]
    address = address.replace("{list}", "some-list").replace("{act}", "listed")
    issuers = [one.slug for one in load(AUTHORITIES).issuers]
    if "{issuer}" not in address:
        return {"": address}
    return {issuer: address.replace("{issuer}", issuer) for issuer in issuers}


@pytest.mark.parametrize("operation", BUS["operations"].values())
def test_who_may_say_and_hear_is_what_the_broker_enforces(operation: dict[str, Any]) -> None:
    channel = operation["channel"]["$ref"].rsplit("/", 1)[1]
    for issuer, subject in subjects(channel).items():
        by_issuer = issuer in operation["x-said-by"]
        assert users_for("says", subject) == ({issuer} if by_issuer else {*operation["x-said-by"]})
        if channel != "listings":  # heard through the stream, which only the platform may open
            to_issuer = issuer in operation["x-heard-by"]
            hearers = {issuer} if to_issuer else {*operation["x-heard-by"]}
            assert users_for("hears", subject) == hearers


def test_every_subject_the_broker_lets_anybody_say_is_written_down() -> None:
    written = {subject for name in BUS["channels"] for subject in written_subjects(name)}
    patterns = {pattern for found in allowed("says").values() for pattern in found}
    of_the_model = {one for one in patterns if not one.startswith("$JS.")}
    unknown = [one for one in of_the_model if not any(covers(one, known) for known in written)]
    assert len(of_the_model) > 5
    assert unknown == []


def written_subjects(channel: str) -> list[str]:
    """Every subject of a channel that has an address."""
    return [*subjects(channel).values()] if BUS["channels"][channel]["address"] else []


def test_the_document_names_no_user_that_the_broker_does_not_know() -> None:
    named = {
        user for one in BUS["operations"].values() for user in one["x-said-by"] + one["x-heard-by"]
    }
    assert named == set(allowed("says"))


def fields_of(body: bytes) -> set[str]:
    """The fields that a message really has."""
    return set(json.loads(body))


def written(message: str) -> set[str]:
    """The fields that are written down for it."""
    payload = MESSAGES[message]["payload"]
    assert payload["additionalProperties"] is False
    return set(payload["properties"])


def test_the_written_bodies_are_those_that_are_sent() -> None:
    notice = Notice(name="王秀英", truncated_id="6601011990****0020", issuer="court", reason="x")
    assert written("notice") == fields_of(notice.body())
    assert written("verdict") == fields_of(verdict_bytes("yes"))
    assert written("digest") == fields_of(digest(TODAY, []).model_dump_json().encode())


class Ear:
    """Hears hints and remembers them."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes]] = []

    async def hint(self, subject: str, payload: bytes) -> None:
        """Remember it."""
        self.heard.append((subject, payload))


async def test_a_hint_is_a_number_and_nothing_else() -> None:
    hints, ear = Hints(), Ear()
    hints.connect(ear, lambda: None)
    await hints.withdrawn(3)
    ((subject, payload),) = ear.heard
    assert subject == BUS["channels"]["withdrawn"]["address"]
    assert written("hint") == fields_of(payload)


def test_every_outcome_of_a_comparison_is_written_down() -> None:
    outcomes = MESSAGES["compared"]["payload"]["properties"]["outcome"]["enum"]
    assert set(outcomes) == {AGREED, RESTATING, DIFFERS, NOBODY, ANOTHER_DAY, NO_DIGEST}


def test_a_field_that_somebody_forgot_to_write_down_would_be_noticed() -> None:
    assert written("notice") != fields_of(b'{"name": "a", "truncated_id": "b", "age": 3}')
