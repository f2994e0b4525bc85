"""Partners' tokens: OAuth 2 client credentials, scopes are measures (RFC 6749, RFC 9068)."""

import base64
import binascii
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import unquote_plus

from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import BaseModel, Field

from services.partner_gateway.api.gate import Gate, GateDep
from shared.access import mint
from shared.errors import Forbidden, Refusal, Unauthenticated
from shared.origin import door, ours
from shared.web.guards import GUARDS, CallerDep, caller_at, token_at

router = APIRouter(tags=["partners"])

TOKEN_DOOR = "/oauth/token"  # noqa: S105 - a path
TOKEN_SECONDS = 900
TOKEN_TYPE = "at+jwt"  # noqa: S105 - RFC 9068's name of the type
GRANT = "client_credentials"
FormText = Annotated[str | None, Field(max_length=1000)]


class BadTokenRequest(Refusal):
    """A token request that RFC 6749 does not allow; `error` is the RFC's own code."""

    status = 400

    def __init__(self, sentence: str, code: str = "invalid_request") -> None:
        super().__init__(sentence, code=code, error=code, error_description=sentence)


class InvalidClient(Unauthenticated):
    """No such client, or not its secret; it is not said which."""

    code, challenge = "invalid_client", "Basic"

    def __init__(self) -> None:
        sentence = "The client is not known, or the secret is not the client's."
        super().__init__(sentence, error=self.code, error_description=sentence)


class TokenAsked(BaseModel):
    """The form of RFC 6749; fields that it does not know are ignored."""

    grant_type: FormText = Field(None, examples=[GRANT])
    client_id: FormText = Field(None, examples=["skyward-air"])
    client_secret: FormText = None
    scope: FormText = Field(None, examples=["air-travel"])


class TokenGiven(BaseModel):
    """A token for the measures in `scope`, and for nothing else."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - RFC 6750's name of the type
    expires_in: int = TOKEN_SECONDS
    scope: str


@dataclass(frozen=True, slots=True)
class PartnerCaller:
    """A partner, and the measures that its token was asked for."""

    id: str
    scope: frozenset[str]


@router.post(TOKEN_DOOR, **door(ours("Partners prove who they are; scopes are measures.")))
def give_token(
    form: Annotated[TokenAsked, Form()], request: Request, response: Response, gate: GateDep
) -> TokenGiven:
    """A fifteen-minute token for a partner, by form fields or HTTP Basic.

    Without `scope` it is for all measures that the partner carries out.
    """
    client_id, secret = _credentials(form, request.headers.get("authorization"))
    if form.grant_type is None:
        raise BadTokenRequest("The form needs grant_type.")
    if form.grant_type != GRANT:
        raise BadTokenRequest(f"Only {GRANT} is granted here.", "unsupported_grant_type")
    if not gate.secrets.fits(client_id, secret) or client_id not in gate.agreements.partners:
        raise InvalidClient
    scope = _scope(form, gate, client_id)
    response.headers["Cache-Control"] = "no-store"
    return TokenGiven(access_token=_sign(request, gate, client_id, scope), scope=scope)


def _credentials(form: TokenAsked, authorization: str | None) -> tuple[str, str]:
    """Client and secret from one of the two places, never from both."""
    if authorization is None:
        if not form.client_id or not form.client_secret:
            raise InvalidClient
        return form.client_id, form.client_secret
    if form.client_secret is not None:
        raise BadTokenRequest("Use the form or HTTP Basic, not both.")
    return _basic(authorization)


def _basic(authorization: str) -> tuple[str, str]:
    kind, _, coded = authorization.partition(" ")
    try:
        words = base64.b64decode(coded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise InvalidClient from error
    client_id, colon, secret = words.partition(":")
    if kind.lower() != "basic" or not colon:
        raise InvalidClient
    return unquote_plus(client_id), unquote_plus(secret)


def _scope(form: TokenAsked, gate: Gate, client_id: str) -> str:
    """What was asked for, if the partner has all of it."""
    own = gate.agreements.measures_of(client_id)
    wanted = form.scope.split() if form.scope else own
    if not set(wanted) <= set(own):
        raise BadTokenRequest("The scope names measures that are not yours.", "invalid_scope")
    return " ".join(dict.fromkeys(wanted))


def _sign(request: Request, gate: Gate, client_id: str, scope: str) -> str:
    name: str = request.app.state.name
    claims = {"iss": name, "aud": name, "sub": client_id, "client_id": client_id, "scope": scope}
    return mint(gate.signing, claims, TOKEN_SECONDS, typ=TOKEN_TYPE)


def partner_at(request: Request) -> PartnerCaller:
    """The partner whose access token this is; nobody else's token opens a partner's door."""
    caller, token = caller_at(request), token_at(request)
    if caller.issuer != request.app.state.name or _type_of(token) != TOKEN_TYPE:
        raise Forbidden("Only a partner's access token opens this door.", code="role_missing")
    return PartnerCaller(caller.subject, frozenset(str(caller.claims.get("scope", "")).split()))


async def partner_calling(request: Request, _: CallerDep) -> PartnerCaller:
    """The same as a dependency; what it depends on is there to be documented."""
    return partner_at(request)


GUARDS[partner_calling] = ("partner",)
PartnerDep = Annotated[PartnerCaller, Depends(partner_calling)]


@lru_cache(1_000)
def _type_of(token: str) -> Any:
    """The `typ` of a token whose signature, which covers it, has been checked before."""
    head = token.split(".", 1)[0]
    return json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))).get("typ")
