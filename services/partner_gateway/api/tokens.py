"""Partners' tokens: OAuth 2 client credentials, scopes are measures (RFC 6749, RFC 9068)."""

import base64
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import BaseModel, Field

from services.partner_gateway.api.clients import (
    BadTokenRequest,
    ClientForm,
    FormText,
    client_in_form,
)
from services.partner_gateway.api.gate import Gate, GateDep
from services.partner_gateway.records import credentials
from shared.access import Caller, mint
from shared.errors import Forbidden, Unauthenticated
from shared.origin import door, ours
from shared.web.guards import GUARDS, CallerDep, caller_at, token_at

router = APIRouter(tags=["partners"])

TOKEN_DOOR = "/oauth/token"  # noqa: S105 - a path
TOKEN_SECONDS = 900
TOKEN_TYPE = "at+jwt"  # noqa: S105 - RFC 9068's name of the type
GRANT = "client_credentials"


class UnsupportedGrantType(BadTokenRequest):
    """Another grant than that of client credentials."""

    code = "unsupported_grant_type"


class InvalidScope(BadTokenRequest):
    """A scope with measures that the partner does not carry out."""

    code = "invalid_scope"


class TokenRevoked(Unauthenticated):
    """The token was given back, or all tokens of the partner were ended."""

    code = "token_revoked"


class NotAPartner(Forbidden):
    """A token that is not a partner's access token."""

    code = "role_missing"


class TokenAsked(ClientForm):
    """The form of RFC 6749; fields that it does not know are ignored."""

    grant_type: FormText = Field(None, examples=[GRANT])
    scope: FormText = Field(None, examples=["air-travel"])


class TokenGiven(BaseModel):
    """A token for the measures in `scope`, and for nothing else."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - RFC 6750's name of the type
    expires_in: int = TOKEN_SECONDS
    scope: str


@dataclass(frozen=True, slots=True)
class PartnerCaller:
    """A partner, the measures that its token was asked for, and which token it is."""

    id: str
    scope: frozenset[str]
    jti: str
    issued_at: int

    def refuse_if_ended(self, ended: credentials.Ended) -> None:
        """TokenRevoked if the token is one of those that count no longer."""
        if ended.covers(self.id, self.jti, self.issued_at):
            raise TokenRevoked("The token was revoked; get a new one.")


@router.post(TOKEN_DOOR, **door(ours("Partners prove who they are; scopes are measures.")))
def give_token(
    form: Annotated[TokenAsked, Form()], request: Request, response: Response, gate: GateDep
) -> TokenGiven:
    """A fifteen-minute token for a partner, by form fields or HTTP Basic.

    Without `scope` it is for all measures that the partner carries out.
    """
    client = client_in_form(form, request, gate)
    if form.grant_type is None:
        raise BadTokenRequest("The form needs grant_type.")
    if form.grant_type != GRANT:
        raise UnsupportedGrantType(f"Only {GRANT} is granted here.")
    scope = _scope(form, gate, client.id)
    response.headers["Cache-Control"] = "no-store"
    return TokenGiven(access_token=_sign(request, gate, client.id, scope), scope=scope)


def _scope(form: TokenAsked, gate: Gate, client_id: str) -> str:
    """What was asked for, if the partner has all of it."""
    own = gate.agreements.measures_of(client_id)
    wanted = form.scope.split() if form.scope else own
    if not set(wanted) <= set(own):
        raise InvalidScope("The scope names measures that are not yours.")
    return " ".join(dict.fromkeys(wanted))


def _sign(request: Request, gate: Gate, client_id: str, scope: str) -> str:
    """A token made after the instant at which an operator ended those before it."""
    name: str = request.app.state.name
    with request.app.state.database.read() as session:
        born = credentials.not_before(session).get(client_id, 0)
    claims = {"iss": name, "aud": name, "sub": client_id, "client_id": client_id, "scope": scope}
    return mint(gate.signing, {**claims, "iat": born}, TOKEN_SECONDS, typ=TOKEN_TYPE)


def read_partner(token: str, caller: Caller, own_name: str) -> PartnerCaller | None:
    """The partner behind a token that was checked before; None if it is no access token of ours."""
    if caller.issuer != own_name or _type_of(token) != TOKEN_TYPE:
        return None
    claims = caller.claims
    scope = frozenset(str(claims.get("scope", "")).split())
    return PartnerCaller(caller.subject, scope, str(claims.get("jti", "")), claims["iat"])


def partner_at(request: Request) -> PartnerCaller:
    """The partner whose access token this is; nobody else's token opens a partner's door.

    Whether the token was ended meanwhile is not looked at here: whoever takes this asks
    `refuse_if_ended` in the transaction in which it answers.
    """
    caller = caller_at(request)
    partner = read_partner(token_at(request), caller, request.app.state.name)
    if partner is None:
        raise NotAPartner("Only a partner's access token opens this door.")
    return partner


async def partner_showing(request: Request, _: CallerDep) -> PartnerCaller:
    """The same as a dependency; what it depends on is there to be documented."""
    return partner_at(request)


ShownPartnerDep = Annotated[PartnerCaller, Depends(partner_showing)]


def partner_calling(request: Request, partner: ShownPartnerDep) -> PartnerCaller:
    """The partner whose access token this is, if the token was not ended meanwhile."""
    with request.app.state.database.read() as session:
        partner.refuse_if_ended(credentials.ended(session))
    return partner


GUARDS[partner_showing] = ("partner",)
GUARDS[partner_calling] = ("partner",)
PartnerDep = Annotated[PartnerCaller, Depends(partner_calling)]


@lru_cache(1_000)
def _type_of(token: str) -> Any:
    """The `typ` of a token whose signature, which covers it, has been checked before."""
    head = token.split(".", 1)[0]
    return json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))).get("typ")
