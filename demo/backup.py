"""`chimera backup` and `chimera restore`: copies of a stack that runs, and putting them back."""

from pathlib import Path
from typing import Annotated

import typer

from demo.backup_making import make
from demo.backup_manifest import Manifest
from demo.backup_restoring import restore as put_back
from demo.console import say
from demo.launcher import StateFolder
from demo.launcher.plan import AUTHORITIES
from demo.options import HERE, StateDir
from demo.roster import Roster, read_roster
from demo.status import local
from demo.trouble import Trouble

MIB = 1024 * 1024


def backup(
    target: Annotated[Path, typer.Argument(help="A new folder.")],
    state_dir: StateDir = HERE,
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help="Leave private keys and passwords out.")
    ] = False,
) -> None:
    """Copy a stack's data, running or not, and its keys, into a new folder."""
    roster = read_roster(AUTHORITIES)
    made = make(StateFolder(state_dir), target, roster, with_keys=not without_keys)
    size = sum(copied.size_bytes for copied in made.files.values())
    say(f"{len(made.files)} files, {size / MIB:.1f} MiB, in {target}.")
    if made.with_keys:
        say(
            "It holds private keys and passwords: whoever can read it can act as any authority."
            " Only you can read it here; keep every copy of it so, or make it --without-keys."
        )


def restore(
    source: Annotated[Path, typer.Argument(help="What `chimera backup` has made.")],
    state_dir: StateDir = HERE,
    only: Annotated[
        str | None, typer.Option(metavar="NAMES", help="Only these services: platform,gateway.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Lose what the state folder holds now.")
    ] = False,
) -> None:
    """Put a backup in place of a stopped stack's data, or of some services' only."""
    roster = read_roster(AUTHORITIES)
    names = _chosen(roster, only)
    manifest = put_back(StateFolder(state_dir), source, roster, names, replace=replace)
    for line in _what_follows(manifest, roster, names):
        say(line)


def _chosen(roster: Roster, only: str | None) -> tuple[str, ...]:
    names = tuple(name.strip() for name in only.split(",")) if only is not None else ()
    if unknown := sorted(set(names) - set(roster.names)):
        raise Trouble(f"There is no service {unknown[0]!r}, only {', '.join(roster.names)}", 2)
    return names


def _what_follows(manifest: Manifest, roster: Roster, names: tuple[str, ...]) -> list[str]:
    """What a restore cannot bring back, said at once and not found out later."""
    what = ", ".join(names) or "Everything"
    lines = [f"{what} stands as it stood on {local(manifest.made_at)} (Asia/Shanghai, real time)."]
    if authorities := sorted(set(names) & set(roster.issuers)):
        lines.append(
            f"What {', '.join(authorities)} decided since then is lost there. The platform may know"
            " more than its issuer now: look at `chimera reconcile` before officers go on."
        )
    if roster.platform.name in (names or roster.names):
        lines.append(
            "The platform shows nothing of the register before every issuer has said what stands."
        )
    return lines
