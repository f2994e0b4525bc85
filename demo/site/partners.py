"""A place at a partner's desk, for whoever looks at the demonstration.

In the modelled system a partner's secret is the partner's alone. Here the launcher has made all of
them, so the site can sign in for a visitor; the secret stays here, and the page gets the token.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Request
from fastapi import Path as InPath
from pydantic import BaseModel

from demo.cast import some
from demo.site.settings import SiteSettings
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
    return {PART: [address, address.replace("127.0.0.1", "localhost")]}


@router.get("", **door(ours("So that a visitor can choose at whose desk to sit.")))
def desks(request: Request) -> Desks:
    """The partners, and some of the people and organisations in the model."""
    settings: SiteSettings = request.app.state.settings
    examples = some(settings.population, settings.seed, settings.as_of)
    return Desks(
        partners=sorted(_secrets(settings.handout)),
        examples=[Party.model_validate(one) for one in examples],
    )


@router.post("/{id}/token", **door(ours("Stands for the partner's own signing in.")))
async def sit_down(
    id: Annotated[SlugText, InPath(examples=["skyward-air"])], request: Request
) -> Seat:
    """A fifteen-minute token of one partner, from the gateway's own door."""
    settings: SiteSettings = request.app.state.settings
    secret = (await asyncio.to_thread(_secrets, settings.handout)).get(id)
    if secret is None:
        raise PartnerUnknown("The demonstration has no secret of such a partner.")
    return await _sign_in(request.app.state.client, settings, (id, secret))


async def _sign_in(client: httpx.AsyncClient, settings: SiteSettings, own: tuple[str, str]) -> Seat:
    address = settings.services_inside[GATEWAY]
    try:
        given = await client.post(f"{address}/oauth/token", auth=own, data=GRANT)
        return Seat.model_validate(given.raise_for_status().json())
    except httpx.HTTPError as error:
        raise Unavailable("The gateway did not give a token just now.") from error


def _secrets(handout: Path | None) -> Mapping[str, str]:
    """What the launcher handed out; nothing where it is not on this machine."""
    if handout is None or not handout.exists():
        return {}
    told: dict[str, Any] = json.loads(handout.read_text("utf-8"))
    found: dict[str, str] = told["partners"]
    return found
