"""Who a client is: its id and its secret by form or HTTP Basic, checked slowly, not too often."""

import base64
import binascii
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import unquote_plus

from fastapi import Depends, Request
from fastapi.security import HTTPBasic
from pydantic import BaseModel, Field

from services.partner_gateway.api.gate import Gate, GateDep
from services.partner_gateway.records import credentials
from shared.calendar import legal_day
from shared.database import Database
from shared.errors import Refusal, Unauthenticated
from shared.web.guards import GUARDS
from shared.web.rates import address_of

FormText = Annotated[str | None, Field(max_length=1000)]


class BadTokenRequest(Refusal):
    """A request that RFC 6749 does not allow; `error` is the RFC's own code."""

    status, code = 400, "invalid_request"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, error=self.code, error_description=sentence)


class InvalidClient(Unauthenticated):
    """No such client, or not its secret; it is not said which."""

    code, challenge = "invalid_client", "Basic"

    def __init__(self) -> None:
        sentence = "The client is not known, or the secret is not the client's."
        super().__init__(sentence, error=self.code, error_description=sentence)


class ClientForm(BaseModel):
    """What every form of RFC 6749 may say of the client, if HTTP Basic does not."""

    client_id: FormText = Field(None, examples=["skyward-air"])
    client_secret: FormText = None


class _OnPaper(HTTPBasic):
    """HTTP Basic as the document of the doors shows it; what is sent is read below."""

    async def __call__(self, request: Request) -> None:  # type: ignore[override]  # reads nothing
        """Let everybody through to where it is read."""


BASIC = _OnPaper(description="A partner's client id and secret.", auto_error=False)


@dataclass(frozen=True, slots=True)
class Client:
    """A partner that has shown one of its secrets."""

    id: str
    secret_id: str


def client_in_form(form: ClientForm, request: Request, gate: Gate) -> Client:
    """The client of a form, which proves itself in the form or by HTTP Basic."""
    client_id, secret = _from_either(form, request.headers.get("authorization"))
    return _prove(request, gate, client_id, secret)


def client_calling(request: Request, gate: GateDep, _: Annotated[None, Depends(BASIC)]) -> Client:
    """The client that proves itself by HTTP Basic; a token is not enough to make a secret."""
    return _prove(request, gate, *_from_basic(request.headers.get("authorization", "")))


GUARDS[client_calling] = ("partner",)
ClientDep = Annotated[Client, Depends(client_calling)]


def _from_either(form: ClientForm, authorization: str | None) -> tuple[str, str]:
    """Client and secret from one of the two places, never from both."""
    if authorization is None:
        if not form.client_id or not form.client_secret:
            raise InvalidClient
        return form.client_id, form.client_secret
    if form.client_secret is not None:
        raise BadTokenRequest("Use the form or HTTP Basic, not both.")
    return _from_basic(authorization)


def _from_basic(authorization: str) -> tuple[str, str]:
    kind, _, coded = authorization.partition(" ")
    try:
        words = base64.b64decode(coded, validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise InvalidClient from error
    client_id, colon, secret = words.partition(":")
    if kind.lower() != "basic" or not colon:
        raise InvalidClient
    return unquote_plus(client_id), unquote_plus(secret)


def _prove(request: Request, gate: Gate, client_id: str, secret: str) -> Client:
    """The client, if the secret is one of its own; the same work whatever is wrong."""
    database, address = request.app.state.database, address_of(request)
    gate.attempts.check(client_id, address)
    known = _live_hashes(database, gate, client_id)
    with gate.secrets.place():
        # Looked at again inside: of many that came at once, few have failed before the others.
        gate.attempts.check(client_id, address)
        found = gate.secrets.which(known, secret)
        if found is None or client_id not in gate.agreements.partners:
            gate.attempts.failed(client_id, address)
            raise InvalidClient
    _note_use(database, gate, found)
    return Client(client_id, found)


def _live_hashes(database: Database, gate: Gate, client_id: str) -> dict[str, str]:
    with database.read() as session:
        live = credentials.live_secrets(session, client_id, gate.token_clock.now())
        return {one.id: one.hash for one in live}


def _note_use(database: Database, gate: Gate, secret_id: str) -> None:
    """Written once a day, not at every token."""
    today = legal_day(gate.token_clock.now())
    with database.read() as session:
        if credentials.last_used_on(session, secret_id) == today:
            return
    with database.write() as session:
        credentials.note_use(session, secret_id, today)
