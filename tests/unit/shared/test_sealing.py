"""The sealed question: whole for one reader, closed to everybody else."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwe
from joserfc.jwk import OKPKey

from shared.sealing import (
    ALGORITHMS,
    HEADER,
    MAX_SEALED_BYTES,
    BadQuestion,
    Question,
    read_verdict,
    seal,
    unseal,
    verdict_bytes,
)
from tests.builders import make_party
from tests.contract.searching import holds

COURT, TAX = OKPKey.generate_key("X25519"), OKPKey.generate_key("X25519")
NUMBER = make_party().id_number
QUESTION = Question("court", "l-qhzxkvbnwertyuiopasd", NUMBER)
SEALED = seal(QUESTION, COURT)


def wrapped(plain: bytes, **header: Any) -> bytes:
    """Any bytes, sealed to the court as a question would be."""
    more = {**HEADER, **header}
    return jwe.encrypt_compact(more, plain, COURT, algorithms=[*ALGORITHMS, "DEF"]).encode()


def opened(sealed: bytes) -> Question | None:
    """What the court reads in it, if it can be opened."""
    try:
        return unseal(sealed, COURT)
    except BadQuestion:
        return None


def test_whoever_has_the_issuers_key_reads_what_was_asked() -> None:
    assert unseal(SEALED, COURT) == QUESTION


def test_the_public_half_of_the_key_is_enough_to_ask() -> None:
    public = OKPKey.import_key(COURT.as_dict(private=False))
    assert unseal(seal(QUESTION, public), COURT) == QUESTION


def test_another_issuers_key_opens_nothing() -> None:
    with pytest.raises(BadQuestion):
        unseal(SEALED, TAX)


def test_no_number_is_readable_in_what_crosses_and_no_two_questions_look_alike() -> None:
    assert not holds(SEALED, NUMBER)
    assert not holds(SEALED, QUESTION.ref)
    assert seal(QUESTION, COURT) != SEALED
    assert len(SEALED) < MAX_SEALED_BYTES


def test_a_question_shown_in_a_log_has_no_number() -> None:
    assert repr(QUESTION) == "Question(issuer='court', ref='l-qhzxkvbnwertyuiopasd')"
    assert NUMBER not in f"{QUESTION}{QUESTION!r}{[QUESTION]}"


@pytest.mark.parametrize(
    "words",
    [
        {},
        [],
        None,
        5,
        "issuer",
        ["issuer", "ref", "id_number"],
        {"issuer": "court", "ref": "l-qhzxkvbn"},
        {"issuer": "court", "ref": "l-qhzxkvbn", "id_number": NUMBER, "why": "curious"},
        {"issuer": "court", "ref": ["l-qhzxkvbn"], "id_number": NUMBER},
        {"issuer": "court", "ref": "l-qhzxkvbn", "id_number": 660101199001010020},
    ],
)
def test_what_is_sealed_but_no_question_is_refused(words: object) -> None:
    with pytest.raises(BadQuestion):
        unseal(wrapped(json.dumps(words).encode()), COURT)


@pytest.mark.parametrize(
    "plain", [b"", b"\xff", b"{", b"[" * 1200, b'{"a":' * 200], ids=lambda plain: repr(plain[:5])
)
def test_what_is_sealed_but_no_json_is_refused(plain: bytes) -> None:
    with pytest.raises(BadQuestion):
        unseal(wrapped(plain), COURT)


def test_nothing_is_blown_up_after_it_was_opened() -> None:
    bomb = wrapped(b"0" * 200_000, zip="DEF")
    assert len(bomb) < MAX_SEALED_BYTES
    with pytest.raises(BadQuestion):
        unseal(bomb, COURT)


def test_what_is_too_large_is_not_even_tried() -> None:
    with pytest.raises(BadQuestion, match="too large"):
        unseal(SEALED + b"." * MAX_SEALED_BYTES, COURT)


@given(st.binary(max_size=MAX_SEALED_BYTES + 10))
def test_rubbish_is_a_bad_question_and_nothing_else(rubbish: bytes) -> None:
    with pytest.raises(BadQuestion):
        unseal(rubbish, COURT)


@given(st.integers(min_value=0, max_value=len(SEALED) - 1), st.integers(min_value=1, max_value=255))
def test_a_question_with_one_byte_changed_is_never_another_question(place: int, by: int) -> None:
    changed = bytearray(SEALED)
    changed[place] ^= by
    # The last letter of a base64 word has a few bits that mean nothing.
    assert opened(bytes(changed)) in (None, QUESTION)


rubbish_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "OKP", "X448", "EC", "dir"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kty", "crv", "x", "y", "d", "k"]), inner)
    ),
    max_leaves=6,
)
header_names = st.sampled_from(["alg", "enc", "epk", "zip", "crit", "apu", "apv", "kid", "jwk"])


@given(st.dictionaries(header_names, rubbish_values, min_size=1))
def test_a_question_under_a_rubbish_header_is_a_bad_question(changes: dict[str, Any]) -> None:
    with pytest.raises(BadQuestion):
        unseal(_under_header(changes), COURT)


def test_a_key_on_a_curve_that_nobody_knows_is_a_bad_question() -> None:
    with pytest.raises(BadQuestion):
        unseal(_under_header({"epk": {"kty": "OKP", "crv": "X25520", "x": "AAAA"}}), COURT)


def _under_header(changes: dict[str, Any]) -> bytes:
    """The good question under a header in which something was changed."""
    first, *rest = SEALED.split(b".")
    header = json.loads(from_part(first)) | changes
    return b".".join([to_part(json.dumps(header).encode()), *rest])


def from_part(word: bytes) -> bytes:
    """What one part of a JWE says."""
    return urlsafe_b64decode(word + b"=" * (-len(word) % 4))


def to_part(plain: bytes) -> bytes:
    """Bytes as one part of a JWE."""
    return urlsafe_b64encode(plain).rstrip(b"=")


@pytest.mark.parametrize("verdict", ["yes", "no", "refused"])
def test_a_verdict_is_read_as_it_was_given(verdict: Any) -> None:
    assert read_verdict(verdict_bytes(verdict)) == verdict


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"yes",
        b"null",
        b"[]",
        b"5",
        b"{}",
        b'{"answer":"maybe"}',
        b'{"answer":["yes"]}',
        b"\xff",
    ],
)
def test_an_answer_that_is_rubbish_confirms_nothing(body: bytes) -> None:
    assert read_verdict(body) is None
