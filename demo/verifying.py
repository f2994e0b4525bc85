"""`chimera verify`: editions, proofs and receipts, with files and the public key alone.

Nothing here asks anybody: what is checked is what lies in the files.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import Annotated

import typer

from demo.console import answer
from demo.trouble import Trouble
from shared.proving.checkpoint import Checkpoint
from shared.proving.documents import (
    MAX_DOCUMENT_BYTES,
    Consistency,
    Proof,
    Receipt,
    check_consistency,
    check_proof,
    check_receipt,
    read,
)
from shared.proving.manifest import MAX_MANIFEST_BYTES, Manifest, read_manifest
from shared.proving.notes import NoteKey
from shared.proving.unproven import Unproven

commands = typer.Typer(
    no_args_is_help=True,
    help="Check editions, proofs and receipts with files and the public key alone.",
)
Key = Annotated[Path, typer.Option(help="The public key, as GET /v1/log/key gives it.")]
Files = Annotated[list[Path] | None, typer.Argument(help="Files of the edition.")]
Since = Annotated[Path | None, typer.Option(help="The checkpoint of an earlier edition.")]
Grown = Annotated[Path | None, typer.Option(help="What GET /v1/proofs/consistency answered.")]
Against = Annotated[Path | None, typer.Option(help="The checkpoint that it must be under.")]


@commands.command()
def edition(  # noqa: PLR0913 - one argument an option
    manifest: Annotated[Path, typer.Argument(help="GET /v1/editions/ID/manifest.json")],
    checkpoint: Annotated[Path, typer.Argument(help="GET /v1/editions/ID/checkpoint")],
    files: Files = None,
    *,
    key: Key,
    since: Since = None,
    consistency: Grown = None,
) -> None:
    """Check that manifest, log and files are those of one signed edition."""
    if (since is None) != (consistency is None):
        raise Trouble("--since and --consistency go together", exit_code=2)
    known = _key(key)
    head = _head(checkpoint, known)
    with _about(manifest):
        found = read_manifest(_bytes(manifest, MAX_MANIFEST_BYTES), head)
    answer(f"The manifest of edition {found.id} is signed by {known.name}.")
    answer(f"It stands on a log of {head.size} acts.")
    for file in files or []:
        answer(_file(file, found))
    if since is not None and consistency is not None:
        _check_since(_head(since, known), head, consistency)


@commands.command()
def proof(
    file: Annotated[Path, typer.Argument(help="What GET /v1/proofs/listings/… answered.")],
    *,
    key: Key,
    checkpoint: Against = None,
) -> None:
    """Check that an act is in the log, and show it."""
    known = _key(key)
    with _about(file):
        shown = read(Proof, _bytes(file))
        head = check_proof(shown, known)
    if checkpoint is not None and _head(checkpoint, known) != head:
        raise Trouble(f"{file}: It is proved under another checkpoint than {checkpoint}")
    under = f"edition {shown.edition}" if shown.edition else "no edition yet"
    answer(f"Act {shown.index + 1} of the {head.size} under {under}, signed by {known.name}:")
    answer(json.dumps(shown.act.model_dump(), ensure_ascii=False, indent=2))


@commands.command()
def receipt(
    file: Annotated[Path, typer.Argument(help="What GET /v1/receipts/… answered.")], *, key: Key
) -> None:
    """Check that a listing was withdrawn, as its receipt states."""
    known = _key(key)
    with _about(file):
        shown = read(Receipt, _bytes(file))
        head = check_receipt(shown, known)
    said = shown.statement
    because = f" ({said.cause})" if said.cause else ""
    answer(f"{said.issuer} withdrew {said.reference} at {said.withdrawn_at}{because}.")
    answer(
        f"Signed by {known.name}, and in its log of {head.size} acts."
        if head is not None
        else f"Signed by {known.name}; the withdrawal is older than the log."
    )


def _check_since(earlier: Checkpoint, later: Checkpoint, file: Path) -> None:
    with _about(file):
        check_consistency(read(Consistency, _bytes(file)), earlier, later)
    answer(f"It begins with the {earlier.size} acts of the earlier log, unaltered and in order.")


def _file(path: Path, manifest: Manifest) -> str:
    with path.open("rb") as file:
        found = file_digest(file, "sha256").hexdigest()
    name = manifest.name_of(found)
    if name is None:
        raise Trouble(f"{path}: It is no file of edition {manifest.id}: it was altered, or is old")
    return f"{path.name} is the edition's file {name}."


def _key(path: Path) -> NoteKey:
    """From the one line, or from the answer of the door that tells it."""
    with _about(path):
        text = _text(path).strip()
        if text.startswith("{"):
            text = _line_in(text)
        return NoteKey.read(text)


def _line_in(document: str) -> str:
    try:
        return str(json.loads(document)["key"])
    except (ValueError, KeyError, RecursionError) as error:
        raise Unproven("key_malformed", "This is no public key of a log") from error


def _head(path: Path, key: NoteKey) -> Checkpoint:
    with _about(path):
        return Checkpoint.open(_text(path), key)


@contextmanager
def _about(path: Path) -> Iterator[None]:
    """Whatever is not proved is told with the file that it was read in."""
    try:
        yield
    except Unproven as error:
        raise Trouble(f"{path}: {error.sentence}") from error


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode()
    except UnicodeDecodeError as error:
        raise Unproven("note_malformed", "This is no text") from error


def _bytes(path: Path, most: int = MAX_DOCUMENT_BYTES) -> bytes:
    """A file that must be small; of one that is too large no more is read than shows it."""
    with path.open("rb") as file:
        found = file.read(most + 1)
    if len(found) > most:
        raise Unproven("too_large", f"The file is larger than {most} bytes")
    return found
