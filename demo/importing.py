"""`chimera import`: a file of proposals, sent piece by piece to one authority.

Killed at any moment, the same command goes on: the authority says which line is next, and which
import belongs to this very file is noted in the state folder.
"""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer
from rich.progress import Progress

from demo import godmode, private_files
from demo.console import answer, err
from demo.import_door import ImportDoor
from demo.launcher import StateFolder
from demo.options import HERE, StateDir
from demo.trouble import Trouble
from shared.procedure.importing.lines import MAX_LINE_BYTES
from shared.procedure.importing.shapes import ImportReceipt

PIECE_BYTES = 256 * 1024
SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
LONGEST = 2 * MAX_LINE_BYTES
COLUMNS = ("line", "field", "reason")


@dataclass(frozen=True, slots=True)
class ProposalFile:
    """A file on this machine, told from all others by what is in it."""

    path: Path
    written: dict[str, str]
    digest: str
    lines: int


def import_file(  # noqa: PLR0913 - one argument an option
    file: Annotated[Path, typer.Argument(help="CSV with a header, or one JSON object a line.")],
    at: Annotated[str, typer.Option(help="The authority that it is for.")],
    subject: Annotated[str, typer.Option(help="Which clerk proposes.")] = "clerk-1",
    encoding: Annotated[Literal["utf-8", "gb18030"], typer.Option()] = "utf-8",
    report: Annotated[
        Path | None, typer.Option(help="Where refused lines are told, else FILE.report.csv.")
    ] = None,
    state_dir: StateDir = HERE,
) -> None:
    """Propose everybody in a file; killed, the same command goes on where it stopped."""
    folder, read = StateFolder(state_dir), _read(file, encoding)
    door = _door(folder, at, subject)
    begun = _begun(folder, door, read, f"{at} {subject}")
    if begun.finished_at is None:
        begun = _send(door, begun, read)
        begun = door.end(begun.id)
    target = report or file.with_name(f"{file.name}.report.csv")
    _write_report(door, begun, target)
    answer(
        f"{begun.proposed_count} proposed, {begun.refused_count} refused ({target});"
        f" import {begun.id} at {at}: another officer decides on each."
    )


def _read(path: Path, encoding: str) -> ProposalFile:
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise Trouble(f"{path.name} ends in none of {', '.join(SUFFIXES)}", exit_code=2)
    digest, lines, last = hashlib.sha256(), 0, b"\n"
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            digest.update(piece)
            lines, last = lines + piece.count(b"\n"), piece[-1:]
    count = lines + (last != b"\n")
    return ProposalFile(path, {"format": kind, "encoding": encoding}, digest.hexdigest(), count)


def _door(folder: StateFolder, at: str, subject: str) -> ImportDoor:
    addresses = folder.running_stack()["addresses"]
    if at not in addresses:
        raise Trouble(f"There is no service {at} running here", exit_code=2)
    return ImportDoor(at, addresses[at], godmode.token(folder.keys, at, "clerk", subject))


def _begun(folder: StateFolder, door: ImportDoor, read: ProposalFile, whose: str) -> ImportReceipt:
    """The import that this file began before, or a new one."""
    key = hashlib.sha256(f"{whose} {read.written} {read.digest}".encode()).hexdigest()
    note = private_files.make_folder(folder.path / "imports") / key
    known = door.progress(note.read_text()) if note.exists() else None
    if known is not None:
        return known
    begun = door.begin(read.written, key)
    private_files.replace(note, begun.id)
    return door.progress(begun.id) or begun


def _send(door: ImportDoor, begun: ImportReceipt, read: ProposalFile) -> ImportReceipt:
    """Piece after piece from the line that is next."""
    with Progress(console=err, transient=True) as bar:
        task = bar.add_task(f"to {door.name}", total=read.lines, completed=begun.next_line - 1)
        for first, lines in _pieces(read.path, begun.next_line):
            begun = door.send(begun, first, lines)
            bar.update(task, completed=begun.next_line - 1)
    return begun


def _pieces(path: Path, first: int) -> Iterator[tuple[int, bytes]]:
    """Whole lines from one on, a bounded number of bytes at a time; never the file at once."""
    with path.open("rb") as file:
        for _ in range(first - 1):
            _line(file)
        while lines := list(_some(file)):
            yield first, b"".join(lines)
            first += len(lines)


def _some(file: BinaryIO) -> Iterator[bytes]:
    size = 0
    while size < PIECE_BYTES and (line := _line(file)):
        size += len(line)
        yield line


def _line(file: BinaryIO) -> bytes:
    """The next line; of one that is far too long only the beginning, which is refused as such."""
    line = file.readline(LONGEST)
    if len(line) < LONGEST or line.endswith(b"\n"):
        return line
    while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
        pass
    return line + b"\n"


def _write_report(door: ImportDoor, begun: ImportReceipt, target: Path) -> None:
    """Line, field and reason of each refused line; never what stood in it."""
    with private_files.replacing(target) as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows((one.line, one.field, one.reason) for one in door.refused(begun.id))
