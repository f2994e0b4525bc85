"""Signed notes: a text that people can read, and below it whose signature it carries.

The format is that of C2SP's signed-note with Ed25519 keys, as transparency logs use it:

    text, one or more lines
    (an empty line)
    — name-of-the-key base64(four bytes of the key's id, then the signature over the text)
"""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.proving.unproven import Unproven

ED25519 = b"\x01"
KEY_BYTES, ID_BYTES, SIGNATURE_BYTES = 32, 4, 64
MAX_NOTE_CHARS = 16_384
MAX_SIGNATURES = 16
MAX_KEY_CHARS = 300
_NAME = re.compile(r"[^\s+]{1,200}")
_KEY = re.compile(r"(?P<name>[^\s+]{1,200})\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/=]+)")
_SIGNATURE = re.compile(r"— (?P<name>[^\s+]{1,200}) (?P<signature>[A-Za-z0-9+/=]+)")


@dataclass(frozen=True, slots=True)
class NoteKey:
    """The public half of a key that signs notes, with its name."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        named = self.name.encode() + b"\n" + ED25519 + self.public
        return sha256(named).digest()[:ID_BYTES]

    def text(self) -> str:
        """The key in one line, as it is published: `name+id+key`."""
        return f"{self.name}+{self.id.hex()}+{_base64(ED25519 + self.public)}"

    @classmethod
    def read(cls, text: str) -> Self:
        """A key from such a line; Unproven if it is none."""
        found = _KEY.fullmatch(text.strip()) if len(text) <= MAX_KEY_CHARS else None
        data = decode_base64(found["key"]) if found else b""
        if found is None or len(data) != 1 + KEY_BYTES or data[:1] != ED25519:
            raise Unproven("key_malformed", "This is no public key of a log: name+id+key")
        key = cls(found["name"], data[1:])
        if key.id.hex() != found["id"]:
            raise Unproven("key_malformed", "The key does not fit its own id: it was altered")
        return key

    def open(self, note: str) -> str:
        """The text of a note that this key has signed; Unproven of any other."""
        text, lines = _parts(note)
        own = [one for name, one in map(_signature, lines) if self._is_mine(name, one)]
        if not own:
            raise Unproven(
                "key_unknown", f"It is not signed with the key {self.name} that is given"
            )
        public = Ed25519PublicKey.from_public_bytes(self.public)
        try:
            for one in own:
                public.verify(one[ID_BYTES:], text.encode())
        except InvalidSignature as error:
            raise Unproven(
                "signature_invalid", "The signature does not fit the text: one of them was altered"
            ) from error
        return text

    def _is_mine(self, name: str, signature: bytes) -> bool:
        return name == self.name and signature[:ID_BYTES] == self.id


class Signer:
    """Whoever can sign notes under a name."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        if _NAME.fullmatch(name) is None:
            raise ValueError("a key's name has neither spaces nor a plus sign")
        self._private = private
        self.key = NoteKey(name, private.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """The text as a signed note; the same text makes the same note."""
        if not _is_text(text):
            raise ValueError("the text of a note is lines, each with its end")
        signature = self._private.sign(text.encode())
        return f"{text}\n— {self.key.name} {_base64(self.key.id + signature)}\n"


def _parts(note: str) -> tuple[str, list[str]]:
    text, gap, signatures = note.rpartition("\n\n")
    lines = signatures.removesuffix("\n").split("\n")
    is_bounded = len(note) <= MAX_NOTE_CHARS and 0 < len(lines) <= MAX_SIGNATURES
    if not (is_bounded and gap and signatures.endswith("\n") and _is_text(text + "\n")):
        raise Unproven("note_malformed", "This is no signed note: text, an empty line, signatures")
    return text + "\n", lines


def _signature(line: str) -> tuple[str, bytes]:
    found = _SIGNATURE.fullmatch(line)
    signature = decode_base64(found["signature"]) if found else b""
    if found is None or len(signature) <= ID_BYTES:
        raise Unproven("note_malformed", "The note has a signature that cannot be read")
    return found["name"], signature


def _is_text(text: str) -> bool:
    """Lines of visible characters; a control character could make a reader see another text."""
    return text.endswith("\n") and all(char == "\n" or char.isprintable() for char in text)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def decode_base64(text: str) -> bytes:
    """The bytes of a text that is written in the one usual way; none of any other."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return data if _base64(data) == text else b""
