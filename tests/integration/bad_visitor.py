"""Somebody who puts a whole number wherever none belongs, at every door of every service."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
from joserfc.jwk import OKPKey

from demo.launcher import Stack
from demo.storyline.doors import Doors
from shared.access import mint_party
from shared.identifiers import Kind

SOME_REFERENCE = "x-qhzxkvbnwertyuiopasd"
NOT_ALLOWED = (401, 403)
Door = tuple[str, str, Mapping[str, Any]]


class BadVisitor:
    """One number, and everybody's tokens."""

    def __init__(self, stack: Stack, number: str) -> None:
        self._document = stack.document
        self._number = number
        self._party_tokens = {
            name: stack.party_token(stack.document["parties"][0]["id_number"], name)
            for name in stack.document["services"]
        }
        self._doors = Doors(stack)
        self._client = httpx.Client(timeout=15, trust_env=False)

    def close(self) -> None:
        """Go away."""
        self._doors.close()
        self._client.close()

    def visit(self, service: str) -> Iterator[httpx.Response]:
        """Everything bad at every door of one service; what each said."""
        base = self._document["services"][service]
        described = self._client.get(f"{base}/openapi.json").raise_for_status().json()
        for method, path, schema in _doors_of(described):
            place = _with_reference(path, SOME_REFERENCE)
            token = self._token_for(service, method, base + place)
            for url in (base + place, base + _with_reference(path, self._number)):
                yield from self._say_all(method, url, schema, token)

    def _say_all(
        self, method: str, url: str, schema: Mapping[str, Any], token: str
    ) -> Iterator[httpx.Response]:
        asked = {"params": {"after": self._number, "limit": self._number, "q": self._number}}
        own = {"Authorization": f"Bearer {token}"}
        if method == "GET":
            yield self._client.get(url, headers=own, **asked)
        else:
            for kind, body in self._bodies(schema):
                headers = {**own, "Content-Type": kind, "Idempotency-Key": self._number}
                yield self._client.request(method, url, headers=headers, content=body)
        for stranger in (self._number, self._foreign_token()):
            headers = {"Authorization": f"Bearer {stranger}"}
            yield self._client.request(method, url, headers=headers, **asked)

    def _bodies(self, schema: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
        number, fields = self._number, schema.get("properties", {})
        shapes: list[Any] = [
            dict.fromkeys(fields, number),
            dict.fromkeys(fields, f"证件 {' '.join(number)}"),
            dict.fromkeys(fields, {"name": number, "id_number": number[:-1], "kind": number}),
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

    def _token_for(self, service: str, method: str, url: str) -> str:
        """Whoever is let in here, so that what is sent is read."""
        for token in self._tokens(service):
            headers = {"Authorization": f"Bearer {token}"}
            answer = self._client.request(method, url, headers=headers, json={})
            if answer.status_code not in NOT_ALLOWED:
                return token
        return ""

    def _tokens(self, service: str) -> Iterator[str]:
        yield from self._document["officers"].get(service, {}).values()
        yield self._party_tokens[service]
        yield from self._document["departments"].get(service, {}).values()
        yield self._document["auditors"][service]
        yield self._document["operators"][service]
        if service == "gateway":
            yield self._doors.partner("skyward-air").token

    def _foreign_token(self) -> str:
        """Well formed, about this number, and signed by nobody whom anyone knows."""
        key = OKPKey.generate_key("Ed25519")
        claim = {"id_number": self._number}
        return mint_party(key, "court", Kind.PERSON, "王秀英", claim)


def _doors_of(described: Mapping[str, Any]) -> Iterator[Door]:
    """Method, path and the shape of the body of each."""
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            content = told.get("requestBody", {}).get("content", {})
            references = [kind["schema"].get("$ref", "") for kind in content.values()]
            name = references[0].rsplit("/", 1)[-1] if references else ""
            yield method.upper(), path, described["components"]["schemas"].get(name, {})


def _with_reference(path: str, reference: str) -> str:
    parts = (reference if part.startswith("{") else part for part in path.split("/"))
    return "/".join(parts)
