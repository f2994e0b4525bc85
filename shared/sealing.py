"""The confirmation question, sealed to one issuer's key: no whole number is readable on the bus."""

import json
from dataclasses import dataclass
from typing import Literal

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.identifiers import IdNumber

HEADER = {"alg": "ECDH-ES", "enc": "A256GCM"}
ALGORITHMS = ["ECDH-ES", "A256GCM"]
MAX_SEALED_BYTES = 2048

Verdict = Literal["yes", "no", "refused"]


class BadQuestion(Exception):
    """A question that this key cannot open or that is not one."""


@dataclass(frozen=True, slots=True)
class Question:
    """Does this listing stand now, and is it about the holder of this number?"""

    issuer: str
    ref: str
    id_number: IdNumber

    def __repr__(self) -> str:
        return f"Question(issuer={self.issuer!r}, ref={self.ref!r})"


def seal(question: Question, key: OKPKey) -> bytes:
    """A JWE that only the holder of the issuer's private key can read."""
    words = {"issuer": question.issuer, "ref": question.ref, "id_number": question.id_number}
    return jwe.encrypt_compact(HEADER, json.dumps(words), key, algorithms=ALGORITHMS).encode()


def unseal(sealed: bytes, key: OKPKey) -> Question:
    """The question inside; BadQuestion tells nothing about what was sent."""
    if len(sealed) > MAX_SEALED_BYTES:
        raise BadQuestion("too large")
    try:
        opened = jwe.decrypt_compact(sealed, key, algorithms=ALGORITHMS)
        words = json.loads(opened.plaintext or b"")
    # A key of a curve that joserfc does not know is a KeyError there; deep nesting ends the stack.
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadQuestion("cannot be opened") from error
    return _read_question(words)


def _read_question(words: object) -> Question:
    if not isinstance(words, dict) or set(words) != {"issuer", "ref", "id_number"}:
        raise BadQuestion("unknown fields")
    if not all(isinstance(word, str) for word in words.values()):
        raise BadQuestion("not text")
    return Question(words["issuer"], words["ref"], IdNumber(words["id_number"]))


def verdict_bytes(verdict: Verdict) -> bytes:
    """The answer as it travels."""
    return json.dumps({"answer": verdict}).encode()


def read_verdict(body: bytes) -> Verdict | None:
    """The answer, or None if it is rubbish: then nothing is confirmed."""
    try:
        answer = json.loads(body)["answer"]
    except (ValueError, TypeError, KeyError):
        return None
    return answer if answer in ("yes", "no", "refused") else None
