"""Child processes: started alone, stopped in order, told of when they fail."""

import os
import signal
import time
from pathlib import Path

import pytest

from demo.launcher.children import Child, inherited, stop_in_order
from demo.launcher.crew import Crew
from demo.launcher.ports import free_ports
from demo.launcher.readiness import Member, http_check, tcp_check, wait_until_ready
from demo.trouble import Trouble
from tests.unit.demo import dummies

pytestmark = pytest.mark.slow


def started(*members: Member) -> list[Child]:
    """Children that run and have said so."""
    for one in members:
        one.child.start()
    wait_until_ready(members, seconds=10)
    return [one.child for one in members]


def test_the_process_id_is_the_commands_own_and_ctrl_c_does_not_reach_it(tmp_path: Path) -> None:
    (child,) = started(dummies.member(tmp_path, "court", dummies.WRITER, "court", "order"))
    assert os.getsid(child.pid) == child.pid != os.getsid(0)
    os.kill(child.pid, signal.SIGTERM)
    assert child.wait(10)
    assert child.exit_code == 0


def test_stages_stop_one_after_the_other(tmp_path: Path) -> None:
    order = tmp_path / "order"
    names = ["gateway", "platform", "court"]
    running = started(
        *(dummies.member(tmp_path, name, dummies.WRITER, name, str(order)) for name in names)
    )
    stop_in_order([[child] for child in running])
    assert order.read_text().split() == names


def test_who_does_not_stop_is_killed_within_the_time(tmp_path: Path) -> None:
    running = started(
        dummies.member(tmp_path, "a", dummies.STUBBORN),
        dummies.member(tmp_path, "b", dummies.STUBBORN),
    )
    began = time.monotonic()
    stop_in_order([[child] for child in running], seconds=1.0)
    assert time.monotonic() - began < 2.0
    assert [child.exit_code for child in running] == [-signal.SIGKILL, -signal.SIGKILL]


def test_a_killed_process_starts_again_with_other_settings(tmp_path: Path) -> None:
    child = dummies.child(tmp_path, "court", "import os; print(os.environ.get('CHIMERA_X'))")
    child.start({"CHIMERA_X": "once"})
    assert child.wait(10)
    child.start()
    assert child.wait(10)
    assert (tmp_path / "court.log").read_text().split() == ["once", "None"]


def test_stopping_what_was_never_started_is_no_trouble(tmp_path: Path) -> None:
    child = dummies.child(tmp_path, "court", dummies.PATIENT)
    stop_in_order([[child]])
    child.kill()
    assert not child.is_running
    assert child.exit_code is None


def test_settings_left_in_a_shell_reach_no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIMERA_DATABASE_URL", "postgresql://elsewhere")
    monkeypatch.setenv("http_proxy", "http://proxy:3128")
    given = inherited()
    assert "CHIMERA_DATABASE_URL" not in given
    assert "127.0.0.1" in given["NO_PROXY"]


def test_a_process_that_ends_while_starting_is_named_with_its_last_line(tmp_path: Path) -> None:
    crew = Crew([[Member(dummies.child(tmp_path, "court", dummies.BROKEN), lambda: "silent")]])
    with pytest.raises(Trouble, match=r"court ended while starting .*: the database is missing"):
        crew.start()


def test_a_process_that_is_not_ready_in_time_is_named_with_what_it_lacks(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    crew = Crew([[dummies.server(tmp_path, "court", port, status=503)]], ready_seconds=1.5)
    with pytest.raises(Trouble, match=r"court was not ready within 2 s .*database: cannot be"):
        crew.start()
    assert not crew.child("court").is_running


def test_when_one_fails_to_start_all_are_stopped(tmp_path: Path) -> None:
    good = dummies.member(tmp_path, "broker", dummies.WRITER, "broker", str(tmp_path / "order"))
    good = Member(good.child, good.missing, is_needed_first=True)
    bad = Member(dummies.child(tmp_path, "court", dummies.BROKEN), lambda: "silent")
    with pytest.raises(Trouble):
        Crew([[good], [bad]]).start()
    assert (tmp_path / "order").read_text() == "broker\n"


def test_what_is_needed_first_is_ready_before_the_others_start(tmp_path: Path) -> None:
    class Watched(Child):
        def start(self, extra: object = None) -> None:
            assert broker.missing() is None
            super().start()

    broker = dummies.member(tmp_path, "broker", dummies.WRITER, "broker", str(tmp_path / "order"))
    broker = Member(broker.child, broker.missing, is_needed_first=True)
    court = Watched(dummies.child(tmp_path, "court", dummies.WRITER, "court", "o").recipe)
    crew = Crew([[broker], [Member(court, lambda: None)]])
    crew.start()
    assert court.is_running
    crew.stop()


def test_readiness_is_asked_over_http_and_tcp(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    assert tcp_check("127.0.0.1", port)() == "it takes no connection"
    assert http_check(f"http://127.0.0.1:{port}")() == "it does not answer"
    (child,) = started(dummies.server(tmp_path, "court", port))
    assert tcp_check("127.0.0.1", port)() is None
    child.kill()
