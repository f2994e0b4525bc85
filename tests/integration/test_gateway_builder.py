"""The child that builds the gateway's index: killed, cut off, out of room, or left alone."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.partner_gateway.domain import Target
from services.partner_gateway.receiving.building import NotBuilt, build_beside
from services.partner_gateway.receiving.signed import EditionAltered
from services.partner_gateway.records import Index, Position, Withdrawal
from shared.identifiers import Kind
from tests.builders import make_party
from tests.unit.apps import ROOT
from tests.unit.partner_gateway.platform import WITHDRAWN_AT, listed

pytestmark = pytest.mark.integration

PARTY = make_party()
LISTINGS = 20_000
SECONDS = 60.0
TARGETS = [Target(issuer="court", list="judgment-defaulters")]
OLD = Position("2019-02", "0" * 64, 0, datetime.now(UTC), has_gap=False)
NEW = replace(OLD, edition="2019-03")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of some size; all listings are of one party's name, each with its own mask."""
    path = tmp_path_factory.mktemp("edition") / "edition.part"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for number in range(LISTINGS):
            mask = f"660101{1940 + number % 60}****{number % 10_000:04}"
            row = listed(PARTY, f"l-reference-{number:06}", truncated_id=mask)
            file.write(f"{json.dumps(row.values(), default=str)}\n".encode())
    return path


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """An index of February's edition, which has one listing."""
    opened = Index(tmp_path / "index.sqlite")
    opened.install([listed(PARTY, "l-february-00")], OLD)
    yield opened
    opened.close()


def children_of(pid: int) -> list[int]:
    """Processes that this one started."""
    parents = {
        int(one.name): one.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1]
        for one in Path("/proc").iterdir()
        if one.name.isdigit() and one.joinpath("stat").exists()
    }
    return [child for child, parent in parents.items() if parent == str(pid)]


def still_old(index: Index) -> bool:
    """Whether February's edition answers."""
    found = index.candidates(Kind.PERSON, PARTY.name, PARTY.truncated_id, TARGETS)
    return [one.ref for one in found] == ["l-february-00"] and index.known() == OLD


def test_a_large_edition_is_built_in_a_child(edition: Path, index: Index) -> None:
    index.apply([Withdrawal("court", "l-reference-000007", "performed", WITHDRAWN_AT)], 1)
    build_beside(edition, index.journal, index.beside, lambda: False)
    index.apply([Withdrawal("court", "l-reference-000008", "performed", WITHDRAWN_AT)], 2)
    assert index.known().edition == OLD.edition
    assert index.adopt(NEW) == LISTINGS - 2
    assert index.holds("court", "l-reference-000006")
    for gone in ("l-reference-000007", "l-reference-000008", "l-february-00"):
        assert not index.holds("court", gone)
    (file,) = index.folder.glob("register-*.index")
    assert b"l-reference-000008" not in file.read_bytes()


def test_a_child_that_is_killed_leaves_the_old_index(edition: Path, index: Index) -> None:
    def kill_it_while_it_writes() -> bool:
        if index.beside.exists() and index.beside.stat().st_size:
            for child in children_of(os.getpid()):
                os.kill(child, signal.SIGKILL)
        return False

    with pytest.raises(NotBuilt, match="-9"):
        build_beside(edition, index.journal, index.beside, kill_it_while_it_writes)
    assert still_old(index)
    build_beside(edition, index.journal, index.beside, lambda: False)
    assert index.adopt(NEW) == LISTINGS


def test_a_service_that_ends_ends_the_child(edition: Path, index: Index) -> None:
    with pytest.raises(NotBuilt):
        build_beside(edition, index.journal, index.beside, lambda: True)
    assert children_of(os.getpid()) == []
    assert still_old(index)


def test_a_gateway_that_is_killed_leaves_no_child_behind(edition: Path, index: Index) -> None:
    """The parent is killed as soon as its child writes; the child notices and ends."""
    code = (
        "import sys; from pathlib import Path;"
        "from services.partner_gateway.receiving.building import build_beside;"
        "build_beside(*map(Path, sys.argv[1:]), lambda: False)"
    )
    paths = map(str, (edition, index.journal, index.beside))
    parent = subprocess.Popen([sys.executable, "-c", code, *paths], cwd=ROOT)
    ends_at = time.monotonic() + SECONDS
    while not index.beside.exists():
        assert time.monotonic() < ends_at
    (child,) = children_of(parent.pid)
    parent.kill()
    parent.wait()
    while Path(f"/proc/{child}").exists():
        assert time.monotonic() < ends_at
    assert still_old(index)


@pytest.mark.parametrize(
    "end", [b"", b"not gzip", gzip.compress(b"{}\n")], ids=["cut", "no gzip", "empty row"]
)
def test_a_child_finds_what_is_no_listing(edition: Path, index: Index, end: bytes) -> None:
    spoilt = index.folder / "spoilt.part"
    whole = edition.read_bytes()
    spoilt.write_bytes(whole + end if end else whole[:-9])
    with pytest.raises(EditionAltered):
        build_beside(spoilt, index.journal, index.beside, lambda: False)
    assert still_old(index)


def test_a_child_without_room_leaves_the_old_index(edition: Path, index: Index) -> None:
    index.beside.symlink_to("/dev/full")
    with pytest.raises(NotBuilt):
        build_beside(edition, index.journal, index.beside, lambda: False)
    assert still_old(index)
