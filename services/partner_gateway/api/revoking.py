"""Ending access at once: a token by its partner (RFC 7009), all of a partner's by the operator."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from services.partner_gateway.api.clients import (
    BadTokenRequest,
    ClientForm,
    FormText,
    client_in_form,
)
from services.partner_gateway.api.gate import Gate, GateDep
from services.partner_gateway.api.stops import OperatorWork, PartnerUnknown
from services.partner_gateway.api.tokens import PartnerCaller, read_partner
from services.partner_gateway.records import Revocation, RevokedToken, credentials
from shared.access import MAX_TOKEN_CHARS
from shared.errors import Unauthenticated
from shared.identifiers import Slug, Statement
from shared.origin import door, ours

router = APIRouter()

REVOCATION_DOOR = "/oauth/revoke"


class NotYourToken(BadTokenRequest):
    """A token of another partner."""

    code = "invalid_grant"


class TokenReturned(ClientForm):
    """The form of RFC 7009; the hint is not needed, for there is one kind of token only."""

    token: Annotated[str | None, Field(max_length=MAX_TOKEN_CHARS)] = None
    token_type_hint: FormText = Field(None, examples=["access_token"])


class NewRevocation(BaseModel):
    """Why all tokens of a partner end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reasons: Statement


class RevocationShown(BaseModel):
    """Tokens that the partner got before this instant, of the real clock, are refused."""

    partner: str
    not_before: datetime
    revoked_by: str
    reasons: str


@router.post(
    REVOCATION_DOOR,
    tags=["partners"],
    response_class=Response,
    responses={200: {"description": "The token counts no longer, or never did"}},
    **door(ours("A token that leaked ends before its time.")),
)
def revoke_token(
    form: Annotated[TokenReturned, Form()], request: Request, gate: GateDep
) -> Response:
    """Give a token of yours back, with your id and secret by form or HTTP Basic.

    A token that is unknown, expired or no token at all is answered in the same way: it opens
    nothing.
    """
    client = client_in_form(form, request, gate)
    if not form.token:
        raise BadTokenRequest("The form needs token.")
    found = _read(request, form.token)
    if found is not None:
        _keep(request, gate, *found, own=client.id)
    return Response(status_code=200, headers={"Cache-Control": "no-store"})


def _read(request: Request, token: str) -> tuple[PartnerCaller, datetime] | None:
    """Whose token it is and when it expires; None if it opens nothing anyway."""
    state = request.app.state
    try:
        caller = state.verifier.check(token)
    except Unauthenticated:
        return None
    partner = read_partner(token, caller, state.name)
    if partner is None:
        return None
    return partner, datetime.fromtimestamp(caller.claims["exp"], UTC)


def _keep(
    request: Request, gate: Gate, token: PartnerCaller, expires_at: datetime, *, own: str
) -> None:
    if token.id != own:
        raise NotYourToken("The token is not yours.")
    now = gate.token_clock.now()
    row = RevokedToken(jti=token.jti, partner=own, revoked_at=now, expires_at=expires_at)
    with request.app.state.database.write() as session:
        credentials.revoke(session, row)


@router.post(
    "/v1/partners/{id}/revocation",
    tags=["auditor and operator"],
    **door(ours("A human ends all access at once, with reasons.")),
)
def revoke_all(id: Slug, body: NewRevocation, work: OperatorWork, gate: GateDep) -> RevocationShown:
    """End all tokens that a partner has now. Its secrets stay valid: retire those too."""
    if id not in gate.agreements.partners:
        raise PartnerUnknown("There is no such partner.")
    not_before, by = gate.token_clock.now(), work.signed.by
    row = Revocation(partner=id, not_before=not_before, revoked_by=by, reasons=body.reasons)
    work.session.add(row)
    work.done(id)
    return RevocationShown(partner=id, not_before=not_before, revoked_by=by, reasons=body.reasons)
