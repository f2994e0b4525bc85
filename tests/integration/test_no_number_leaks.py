"""After the whole story a person's whole number is where its owner keeps it, and nowhere else."""

import base64
import gzip
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders import make_party
from tests.contract.searching import held
from tests.integration.bad_visitor import BadVisitor
from tests.integration.leaks import Finds, numbers_in
from tests.integration.stream import read_stream
from tests.integration.told import Told
from tests.integration.wire_tap import Line

pytestmark = pytest.mark.integration

# Nobody of the story; only bad requests carry it.
INTRUDER = make_party(sequence=903).id_number
PROBLEM, ANSWER_STARTS = b"application/problem+json", b"HTTP/1.1 "
Planting = Callable[[Path], None]
CODES = {"hidden_number", "invalid_body", "malformed_json", "unauthenticated"}
READING = ("GET", "HEAD")
NOT_OWNERS = ("platform", "gateway")


def by_folder(finds: Finds) -> dict[str, set[str]]:
    """What was found, by the service whose folder it lies in."""
    merged: dict[str, set[str]] = {}
    for path, numbers in finds.items():
        merged.setdefault("/".join(Path(path).parts[:2]), set()).update(numbers)
    return merged


def test_each_whole_number_lies_with_its_owner_and_in_no_other_file(told: Told) -> None:
    """Keys, logs, the broker's files, databases with their journals, editions, indexes."""
    finds = by_folder(numbers_in(told.stack.folder.path, told.people))
    identity, resident = finds.pop("state/identity"), finds.pop("state/rongcheng")
    assert identity >= told.known_people
    assert finds == {"state/court": {told.party["id_number"]}}
    assert len(resident) == 1
    assert resident < told.known_people - told.namesakes


def test_no_whole_number_is_on_the_stream(told: Told) -> None:
    messages = read_stream(told.stack)
    assert messages
    for message in messages:
        headers = "\n".join(f"{name}: {value}" for name, value in message.headers.items())
        said = b"\n".join([message.subject.encode(), headers.encode(), message.body])
        assert held(said, told.people) == set()


def test_no_whole_number_can_be_read_on_a_wire_between_two_services(told: Told) -> None:
    """The sealed questions are among it: who listens at the broker learns nothing from them."""
    lines = told.wires.between_services
    everything = b"".join(bytes(line.said) for line in lines)
    assert b"PUB confirm.court" in everything
    assert b"PUB listings.court." in everything
    assert b"GET /v1/withdrawals" in everything
    assert b"GET /v1/evaluations" in everything
    for line in lines:
        assert held(bytes(line.said), told.people) == set()
        assert held(bytes(line.heard), told.people) == set()


def test_no_refusal_of_the_story_repeats_a_number(told: Told) -> None:
    refusals = [one for one in answers(told, *told.wires.to_doors) if PROBLEM in one]
    assert len(refusals) >= 4
    for code in (b"second_officer_needed", b"partner_stopped", b"no_consent"):
        assert any(code in refusal for refusal in refusals)
    assert held(b"\n".join(refusals), told.people) == set()


@pytest.mark.parametrize("service", NOT_OWNERS)
def test_who_owns_no_number_answers_with_none(told: Told, service: str) -> None:
    said = answers(told, service)
    assert said
    assert held(b"\n".join(said), told.people) == set()


def test_the_story_itself_shows_no_whole_number(told: Told) -> None:
    assert any("crossed:" in line for line in told.spoken)
    assert held("\n".join(told.spoken).encode(), told.people) == set()
    assert held(repr(told.account).encode(), told.people) == set()


def answers(told: Told, *services: str) -> list[bytes]:
    """Every answer that visitors got at these services' doors."""
    lines = [line for name in services for line in told.wires.to_doors[name].lines]
    return [answer for line in lines for answer in _answers_on(line)]


def _answers_on(line: Line) -> list[bytes]:
    return [part for part in bytes(line.heard).split(ANSWER_STARTS) if part]


@pytest.fixture(scope="module")
def bad_visitor(told: Told) -> Iterator[BadVisitor]:
    """Somebody with everybody's tokens and a number that belongs nowhere."""
    with closing(BadVisitor(told.stack, INTRUDER)) as visitor:
        yield visitor


@pytest.mark.parametrize("service", ["court", "tax", "rongcheng", "platform", "gateway"])
def test_no_door_repeats_or_keeps_a_number_from_bad_input(
    told: Told, bad_visitor: BadVisitor, service: str
) -> None:
    met = list(bad_visitor.visit(service))
    refused = [one for one in met if one.status_code >= 400]
    assert {"application/problem+json"} >= {one.headers["content-type"] for one in refused}
    assert {one.json()["code"] for one in refused if one.request.method != "HEAD"} >= CODES
    assert all(one.status_code >= 400 for one in met if one.request.method not in READING)
    assert not any(one.status_code >= 500 for one in met)
    for one in met:
        assert held(one.content + str(one.headers).encode(), [INTRUDER]) == set()
    assert numbers_in(told.stack.folder.path, [INTRUDER]) == {}


def plant_in_a_log(folder: Path) -> None:
    claims = base64.urlsafe_b64encode(f'{{"id_number":"{INTRUDER}"}}'.encode()).decode().rstrip("=")
    (folder / "court.log").write_text(f"refused eyJhbGciOiJFZERTQSJ9.{claims}.c2ln\n")


def plant_in_an_edition(folder: Path) -> None:
    (folder / "edition.jsonl.gz").write_bytes(gzip.compress(f'{{"x":"{INTRUDER}"}}'.encode()))


def plant_in_a_journal(folder: Path) -> None:
    _fill_table(folder, f"a note of {INTRUDER}", checkpoint=False)


def plant_in_a_long_value(folder: Path) -> None:
    """Longer than a page of the file, and cut by a page's end."""
    _fill_table(folder, "x" * (4096 - 150) + " ".join(INTRUDER) + "x" * 9000, checkpoint=True)


def plant_in_a_deleted_row(folder: Path) -> None:
    _fill_table(folder, INTRUDER, checkpoint=True)
    with closing(sqlite3.connect(folder / "some.sqlite")) as connection, connection:
        connection.execute("PRAGMA secure_delete=OFF")  # some builds overwrite by themselves
        connection.execute("DELETE FROM t")


def _fill_table(folder: Path, value: str, *, checkpoint: bool) -> None:
    """Without a checkpoint, a process that is killed leaves the value in its journal only."""
    journal = folder / "some.sqlite-wal"
    with closing(sqlite3.connect(folder / "some.sqlite")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (v TEXT)")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("INSERT INTO t VALUES (?)", (value,))
        connection.commit()
        left = b"" if checkpoint else journal.read_bytes()
    if left:
        (folder / "some.sqlite").unlink()
        journal.write_bytes(left)


@pytest.mark.parametrize(
    "plant",
    [
        plant_in_a_log,
        plant_in_an_edition,
        plant_in_a_journal,
        plant_in_a_long_value,
        plant_in_a_deleted_row,
    ],
)
def test_the_search_finds_what_is_planted(tmp_path: Path, plant: Planting) -> None:
    (tmp_path / "clean.txt").write_text(make_party(sequence=905).id_number)
    plant(tmp_path)
    [(found, numbers)] = numbers_in(tmp_path, [INTRUDER]).items()
    assert found != "clean.txt"
    assert numbers == {INTRUDER}
