"""A seat at an authority's desk, for whoever looks at the demonstration.

In the modelled system an officer's token comes from the authority alone. Here one document has some
of each, so a visitor can sit down without a terminal. An authority's page gets its own officers'.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from pydantic import BaseModel

from demo.site.settings import SiteSettings
from demo.site.visitors import both_names
from demo.site.window import Master
from shared.contract import SlugText
from shared.errors import NotFound
from shared.origin import door, ours

PART = "officers"
router = APIRouter(prefix=f"/{PART}", tags=["officers' desks"])
Authority = Annotated[SlugText, InPath(examples=["court"])]


class SeatUnknown(NotFound):
    """No officer whose token the demonstration has."""

    code = "seat_unknown"


class Seats(BaseModel):
    """Which officers of one authority a visitor may be; none without the document."""

    seats: list[str]


class OfficerSeat(BaseModel):
    """An officer's token, good at that one authority."""

    access_token: str


def guests(settings: SiteSettings) -> Mapping[str, Sequence[str]]:
    """Each service's own pages may ask for its own officers."""
    return {f"{PART}/{name}": both_names(url) for name, url in settings.services.items()}


@router.get("/{authority}", **door(ours("So that four eyes can be seen without a terminal.")))
def seats(authority: Authority, request: Request) -> Seats:
    """The officers whose tokens the demonstration has."""
    return Seats(seats=list(_officers(request, authority)))


@router.post("/{authority}/{seat}/token", **door(ours("Stands for the officer's own signing in.")))
def sit_down(
    authority: Authority,
    seat: Annotated[str, InPath(pattern="^[a-z_]{1,32}$", examples=["clerk"])],
    request: Request,
) -> OfficerSeat:
    """The token of one officer, from the document."""
    token = _officers(request, authority).get(seat)
    if token is None:
        raise SeatUnknown("The demonstration has no token of such an officer.")
    return OfficerSeat(access_token=token)


def _officers(request: Request, authority: str) -> Mapping[str, Any]:
    master: Master = request.app.state.master
    found: Mapping[str, Any] = master.read().get("officers", {}).get(authority, {})
    return found
