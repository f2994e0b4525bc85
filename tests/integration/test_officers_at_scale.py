"""A clerk's file of proposals with everything killed on the way, and an auditor who checks it all.

The commands are run as somebody types them, beside a court and its broker.
"""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from demo import godmode
from demo.launcher import Options, Stack
from demo.launcher.plan import ROOT
from demo.roster import BROKER
from services.court import records
from services.court.domain import EnforcementNotice
from shared.database import Database, open_database
from shared.procedure.importing.lines import FIELDS
from tests.builders import LOOKS_REAL, make_judgment, words_of
from tests.integration.books import court_file, people, rows, until

pytestmark = pytest.mark.integration
COUNT = 4_000
WARNED = EnforcementNotice(date(2018, 11, 1), date(2018, 11, 11), warns_of_listing=True)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A broker and a court that has warned all debtors."""
    only = Options(only=[BROKER, "court"])
    with Stack.on_free_ports(tmp_path_factory.mktemp("officers"), only) as stack:
        stack.stop_service("court")
        database = Database(open_database(f"sqlite:///{court_file(stack)}"))
        with database.write() as session:
            for number, party in enumerate(people(COUNT)):
                changes = {"id": case(number), "case_number": case(number), "party": party}
                judgment = make_judgment(
                    **changes, issued_on=date(2018, 8, 1), due_on=date(2018, 10, 1)
                )
                records.add_judgment(session, judgment)
                records.add_notice(session, judgment.notify(WARNED))
        database.close()
        stack.start_service("court")
        yield stack


def case(number: int) -> str:
    """The name of a judgment."""
    return f"j-case{number:014}"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everybody, and one line with what could be somebody's number."""
    path = tmp_path_factory.mktemp("files") / "defaulters.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, FIELDS)
        writer.writeheader()
        for number, party in enumerate(people(COUNT)):
            words = {
                "list": "judgment-defaulters",
                "ground": "obstructs-enforcement",
                "basis": case(number),
            }
            real = {"id_number": LOOKS_REAL} if number == 3_210 else {}
            writer.writerow(words | words_of(party) | real)
    return path


def command(stack: Stack, *words: str | Path) -> list[str]:
    """As somebody types it."""
    var = str(stack.folder.path)
    return [sys.executable, "-m", "demo.cli", *map(str, words), "--state-dir", var]


def chimera(stack: Stack, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run to its end."""
    line = command(stack, *words)
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


def proposed(stack: Stack) -> int:
    """How many proposals the court has."""
    ((count,),) = rows(court_file(stack), "SELECT count(*) FROM proposals")
    return int(str(count))


def started(stack: Stack, *words: str | Path) -> subprocess.Popen[bytes]:
    """Running, with nobody listening."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command(stack, *words), cwd=ROOT, stdout=quiet, stderr=quiet)


def test_killed_on_the_way_an_import_goes_on_and_doubles_nothing(stack: Stack, file: Path) -> None:
    client = started(stack, "import", file, "--at", "court")
    until(lambda: proposed(stack) > 500, "some lines were taken", seconds=120)
    os.kill(client.pid, signal.SIGKILL)
    assert client.wait() == -signal.SIGKILL
    assert 500 < proposed(stack) < COUNT - 1
    again = started(stack, "import", file, "--at", "court")
    reached = proposed(stack)
    until(lambda: proposed(stack) > reached + 500, "more lines were taken", seconds=120)
    stack.kill_service("court")
    time.sleep(0.2)  # the client meets a door that is shut
    stack.start_service("court")
    assert again.wait(timeout=300) == 0
    assert proposed(stack) == COUNT - 1
    lines = rows(court_file(stack), "SELECT count(*), count(DISTINCT line) FROM import_lines")
    assert lines == [(COUNT, COUNT)]


def test_its_report_names_line_field_and_reason_and_no_number(stack: Stack, file: Path) -> None:
    told = chimera(stack, "import", file, "--at", "court")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(f"{COUNT - 1} proposed, 1 refused (")
    report = file.with_name("defaulters.csv.report.csv").read_text("utf-8")
    assert report == "line,field,reason\n3212,id_number,real_identifier\n"
    assert proposed(stack) == COUNT - 1


def test_the_chain_is_whole_at_the_door_and_in_the_file(stack: Stack, tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text(chimera(stack, "audit", "checkpoint", "--at", "court").stdout)
    size = json.loads(kept.read_text())["size"]
    assert size > COUNT
    well = f"court: the chain is whole up to line {size}, and fits the checkpoint at line {size}.\n"
    at_door = chimera(stack, "audit", "verify", "--at", "court", "--against", kept)
    assert (at_door.returncode, at_door.stdout) == (0, well)
    url, token = stack.urls["court"], godmode.token(stack.folder.keys, "court", "auditor")
    elsewhere = subprocess.run(
        [sys.executable, "-m", "demo.cli", "audit", "verify", "--url", url, "--against", kept],
        cwd=ROOT, env=os.environ | {"CHIMERA_TOKEN": token}, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert elsewhere.stdout == well.replace("court:", f"{url}:")
    assert elsewhere.returncode == 0


def test_a_page_of_the_worklist_comes_at_once_however_much_waits(stack: Stack) -> None:
    token = godmode.token(stack.folder.keys, "court", "reviewer")
    headers = {"Authorization": f"Bearer {token}"}
    url, seen, after = f"{stack.urls['court']}/v1/worklist", set[str](), ""
    with httpx.Client(headers=headers, trust_env=False, timeout=30) as client:
        while True:
            page = client.get(f"{url}?limit=500{after}").json()
            seen |= {task["id"] for task in page["tasks"]}
            if page["next"] is None:
                break
            after = f"&after={page['next']}"
    assert len(seen) == COUNT - 1
