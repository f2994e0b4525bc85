"""The identity issuer: vouches for invented parties, as an electronic identity card would.

Nobody proves anything to it: whoever can reach it on this machine can be any invented party. That
is why it exists in the demonstration only, and answers nobody but this machine's own pages.
"""

import re
import unicodedata
from typing import Annotated, Any

from fastapi import APIRouter, Request
from joserfc.jwk import OKPKey
from pydantic import BaseModel, ConfigDict, Field

from demo.parties import KnownParties
from shared.access import PARTY_SECONDS, mint_party
from shared.errors import NotFound, Unavailable
from shared.identifiers import IdNumber, Kind, Party, check_number, truncate
from shared.origin import door, ours

PLATFORM = "platform"
PEOPLE_SHOWN = 12
# Invented organisations' codes start with 0, which no resident ID does.
RESIDENT_ID = re.compile(r"[1-9][0-9]{16}[0-9Xx]")
router = APIRouter(prefix="/identity", tags=["identity issuer"])


class UnknownParty(NotFound):
    """A number that no invented party here has."""

    code = "party_unknown"


class UnknownAudience(NotFound):
    """Not a service of this stack."""

    code = "audience_unknown"


class TokenAsked(BaseModel):
    """Who wants to speak for themselves, and to which service."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    id_number: Annotated[str, Field(max_length=18, examples=["660101199001010020"])]
    audience: Annotated[str, Field(max_length=64, examples=["court"])]


class PeopleAsked(BaseModel):
    """How the name of somebody begins; nobody in particular without one."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    name: Annotated[str, Field(max_length=100)] = ""


class PersonKnown(BaseModel):
    """An invented party that somebody may choose to be."""

    kind: Kind
    name: str
    id_number: str
    truncated_id: str


class PeopleKnown(BaseModel):
    """Some invented parties."""

    people: list[PersonKnown]


class TokenGiven(BaseModel):
    """A party's token for one service."""

    token: str
    audience: str
    expires_in_seconds: int = PARTY_SECONDS


def sign(key: OKPKey, audience: str, party: Party) -> str:
    """A party's token; the platform is told the masked number only."""
    if audience == PLATFORM:
        number = {"truncated_id": str(truncate(party.kind, party.id_number))}
    else:
        number = {"id_number": str(party.id_number)}
    return mint_party(key, audience, party.kind, party.name, number)


@router.post("/people", **door(ours("So that a visitor can choose whom to be.")))
def give_people(asked: PeopleAsked, request: Request) -> PeopleKnown:
    """Some invented parties of this stack, by POST so that no name is in an address."""
    known, name = _filled(request), unicodedata.normalize("NFKC", asked.name.strip())
    found = known.beginning_with(name, PEOPLE_SHOWN) if name else known.first_and_last(PEOPLE_SHOWN)
    return PeopleKnown(people=[_known(one) for one in found])


def _known(party: Party) -> PersonKnown:
    masked = truncate(party.kind, party.id_number)
    return PersonKnown(**party.model_dump(), truncated_id=str(masked))


def _filled(request: Request) -> KnownParties:
    known: KnownParties = request.app.state.parties
    if not known.is_filled():
        raise Unavailable("The population is still being made.")
    return known


def _checked(raw: str) -> IdNumber:
    """A number that could be somebody's is refused before anything looks for it."""
    kind = Kind.PERSON if RESIDENT_ID.fullmatch(raw) else Kind.ORGANISATION
    return check_number(kind, raw)


@router.post("/token", **door(ours("Stands for an electronic identity card.")))
def give_token(asked: TokenAsked, request: Request) -> TokenGiven:
    """A fifteen-minute token for one service, for an invented party of this stack."""
    state: Any = request.app.state
    if asked.audience not in state.services:
        raise UnknownAudience("There is no such service in this stack.")
    party = _filled(request).find(_checked(asked.id_number))
    if party is None:
        raise UnknownParty("No invented party here has this number.")
    return TokenGiven(token=sign(state.key, asked.audience, party), audience=asked.audience)
