"""Whatever an issuer says about a person, the whole ID is not in it."""

import base64
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.population.organisations import organisation_code
from demo.population.people import resident_id
from shared.authorities import Authority, DeclaredList
from shared.database import Database
from shared.identifiers import SYNTHETIC_PREFIXES, Kind, Party
from tests.builders import make_party
from tests.contract.saying import LISTS, Said, say
from tests.contract.searching import holds

pytestmark = pytest.mark.slow


regions = st.builds(
    "{}{:04}".format, st.sampled_from(SYNTHETIC_PREFIXES), st.integers(min_value=0, max_value=9999)
)
names = st.text(alphabet="王李张刘陈秀英伟芳敏静A3·", min_size=1, max_size=12)
numbers = st.builds(
    resident_id,
    regions,
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.integers(min_value=0, max_value=999),
)
people = st.builds(Party, kind=st.just(Kind.PERSON), name=names, id_number=numbers)
codes = st.builds(organisation_code, regions, st.from_regex(r"MA[0-9]{6}", fullmatch=True))
bodies = st.builds(Party, kind=st.just(Kind.ORGANISATION), name=names, id_number=codes)
on_person_lists = st.sampled_from([pair for pair in LISTS if Kind.PERSON in pair[1].kinds])


def everything(said: Said) -> bytes:
    """Subject, headers and body, as one."""
    headers = json.dumps(said.envelope.headers()).encode()
    return b"\n".join([said.envelope.subject().encode(), headers, said.notice.body()])


@given(people, on_person_lists)
def test_no_act_about_any_person_carries_the_whole_id(
    ledger: Database, person: Party, where: tuple[Authority, DeclaredList]
) -> None:
    for said in say(ledger, *where, person):
        assert not holds(everything(said), person.id_number)
        assert said.notice.truncated_id == person.truncated_id
        assert person.id_number[10:14] not in said.notice.truncated_id


@given(bodies, st.sampled_from(LISTS))
def test_an_organisations_public_code_is_in_one_place_only(
    ledger: Database, body: Party, where: tuple[Authority, DeclaredList]
) -> None:
    for said in say(ledger, *where, body):
        assert said.notice.truncated_id == body.id_number
        without = said.notice.body().replace(body.id_number.encode(), b"")
        assert not holds(without, body.id_number)
        assert not holds(json.dumps(said.envelope.headers()).encode(), body.id_number)


NUMBER = make_party().id_number


@pytest.mark.parametrize(
    "hidden",
    [
        NUMBER,
        " ".join(NUMBER),
        NUMBER.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        base64.b64encode(f"x{NUMBER}".encode()).decode(),
        "id=" + base64.urlsafe_b64encode(f'{{"id":"{NUMBER}"}}'.encode()).decode().rstrip("="),
        base64.b64encode(base64.b64encode(NUMBER.encode())).decode(),
    ],
    ids=["plain", "spaced", "full-width", "base64", "a token", "twice wrapped"],
)
def test_the_search_finds_a_number_however_it_was_wrapped(hidden: str) -> None:
    assert holds(f'{{"name":"{hidden}"}}'.encode(), NUMBER)
    assert not holds(make_party().truncated_id.encode(), NUMBER)
