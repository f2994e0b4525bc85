"""Keys: one folder a service, private, never overwritten, and fitting each other."""

import json
import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import cast

import pytest
from argon2 import PasswordHasher
from joserfc.jwk import OKPKey

from demo import keys, private_files
from demo.godmode import document, usual_addresses
from demo.key_change import change_signing_key
from demo.roster import Roster, read_roster
from demo.scene import Scene
from demo.trouble import Trouble
from shared.access import Verifier, read_key
from shared.errors import Unauthenticated

ROOT = Path(__file__).resolve().parents[3]
ROSTER = read_roster(ROOT / "authorities.yaml")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("a place") / "keys"
    keys.make_all(made, ROSTER)
    return made


def files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.is_file())


def contents(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in files(root)}


def words(path: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(path.read_text())
    return found


def test_only_the_owner_may_read_any_key_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        keys.make_all(tmp_path / "keys", ROSTER)
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in files(tmp_path)}
    folders = [path for path in (tmp_path / "keys").rglob("*") if path.is_dir()]
    assert modes == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def test_making_keys_again_changes_nothing(root: Path) -> None:
    before = contents(root)
    keys.make_all(root, ROSTER)
    assert contents(root) == before


def test_a_lost_file_is_made_again_and_no_other_is_touched(tmp_path: Path) -> None:
    keys.make_all(tmp_path, ROSTER)
    before = contents(tmp_path)
    lost = tmp_path / "court" / "secret.key"
    lost.unlink()
    keys.make_all(tmp_path, ROSTER)
    after = contents(tmp_path)
    assert after.pop(lost) != before.pop(lost)
    assert after == before


def test_every_service_has_its_own_key_secret_and_password(root: Path) -> None:
    for file in ("signing.jwk", "secret.key", "broker_password", "database_password"):
        assert len({(root / name / file).read_text() for name in ROSTER.names}) == len(ROSTER.names)


def test_a_service_and_its_database_share_one_password(root: Path) -> None:
    for name in ROSTER.names:
        server = root / f"{name}-db" / "database_password"
        assert server.read_text() == (root / name / "database_password").read_text()


def test_the_broker_knows_every_users_password_and_each_starts_with_a_letter(root: Path) -> None:
    told = dict(line.split("=", 1) for line in (root / "broker/broker.env").read_text().split())
    for name in ROSTER.names:
        password = (root / name / "broker_password").read_text()
        assert told[f"{name.upper()}_PW"] == password
        assert password[0].isalpha()
        assert password.isalnum()


def test_public_halves_given_to_others_hold_no_private_part(root: Path) -> None:
    public = list(root.rglob("*.pub.jwk"))
    given = {path.name for path in (root / "gateway/sealing").iterdir()}
    assert given == {f"{issuer}.pub.jwk" for issuer in ROSTER.issuers}
    assert all("d" not in words(path) for path in public)
    assert words(root / "platform/gateway.pub.jwk")["x"] == words(root / "gateway/signing.jwk")["x"]


def test_the_platform_knows_each_locality_by_its_own_key(root: Path) -> None:
    known = {path.name: words(path)["x"] for path in (root / "platform/localities").iterdir()}
    assert known == {
        f"{name}.pub.jwk": words(root / name / "signing.jwk")["x"] for name in ROSTER.departments
    }


def test_the_log_has_a_key_of_its_own_that_the_platform_alone_holds(root: Path) -> None:
    assert [str(path.relative_to(root)) for path in root.rglob("log*")] == ["platform/log.jwk"]
    assert words(root / "platform/log.jwk")["x"] != words(root / "platform/signing.jwk")["x"]


def test_the_gateway_knows_the_logs_public_key(root: Path) -> None:
    known = words(root / "gateway/platform-log.pub.jwk")
    assert known["x"] == words(root / "platform/log.jwk")["x"]
    assert "d" not in known


def test_only_issuers_can_open_sealed_questions(root: Path) -> None:
    holders = {path.parent.name for path in root.rglob("sealing.jwk")}
    assert holders == set(ROSTER.issuers)
    assert not holders & {"rongcheng", "bailu", "village", "education", "association"}
    assert words(root / "court/sealing.jwk")["crv"] == "X25519"


def test_the_gateway_and_the_localities_hold_hashes_not_secrets(root: Path) -> None:
    handout = json.loads((root / "handout/secrets.json").read_text())
    for partner, secret in handout["partners"].items():
        (hashed,) = json.loads((root / "gateway/partners.json").read_text())[partner]
        assert PasswordHasher().verify(hashed, secret)
    for locality, departments in handout["departments"].items():
        held = words(root / locality / "departments.json")
        assert held == {name: sha256(key.encode()).hexdigest() for name, key in departments.items()}


def test_a_new_department_gets_a_key_and_the_others_keep_theirs(tmp_path: Path) -> None:
    keys.make_all(tmp_path, ROSTER)
    before = json.loads((tmp_path / "handout/secrets.json").read_text())
    more = {**ROSTER.departments, "bailu": (*ROSTER.departments["bailu"], "library")}
    keys.make_all(tmp_path, Roster(ROSTER.authorities, ROSTER.issuers, more))
    after = json.loads((tmp_path / "handout/secrets.json").read_text())
    assert after["departments"]["bailu"].pop("library")
    assert after == before


def test_of_two_that_make_the_same_file_the_first_wins(tmp_path: Path) -> None:
    private_files.create(tmp_path / "key", "first")
    private_files.create(tmp_path / "key", "second")
    assert (tmp_path / "key").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_file_that_could_not_be_written_leaves_the_old_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    private_files.replace(path, "whole")
    with pytest.raises(TypeError), private_files.replacing(path) as file:
        file.writelines(cast("list[str]", ["ha", 2]))
    assert path.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [path]


def test_the_folders_can_be_handed_to_the_users_of_the_containers(tmp_path: Path) -> None:
    keys.make_all(tmp_path, ROSTER)
    us, group = os.getuid(), os.getgid()
    changed: list[tuple[str, int, int]] = []
    keys.hand_over(tmp_path, ROSTER, 10001, lambda p, u, g: changed.append((str(p), u, g)))
    whose = {path.removeprefix(f"{tmp_path}/"): user for path, user, _ in changed}
    assert whose["court"] == whose["court/signing.jwk"] == whose["gateway/sealing"] == 10001
    assert "court-db" not in whose
    assert (tmp_path / "court-db/database_password").stat().st_mode & 0o777 == 0o644
    assert (tmp_path.stat().st_uid, tmp_path.stat().st_gid) == (us, group)


def test_the_document_opens_every_door_for_twelve_hours(root: Path) -> None:
    addresses = usual_addresses(ROSTER)
    told = document(root, ROSTER, addresses, Scene(population=200))
    assert told["services"] == {n: u for n, u in addresses.items() if n not in ("site", "broker")}
    assert told["identity"] == "http://localhost:8000/identity/token"
    assert set(told["operators"]) == set(told["auditors"]) == set(ROSTER.names)
    court = Verifier("court", {"court": read_key(root / "court/signing.jwk")})
    tokens = dict(told["officers"]["court"])
    double = court.check(tokens.pop("clerk_as_reviewer"))
    above = court.check(tokens.pop("appeals_above"))
    second = court.check(tokens.pop("second_clerk"))
    officers = {role: court.check(token) for role, token in tokens.items()}
    assert (double.subject, double.roles) == (officers["clerk"].subject, frozenset({"reviewer"}))
    assert {role: caller.roles for role, caller in officers.items()} == {
        role: {role} for role in ("clerk", "reviewer", "appeals")
    }
    assert len({caller.subject for caller in officers.values()}) == 3
    assert (second.subject, second.roles) == ("clerk-2", officers["clerk"].roles)
    assert above.roles == officers["appeals"].roles
    assert above.subject != officers["appeals"].subject
    clerk = officers["clerk"].claims
    assert clerk["exp"] - clerk["iat"] == 12 * 3600


def test_one_authoritys_officer_is_nobody_at_another(root: Path) -> None:
    told = document(root, ROSTER, usual_addresses(ROSTER), Scene(population=50))
    tax = Verifier("tax", {"tax": read_key(root / "tax/signing.jwk")})
    with pytest.raises(Unauthenticated):
        tax.check(told["officers"]["court"]["clerk"])


def test_the_document_ends_with_two_namesakes(root: Path) -> None:
    told = document(root, ROSTER, usual_addresses(ROSTER), Scene(population=50))
    one, other = told["parties"][-2:]
    assert one["name"] == other["name"]
    assert one["id_number"] != other["id_number"]
    assert one["id_number"][:10] == other["id_number"][:10]


def test_keys_are_read_back_by_the_services(root: Path) -> None:
    assert isinstance(read_key(root / "identity/signing.jwk"), OKPKey)


def test_a_signing_key_is_changed_by_a_command_and_told_to_the_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.make_all(tmp_path, ROSTER)
    before = read_key(tmp_path / "gateway/signing.jwk").thumbprint()
    command = ["keys", "change", str(tmp_path), "--service", "gateway"]
    monkeypatch.setattr("sys.argv", command)
    assert keys.main() == 0
    after = read_key(tmp_path / "gateway/signing.jwk").thumbprint()
    assert after != before
    assert read_key(tmp_path / "gateway/signing.previous.pub.jwk").thumbprint() == before
    assert read_key(tmp_path / "platform/gateway.pub.jwk").thumbprint() == after


def test_nobodys_key_is_not_changed(tmp_path: Path) -> None:
    with pytest.raises(Trouble):
        change_signing_key(tmp_path / "nobody")
