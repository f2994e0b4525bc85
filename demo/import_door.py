"""An authority's doors for imports, as the command uses them; a hiccup is waited out."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic import ValidationError

from demo.trouble import Trouble
from shared.procedure.importing.shapes import ImportReceipt, LineShown, Report

DOOR = "/v1/proposal-imports"
TRIES, PAUSE_SECONDS = 60, 0.5
BUSY = {429, 502, 503, 504}
TYPES = {"csv": "text/csv", "jsonl": "application/jsonl"}


@dataclass(frozen=True, slots=True)
class ImportDoor:
    """One clerk at one authority."""

    name: str
    url: str
    token: str
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60, trust_env=False))

    def begin(self, written: dict[str, str], key: str) -> ImportReceipt:
        """Begin; the same key within a day is the same import."""
        headers = {"Idempotency-Key": key}
        return self._receipt(lambda: self._ask("POST", DOOR, json=written, headers=headers))

    def progress(self, import_id: str) -> ImportReceipt | None:
        """How far it has come; None if the authority knows no such import."""
        answer = self._patiently(lambda: self._ask("GET", f"{DOOR}/{import_id}"))
        return None if answer.status_code == 404 else self._read(answer)

    def send(self, begun: ImportReceipt, first: int, lines: bytes) -> ImportReceipt:
        """Some lines of the file; sending them again does nothing twice."""
        path, headers = f"{DOOR}/{begun.id}/lines", {"Content-Type": TYPES[begun.format]}
        query = {"first_line": first}
        return self._receipt(
            lambda: self._ask("POST", path, content=lines, headers=headers, params=query)
        )

    def end(self, import_id: str) -> ImportReceipt:
        """Say that this was all."""
        return self._receipt(lambda: self._ask("POST", f"{DOOR}/{import_id}/end"))

    def refused(self, import_id: str) -> Iterator[LineShown]:
        """Every refused line, with field and reason."""
        after = 0
        while page := self._page(import_id, after).lines:
            yield from page
            after = page[-1].line

    def _page(self, import_id: str, after: int) -> Report:
        path, query = f"{DOOR}/{import_id}/lines", {"after": after, "refused_only": True}
        answer = self._patiently(lambda: self._ask("GET", path, params=query))
        return Report.model_validate_json(self._good(answer).content)

    def _receipt(self, ask: Callable[[], httpx.Response]) -> ImportReceipt:
        return self._read(self._patiently(ask))

    def _read(self, answer: httpx.Response) -> ImportReceipt:
        try:
            return ImportReceipt.model_validate_json(self._good(answer).content)
        except ValidationError as error:
            raise Trouble(f"{self.name} at {self.url} takes no imports") from error

    def _good(self, answer: httpx.Response) -> httpx.Response:
        if answer.is_success:
            return answer
        raise Trouble(f"{self.name} refused: {_detail(answer)}")

    def _patiently(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """Once more after a pause, for as long as a service takes to be started again."""
        for _ in range(TRIES):
            try:
                answer = ask()
            except httpx.TransportError:
                time.sleep(PAUSE_SECONDS)
                continue
            if answer.status_code not in BUSY:
                return answer
            time.sleep(PAUSE_SECONDS)
        raise Trouble(f"{self.name} does not answer at {self.url}; the same command goes on later")

    def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        return self.client.request(method, self.url + path, headers=headers, **more)


def _detail(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["detail"]).rstrip(".")
    except (ValueError, KeyError, TypeError):
        return f"status {answer.status_code}"
