"""Killed with SIGKILL at each step of an edition: the old or the whole new one, no leftovers."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.national_platform.records.edition_files import ALL, PUBLIC, file_name
from services.national_platform.records.edition_formats import Format
from shared.calendar import start_of
from tests.integration.killed_press import open_printer
from tests.unit.apps import ROOT
from tests.unit.national_platform.printing import MARCH, Printer

pytestmark = pytest.mark.integration

FILES = [file_name(scope, written) for written in Format for scope in (PUBLIC, ALL)]
BEFORE = [
    f"begin {FILES[0]}",
    *(f"half {name}" for name in FILES),
    *(f"settle {name}" for name in FILES),
    f"settled {FILES[0]}",
    "synced",
    "commit",
]
AFTER = ["sweep"]
OLD, NEW = ["court-aaaaaaaa"], ["court-aaaaaaaa", "court-bbbbbbbb"]


@pytest.fixture(scope="module")
def remains(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What each killed process left behind."""
    folder = tmp_path_factory.mktemp("killed")
    command = [sys.executable, "-m", "tests.integration.killed_press", str(folder)]
    subprocess.run([*command, *BEFORE, *AFTER], cwd=ROOT, check=True, timeout=120)
    return folder


def carried(printer: Printer) -> list[str]:
    """What the current edition carries; every file must be what the manifest says."""
    row = printer.current()
    assert row is not None
    assert {path.name for path in printer.path.iterdir()} == {
        printer.file(name).name for name in row.files
    }
    return [line["ref"] for line in printer.lines()]


@pytest.mark.parametrize("step", [*BEFORE, *AFTER])
def test_after_a_restart_one_whole_edition_is_there_and_nothing_else(
    remains: Path, step: str
) -> None:
    printer = open_printer(remains / step)
    duties = printer.duties()
    assert carried(printer) == (NEW if step in AFTER else OLD)
    printer.desk.clock.move(start_of(MARCH))
    duties.run_due(printer.desk.clock.now())
    assert carried(printer) == NEW
    printer.desk.database.close()
