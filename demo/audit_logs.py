"""Where an audit log is read: at the door of a running service, or in a stopped service's file."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import httpx
from pydantic import ValidationError
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from demo import godmode
from demo.launcher import StateFolder
from demo.roster import Roster
from demo.trouble import Trouble
from shared.audit import Checkpoint, Line
from shared.house import audit_after, audit_end, kept_now
from shared.web.audit_doors import AuditPage

PAGE = 2_000
BEYOND = 2**62


class AuditLog(Protocol):
    """One service's audit log, from its first line to its last."""

    def pages(self) -> Iterator[list[Line]]:
        """The lines in their order, some at a time."""
        ...

    def end(self) -> Checkpoint:
        """Where the log says that it ends, once its lines have been read."""
        ...


@dataclass(slots=True)
class DoorLog:
    """Read with an auditor's token through `GET /v1/audit`."""

    name: str
    url: str
    token: str
    _end: Checkpoint | None = None
    _client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30, trust_env=False))

    def pages(self) -> Iterator[list[Line]]:
        """Until a page is empty."""
        page = self._ask(0)
        while page.lines:
            yield [shown.line() for shown in page.lines]
            page = self._ask(page.next_after)

    def end(self) -> Checkpoint:
        """What the last page said, which looked for the end before it looked for lines."""
        if self._end is None:
            self._ask(BEYOND)
        assert self._end is not None  # noqa: S101 - every page says it
        return self._end

    def _ask(self, after: int) -> AuditPage:
        page = self._page(after)
        self._end = Checkpoint(**page.checkpoint.model_dump())
        return page

    def _page(self, after: int) -> AuditPage:
        headers = {"Authorization": f"Bearer {self.token}"}
        query = {"after": after, "limit": PAGE}
        try:
            answer = self._client.get(f"{self.url}/v1/audit", params=query, headers=headers)
            answer.raise_for_status()
            return AuditPage.model_validate_json(answer.content)
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            raise Trouble(f"{self.name} refused to show its audit log: status {status}") from error
        except (httpx.HTTPError, ValidationError) as error:
            raise Trouble(f"{self.name} does not show an audit log at {self.url}") from error


@dataclass(frozen=True, slots=True)
class FileLog:
    """Read in the file of a service that is stopped; nothing is written."""

    name: str
    file: Path

    def pages(self) -> Iterator[list[Line]]:
        """Page by page, as the door does."""
        after = 0
        with self._reading() as session:
            while lines := audit_after(session, after, PAGE):
                yield lines
                after = lines[-1].seq

    def end(self) -> Checkpoint:
        """The row that holds the end of the chain; the clock where it was left."""
        with self._reading() as session:
            size, head = audit_end(session)
            at = kept_now(session) or datetime.now(UTC)
            return Checkpoint(self.name, size, head, at)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{quote(str(self.file))}?mode=ro", uri=True)

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        engine = create_engine("sqlite://", creator=self._open, poolclass=NullPool)
        try:
            with Session(engine) as session:
                yield session
        except DBAPIError as error:
            raise Trouble(
                f"{self.file} has no chain: an earlier version wrote it; `chimera up` brings it up"
            ) from error


def logs_of(folder: StateFolder, roster: Roster) -> Mapping[str, AuditLog]:
    """Every service's log: by its door if the stack runs, in its file if it is stopped."""
    if folder.holder() is not None:
        addresses = folder.running_stack()["addresses"]
        running = [name for name in roster.names if name in addresses]
        return {name: _at_door(folder, name, addresses[name]) for name in running}
    files = {name: folder.state / name / f"{name}.sqlite" for name in roster.names}
    return {name: FileLog(name, file) for name, file in files.items() if file.exists()}


def _at_door(folder: StateFolder, name: str, url: str) -> DoorLog:
    return DoorLog(name, url, godmode.token(folder.keys, name, "auditor"))
