"""Somebody who puts a whole number wherever none belongs, at every door of every service."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from joserfc.jwk import OKPKey

from demo.launcher import Stack
from shared.access import mint, mint_party, read_key
from shared.identifiers import Kind
from tests.integration.near_misses import near_misses

SOME_REFERENCE = "x-qhzxkvbnwertyuiopasd"
NOT_ALLOWED = (401, 403)


@dataclass(frozen=True, slots=True)
class Door:
    """One door of a service, and the body that it takes, if any."""

    method: str
    path: str
    schema: Mapping[str, Any]
    schemas: Mapping[str, Any]

    def at(self, base: str, reference: str) -> str:
        """Its address, with this reference wherever the path has one."""
        parts = (reference if part.startswith("{") else part for part in self.path.split("/"))
        return base + "/".join(parts)


class BadVisitor:
    """One number, and everybody's tokens."""

    def __init__(self, stack: Stack, number: str) -> None:
        self._document = stack.document
        self._keys = stack.folder.keys
        self._number = number
        self._party_tokens = {
            name: stack.party_token(stack.document["parties"][0]["id_number"], name)
            for name in stack.document["services"]
        }
        self._client = httpx.Client(timeout=15, trust_env=False)

    def close(self) -> None:
        """Go away."""
        self._client.close()

    def visit(self, service: str) -> Iterator[httpx.Response]:
        """Everything bad at every door of one service; what each said."""
        base = self._document["services"][service]
        described = self._client.get(f"{base}/openapi.json").raise_for_status().json()
        for door in _doors_of(described):
            some, bad = door.at(base, SOME_REFERENCE), door.at(base, self._number)
            shown = self._shown_at(service, door.method, some)
            for url in dict.fromkeys((some, bad)):
                yield from self._say_all(door, url, shown)
                yield from self._say_as_a_stranger(door.method, url)

    def _say_all(self, door: Door, url: str, shown: str) -> Iterator[httpx.Response]:
        own = {"Authorization": shown}
        if door.method == "GET":
            yield self._client.get(url, headers=own, params=self._asked())
            return
        for kind, body in self._bodies(door):
            headers = {**own, "Content-Type": kind, "Idempotency-Key": self._number}
            yield self._client.request(door.method, url, headers=headers, content=body)

    def _say_as_a_stranger(self, method: str, url: str) -> Iterator[httpx.Response]:
        for stranger in (self._number, self._foreign_token()):
            headers = {"Authorization": f"Bearer {stranger}"}
            yield self._client.request(method, url, headers=headers, params=self._asked())

    def _asked(self) -> dict[str, str]:
        return dict.fromkeys(("after", "before", "limit", "q"), self._number)

    def _bodies(self, door: Door) -> Iterator[tuple[str, bytes]]:
        number, fields = self._number, door.schema.get("properties", {})
        shapes: list[Any] = [
            *near_misses(door.schema, door.schemas, number),
            dict.fromkeys(fields, number),
            dict.fromkeys(fields, f"证件 {' '.join(number)}"),
            {field: {"name": number, "id_number": number[:-1]} for field in fields},
            {number: number},
            [number],
            number,
        ]
        for shape in shapes:
            yield "application/json", json.dumps(shape).encode()
        yield "application/json", b'{"party": "' + number.encode()
        yield "text/plain", number.encode()
        form = f"grant_type={number}&client_id={number}&client_secret={number}&scope={number}"
        yield "application/x-www-form-urlencoded", form.encode()

    def _shown_at(self, service: str, method: str, url: str) -> str:
        """What whoever is let in here shows, so that what is sent is read."""
        every = [f"Bearer {token}" for token in self._tokens(service)]
        for shown in [*every, *([self._partners_secret()] if service == "gateway" else [])]:
            headers = {"Authorization": shown}
            answer = self._client.request(method, url, headers=headers, json={})
            if answer.status_code not in NOT_ALLOWED:
                return shown
        return "Bearer nobody"

    def _partners_secret(self) -> str:
        """HTTP Basic, as a partner changes its secrets."""
        known = self._document["partners"]["skyward-air"]
        words = f"{known['client_id']}:{known['client_secret']}"
        return f"Basic {base64.b64encode(words.encode()).decode()}"

    def _tokens(self, service: str) -> Iterator[str]:
        yield from self._document["officers"].get(service, {}).values()
        yield self._party_tokens[service]
        yield from self._document["departments"].get(service, {}).values()
        yield self._document["auditors"][service]
        yield self._document["operators"][service]
        if service == "gateway":
            yield self._partner_token()
        if service == "platform":
            yield self._locality_token()

    def _locality_token(self) -> str:
        """As the locality itself makes one to read what comes down to it."""
        claims = {"iss": "rongcheng", "aud": "platform", "sub": "rongcheng", "roles": ["locality"]}
        return mint(read_key(self._keys / "rongcheng" / "signing.jwk"), claims, 60)

    def _partner_token(self) -> str:
        known = self._document["partners"]["skyward-air"]
        url = f"{self._document['services']['gateway']}/oauth/token"
        answer = self._client.post(url, data={"grant_type": "client_credentials", **known})
        return str(answer.raise_for_status().json()["access_token"])

    def _foreign_token(self) -> str:
        """Well formed, about this number, and signed by nobody whom anyone knows."""
        key = OKPKey.generate_key("Ed25519")
        claim = {"id_number": self._number}
        return mint_party(key, "court", Kind.PERSON, "王秀英", claim)


def _doors_of(described: Mapping[str, Any]) -> Iterator[Door]:
    schemas = described["components"]["schemas"]
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            content = told.get("requestBody", {}).get("content", {})
            references = [kind["schema"].get("$ref", "") for kind in content.values()]
            name = references[0].rsplit("/", 1)[-1] if references else ""
            yield Door(method.upper(), path, schemas.get(name, {}), schemas)
