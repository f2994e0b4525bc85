"""Everything that can be wrong with a notice, and the reason it is then set aside for."""

from collections.abc import Callable
from datetime import date

from shared.bus import Delivery
from tests.builders import make_party
from tests.unit.national_platform.saying import spoil

WHOLE = make_party().id_number


def bad_date(good: Delivery) -> Delivery:
    return spoil(good, headers={"Chimera-Stands-Until": good.headers["Chimera-Listed-On"]})


def far_ahead(good: Delivery) -> Delivery:
    day, until = date(2021, 6, 1), date(2022, 6, 1)
    dates = {"Chimera-Listed-On": day.isoformat(), "Chimera-Stands-Until": until.isoformat()}
    return spoil(good, headers=dates)


Spoil = Callable[[Delivery], Delivery]
BAD: dict[str, tuple[str, Spoil]] = {
    "an extra field": ("unknown_field", lambda good: spoil(good, fields={"id_number": "x"})),
    "a missing field": ("field_invalid", lambda good: spoil(good, body=b'{"name": "x"}')),
    "a repeated field": (
        "repeated_field",
        lambda good: spoil(good, body=good.body.replace(b"{", b'{"name":"x",', 1)),
    ),
    "a missing header": (
        "header_missing",
        lambda good: spoil(good, headers={"Chimera-Version": None}),
    ),
    "no message id": ("header_missing", lambda good: spoil(good, headers={"Nats-Msg-Id": None})),
    "an unknown act": (
        "act_unknown",
        lambda good: spoil(good, subject=good.subject.replace("listed", "outed")),
    ),
    "a subject too short": ("subject_unknown", lambda good: spoil(good, subject="listings.court")),
    "another source": (
        "source_disagrees_with_subject",
        lambda good: spoil(good, headers={"ce-source": "/authorities/tax"}),
    ),
    "another issuer in the body": (
        "issuer_disagrees_with_subject",
        lambda good: spoil(good, fields={"issuer": "tax"}),
    ),
    "a list of another issuer": (
        "list_not_of_issuer",
        lambda good: spoil(good, subject="listings.court.a-taxpayers.listed"),
    ),
    "an issuer nobody knows": (
        "issuer_unknown",
        lambda good: spoil(
            good,
            subject="listings.police.wanted.listed",
            headers={"ce-source": "/authorities/police"},
            fields={"issuer": "police"},
        ),
    ),
    "a body without lists": (
        "issuer_unknown",
        lambda good: spoil(
            good,
            subject="listings.bailu.points.listed",
            headers={"ce-source": "/authorities/bailu"},
            fields={"issuer": "bailu"},
        ),
    ),
    "another effect": (
        "effect_not_as_declared",
        lambda good: spoil(good, headers={"Chimera-Effect": "favourable"}),
    ),
    "another publication": (
        "publication_not_as_declared",
        lambda good: spoil(good, headers={"Chimera-Publication": "shared"}),
    ),
    "a version of zero": (
        "header_invalid",
        lambda good: spoil(good, headers={"Chimera-Version": "0"}),
    ),
    "a version in words": (
        "header_invalid",
        lambda good: spoil(good, headers={"Chimera-Version": "two"}),
    ),
    "a time before all time": (
        "header_invalid",
        lambda good: spoil(good, headers={"ce-time": "0001-01-01T00:00:00+14:00"}),
    ),
    "a number as its reference": (
        "header_invalid",
        lambda good: spoil(good, headers={"Chimera-Listing": WHOLE}),
    ),
    "a cause without an end": (
        "cause_disagrees_with_act",
        lambda good: spoil(good, headers={"Chimera-Cause": "settled"}),
    ),
    "no term": ("dates_out_of_order", bad_date),
    "a day years ahead": ("date_too_far_ahead", far_ahead),
    "not JSON": ("not_json", lambda good: spoil(good, body=b"not json")),
    "bytes": ("not_json", lambda good: spoil(good, body=b"\xff\x00\xfe")),
    "deep nesting": ("not_json", lambda good: spoil(good, body=b"[" * 4000)),
    "a mebibyte": ("body_too_large", lambda good: spoil(good, body=b"x" * 2**20)),
    "a whole number": (
        "invalid_identifier",
        lambda good: spoil(good, fields={"truncated_id": WHOLE}),
    ),
    "a real region": (
        "real_identifier",
        lambda good: spoil(good, fields={"truncated_id": "1101011990****0020"}),
    ),
    "a number in the name": (
        "hidden_number",
        lambda good: spoil(good, fields={"name": f"王{WHOLE}"}),
    ),
    "a number as the reason": (
        "hidden_number",
        lambda good: spoil(good, fields={"reason": f"r{WHOLE}"}),
    ),
    "a reason in words": (
        "field_invalid",
        lambda good: spoil(good, fields={"reason": "Does not pay"}),
    ),
}
