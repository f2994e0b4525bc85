"""A note is signed as others sign theirs, and nothing in it can be another byte."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.proving.checkpoint import Checkpoint, Pinned
from shared.proving.notes import MAX_NOTE_CHARS, NoteKey, Signer
from shared.proving.unproven import Unproven
from tests.unit.proving.making import KEY, SIGNER

# Key and note of the example in golang.org/x/mod/sumdb/note, whose format this is.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_NOTE = (
    f"{GO_TEXT}\n— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def why(note: str, key: NoteKey = KEY) -> str:
    """Why it is not opened."""
    with pytest.raises(Unproven) as found:
        key.open(note)
    return found.value.code


def test_a_note_that_another_program_signed_is_opened() -> None:
    assert NoteKey.read(GO_KEY).open(GO_NOTE) == GO_TEXT


def test_what_is_signed_is_opened_with_the_published_key() -> None:
    note = SIGNER.sign("a line\nanother line\n")
    assert NoteKey.read(KEY.text()).open(note) == "a line\nanother line\n"
    assert SIGNER.sign("a line\nanother line\n") == note


def test_another_key_of_the_same_name_opens_nothing() -> None:
    other = Signer(KEY.name, Ed25519PrivateKey.generate())
    assert why(other.sign("a line\n")) == "key_unknown"


def test_signatures_of_strangers_beside_it_are_let_be() -> None:
    other = Signer("witness.example", Ed25519PrivateKey.generate())
    note = SIGNER.sign("a line\n")
    foreign = other.sign("a line\n").split("\n\n")[1]
    assert KEY.open(note + foreign) == "a line\n"
    assert why("a line\n\n" + foreign) == "key_unknown"


def test_no_byte_of_a_note_can_be_another() -> None:
    note = Checkpoint(7, bytes(32), Pinned("2019-02", "0" * 64)).sign(SIGNER).encode()
    for at in range(len(note)):
        for bit in (1, 32):
            spoilt = note[:at] + bytes([note[at] ^ bit]) + note[at + 1 :]
            with pytest.raises((Unproven, UnicodeDecodeError)):
                KEY.open(spoilt.decode())


@pytest.mark.parametrize(
    "note",
    [
        "",
        "no signature\n",
        "a line\n\n",
        "\n\n— x y\n",
        "a\x00line\n\n— register.example/log AAAA\n",
        "a line\n\n— register.example/log %%%\n",
        "x" * (MAX_NOTE_CHARS + 1),
        "a line\n" + "\n— a AAAAAAAA" * 17 + "\n",
    ],
)
def test_what_is_no_note_is_not_opened(note: str) -> None:
    assert why(note) in ("note_malformed", "key_unknown")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000+AAAA",
        KEY.text()[:-4],
        KEY.text().replace("register", "registrar"),
        KEY.text() + "x" * 1000,
    ],
)
def test_what_is_no_key_is_not_read(text: str) -> None:
    with pytest.raises(Unproven) as found:
        NoteKey.read(text)
    assert found.value.code == "key_malformed"


@pytest.mark.parametrize(
    "lines",
    [
        ["1"],
        ["01", base64.b64encode(bytes(32)).decode()],
        ["-1", base64.b64encode(bytes(32)).decode()],
        ["9" * 30, base64.b64encode(bytes(32)).decode()],
        ["1", base64.b64encode(bytes(31)).decode()],
        ["1", base64.b64encode(bytes(32)).decode(), "edition 2019-02"],
        ["1", base64.b64encode(bytes(32)).decode(), "edition x", "manifest-sha256 " + "0" * 64],
        ["1", base64.b64encode(bytes(32)).decode(), "edition 2019-02", "manifest-sha256 0"],
    ],
)
def test_a_signed_text_that_is_no_checkpoint_is_none(lines: list[str]) -> None:
    note = SIGNER.sign("\n".join([KEY.name, *lines]) + "\n")
    with pytest.raises(Unproven) as found:
        Checkpoint.open(note, KEY)
    assert found.value.code == "checkpoint_malformed"


def test_the_text_of_one_kind_is_never_taken_for_another() -> None:
    elsewhere = SIGNER.sign(f"{KEY.name}/receipt\n1\n{base64.b64encode(bytes(32)).decode()}\n")
    with pytest.raises(Unproven):
        Checkpoint.open(elsewhere, KEY)


@pytest.mark.parametrize("text", ["no end", "a\x1b[31mred\n", "tab\there\n"])
def test_what_could_look_like_another_text_is_not_signed(text: str) -> None:
    with pytest.raises(ValueError, match="lines"):
        SIGNER.sign(text)


def test_a_key_has_a_name_that_can_stand_in_a_line() -> None:
    with pytest.raises(ValueError, match="name"):
        Signer("two words", Ed25519PrivateKey.generate())
