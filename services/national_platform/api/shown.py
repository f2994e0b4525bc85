"""One listing as the public sees it, and the cursor from which a list of them goes on."""

import base64
import re
from datetime import date

from pydantic import BaseModel, Field

from services.national_platform.api.reading import contest_at
from services.national_platform.domain.register import Held
from services.national_platform.records.register import Key
from shared.authorities import Authorities
from shared.contract import Effect
from shared.errors import BadInput
from shared.identifiers import Kind

PLACE = re.compile(r"([a-z][a-z0-9-]{0,63})/([A-Za-z0-9_-]{8,64})")
BEGINNING: Key = ("", "")


class ListingShown(BaseModel):
    """One listing as the public sees it; a name and a mask are not an identity."""

    issuer: str
    ref: str
    list: str
    kind: Kind
    effect: Effect
    reason: str
    listed_on: date
    stands_until: date
    name: str
    truncated_id: str
    in_edition: str = Field(description="The edition that showed it first")
    contest_at: str = Field(description="The issuer's door that says how to contest it")


def show(held: Held, authorities: Authorities) -> ListingShown:
    """What the public sees of it."""
    return ListingShown(
        issuer=held.issuer,
        ref=held.ref,
        list=held.list,
        kind=held.kind,
        effect=held.effect,
        reason=held.reason or "",
        listed_on=held.listed_on,
        stands_until=held.shown_until or held.stands_until,
        name=held.name or "",
        truncated_id=held.truncated_id or "",
        in_edition=held.in_edition or "",
        contest_at=contest_at(authorities, held.issuer),
    )


def cursor_after(last: ListingShown) -> str:
    """Where the next page begins; it names a listing and no party."""
    return base64.urlsafe_b64encode(f"{last.issuer}/{last.ref}".encode()).decode()


def read_cursor(cursor: str | None) -> Key:
    """The listing that a cursor names; without one, before all of them."""
    if cursor is None:
        return BEGINNING
    try:
        place = PLACE.fullmatch(base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii"))
    except ValueError:  # binascii and Unicode errors are value errors too
        place = None
    if place is None:
        raise BadInput("This cursor did not come from here.", code="cursor_unknown")
    return place[1], place[2]
