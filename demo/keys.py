"""Makes every key and password of the model: one folder per service, nothing ever overwritten.

The folders are what the bodies would each make for themselves; only a demonstration makes them all
in one place. `python -m demo.keys ROOT` is what the containers run once before anything else.
"""

import argparse
import json
import os
import secrets
import string
import sys
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from argon2 import PasswordHasher
from joserfc.jwk import OKPKey

from demo import private_files
from demo.godmode import document, usual_addresses
from demo.identity import sign
from demo.key_change import change_signing_key
from demo.roster import BROKER, GATEWAY, PARTNERS, PLATFORM, Roster, read_roster
from demo.scene import Scene
from demo.trouble import Trouble
from shared.access import read_key
from shared.identifiers import Party

IDENTITY, HANDOUT = "identity", "handout"
GiveTo = Callable[[Path, int, int], object]
# OWASP's least: the secrets are long and random, and the gateway checks one at every token.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
PASSWORD_CHARACTERS = string.ascii_letters + string.digits


def make_all(root: Path, roster: Roster) -> None:
    """Make what is missing under `root`; what is there stays."""
    private_files.make_folder(root)
    _make_identity(root)
    for name in roster.names:
        _make_service(root / name, root / IDENTITY)
        _make_database(root, name)
    for issuer in roster.issuers:
        _make_key(root / issuer / "sealing.jwk", "X25519")
    _make_gateway(root, roster)
    _publish(root / GATEWAY / "signing.jwk", root / PLATFORM / "gateway.pub.jwk")
    _make_key(root / PLATFORM / "log.jwk", "Ed25519")
    _publish(root / PLATFORM / "log.jwk", root / GATEWAY / "platform-log.pub.jwk")
    _introduce_localities(root, roster)
    _make_broker(root, roster)
    _make_departments(root, roster)


def _make_identity(root: Path) -> None:
    private_files.make_folder(root / IDENTITY)
    _make_key(root / IDENTITY / "signing.jwk", "Ed25519")


def _make_service(folder: Path, identity: Path) -> None:
    private_files.make_folder(folder)
    _make_key(folder / "signing.jwk", "Ed25519")
    private_files.create(folder / "secret.key", secrets.token_hex(32))
    private_files.create(folder / "broker_password", new_password())
    _publish(identity / "signing.jwk", folder / "identity.pub.jwk")


def _make_database(root: Path, name: str) -> None:
    """The database server and its one service share a password."""
    server = private_files.make_folder(root / f"{name}-db") / "database_password"
    private_files.create(server, new_password())
    private_files.create(root / name / "database_password", server.read_text())


def _make_gateway(root: Path, roster: Roster) -> None:
    """The gateway seals questions to each issuer, and keeps a hash of each partner's secret."""
    sealing = private_files.make_folder(root / GATEWAY / "sealing")
    for issuer in roster.issuers:
        _publish(root / issuer / "sealing.jwk", sealing / f"{issuer}.pub.jwk")
    handed_out = _top_up_handout(root, "partners", PARTNERS)
    known = _read_json(root / GATEWAY / "partners.json")
    for partner, secret in handed_out.items():
        if partner not in known:
            known[partner] = [HASHER.hash(secret)]
    _write_if_changed(root / GATEWAY / "partners.json", known)


def _introduce_localities(root: Path, roster: Roster) -> None:
    """The platform knows by whose key it is asked what goes down to a place."""
    folder = private_files.make_folder(root / PLATFORM / "localities")
    for locality in roster.departments:
        _publish(root / locality / "signing.jwk", folder / f"{locality}.pub.jwk")


def _make_broker(root: Path, roster: Roster) -> None:
    """The broker reads all passwords from its environment."""
    folder = private_files.make_folder(root / BROKER)
    words = (
        f"{name.upper()}_PW={(root / name / 'broker_password').read_text()}\n"
        for name in roster.names
    )
    content = "".join(words)
    if not (path := folder / "broker.env").exists() or path.read_text() != content:
        private_files.replace(path, content)


def _make_departments(root: Path, roster: Roster) -> None:
    """Each notifying department holds its key; the locality keeps only a hash of it."""
    for locality, departments in roster.departments.items():
        handed_out = _top_up_handout(root, f"departments/{locality}", departments)
        hashes = {name: sha256(key.encode()).hexdigest() for name, key in handed_out.items()}
        _write_if_changed(root / locality / "departments.json", hashes)


def _top_up_handout(root: Path, where: str, names: Iterable[str]) -> dict[str, str]:
    """Secrets that outside bodies hold, one for each name; those already given out stay."""
    path = private_files.make_folder(root / HANDOUT) / "secrets.json"
    handout = _read_json(path)
    place: dict[str, Any] = handout
    for step in where.split("/"):
        place = place.setdefault(step, {})
    for name in names:
        place.setdefault(name, new_password())
    _write_if_changed(path, handout)
    return dict(place)


def hand_over(root: Path, roster: Roster, owner: int, give: GiveTo = os.chown) -> None:
    """Give each folder to the user who will read it in its container.

    PostgreSQL's images run under user ids of their own, so a database's password is opened to
    whoever is in the one container that has its volume.
    """
    databases = {f"{name}-db" for name in roster.names}
    for folder in filter(Path.is_dir, root.iterdir()):
        if folder.name in databases:
            folder.chmod(0o755)
            (folder / "database_password").chmod(0o644)
            continue
        for path in (folder, *folder.rglob("*")):
            give(path, owner, owner)


def new_password() -> str:
    """About 190 random bits; the broker's parser reads what starts with a digit as a number."""
    tail = "".join(secrets.choice(PASSWORD_CHARACTERS) for _ in range(31))
    return secrets.choice(string.ascii_letters) + tail


def _make_key(path: Path, curve: Literal["Ed25519", "X25519"]) -> None:
    if not path.exists():
        key = OKPKey.generate_key(curve)
        private_files.create(path, json.dumps(key.as_dict(private=True)))


def _publish(private: Path, public: Path) -> None:
    """Give somebody the public half of a key."""
    key = read_key(private)
    _write_if_changed(public, key.as_dict(private=False))


def _read_json(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text()) if path.exists() else {}


def _write_if_changed(path: Path, content: Mapping[str, object]) -> None:
    if not path.exists() or json.loads(path.read_text()) != content:
        private_files.replace_json(path, content)


def _read_command() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=main.__doc__)
    commands = ["make", "change", "demo-json", "party-token"]
    parser.add_argument("command", nargs="?", choices=commands, default="make")
    parser.add_argument("root", type=Path)
    parser.add_argument("--authorities", type=Path, default=Path("authorities.yaml"))
    parser.add_argument("--service", help="whose signing key is changed by `change`")
    parser.add_argument("--owner", type=int, help="user id that reads the services' folders")
    return parser.parse_args()


def main() -> int:
    """Make the keys that are missing under ROOT, or say what only their holder can say."""
    asked = _read_command()
    roster = read_roster(asked.authorities)
    if asked.command == "demo-json":
        running = roster.usual()
        opens_all = document(asked.root, running, usual_addresses(running), Scene())
        json.dump(opens_all, sys.stdout, ensure_ascii=False, indent=2)
    elif asked.command == "party-token":
        sys.stdout.write(_party_token(asked.root, json.load(sys.stdin)))
    else:
        if asked.command == "change":
            change_signing_key(asked.root / str(asked.service))
        make_all(asked.root, roster)
        if asked.owner is not None:
            hand_over(asked.root, roster, asked.owner)
    return 0


def _party_token(root: Path, asked: Mapping[str, Any]) -> str:
    """For `{"audience": ..., "party": {...}}`, read from standard input: no number in a command."""
    party = Party.model_validate(asked["party"])
    return sign(read_key(root / IDENTITY / "signing.jwk"), asked["audience"], party)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(f"keys: {trouble.sentence}.")
