"""Which notices the platform believes, and what it keeps of those it does not."""

from hashlib import sha256

import pytest

from services.national_platform.domain.asking import WholeNumber, read_mask, read_name
from services.national_platform.domain.cadence import (
    CadenceUnknown,
    Rhythm,
    must_be_known,
    read_cadence,
)
from services.national_platform.domain.redaction import HIDDEN, Redactor
from shared.authorities import Authorities
from shared.errors import BadInput
from tests.builders import LOOKS_REAL, make_organisation, make_party

KEY = b"a key of the platform"
SUBJECT = "listings.court.judgment-defaulters.listed"


def test_an_excerpt_holds_names_and_no_values(authorities: Authorities) -> None:
    body = b'{"name": "secret", "660101199001010020": 1, "extra_field": "secret"}'
    headers = {"Chimera-Version": "secret", "x 1": "secret"}
    kept = Redactor(authorities, KEY).excerpt(SUBJECT, headers, body, "unknown_field")
    assert kept.fields == sorted([HIDDEN, "extra_field", "name"])
    assert kept.headers == sorted([HIDDEN, "Chimera-Version"])
    assert (kept.subject, kept.size_bytes) == (SUBJECT, len(body))
    assert "secret" not in str(kept)
    assert "660101" not in str(kept)


def test_nobody_without_the_key_can_confirm_a_guess_at_a_bad_notice(
    authorities: Authorities,
) -> None:
    body = b'{"name": "guessed"}'
    ours, theirs = (Redactor(authorities, key) for key in (KEY, b"a guess at the key"))
    kept = [one.excerpt(SUBJECT, {}, body, "x").fingerprint for one in (ours, ours, theirs)]
    assert kept[0] == kept[1] != kept[2]
    assert sha256(body).hexdigest() not in kept


def test_a_word_that_is_not_ours_is_hidden_in_a_subject(authorities: Authorities) -> None:
    kept = Redactor(authorities, KEY).excerpt(
        "listings.court.660101199001010020.liste", {}, b"", "x"
    )
    assert kept.subject == f"listings.court.{HIDDEN}.{HIDDEN}"


@pytest.mark.parametrize("body", [b"[" * 4000, b"\xff\xfe", b'["a"]', b"{" + b" " * 2**20 + b"}"])
def test_a_body_that_is_no_object_has_no_field_names(authorities: Authorities, body: bytes) -> None:
    assert Redactor(authorities, KEY).excerpt(SUBJECT, {}, body, "x").fields == []


def test_a_rhythm_that_cannot_be_kept_stops_the_service() -> None:
    with pytest.raises(CadenceUnknown, match="edition-cadence"):
        read_cadence("weekly", list(Rhythm), 15)
    with pytest.raises(CadenceUnknown, match="push-down-cadence"):
        must_be_known("real-time")


def test_a_name_is_looked_up_as_the_register_holds_it() -> None:
    assert read_name(" ＡＢＣ王秀英 ") == "ABC王秀英"


def test_masks_and_organisations_codes_are_read() -> None:
    assert read_mask("6601011990****002x") == "6601011990****002X"
    code = make_organisation().id_number
    assert read_mask(code.lower()) == str(code)


@pytest.mark.parametrize(
    "raw", [make_party().id_number, LOOKS_REAL, " ".join(make_party().id_number), "6" * 15]
)
def test_a_whole_number_is_neither_name_nor_mask(raw: str) -> None:
    for read in (read_name, read_mask):
        with pytest.raises(WholeNumber) as refused:
            read(raw)
        assert raw not in str(refused.value)


@pytest.mark.parametrize("raw", ["6601011990", "1101011990****0020", "王秀英", "%", "*" * 18])
def test_what_is_no_mask_is_refused(raw: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_mask(raw)
    assert refused.value.status == 422
