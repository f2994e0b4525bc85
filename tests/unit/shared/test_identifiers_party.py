"""A party: checked when it is read, silent about its number when it is shown."""

import pytest
from pydantic import ValidationError

from shared.identifiers import InvalidIdentifier, Kind, Party, RealIdentifier

A_WOMAN = "660101199001010020"
A_COMPANY = "01681201MA2360487M"


def test_a_party_is_checked_by_the_rules_of_its_kind() -> None:
    woman = Party(kind=Kind.PERSON, name="王秀英", id_number=A_WOMAN)
    company = Party.model_validate_json(
        f'{{"kind": "organisation", "name": "恒瑞建材有限公司", "id_number": "{A_COMPANY}"}}'
    )
    assert woman.truncated_id == "6601011990****0020"
    assert company.truncated_id == A_COMPANY
    with pytest.raises(RealIdentifier):
        Party(kind=Kind.ORGANISATION, name="王秀英", id_number=A_WOMAN)
    with pytest.raises(InvalidIdentifier):
        Party(kind=Kind.PERSON, name="恒瑞建材有限公司", id_number=A_COMPANY)


def test_a_party_never_shows_its_number() -> None:
    party = Party(kind=Kind.PERSON, name="王秀英", id_number=A_WOMAN)
    for shown in (repr(party), str(party), f"{party}", f"{[party]}", f"{party!r:>90}"):
        assert A_WOMAN not in shown
        assert "王秀英" in shown


def test_a_real_number_is_refused_and_not_repeated() -> None:
    raw = "110101209912310019"
    with pytest.raises(RealIdentifier) as refused:
        Party.model_validate({"kind": "person", "name": "某人", "id_number": raw})
    assert raw not in str(refused.value)


def test_errors_of_shape_do_not_repeat_what_came_in() -> None:
    for body in (
        {"kind": "person", "name": "王秀英", "id_number": A_WOMAN, "phone": "1"},
        {"kind": "ghost", "name": "王秀英", "id_number": A_WOMAN},
        {"kind": "person", "id_number": A_WOMAN},
        {"kind": "person", "name": "王秀英", "id_number": int(A_WOMAN)},
    ):
        with pytest.raises(ValidationError) as refused:
            Party.model_validate(body)
        assert A_WOMAN not in str(refused.value)


def test_a_party_cannot_be_changed() -> None:
    party = Party(kind=Kind.PERSON, name="王秀英", id_number=A_WOMAN)
    with pytest.raises(ValidationError):
        party.name = "李秀英"  # type: ignore[misc]


def test_the_schema_example_is_itself_acceptable() -> None:
    (example,) = Party.model_json_schema()["examples"]
    assert Party.model_validate(example).kind is Kind.PERSON
