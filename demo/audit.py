"""`chimera audit`: whether the audit logs are whole, and what a reader keeps to be sure later."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from demo.audit_logs import AuditLog, DoorLog, logs_of
from demo.console import answer
from demo.launcher import StateFolder
from demo.launcher.plan import AUTHORITIES
from demo.options import HERE, StateDir
from demo.roster import read_roster
from demo.trouble import Trouble
from shared.audit import Checkpoint, Verification
from shared.web.audit_doors import CheckpointShown

commands = typer.Typer(no_args_is_help=True, help="The chained audit logs of the services.")
TOKEN = "CHIMERA_TOKEN"  # noqa: S105 - the name of a variable
CHECKPOINT = TypeAdapter(CheckpointShown)

At = Annotated[str | None, typer.Option(help="One service only.")]
Url = Annotated[
    str | None, typer.Option(help=f"A service anywhere; an auditor's token in {TOKEN}.")
]
Against = Annotated[Path | None, typer.Option(help="What `chimera audit checkpoint` printed.")]


@commands.command()
def checkpoint(state_dir: StateDir = HERE, at: At = None, url: Url = None) -> None:
    """Print where each log ends, a JSON object a line, to be kept out of the services' reach."""
    for log in _wanted(state_dir, at, url).values():
        found = asdict(log.end())
        answer(json.dumps(found | {"at": found["at"].isoformat()}))


@commands.command()
def verify(
    state_dir: StateDir = HERE, at: At = None, url: Url = None, against: Against = None
) -> None:
    """Check every log from its first line to its last; exit code 1 if one does not fit."""
    kept = _read_checkpoints(against)
    logs = _wanted(state_dir, at, url)
    faults = [fault for name, log in logs.items() for fault in _verify(name, log, kept)]
    if at is None and url is None:
        faults += [f"{name}: its log is gone" for name in kept if name not in logs]
    for fault in faults:
        answer(f"{fault}.")
    if faults:
        raise typer.Exit(1)


def _wanted(state_dir: Path, at: str | None, url: str | None) -> Mapping[str, AuditLog]:
    if url is not None:
        return {url: DoorLog(url, url.rstrip("/"), os.environ.get(TOKEN, ""))}
    logs = logs_of(StateFolder(state_dir), read_roster(AUTHORITIES))
    if not logs:
        raise Trouble(f"There are no audit logs in {state_dir}: `chimera up` begins them")
    if at is None:
        return logs
    if at not in logs:
        raise Trouble(f"There is no log of {at}, only of {', '.join(logs)}", exit_code=2)
    return {at: logs[at]}


def _verify(name: str, log: AuditLog, kept: Mapping[str, Checkpoint]) -> Iterator[str]:
    """One sentence if all is well, else one for each fault."""
    check = Verification(kept.get(log.end().authority))
    for page in log.pages():
        check.read(page)
    end = log.end()
    faults = check.end(end.size, end.head)
    if not faults:
        answer(_well(name, check))
    yield from (f"{name}: {fault}" for fault in faults)


def _well(name: str, check: Verification) -> str:
    chained = f"{name}: the chain is whole up to line {check.size}"
    older = f"; {check.unchained} older lines have no hash and prove nothing"
    fits = f", and fits the checkpoint at line {check.against.size}" if check.against else ""
    return chained + fits + (older if check.unchained else "") + "."


def _read_checkpoints(file: Path | None) -> dict[str, Checkpoint]:
    if file is None:
        return {}
    try:
        lines = [CHECKPOINT.validate_json(line) for line in file.read_text().splitlines() if line]
    except (ValidationError, UnicodeDecodeError) as error:
        raise Trouble(f"{file} is not what `chimera audit checkpoint` prints", 2) from error
    return {one.authority: Checkpoint(**one.model_dump()) for one in lines}
