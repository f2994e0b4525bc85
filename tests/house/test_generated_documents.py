"""What is written down about departures and doors is what code and data say."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import yaml

from demo import broker, bus_doors, departures, doors
from demo.portraits import AUTHORITIES, Portrait
from shared.authorities import load
from shared.contract import Act, Cause, Effect, Envelope, Publication
from shared.identifiers import Kind

# Written by the framework, and worded differently from one of its versions to the next.
FRAMEWORK_SCHEMAS = {"HTTPValidationError", "ValidationError"}
FRAMEWORK_WORDS = {"title", "openapi", "format", "contentMediaType", "operationId"}
BUS = yaml.safe_load(doors.BUS.read_text(encoding="utf-8")) if doors.BUS.exists() else {}
ACCOUNT = re.compile(
    r"user: (?P<user>\w+),.*?publish: (?P<says>\[.*?\]|\{.*?\})\s*subscribe: (?P<hears>\[.*?\])",
    re.DOTALL,
)


def ours_only(document: Any) -> Any:
    """A document without what only the framework's version decides."""
    if isinstance(document, dict):
        words = {key for key, value in document.items() if isinstance(value, str)}
        dropped = FRAMEWORK_SCHEMAS | (FRAMEWORK_WORDS & words)
        return {key: ours_only(document[key]) for key in document if key not in dropped}
    if isinstance(document, list):
        return [ours_only(entry) for entry in document]
    return document


def test_the_departures_are_written_down_as_they_are(portraits: list[Portrait]) -> None:
    written = departures.FILE.read_text(encoding="utf-8")
    assert written == departures.generate(portraits), "run `python -m demo.departures`"
    assert departures.NOT_MARKED not in written


def test_the_departures_begin_with_what_the_marks_mean_and_forbid() -> None:
    first, second = departures.HEAD.split("\n\n")[2:4]
    assert all(word in first for word in ("**Paper**", "**Rule**", "**Ours**", "**Stricter**"))
    assert "must never pass off its own safeguards as findings" in second


def test_the_doors_are_written_down_as_they_are(portraits: list[Portrait]) -> None:
    for package, document in doors.openapi(portraits).items():
        written = json.loads(doors.openapi_file(package).read_text(encoding="utf-8"))
        now = json.loads(json.dumps(document))
        assert ours_only(written) == ours_only(now), f"{package}: run `python -m demo.doors`"


def test_a_changed_door_would_be_noticed(portraits: list[Portrait]) -> None:
    document = json.loads(json.dumps(portraits[0].app.openapi()))
    before = json.dumps(ours_only(document))
    document["paths"]["/v1/clock"]["put"]["x-origin"] = "paper"
    assert json.dumps(ours_only(document)) != before


def test_the_bus_is_written_down_as_it_is() -> None:
    written = doors.BUS.read_text(encoding="utf-8")
    assert written == doors.bus_document(), "run `python -m demo.doors`"


def test_exactly_the_documents_of_today_are_there(portraits: list[Portrait]) -> None:
    wanted = {doors.openapi_file(package).name for package in doors.openapi(portraits)}
    assert {path.name for path in doors.FOLDER.iterdir()} == wanted | {doors.BUS.name}


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
        listed_on=date(2019, 2, 1),
        stands_until=date(2021, 2, 1),
        sent_at=datetime(2019, 2, 1, tzinfo=UTC),
    )
    return replace(listed, act=Act.WITHDRAWN, version=2, cause=Cause.PERFORMED)


def test_the_written_headers_are_those_that_are_sent() -> None:
    written = BUS["components"]["messages"]["notice"]["headers"]
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


@pytest.mark.parametrize("operation", BUS.get("operations", {}).values())
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


def test_headers_that_somebody_forgot_to_write_down_would_be_noticed() -> None:
    assert set(bus_doors.HEADERS) == set(withdrawal().headers())
