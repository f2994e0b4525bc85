"""A sector that nobody has foreseen: one rulebook file and one block, and everything follows."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from demo import broker, bus_doors, containers
from demo.keys import make_all
from demo.roster import read_roster
from services.sector_list.app import create_app
from shared.authorities import load
from shared.checked_yaml import unchecked
from shared.rulebook import BrokenRulebook
from tests.builders import make_party
from tests.unit.apps import ROOT, OpenApp, open_app
from tests.unit.sector_list.story import record

BLOCK = """
  - slug: kites
    service: sector_list
    port: 8199
    rulebook: rulebooks/kites.yaml
    title: {en: Kite authority, zh: 风筝管理局}
    operator: {title: {en: Model kite authority, zh: 模型风筝管理局}, note: Made up for a test.}
    origin: ours
    contact: /v1/contact
    lists:
      - {id: grounded-kites, title: {en: Grounded kites, zh: 停放风筝}, effect: adverse,
         publication: public, kinds: [person], origin: ours}
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The list of authorities with one block more, and beside it one file more."""
    file = tmp_path / "authorities.yaml"
    text = (ROOT / "authorities.yaml").read_text(encoding="utf-8")
    file.write_text(text + BLOCK, encoding="utf-8")
    (tmp_path / "rulebooks").mkdir()
    shutil.copy(Path(__file__).with_name("made_up.yaml"), tmp_path / "rulebooks" / "kites.yaml")
    return file


@pytest.fixture
def more_keys(copy: Path, keys: Path, tmp_path: Path) -> Path:
    """The keys of everybody, the new authority too."""
    made = shutil.copytree(keys, tmp_path / "keys")
    make_all(made, read_roster(copy))
    return made


@pytest.fixture
async def kites(copy: Path, more_keys: Path, tmp_path: Path) -> AsyncIterator[OpenApp]:
    """The new authority, open."""
    extra = {"CHIMERA_AUTHORITIES": str(copy)}
    async with open_app(create_app, "kites", more_keys, tmp_path / "state", extra) as opened:
        yield opened


async def test_it_lists_after_its_own_rules(kites: OpenApp) -> None:
    case = await record(kites, make_party(), "flies-too-high")
    listing = await case.listed("grounded-kites", "flies-too-high")
    assert (listing["listed_on"], listing["stands_until"]) == ("2019-01-10", "2019-02-09")
    assert kites.rows("SELECT act FROM acts") == [("listed",)]


def test_the_broker_the_containers_and_the_written_bus_know_it(copy: Path) -> None:
    known = load(copy)
    configuration = broker.generate(known)
    assert 'publish: ["listings.kites.>", "digest.kites"]' in configuration
    assert '{ service: "confirm.kites", accounts: [GATEWAY] }' in configuration
    made = unchecked(containers.generate(known))["services"]["kites"]
    assert made["build"]["args"] == {"SERVICE": "sector_list"}
    assert "bus" in made["networks"]
    assert (
        "kites" in bus_doors.generate(known)["channels"]["listings"]["parameters"]["issuer"]["enum"]
    )


async def test_a_block_and_a_rulebook_that_differ_stop_the_service(
    copy: Path, more_keys: Path, tmp_path: Path
) -> None:
    """A list that is to leave but was never declared, or the other way round."""
    rulebook = tmp_path / "rulebooks" / "kites.yaml"
    text = rulebook.read_text(encoding="utf-8")
    rulebook.write_text(text.replace("kinds: [person]}", "kinds: [person], leaves: false}"))
    extra = {"CHIMERA_AUTHORITIES": str(copy)}
    opened = open_app(create_app, "kites", more_keys, tmp_path / "state", extra)
    with pytest.raises(BrokenRulebook, match="grounded-kites does not leave, but authorities"):
        await opened.__aenter__()
