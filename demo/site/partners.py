"""A place at a partner's desk, for whoever looks at the demonstration.

In the modelled system a partner's secret is the partner's alone. Here one document has them all, so
the site can sign in for a visitor; the secret stays here, and the page gets the token.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

import httpx
from fastapi import APIRouter, Request
from fastapi import Path as InPath
from pydantic import BaseModel

from demo.site.settings import SiteSettings
from demo.site.visitors import both_names
from demo.site.window import Document, Master
from shared.contract import SlugText
from shared.errors import NotFound, Unavailable
from shared.identifiers import Party
from shared.origin import door, ours

GATEWAY, PART = "gateway", "partners"
GRANT = {"grant_type": "client_credentials"}
router = APIRouter(prefix=f"/{PART}", tags=["partners' desks"])


class PartnerUnknown(NotFound):
    """No partner whose secret the demonstration has."""

    code = "partner_unknown"


class Desks(BaseModel):
    """At whose desk a visitor may sit, and some invented parties to ask about."""

    partners: list[str]
    examples: list[Party]


class Seat(BaseModel):
    """A partner's token, as the gateway gave it."""

    access_token: str
    expires_in: int
    scope: str


def guests(settings: SiteSettings) -> Mapping[str, Sequence[str]]:
    """The gateway's own pages may ask these doors, under both names of this machine."""
    address = settings.services.get(GATEWAY)
    if address is None:
        return {}
    return {PART: both_names(address)}


@router.get("", **door(ours("So that a visitor can choose at whose desk to sit.")))
def desks(request: Request) -> Desks:
    """The partners, and some of the people and organisations in the model."""
    opens_all = _document(request)
    return Desks(
        partners=sorted(opens_all.get("partners", {})), examples=opens_all.get("parties", [])
    )


@router.post("/{id}/token", **door(ours("Stands for the partner's own signing in.")))
async def sit_down(
    id: Annotated[SlugText, InPath(examples=["skyward-air"])], request: Request
) -> Seat:
    """A fifteen-minute token of one partner, from the gateway's own door."""
    own = _document(request).get("partners", {}).get(id)
    if own is None:
        raise PartnerUnknown("The demonstration has no secret of such a partner.")
    settings: SiteSettings = request.app.state.settings
    address = settings.services_inside[GATEWAY]
    return await _sign_in(request.app.state.client, address, (id, own["client_secret"]))


async def _sign_in(client: httpx.AsyncClient, address: str, own: tuple[str, str]) -> Seat:
    try:
        given = await client.post(f"{address}/oauth/token", auth=own, data=GRANT)
        return Seat.model_validate(given.raise_for_status().json())
    except httpx.HTTPError as error:
        raise Unavailable("The gateway did not give a token just now.") from error


def _document(request: Request) -> Document:
    """What opens every door; empty where the demonstration has no such thing."""
    master: Master = request.app.state.master
    return master.read()
