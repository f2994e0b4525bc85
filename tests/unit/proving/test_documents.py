"""Whatever is altered in a proof, a receipt, a manifest or a checkpoint is found."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.proving.acts import StandingAct, WithdrawnAct
from shared.proving.canonical import INSTANT, LARGEST_NUMBER, canonical, instant, read_document
from shared.proving.checkpoint import Checkpoint
from shared.proving.documents import (
    Consistency,
    Proof,
    Receipt,
    check_consistency,
    check_proof,
    check_receipt,
    read,
)
from shared.proving.manifest import read_manifest
from shared.proving.unproven import Unproven
from tests.unit.proving.making import KEY, SIGNER, Edition, Log, act, end, since

LOG = Log([act(0), act(1), act(2), end(1), act(3)])
FEBRUARY, MARCH = Edition("2019-02", LOG, 3, b"three"), Edition("2019-03", LOG, 5, b"five")


def flips(data: bytes) -> Iterator[bytes]:
    """The same with one bit of one byte turned, for each byte."""
    for at in range(len(data)):
        yield data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def code(check: Callable[..., object], *things: object) -> str:
    """Why something is not proved."""
    with pytest.raises(Unproven) as found:
        check(*things)
    return found.value.code


def written(document: Proof | Receipt | Consistency) -> bytes:
    return document.model_dump_json().encode()


def test_proofs_of_every_act_hold_under_every_edition_that_has_it() -> None:
    for edition in (FEBRUARY, MARCH):
        for index in range(edition.size):
            shown = read(Proof, written(LOG.proof(index, edition)))
            assert check_proof(shown, KEY) == edition.head


def test_no_byte_of_a_proof_can_be_another() -> None:
    for spoilt in flips(written(LOG.proof(1, FEBRUARY))):
        with pytest.raises(Unproven):
            check_proof(read(Proof, spoilt), KEY)


@pytest.mark.parametrize("index", [False, True, "1", None, 1.5, [1]])
def test_a_place_is_a_number_and_nothing_that_could_be_taken_for_one(index: Any) -> None:
    proof = LOG.proof(1, FEBRUARY).model_dump() | {"index": index}
    with pytest.raises(ValidationError):
        Proof.model_validate(proof)
    assert Proof.model_validate(proof | {"index": 1.0}).index == 1


def test_no_byte_of_a_receipt_can_be_another() -> None:
    for spoilt in flips(written(LOG.receipt(3, cause="performed"))):
        with pytest.raises(Unproven):
            check_receipt(read(Receipt, spoilt), KEY)


def test_no_byte_of_a_manifest_or_checkpoint_can_be_another() -> None:
    assert read_manifest(MARCH.manifest, MARCH.head).id == "2019-03"
    for spoilt in flips(MARCH.manifest):
        assert code(read_manifest, spoilt, MARCH.head) == "manifest_differs"
    for spoilt in flips(MARCH.checkpoint.encode()):
        with pytest.raises((Unproven, UnicodeDecodeError)):
            Checkpoint.open(spoilt.decode(), KEY)


def test_no_byte_of_a_consistency_proof_can_be_another() -> None:
    proof = written(since(FEBRUARY, MARCH))
    check_consistency(read(Consistency, proof), FEBRUARY.head, MARCH.head)
    for spoilt in flips(proof):
        with pytest.raises(Unproven):
            check_consistency(read(Consistency, spoilt), FEBRUARY.head, MARCH.head)


REWRITTEN: dict[str, list[StandingAct | WithdrawnAct]] = {
    "altered": [act(0), act(1, "李强"), act(2), end(1), act(3)],
    "dropped": [act(0), act(2), end(1), act(3), act(4)],
    "put in another order": [act(1), act(0), act(2), end(1), act(3)],
    "put in before": [act(9), act(0), act(1), act(2), end(1)],
}


@pytest.mark.parametrize("what", REWRITTEN)
def test_a_history_that_was_rewritten_does_not_follow_from_the_one_that_was_kept(what: str) -> None:
    forged = Edition("2019-03", Log(REWRITTEN[what]), 5, b"five")
    proof = since(FEBRUARY, forged)
    found = code(check_consistency, proof, FEBRUARY.head, forged.head)
    assert found == "not_consistent"


def test_a_proof_of_another_act_or_under_another_edition_is_none() -> None:
    shown = LOG.proof(1, FEBRUARY)
    other = shown.model_copy(update={"act": act(2)})
    renamed = shown.model_copy(update={"edition": "2019-03"})
    unsalted = shown.model_copy(update={"salt": "0" * 64})
    elsewhere = shown.model_copy(update={"checkpoint": MARCH.checkpoint, "edition": "2019-03"})
    found = [code(check_proof, one, KEY) for one in (other, unsalted, elsewhere)]
    assert found == ["act_not_in_log"] * 3
    assert code(check_proof, renamed, KEY) == "edition_differs"


def test_a_receipt_with_somebody_elses_proof_is_none() -> None:
    more = Log([*LOG.acts, end(2)])
    mine, theirs = more.receipt(3), more.receipt(5)
    mixed = mine.model_copy(update={"proof": theirs.proof})
    of_a_listing = mine.model_copy(update={"proof": more.proof(1)})
    for one in (mixed, of_a_listing):
        assert code(check_receipt, one, KEY) == "statement_differs"


def test_without_a_proof_the_signature_is_all_and_still_needed() -> None:
    bare = LOG.receipt(3).model_copy(update={"proof": None})
    assert check_receipt(bare, KEY) is None
    said = bare.statement.model_copy(update={"cause": "listed_in_error"})
    altered = bare.model_copy(update={"statement": said})
    assert code(check_receipt, altered, KEY) == "statement_differs"


def test_a_checkpoint_of_a_receipt_vouches_for_no_manifest() -> None:
    assert code(read_manifest, MARCH.manifest, LOG.head()) == "no_edition"


def test_a_manifest_must_name_the_head_under_which_it_is_signed() -> None:
    class Lying(Edition):
        @property
        def manifest(self) -> bytes:
            return super().manifest.replace(b'"size":3', b'"size":2')

    lying = Lying("2019-02", LOG, 3, b"three")
    opened = Checkpoint.open(lying.head.sign(SIGNER), KEY)
    assert code(read_manifest, lying.manifest, opened) == "head_differs"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"a":' * 5_000,
        b'{"format":"chimera-proof/1","format":"chimera-proof/1"}',
        b'{"index":1e3}',
        b'{"index":NaN}',
        b'{"format":"chimera-proof/1"}',
        b" " * 70_000,
    ],
)
def test_what_is_no_document_is_refused_and_breaks_nothing(data: bytes) -> None:
    for kind in (Proof, Receipt, Consistency):
        assert code(read, kind, data) in (
            "not_json",
            "too_large",
            "document_malformed",
        )


def test_canonical_bytes_are_those_of_rfc_8785() -> None:
    document = {"b": [1, True, None], "a": '\u20ac$\u000f\nA\'B"\\"/é王', "": {}}
    assert canonical(document).decode() == (
        '{"":{},"a":"\u20ac$\\u000f\\nA\'B\\"\\\\\\"/é王","b":[1,true,null]}'
    )


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), LARGEST_NUMBER + 1, {"é": 1}, {1: 1}, "\ud800"]
)
def test_what_has_no_one_way_to_be_written_is_not_written(value: Any) -> None:
    assert code(canonical, {"a": value}) == "not_canonical"


PLAIN = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5)


@given(st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3), max_leaves=6))
def test_canonical_bytes_are_read_back_as_what_they_were(value: Any) -> None:
    data = canonical({"value": value})
    assert read_document(data, 10**6) == {"value": value}
    assert canonical(json.loads(data)) == data


def test_an_instant_is_written_in_one_way() -> None:
    there = datetime(2019, 2, 14, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    assert instant(there) == "2019-02-14T01:30:00.000000Z" == instant(there.astimezone(UTC))
    for text in ("2019-02-14T01:30:00Z", "2019-02-14", "now", "2019-02-14T01:30:00.000000Z\n"):
        assert re.search(INSTANT.replace("$", r"\Z"), text) is None
    assert re.search(INSTANT, instant(there))
