"""Writes docker-compose.yml from authorities.yaml: the walls of the model as networks and volumes.

`python -m demo.containers` writes the file again; a test holds the two equal. Each service has its
own image, its own database on its own internal network, its own volume of keys. A locality is on
the bus to hear hints, where the broker lets it say nothing, and waits for nobody when it starts; a
body whose lists all stay with it has no way to the bus at all.
"""

import sys
from pathlib import Path
from typing import Any

import yaml

from demo.roster import (
    LOCALITIES,
    LOCALITY,
    SECTOR_LIST,
    SECTORS,
    USUAL_LOCALITIES,
    USUAL_SECTORS,
)
from shared.authorities import Authorities, load

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = ROOT / "docker-compose.yml"
HEAD = """\
# Generated from authorities.yaml by `python -m demo.containers`; do not edit.
#
# `docker compose up` alone brings the whole system up, with two sector lists of many and two of the
# localities; the others come with `docker compose --profile sectors --profile localities up`.
# Networks are the walls: every database on an internal network of its own, the broker on `bus`,
# doors for people and partners on `front`.
# Passwords and keys are made once by `keys`, one volume per service.
"""
PLATFORM, GATEWAY = "platform", "gateway"
PORTS = {PLATFORM: 8200, GATEWAY: 8300}
FOLDERS = {PLATFORM: "national_platform", GATEWAY: "partner_gateway"}

# PostgreSQL would print parameters in DETAIL and STATEMENT lines; they can hold identifiers.
QUIET_POSTGRES = [
    "postgres",
    "-c", "log_error_verbosity=terse",
    "-c", "log_min_error_statement=panic",
    "-c", "log_parameter_max_length_on_error=0",
]  # fmt: skip
LOCKED_DOWN = {
    "read_only": True,
    "tmpfs": ["/tmp"],  # noqa: S108 - inside the container
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges:true"],
    "restart": "unless-stopped",
}
ASK_READY = (
    "import sys,urllib.request as r;"
    "sys.exit(r.urlopen('http://127.0.0.1:{port}/readyz',timeout=3).status!=200)"
)
HEAR_BROKER = "busybox nc -w 1 127.0.0.1 4222 </dev/null | grep -q INFO"


def generate(authorities: Authorities) -> str:
    """The whole file."""
    names = [*(one.slug for one in authorities), PLATFORM, GATEWAY]
    on_bus = {one.slug: one.is_issuer or one.service == LOCALITY for one in authorities}
    folders = {one.slug: one.service for one in authorities} | FOLDERS
    ports = {one.slug: one.port for one in authorities} | PORTS
    services: dict[str, Any] = {"keys": _keys(names), "broker": _broker()}
    for name in names:
        when = _profile(name, folders[name])
        services[f"{name}-db"] = _database(name) | when
        services[name] = _service(name, folders[name], ports[name], on_bus.get(name, True)) | when
    document = {
        "name": "chimera",
        "services": services,
        "networks": {"bus": {"internal": True}, "front": {}}
        | {f"{name}-db": {"internal": True} for name in names},
        "volumes": dict.fromkeys(_volumes(names)),
    }
    return HEAD + yaml.safe_dump(document, sort_keys=False, width=100, allow_unicode=True)


def _profile(name: str, folder: str) -> dict[str, Any]:
    """Each container costs memory, so most sectors, and a locality, wait to be asked for."""
    if folder == SECTOR_LIST and name not in USUAL_SECTORS:
        return {"profiles": [SECTORS]}
    if folder == LOCALITY and name not in USUAL_LOCALITIES:
        return {"profiles": [LOCALITIES]}
    return {}


def _key_folders(names: list[str]) -> list[str]:
    return [*names, *(f"{name}-db" for name in names), "broker", "identity", "handout"]


def _volumes(names: list[str]) -> list[str]:
    keys = [f"{folder}-keys" for folder in _key_folders(names)]
    data = [volume for name in names for volume in (f"{name}-data", f"{name}-state")]
    return [*keys, *data, "broker-data"]


def _keys(names: list[str]) -> dict[str, Any]:
    """Runs once, reaches no network, and is the only one that sees every volume of keys."""
    return {
        "image": "chimera-keys",
        "build": {"context": ".", "target": "keys"},
        "network_mode": "none",
        "volumes": [f"{folder}-keys:/keys/{folder}" for folder in _key_folders(names)],
    }


def _broker() -> dict[str, Any]:
    start = "set -a; . /keys/broker.env; exec nats-server -c /etc/nats/chimera.conf -a 0.0.0.0"
    return {
        "image": "nats:2.15-alpine",
        "entrypoint": ["sh", "-c", f"{start} -p 4222 -sd /data"],
        "volumes": [
            "broker-keys:/keys:ro",
            "./nats/nats.conf:/etc/nats/chimera.conf:ro",
            "broker-data:/data",
        ],
        "networks": ["bus"],
        "restart": "unless-stopped",
        "depends_on": {"keys": {"condition": "service_completed_successfully"}},
        "healthcheck": _check(["CMD-SHELL", HEAR_BROKER]),
    }


def _database(name: str) -> dict[str, Any]:
    return {
        "image": "postgres:17",
        "command": QUIET_POSTGRES,
        "environment": {
            "POSTGRES_USER": name,
            "POSTGRES_DB": name,
            "POSTGRES_PASSWORD_FILE": "/keys/database_password",
        },
        "volumes": [f"{name}-db-keys:/keys:ro", f"{name}-data:/var/lib/postgresql/data"],
        "networks": [f"{name}-db"],
        "restart": "unless-stopped",
        "depends_on": {"keys": {"condition": "service_completed_successfully"}},
        "healthcheck": _check(["CMD", "pg_isready", "-U", name, "-h", "127.0.0.1"]),
    }


def _service(name: str, folder: str, port: int, on_bus: bool) -> dict[str, Any]:
    waits = on_bus and folder != LOCALITY
    needs = [f"{name}-db", *(["broker"] if waits else [])]
    check = ["CMD", "python", "-c", ASK_READY.format(port=port)]
    return {
        "image": f"chimera-{folder.replace('_', '-')}",
        "build": {"context": ".", "target": "service", "args": {"SERVICE": folder}},
        "environment": _environment(name, port),
        "volumes": [f"{name}-keys:/keys:ro", f"{name}-state:/state"],
        "networks": [f"{name}-db", "front", *(["bus"] if on_bus else [])],
        "ports": [f"127.0.0.1:{port}:{port}"],
        **LOCKED_DOWN,
        "depends_on": {need: {"condition": "service_healthy"} for need in needs},
        "healthcheck": _check(check),
    }


def _environment(name: str, port: int) -> dict[str, str]:
    return {
        "PORT": str(port),
        "CHIMERA_AUTHORITY": name,
        "CHIMERA_DATABASE_URL": f"postgresql+psycopg://{name}@{name}-db/{name}",
        "CHIMERA_BROKER_URL": "nats://broker:4222",
        "CHIMERA_PLATFORM_URL": f"http://{PLATFORM}:{PORTS[PLATFORM]}",
        "CHIMERA_CLOCK": "${CHIMERA_CLOCK:-model}",
        "CHIMERA_START": "${CHIMERA_START:-2019-01-01}",
        "CHIMERA_RULES_AS_OF": "${CHIMERA_RULES_AS_OF:-2019-11-01}",
        "CHIMERA_EDITION_CADENCE": "${CHIMERA_EDITION_CADENCE:-monthly}",
        "CHIMERA_SEED": "${CHIMERA_SEED:-2019}",
    }


def _check(test: list[str]) -> dict[str, Any]:
    return {"test": test, "interval": "3s", "timeout": "5s", "retries": 40, "start_period": "5s"}


if __name__ == "__main__":
    COMPOSE.write_text(generate(load(ROOT / "authorities.yaml")), encoding="utf-8")
    sys.stdout.write(f"wrote {COMPOSE}\n")
