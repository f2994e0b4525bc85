"""What is no notice is refused with a stable reason that repeats nothing."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

import pytest

from shared.contract import Act, BadNotice, Cause, Envelope, Notice, field_names, read_notice
from shared.errors import Refusal
from shared.identifiers import Kind
from shared.ledger.acts import envelope_of, notice_of
from tests.builders import LOOKS_REAL, make_listing, make_organisation, make_party

AT = datetime(2019, 2, 1, 4, tzinfo=UTC)
LISTING = make_listing()
LISTED = envelope_of(LISTING, Act.LISTED, AT)
BODY = notice_of(LISTING).body()
WORDS = json.loads(BODY)


def reason_of(read: Callable[[], object]) -> str:
    """The reason with which something is refused."""
    with pytest.raises(BadNotice) as refused:
        read()
    return refused.value.reason


def refused_envelope(changes: Mapping[str, str | None], subject: str = LISTED.subject()) -> str:
    """Why an envelope with these headers changed (None: taken away) is refused."""
    changed = {**LISTED.headers(), **changes}
    headers = {name: value for name, value in changed.items() if value is not None}
    return reason_of(lambda: Envelope.read(subject, headers))


def refused_body(body: bytes, envelope: Envelope = LISTED) -> str:
    """Why a body is refused."""
    return reason_of(lambda: read_notice(envelope, body))


def with_words(**changes: object) -> bytes:
    """The body with some of its fields changed."""
    return json.dumps(WORDS | changes, ensure_ascii=False).encode()


@pytest.mark.parametrize("name", sorted(LISTED.headers()))
@pytest.mark.parametrize("value", [None, ""])
def test_each_header_must_be_there(name: str, value: str | None) -> None:
    assert refused_envelope({name: value}) == "header_missing"


@pytest.mark.parametrize("name", sorted(LISTED.headers()))
def test_no_header_is_read_beyond_its_bound(name: str) -> None:
    assert refused_envelope({name: "a" * 201}) == "header_invalid"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Chimera-Kind", "cat"),
        ("Chimera-Effect", "neutral"),
        ("Chimera-Publication", "secret"),
        ("Chimera-Listed-On", "2019-02-30"),
        ("Chimera-Stands-Until", "for ever"),
        ("Chimera-Version", "0"),
        ("Chimera-Version", "-1"),
        ("Chimera-Version", "1.0"),
        ("Chimera-Version", "²"),
        ("Chimera-Version", "1000001"),
        ("Chimera-Listing", "short"),
        ("Chimera-Listing", "l-" + "q" * 63),
        ("Chimera-Listing", "l qhzxkvbnwert"),
        ("Chimera-Listing", "l-列qhzxkvbnwert"),
        ("ce-time", "yesterday"),
    ],
)
def test_a_header_that_makes_no_sense_is_refused(header: str, value: str) -> None:
    assert refused_envelope({header: value}) == "header_invalid"


def test_a_time_without_a_zone_is_refused() -> None:
    assert refused_envelope({"ce-time": "2019-02-01T04:00:00"}) == "header_invalid"
    assert refused_envelope({"ce-time": "2019-02-01"}) == "header_invalid"


@pytest.mark.parametrize(
    "reference",
    [
        str(make_party().id_number),
        f"l-{make_party().id_number}",
        f"l-{make_organisation().id_number[2:8]}-19900101-0020",
        "l-6601-0119-9001-0100-20",
    ],
)
def test_a_reference_that_hides_a_number_is_refused(reference: str) -> None:
    assert refused_envelope({"Chimera-Listing": reference}) == "header_invalid"


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        ("listings.court.judgment-defaulters.expunged", "act_unknown"),
        ("listings.court.judgment-defaulters.LISTED", "act_unknown"),
        ("listings.court.judgment-defaulters", "subject_unknown"),
        ("listings.court.judgment-defaulters.listed.now", "subject_unknown"),
        ("register.court.judgment-defaulters.listed", "subject_unknown"),
        ("", "subject_unknown"),
        ("listings.tax.judgment-defaulters.listed", "source_disagrees_with_subject"),
    ],
)
def test_a_subject_that_the_headers_do_not_bear_out_is_refused(subject: str, reason: str) -> None:
    assert refused_envelope({}, subject) == reason


def test_headers_from_another_source_are_refused() -> None:
    changed = {"ce-source": "/authorities/tax"}
    assert refused_envelope(changed) == "source_disagrees_with_subject"


def test_a_cause_belongs_to_a_withdrawal_and_to_no_other_act() -> None:
    assert refused_envelope({"Chimera-Cause": "performed"}) == "cause_disagrees_with_act"
    assert refused_envelope({"Chimera-Cause": ""}) == "cause_disagrees_with_act"
    subject = LISTED.subject().replace("listed", "withdrawn")
    assert refused_envelope({}, subject) == "cause_disagrees_with_act"
    assert refused_envelope({"Chimera-Cause": "forgiven"}, subject) == "header_invalid"
    withdrawn = LISTING.withdraw(Cause.PERFORMED, date(2019, 5, 6))
    envelope = envelope_of(withdrawn, Act.WITHDRAWN, AT)
    assert Envelope.read(envelope.subject(), envelope.headers()) == envelope


def test_only_a_withdrawal_says_the_cause_even_if_the_listing_has_one() -> None:
    withdrawn = LISTING.withdraw(Cause.SETTLED, date(2019, 5, 6))
    assert "Chimera-Cause" not in envelope_of(withdrawn, Act.CORRECTED, AT).headers()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"name=X", "not_json"),
        (BODY[:-1], "not_json"),
        (BODY + BODY, "not_json"),
        (b"[" * 4000, "not_json"),
        (b"[]", "field_invalid"),
        (b"null", "field_invalid"),
        (b"{}", "field_invalid"),
        (with_words(name=5), "field_invalid"),
        (with_words(name=""), "field_invalid"),
        (with_words(name="王" * 101), "field_invalid"),
        (with_words(name=None), "field_invalid"),
        (with_words(reason="Did not pay."), "field_invalid"),
        (with_words(reason=f"r{make_party().id_number}"), "hidden_number"),
        (with_words(amount_yuan=58_000), "unknown_field"),
        (with_words(name="王 660101 19900101 0020"), "hidden_number"),
        (with_words(name="王\u202e秀英"), "forbidden_characters"),
        (with_words(issuer="tax"), "issuer_disagrees_with_subject"),
    ],
)
def test_a_body_that_is_not_exactly_four_fields_is_refused(body: bytes, reason: str) -> None:
    assert refused_body(body) == reason


def test_a_body_of_one_mebibyte_is_refused_before_it_is_read() -> None:
    assert refused_body(with_words(name="王" * 349_525)) == "body_too_large"
    assert refused_body(b" " * 4096 + BODY) == "body_too_large"


def test_a_field_said_twice_is_refused_since_the_first_could_hide_anything() -> None:
    twice = b'{"name":"' + make_party().id_number.encode() + b'",' + BODY[1:]
    assert refused_body(twice) == "repeated_field"


@pytest.mark.parametrize(
    ("kind", "mask", "reason"),
    [
        (Kind.PERSON, str(make_party().id_number), "invalid_identifier"),
        (Kind.PERSON, LOOKS_REAL, "real_identifier"),
        (Kind.PERSON, f"{LOOKS_REAL[:10]}****{LOOKS_REAL[-4:]}", "real_identifier"),
        (Kind.PERSON, "660101********0020", "invalid_identifier"),
        (Kind.PERSON, "6601012990****0020", "invalid_identifier"),
        (Kind.PERSON, str(make_organisation().id_number), "invalid_identifier"),
        (Kind.ORGANISATION, str(make_party().truncated_id), "invalid_identifier"),
        (Kind.ORGANISATION, "9" + make_organisation().id_number[1:], "real_identifier"),
        (Kind.PERSON, str(make_party().truncated_id) + "0", "field_invalid"),
    ],
)
def test_a_mask_that_does_not_fit_the_kind_is_refused(kind: Kind, mask: str, reason: str) -> None:
    party = make_party() if kind is Kind.PERSON else make_organisation()
    envelope = envelope_of(make_listing(party), Act.LISTED, AT)
    assert refused_body(with_words(truncated_id=mask), envelope) == reason


def test_a_mask_is_read_in_capitals_so_that_it_can_be_found_again() -> None:
    everybody = (make_party(sequence=number) for number in range(100))
    party = next(one for one in everybody if one.id_number.endswith("X"))
    lower = with_words(truncated_id=party.truncated_id.lower())
    assert read_notice(LISTED, lower).truncated_id == party.truncated_id


def test_a_refusal_repeats_nothing_of_what_was_sent() -> None:
    number = make_party().id_number
    for body in (with_words(truncated_id=number), with_words(name=f"王{number}")):
        with pytest.raises(BadNotice) as refused:
            read_notice(LISTED, body)
        told = f"{refused.value!r} {refused.value} {refused.value.__cause__!r}"
        assert number not in told


def test_nobody_can_even_make_a_notice_that_hides_a_number() -> None:
    with pytest.raises(Refusal) as refused:
        Notice(**WORDS | {"name": f"王{make_party().id_number}"})
    assert refused.value.code == "hidden_number"


def test_the_names_of_the_fields_can_be_shown() -> None:
    assert field_names(BODY) == ["name", "truncated_id", "issuer", "reason"]
