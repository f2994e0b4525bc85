"""`chimera verify`: a stranger with files and the public key, and nobody to ask."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from demo import cli
from tests.unit.proving.making import KEY, Edition, Log, act, end, since

LOG = Log([act(0), act(1), act(2), end(1), act(3)])
FEBRUARY, MARCH = Edition("2019-02", LOG, 3, b"three"), Edition("2019-03", LOG, 5, b"five")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """What somebody has downloaded and kept."""
    for edition in (FEBRUARY, MARCH):
        (tmp_path / f"{edition.id}.json").write_bytes(edition.manifest)
        (tmp_path / f"{edition.id}.checkpoint").write_text(edition.checkpoint, "utf-8")
        (tmp_path / f"{edition.id}.gz").write_bytes(edition.file)
    (tmp_path / "key").write_text(KEY.text() + "\n")
    (tmp_path / "since.json").write_text(since(FEBRUARY, MARCH).model_dump_json())
    (tmp_path / "proof.json").write_text(LOG.proof(1, MARCH).model_dump_json())
    receipt = LOG.receipt(3, cause="performed")
    (tmp_path / "receipt.json").write_text(receipt.model_dump_json(), "utf-8")
    return tmp_path


def verify(folder: Path, what: str, *words: str) -> Result:
    """The command; a word with a dot in it is a file of the folder."""
    paths = [str(folder / word) if "." in word else word for word in words]
    return CliRunner().invoke(cli.app, ["verify", what, *paths, "--key", str(folder / "key")])


EDITION = ("2019-03.json", "2019-03.checkpoint")
GROWN = ("--since", "2019-02.checkpoint", "--consistency", "since.json")


def test_an_edition_is_verified_with_its_files_and_against_an_earlier_one(files: Path) -> None:
    found = verify(files, "edition", *EDITION, "2019-03.gz", *GROWN)
    assert found.exit_code == 0, found.stderr
    assert found.stdout.splitlines() == [
        "The manifest of edition 2019-03 is signed by register.example/log.",
        "It stands on a log of 5 acts.",
        "2019-03.gz is the edition's file public.",
        "It begins with the 3 acts of the earlier log, unaltered and in order.",
    ]


def test_the_answer_of_the_door_that_tells_the_key_is_a_key_too(files: Path) -> None:
    (files / "key").write_text(json.dumps({"name": KEY.name, "key": KEY.text()}))
    assert verify(files, "edition", *EDITION).exit_code == 0


def test_a_proof_shows_the_act(files: Path) -> None:
    found = verify(files, "proof", "proof.json", "--checkpoint", "2019-03.checkpoint")
    assert found.exit_code == 0, found.stderr
    first, rest = found.stdout.split("\n", 1)
    assert first == "Act 2 of the 5 under edition 2019-03, signed by register.example/log:"
    assert json.loads(rest) == act(1).model_dump()


def test_a_receipt_says_what_was_withdrawn_and_when(files: Path) -> None:
    found = verify(files, "receipt", "receipt.json")
    assert found.exit_code == 0, found.stderr
    assert found.stdout.splitlines() == [
        "court withdrew court-number-1 at 2019-02-14T04:00:00.000000Z (performed).",
        "Signed by register.example/log, and in its log of 5 acts.",
    ]


SPOILT = {
    "a file": ("edition", (*EDITION, "2019-03.gz"), "2019-03.gz"),
    "a manifest": ("edition", EDITION, "2019-03.json"),
    "a checkpoint": ("edition", EDITION, "2019-03.checkpoint"),
    "the earlier checkpoint": ("edition", (*EDITION, *GROWN), "2019-02.checkpoint"),
    "what shows that it grew": ("edition", (*EDITION, *GROWN), "since.json"),
    "a proof": ("proof", ("proof.json",), "proof.json"),
    "a receipt": ("receipt", ("receipt.json",), "receipt.json"),
    "the key": ("receipt", ("receipt.json",), "key"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_one_byte_that_was_altered_is_told_in_one_sentence(files: Path, what: str) -> None:
    command, words, name = SPOILT[what]
    data = bytearray((files / name).read_bytes())
    data[len(data) // 2] ^= 1
    (files / name).write_bytes(data)
    found = verify(files, command, *words)
    assert (found.exit_code, len(found.stderr.splitlines())) == (1, 1), found.output
    assert name in found.stderr


def test_the_file_of_another_edition_is_none_of_this_one(files: Path) -> None:
    found = verify(files, "edition", *EDITION, "2019-02.gz")
    assert (found.exit_code, "no file of edition 2019-03" in found.stderr) == (1, True)


def test_a_proof_under_another_checkpoint_than_the_one_kept_is_refused(files: Path) -> None:
    found = verify(files, "proof", "proof.json", "--checkpoint", "2019-02.checkpoint")
    assert (found.exit_code, "another checkpoint" in found.stderr) == (1, True)


def test_the_two_that_show_growth_go_together(files: Path) -> None:
    found = verify(files, "edition", *EDITION, "--since", "2019-02.checkpoint")
    assert found.exit_code == 2


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[" * 60_000, b"{}", b"x" * 200_000])
@pytest.mark.parametrize("name", ["receipt.json", "key"])
def test_whatever_lies_in_a_file_is_told_without_a_traceback(
    files: Path, name: str, content: bytes
) -> None:
    (files / name).write_bytes(content)
    found = verify(files, "receipt", "receipt.json")
    assert found.exit_code == 1
    assert isinstance(found.exception, SystemExit)
    assert len(found.stderr.splitlines()) == 1


def test_a_file_that_is_not_there_is_named(files: Path) -> None:
    found = verify(files, "receipt", "missing.json")
    assert (found.exit_code, "missing.json" in found.stderr) == (1, True)
