"""A service's application in a test: its own keys and state, minted tokens, no process, no broker.

`open_app` builds the real application; the client speaks to it through ASGI, which skips the
lifespan, so nothing is connected and nothing falls due by itself: `advance` does both by hand.
"""

import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from fastapi import FastAPI
from fastapi.dependencies import models
from joserfc.jwk import OKPKey
from sqlalchemy import text

from shared.access import mint_officer, mint_party, read_key
from shared.calendar import legal_day, start_of
from shared.database import Database, open_database
from shared.identifiers import Party, truncate
from shared.migrating import upgrade

ROOT = Path(__file__).resolve().parents[2]
START = date(2019, 1, 2)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the doors, with a token or without."""

    client: httpx.AsyncClient
    token: str | None

    async def get(self, path: str) -> httpx.Response:
        """Read."""
        return await self.client.get(path, headers=self._headers({}))

    async def post(self, path: str, body: Any = None, *, key: str | None = None) -> httpx.Response:
        """Ask for something to be done; `key` is the idempotency key."""
        more = {"Idempotency-Key": key} if key else {}
        return await self.client.post(path, json=body, headers=self._headers(more))

    async def put(self, path: str, body: Any) -> httpx.Response:
        """Put something in place."""
        return await self.client.put(path, json=body, headers=self._headers({}))

    async def send(self, method: str, path: str, **raw: Any) -> httpx.Response:
        """Send just these bytes and headers."""
        headers = self._headers(dict(raw.pop("headers", {})))
        return await self.client.request(method, path, headers=headers, **raw)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return more | ({"Authorization": f"Bearer {self.token}"} if self.token else {})


@dataclass(frozen=True, slots=True)
class OpenApp:
    """One service, open for visitors."""

    name: str
    app: FastAPI
    client: httpx.AsyncClient
    signing: OKPKey
    identity: OKPKey

    def officer(self, *roles: str, name: str | None = None) -> Visitor:
        """An officer, auditor or operator of this service; named after the first role."""
        subject = name or f"{roles[0]}-one"
        return self.holder(mint_officer(self.signing, self.name, subject, list(roles)))

    def operator(self) -> Visitor:
        """Whoever may move the clock."""
        return self.officer("operator")

    def party(self, party: Party, *, masked: bool = False) -> Visitor:
        """A party with the identity issuer's token; `masked` as the platform gets it."""
        whole = {"id_number": str(party.id_number)}
        mask = {"truncated_id": str(truncate(party.kind, party.id_number))}
        number = mask if masked else whole
        return self.holder(mint_party(self.identity, self.name, party.kind, party.name, number))

    def anybody(self) -> Visitor:
        """Somebody without a token."""
        return self.holder(None)

    def holder(self, token: str | None) -> Visitor:
        """Whoever holds this token."""
        return Visitor(self.client, token)

    @property
    def database(self) -> Database:
        """The service's own tables."""
        return cast(Database, self.app.state.database)

    @property
    def today(self) -> date:
        """The legal day by the service's clock."""
        return legal_day(self.app.state.clock.now())

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What a statement finds in the service's tables."""
        with self.database.read() as session:
            return [tuple(row) for row in session.execute(text(statement))]

    def advance(self, to: date) -> None:
        """Put the clock to the beginning of a legal day, and do what is due by then."""
        self.app.state.clock.move(start_of(to))
        self.run_due()

    def run_due(self) -> None:
        """Do what is due now; without the lifespan nothing else would."""
        self.app.state.due.duties.run_due(self.app.state.clock.now())

    def everything_held(self) -> str:
        """Every table, as one text, to search for what must not be there."""
        tables = self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        return "\n".join(str(self.rows(f'SELECT * FROM "{name}"')) for (name,) in tables)  # noqa: S608 - the database's own names


@asynccontextmanager
async def open_app(
    create_app: Callable[[], FastAPI],
    name: str,
    keys: Path,
    state: Path,
    extra: Mapping[str, str] | None = None,
) -> AsyncIterator[OpenApp]:
    """The application of the service called `name`, built from the environment as uvicorn would."""
    _lay_out_tables(_folder_of(create_app), state / f"{name}.sqlite")
    with pytest.MonkeyPatch.context() as environment:
        for variable, value in (_variables(name, keys, state) | dict(extra or {})).items():
            environment.setenv(variable, value)
        app = create_app()
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{name}.test") as client:
        own, identity = (read_key(keys / who / "signing.jwk") for who in (name, "identity"))
        yield OpenApp(name, app, client, own, identity)
    if app.state.database is not None:
        app.state.database.close()


def forget_applications() -> None:
    """Let go of the applications that are closed.

    FastAPI remembers about each function whether it is a coroutine, and with the function the
    application around it. Hundreds of them, each with its tables, are much to search for garbage.
    """
    for known in vars(models).values():
        if hasattr(known, "cache_clear"):
            known.cache_clear()


def _folder_of(create_app: Callable[[], FastAPI]) -> Path:
    """The service's folder, also of one that the test folder of the same name puts together."""
    folder = Path(sys.modules[create_app.__module__].__file__ or "").parent
    return folder if folder.parent.name == "services" else ROOT / "services" / folder.name


def _lay_out_tables(service: Path, file: Path) -> None:
    """Empty tables of the newest version, copied: running all steps again takes half of a test."""
    steps = service / "migrations"
    if steps.is_dir() and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_newest_tables(steps))


@cache
def _newest_tables(steps: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "newest.sqlite"
        engine = open_database(f"sqlite:///{file}")
        upgrade(engine, steps)
        engine.dispose()
        return file.read_bytes()


def _variables(name: str, keys: Path, state: Path) -> dict[str, str]:
    return {
        "CHIMERA_AUTHORITY": name,
        "CHIMERA_KEYS_DIR": str(keys / name),
        "CHIMERA_STATE_DIR": str(state),
        "CHIMERA_CLOCK": "model",
        "CHIMERA_START": START.isoformat(),
        "CHIMERA_RULES_AS_OF": "2019-11-01",
        "CHIMERA_AUTHORITIES": str(ROOT / "authorities.yaml"),
    }
