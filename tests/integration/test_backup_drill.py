"""The drill: a stack at work is backed up, goes on, is lost, and is put back; what then is true."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from demo import cli
from demo.backup_making import make
from demo.backup_restoring import restore
from demo.launcher import Options, Stack
from demo.roster import BROKER
from demo.storyline.doors import Answer, Doors
from shared.identifiers import Party
from tests.builders import make_party, words_of
from tests.integration.books import (
    acts_unsaid,
    court_book,
    digest_outcomes,
    enter,
    people,
    platform_file,
    register,
    rows,
    until,
    withdraw,
)
from tests.integration.stream import waiting

pytestmark = pytest.mark.integration
LISTED = make_party(sequence=7)
ONLY = Options(only=[BROKER, "court", "platform", "gateway"])


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    """All that a question of a partner needs, not started yet."""
    return Stack.on_free_ports(tmp_path / "var", ONLY)


@contextmanager
def court_stopped(stack: Stack) -> Iterator[None]:
    """Its officers' work is put into its ledger; it says it when it starts again."""
    stack.stop_service("court")
    yield
    stack.start_service("court")


def is_agreed(stack: Stack) -> bool:
    """Whether every act is said and taken in."""
    return not acts_unsaid(stack) and waiting(stack) == 0 and register(stack) == court_book(stack)


def ask(doors: Doors, party: Party) -> Answer:
    """An airline's question about a passenger."""
    question = {"measure": "air-travel", "purpose": "booking 8841", "party": words_of(party)}
    return doors.partner("skyward-air").post("/v1/decisions", question)


def recalls(doors: Doors) -> list[tuple[str, str]]:
    """What the airline was told is over, and why."""
    found = doors.partner("skyward-air").get("/v1/recalls?after=0")
    return [(one["ref"], one["cause"]) for one in found["recalls"]]


def found_latest(stack: Stack) -> list[tuple[object, ...]]:
    """What the latest comparison with the court has named."""
    query = "SELECT kind, ref FROM differences WHERE digest_seq = (SELECT max(seq) FROM digests)"
    return rows(platform_file(stack), f"{query} ORDER BY kind, ref")


def reconcile(stack: Stack, *words: str) -> str:
    """What the command prints about a running stack where all is well."""
    line = ["reconcile", *words, "--state-dir", str(stack.folder.path)]
    result = CliRunner().invoke(cli.app, line)
    assert result.exit_code == 0, result.output
    return result.stdout


def put_back(stack: Stack, copy: Path, only: Sequence[str] = ()) -> None:
    """Restore; the stack must be stopped."""
    restore(stack.folder, copy, stack.roster, only, replace=bool(only))


def test_a_lost_platform_is_put_back_and_made_whole_by_the_court(
    stack: Stack, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    with stack:
        with court_stopped(stack):
            first, *others = enter(stack, [LISTED, *people(20)])
        until(lambda: is_agreed(stack), "everybody is in the register")
        stack.advance(timedelta(days=31))
        make(stack.folder, copy, stack.roster, with_keys=True)
        at_backup = register(stack)
        with closing(Doors(stack)) as doors:
            assert ask(doors, LISTED)["outcome"] == "restricted"
            with court_stopped(stack):
                withdraw(stack, [first, *others[:2]])
                (new,) = enter(stack, people(1, first=30))
            until(lambda: is_agreed(stack), "what came after the backup is in the register")
            until(lambda: recalls(doors) == [(first.ref, "performed")], "the airline is told")
    shutil.rmtree(stack.state_of("platform"))
    put_back(stack, copy, ["platform"])
    assert register(stack) == at_backup != court_book(stack)
    with stack:
        until(lambda: is_agreed(stack), "the register is whole")
        until(lambda: digest_outcomes(stack)[-1] == "agreed", "both agree")
        ended = sorted(("not_ended", one.ref) for one in (first, *others[:2]))
        assert found_latest(stack) == [("missing", new.ref), *ended]
        told = reconcile(stack)
        assert "court" in told
        assert "1 missing. The issuer had it and the notice never arrived" in told
        assert f"{new.ref} (there 1, here -)" in told
        (court,) = json.loads(reconcile(stack, "--at", "court", "--json"))
        counts = {one["kind"]: one["count"] for one in court["latest_with_differences"]["differed"]}
        assert (court["is_well"], counts) == (True, {"missing": 1, "not_ended": 3})
        with closing(Doors(stack)) as doors:
            until(lambda: ask(doors, LISTED)["outcome"] == "no_listing", "nobody is restricted")
            assert recalls(doors) == [(first.ref, "performed")]


def test_everything_lost_is_as_it_was_at_the_backup(stack: Stack, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with stack:
        with court_stopped(stack):
            first, *_ = enter(stack, [LISTED, *people(20)])
        until(lambda: is_agreed(stack), "everybody is in the register")
        stack.advance(timedelta(days=31))
        with closing(Doors(stack)) as doors:
            asked = ask(doors, LISTED)
            assert asked["outcome"] == "restricted"
        make(stack.folder, copy, stack.roster, with_keys=True)
        at_backup = register(stack)
        with court_stopped(stack):
            withdraw(stack, [first])
        until(lambda: is_agreed(stack), "the withdrawal has arrived")
    shutil.rmtree(stack.folder.path)
    put_back(stack, copy)
    with stack:
        until(lambda: digest_outcomes(stack)[-1] == "agreed", "court and platform agree")
        assert register(stack) == court_book(stack) == at_backup
        with closing(Doors(stack)) as doors:
            # The court itself has lost the withdrawal: what it decided must be decided again.
            until(lambda: ask(doors, LISTED)["outcome"] == "restricted", "as at the backup")
            kept = doors.partner("skyward-air").get(f"/v1/decisions/{asked['decision_id']}")
            assert kept["outcome"] == "restricted"
            clerk = doors.officer("court", "clerk")
            clerk.post(f"/v1/listings/{first.ref}/withdrawal", {"cause": "performed"})
            until(lambda: recalls(doors) == [(first.ref, "performed")], "the airline is told")
