"""Putting a backup back: all of it is read and checked beside, and only then takes its place."""

import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from demo import private_files
from demo.backup_manifest import STATE, Manifest, measure, read
from demo.launcher import StateFolder, stamp
from demo.launcher.plan import ROOT
from demo.roster import Roster
from demo.trouble import Trouble

# The platform's cue that its tables are a copy: it then leaves a gap in its numbers, and answers
# nobody before every issuer has had its word.
RESTORED = "restored"
# The gateway's cue that an earlier edition than it has seen is no rollback.
PLATFORM_RESTORED = "platform-restored"
Wanted = Callable[[str], bool]


def restore(
    folder: StateFolder, source: Path, roster: Roster, only: Collection[str], *, replace: bool
) -> Manifest:
    """Put back a whole stack, or only some services of it; on any trouble nothing has changed."""
    manifest = read(source)
    _must_be_known(manifest, roster)
    _must_hold(manifest, source, only)
    with folder.held():
        _must_fit(folder, source, only, replace=replace)
        with folder.replacing() as staging:
            if only:
                _keep_others(folder, staging, only)
            _bring(manifest, source, staging, _wanted(only))
            _mark_platform(staging, roster, only)
    return manifest


def _wanted(only: Collection[str]) -> Wanted:
    folders = tuple(f"{STATE}/{name}/" for name in only)
    return lambda file: not only or file.startswith(folders)


def _must_be_known(manifest: Manifest, roster: Roster) -> None:
    """Nobody's tables may be newer than the code that would open them."""
    packages = {place.name: place.package for place in roster.places}
    for file, copied in manifest.files.items():
        package = packages.get(Path(file).parts[1])
        if copied.tables is None or package is None:
            continue
        steps = ROOT / "services" / package / "migrations"
        if not any(steps.glob(f"{copied.tables}_*.py")):
            raise Trouble(
                f"{file} has tables of version {copied.tables}, which this version of Chimera does"
                f" not know: it was backed up by a newer one ({manifest.product})"
            )


def _must_hold(manifest: Manifest, source: Path, only: Collection[str]) -> None:
    there = {Path(file).parts[1] for file in manifest.files if file.startswith(f"{STATE}/")}
    if missing := sorted(set(only) - there):
        raise Trouble(f"There is no {missing[0]} in {source}")


def _must_fit(folder: StateFolder, source: Path, only: Collection[str], *, replace: bool) -> None:
    came_from = stamp.read(source / STATE)
    if not only:
        if folder.is_used and not replace:
            raise Trouble(
                f"{folder.path} holds a stack, whose data would be lost: give another --state-dir,"
                " or --replace"
            )
        return
    if not folder.is_used:
        raise Trouble(f"There is no stack in {folder.path} of which a part could be put back")
    if stamp.read(folder.state) != came_from:
        raise Trouble(f"{source} is of another stack than the one in {folder.path}")


def _keep_others(folder: StateFolder, staging: Path, only: Collection[str]) -> None:
    """What is not put back stays as it is."""
    left_out = shutil.ignore_patterns(*only)

    def ignored(where: str, names: list[str]) -> set[str]:
        return set(left_out(where, names)) if Path(where) == folder.state else set()

    shutil.copytree(folder.state, staging / STATE, ignore=ignored)


def _bring(manifest: Manifest, source: Path, staging: Path, is_wanted: Wanted) -> None:
    """Copy each file, and believe only the copy."""
    for file, copied in manifest.files.items():
        if not is_wanted(file):
            continue
        to = staging / file
        to.parent.mkdir(parents=True, exist_ok=True, mode=private_files.FOLDER_MODE)
        try:
            shutil.copyfile(source / file, to)
        except FileNotFoundError as error:
            raise Trouble(f"{source} is damaged: {file} is missing") from error
        to.chmod(private_files.FILE_MODE)
        if measure(to, copied.tables) != copied:
            raise Trouble(f"{source} is damaged: {file} is not as it was copied")


def _mark_platform(staging: Path, roster: Roster, only: Collection[str]) -> None:
    own = staging / STATE / roster.platform.name
    if own.is_dir() and (not only or roster.platform.name in only):
        (own / RESTORED).touch(mode=private_files.FILE_MODE)
        _tell_gateway(staging / STATE / roster.gateway.name)


def _tell_gateway(own: Path) -> None:
    """It may have seen later editions than the copy has, and would take this for a rollback."""
    if own.is_dir():
        (own / PLATFORM_RESTORED).touch(mode=private_files.FILE_MODE)
