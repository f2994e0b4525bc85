"""The contract: of a party, exactly four fields cross, at every issuer and with every act."""

import json
from pathlib import Path

import pytest

from shared.authorities import Authority, DeclaredList
from shared.contract import Act, Envelope, read_notice
from shared.database import Database
from tests.contract.saying import LISTS, NAMES, SAMPLED, say, somebody_for

SAMPLES = Path(__file__).with_name("samples")
FOUR = ["name", "truncated_id", "issuer", "reason"]
HEADERS = {
    "ce-id",
    "ce-time",
    "ce-source",
    "Nats-Msg-Id",
    "Chimera-Listing",
    "Chimera-Version",
    "Chimera-Kind",
    "Chimera-Effect",
    "Chimera-Publication",
    "Chimera-Listed-On",
    "Chimera-Stands-Until",
}
SAMPLE_NAMES = [f"{issuer.slug}.{one.id}" for issuer, one in SAMPLED]
every_list = pytest.mark.parametrize(("issuer", "declared"), LISTS, ids=NAMES)


@every_list
def test_the_body_of_every_act_has_exactly_four_keys(
    ledger: Database, issuer: Authority, declared: DeclaredList
) -> None:
    said = say(ledger, issuer, declared, somebody_for(declared))
    assert [one.act for one in said] == list(Act)
    for one in said:
        assert list(json.loads(one.notice.body())) == FOUR
        assert all(isinstance(value, str) for value in json.loads(one.notice.body()).values())


@pytest.mark.parametrize(("issuer", "declared"), SAMPLED, ids=SAMPLE_NAMES)
def test_the_body_of_every_act_is_the_sample_byte_for_byte(
    ledger: Database, issuer: Authority, declared: DeclaredList
) -> None:
    for one in say(ledger, issuer, declared, somebody_for(declared)):
        sample = SAMPLES / f"{issuer.slug}.{declared.id}.{one.act}.json"
        assert one.notice.body() == sample.read_bytes()


def test_there_is_a_sample_of_every_act_on_every_list_and_no_other() -> None:
    wanted = {f"{name}.{act}.json" for name in SAMPLE_NAMES for act in Act}
    assert {path.name for path in SAMPLES.iterdir()} == wanted


@every_list
def test_every_act_has_all_headers_and_only_a_withdrawal_names_a_cause(
    ledger: Database, issuer: Authority, declared: DeclaredList
) -> None:
    for one in say(ledger, issuer, declared, somebody_for(declared)):
        cause = {"Chimera-Cause"} if one.act is Act.WITHDRAWN else set()
        assert set(one.envelope.headers()) == HEADERS | cause
        assert all(one.envelope.headers().values())


@every_list
def test_the_headers_are_what_the_issuer_declares(
    ledger: Database, issuer: Authority, declared: DeclaredList
) -> None:
    for number, one in enumerate(say(ledger, issuer, declared, somebody_for(declared)), start=1):
        headers = one.envelope.headers()
        assert one.envelope.subject() == f"listings.{issuer.slug}.{declared.id}.{one.act}"
        assert headers["ce-source"] == f"/authorities/{issuer.slug}"
        assert headers["Chimera-Version"] == str(number)
        assert headers["Chimera-Effect"] == declared.effect
        assert headers["Chimera-Publication"] == declared.publication
        assert headers["Chimera-Kind"] in declared.kinds


@every_list
def test_what_is_said_is_read_again_as_it_was_meant(
    ledger: Database, issuer: Authority, declared: DeclaredList
) -> None:
    for one in say(ledger, issuer, declared, somebody_for(declared)):
        read = Envelope.read(one.envelope.subject(), one.envelope.headers())
        assert read == one.envelope
        assert read_notice(read, one.notice.body()) == one.notice


@every_list
def test_nobody_can_foretell_a_message_id(
    ledger: Database, issuer: Authority, declared: DeclaredList
) -> None:
    envelope = say(ledger, issuer, declared, somebody_for(declared))[0].envelope
    ids = {envelope.headers()["Nats-Msg-Id"] for _ in range(100)}
    assert len(ids) == 100
    assert not any(envelope.ref in one or envelope.event_id in one for one in ids)
