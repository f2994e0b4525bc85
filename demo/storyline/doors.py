"""The public doors as the people of the story use them: nothing here has a key of its own."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from demo.stage import Stage
from shared.certificates import trusted

Party = Mapping[str, str]
POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Answer:
    """What a door said."""

    status: int
    body: Any

    @property
    def code(self) -> str:
        """The stable code of a problem document, or nothing."""
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""

    def __getitem__(self, name: str) -> Any:
        return self.body[name]


class Visitor:
    """Somebody at the doors of one service, with or without a token."""

    def __init__(self, client: httpx.Client, address: str, token: str | None = None) -> None:
        self._client = client
        self._address = address
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: str | int) -> Answer:
        """Read."""
        return self._send("GET", path, params=query)

    def download(self, path: str) -> bytes:
        """A whole file."""
        found = self._client.get(self._address + path, headers=self._headers)
        return found.raise_for_status().content

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """Ask that something be done."""
        return self._send("POST", path, json=body or {})

    def put(self, path: str, body: Mapping[str, Any]) -> Answer:
        """Set something."""
        return self._send("PUT", path, json=body)

    def _send(self, method: str, path: str, **words: Any) -> Answer:
        url = self._address + path
        found = self._client.request(method, url, headers=self._headers, **words)
        is_json = "json" in found.headers.get("content-type", "")
        return Answer(found.status_code, found.json() if is_json else found.text)


class Doors:
    """Every service of a running stack, and the people who come to it."""

    def __init__(self, stage: Stage, client: httpx.Client | None = None) -> None:
        self.stage = stage
        self._document = stage.document
        self._client = client or httpx.Client(timeout=15, trust_env=False, verify=trusted())
        self._partner_tokens: dict[str, str] = {}

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def parties(self) -> list[dict[str, str]]:
        """Some invented parties; the last two are namesakes with the same masked number."""
        return list(self._document["parties"])

    def anybody(self, service: str) -> Visitor:
        """A visitor without a token."""
        return self._visitor(service)

    def officer(self, authority: str, role: str) -> Visitor:
        """An officer of an authority."""
        return self._visitor(authority, self._document["officers"][authority][role])

    def auditor(self, service: str) -> Visitor:
        """A service's auditor."""
        return self._visitor(service, self._document["auditors"][service])

    def operator(self, service: str) -> Visitor:
        """A service's operator."""
        return self._visitor(service, self._document["operators"][service])

    def department(self, locality: str, department: str) -> Visitor:
        """A department with its own key at a locality."""
        return self._visitor(locality, self._document["departments"][locality][department])

    def party(self, service: str, party: Party) -> Visitor:
        """A party with its own token for one service."""
        return self._visitor(service, self.stage.party_token(party["id_number"], service))

    def partner(self, slug: str) -> Visitor:
        """A partner organisation with an access token of its own."""
        if slug not in self._partner_tokens:
            known = self._document["partners"][slug]
            form = {
                "grant_type": "client_credentials",
                "client_id": known["client_id"],
                "client_secret": known["client_secret"],
            }
            url = f"{self._document['services']['gateway']}/oauth/token"
            answer = self._client.post(url, data=form).raise_for_status()
            self._partner_tokens[slug] = answer.json()["access_token"]
        return self._visitor("gateway", self._partner_tokens[slug])

    def today(self, service: str = "court") -> datetime:
        """Where the model's clock stands."""
        return datetime.fromisoformat(self.anybody(service).get("/v1/clock")["now"])

    def _visitor(self, service: str, token: str | None = None) -> Visitor:
        return Visitor(self._client, self._document["services"][service], token)


def until(found: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Whether a condition came true in time."""
    deadline = time.monotonic() + seconds
    while not found():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
