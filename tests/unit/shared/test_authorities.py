"""The one list of authorities: what it says, and how a broken one is told."""

from pathlib import Path

import pytest

from shared.authorities import Authorities, BrokenAuthorities, load
from shared.contract import Effect, Publication
from shared.identifiers import Kind

ROOT = Path(__file__).resolve().parents[3]

COURT = """\
authorities:
  - slug: court
    service: court
    port: 8101
    rulebook: services/court/rulebook.yaml
    title: {en: Court, zh: 法院}
    operator: {title: {en: Model court, zh: 模型法院}, note: Invented.}
    origin: paper
    contact: /v1/contact
    lists:
      - {id: defaulters, title: {en: Defaulters, zh: 失信}, effect: adverse, publication: public,
         kinds: [person], origin: paper}
"""
RAIL = """\
  - slug: rail
    service: sector_list
    port: 8110
    rulebook: services/sector_list/rulebooks/rail.yaml
    title: {en: Rail, zh: 铁路}
    operator: {title: {en: Model railway, zh: 模型铁路}, note: Invented.}
    origin: rule
    contact: /v1/contact
    lists:
      - {id: passengers, title: {en: Passengers, zh: 旅客}, effect: adverse, publication: public,
         kinds: [person], origin: rule}
"""


def read(folder: Path, text: str) -> Authorities:
    file = folder / "authorities.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file)


@pytest.fixture
def real() -> Authorities:
    return load(ROOT / "authorities.yaml")


def test_court_tax_and_sectors_are_the_issuers_and_the_localities_have_no_list(
    real: Authorities,
) -> None:
    assert [one.slug for one in real.issuers][:3] == ["court", "tax", "rail"]
    assert [one.slug for one in real.localities] == ["rongcheng", "bailu", "village"]
    assert all(one.lists == () for one in real.localities)


def test_a_body_whose_lists_all_stay_with_it_is_no_issuer(real: Authorities) -> None:
    quiet = [one.slug for one in real if one.service == "sector_list" and not one.is_issuer]
    assert quiet == ["education", "association"]


def test_each_list_says_its_effect_its_public_and_whom_it_may_hold(real: Authorities) -> None:
    defaulters = real.named("court").declared_list("judgment-defaulters")
    a_taxpayers = real.named("tax").declared_list("a-taxpayers")
    assert defaulters is not None
    assert a_taxpayers is not None
    assert (defaulters.effect, defaulters.publication) == (Effect.ADVERSE, Publication.PUBLIC)
    assert defaulters.kinds == {Kind.PERSON, Kind.ORGANISATION}
    assert a_taxpayers.effect is Effect.FAVOURABLE
    assert a_taxpayers.kinds == {Kind.ORGANISATION}
    assert real.named("court").declared_list("a-taxpayers") is None


def test_each_locality_is_a_place_of_its_own_and_nobody_else_is_one(real: Authorities) -> None:
    regions = [one.regions for one in real.localities]
    assert all(regions)
    assert len({region for one in regions for region in one}) == sum(map(len, regions))
    assert [one.slug for one in real if one.regions and one.service != "locality"] == []


@pytest.mark.parametrize("region", ["1101", "660", "66010101", "abc"])
def test_a_region_is_one_that_was_never_assigned(tmp_path: Path, region: str) -> None:
    with pytest.raises(BrokenAuthorities, match="regions"):
        read(tmp_path, COURT.replace("    contact:", f'    regions: ["{region}"]\n    contact:'))


def test_a_court_is_no_place(tmp_path: Path) -> None:
    text = COURT.replace("    contact:", '    regions: ["6601"]\n    contact:')
    with pytest.raises(BrokenAuthorities, match="only a locality is a place"):
        read(tmp_path, text)


def test_the_departments_that_notify_a_locality_are_named(real: Authorities) -> None:
    departments = [one.slug for one in real.named("bailu").departments]
    assert departments == ["court", "tax", "welfare", "utilities", "volunteers"]


def test_an_unknown_authority_is_none_or_an_error_that_names_the_known(real: Authorities) -> None:
    assert real.find("police") is None
    with pytest.raises(KeyError, match="no authority police, only court, tax"):
        real.named("police")


def test_a_sector_list_is_one_block_more(tmp_path: Path) -> None:
    both = read(tmp_path, COURT + RAIL)
    assert [one.slug for one in both.issuers] == ["court", "rail"]
    assert both.named("rail").password_variable == "RAIL_PW"


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("port: 8101", "port: high", 4, "authorities.0.port: Input should be a valid integer"),
        ("port: 8101", "port: 8200", 2, "belongs to another part of the model"),
        ("slug: court", "slug: platform", 2, "belongs to another part of the model"),
        ("slug: court", "slug: the-court", 2, "authorities.0.slug: String should match pattern"),
        ("effect: adverse", "effect: harsh", 11, "lists.0.effect: Input should be 'adverse'"),
        ("kinds: [person]", "kinds: []", 12, "lists.0.kinds: Frozenset should have at least 1"),
        ("origin: paper\n    con", "colour: red\n    con", 2, "origin: Field required"),
        ("    contact", "    ringtone: yes\n    contact", 9, "ringtone: Extra inputs"),
        ("    rulebook: services/court/rulebook.yaml\n", "", 2, "only a body with a rulebook"),
        ("service: court", "service: locality", 2, "never a locality"),
        ("title: {en: Court,", "title: {en: [Court,", 6, "expected ',' or ']'"),
    ],
)
def test_a_broken_file_is_told_with_its_line_and_reason(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert old in COURT
    with pytest.raises(BrokenAuthorities) as told:
        read(tmp_path, COURT.replace(old, new, 1))
    assert str(told.value).startswith(f"{tmp_path / 'authorities.yaml'}:{line}: ")
    assert reason in str(told.value)


def test_two_authorities_on_one_port_or_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenAuthorities, match="port 8101 is there twice"):
        read(tmp_path, COURT + RAIL.replace("8110", "8101"))
    with pytest.raises(BrokenAuthorities, match="slug court is there twice"):
        read(tmp_path, COURT + RAIL.replace("slug: rail", "slug: court"))


@pytest.mark.parametrize("text", ["", "[]", "authorities: []", "? [a]\n: b", "\x00"])
def test_a_file_without_authorities_is_one_error_too(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrokenAuthorities, match=r"authorities\.yaml:1: "):
        read(tmp_path, text)


def test_a_missing_file_is_one_error_too(tmp_path: Path) -> None:
    with pytest.raises(BrokenAuthorities, match="cannot be read: FileNotFoundError"):
        load(tmp_path / "nowhere.yaml")
