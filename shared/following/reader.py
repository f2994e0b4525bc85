"""The platform over HTTP, read with a token of the reader's own, made fresh for each request."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import httpx
from joserfc.jwk import OKPKey
from pydantic import BaseModel, ValidationError

from shared.access import mint
from shared.certificates import trusted

PLATFORM = "platform"
TOKEN_SECONDS = 60
TIMEOUT = httpx.Timeout(10.0, connect=2.0)

Shape = TypeVar("Shape", bound=BaseModel)


class PlatformAway(Exception):
    """The platform does not answer, or not so that it can be understood."""


class CursorTooOld(Exception):
    """A feed no longer reaches back to where we stopped."""


class PlatformReader:
    """Reads as one body, in the role that the platform knows it by."""

    def __init__(
        self,
        url: str,
        who: Mapping[str, str],
        signing: OKPKey,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`who` is {"name": the body's short name, "role": what it reads as}."""
        self._who = who
        self._signing = signing
        self._client = httpx.Client(
            base_url=url, timeout=TIMEOUT, trust_env=False, transport=transport, verify=trusted()
        )

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """One answer, whatever it says; PlatformAway if there is none."""
        try:
            return self._client.get(path, headers={**(headers or {}), **self._token()})
        except httpx.HTTPError as error:
            raise PlatformAway(type(error).__name__) from error

    @contextmanager
    def stream(self, path: str) -> Iterator[httpx.Response]:
        """One answer, piece by piece; PlatformAway if it breaks off."""
        try:
            with self._client.stream("GET", path, headers=self._token()) as answer:
                yield answer
        except httpx.HTTPError as error:
            raise PlatformAway(type(error).__name__) from error

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _token(self) -> dict[str, str]:
        name, role = self._who["name"], self._who["role"]
        claims = {"iss": name, "aud": PLATFORM, "sub": name, "roles": [role]}
        return {"Authorization": f"Bearer {mint(self._signing, claims, TOKEN_SECONDS)}"}


def understood(answer: httpx.Response, shape: type[Shape]) -> Shape:
    """What an answer says; PlatformAway if it is not of that shape."""
    if answer.status_code != httpx.codes.OK:
        raise PlatformAway(f"status_{answer.status_code}")
    try:
        return shape.model_validate_json(answer.content)
    except ValidationError as error:
        raise PlatformAway("not_understood") from error
