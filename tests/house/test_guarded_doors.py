"""Every door is either public for a reason, or opens to somebody in particular only."""

from collections.abc import Iterable

import httpx
import pytest
from fastapi import Depends, FastAPI
from httpx import ASGITransport

from demo.portraits import Portrait
from shared.access import mint_officer, read_key
from shared.web.guards import GUARDS, CallerDep, open_session, party_calling, with_role
from tests.house.routes import Door, doors_of, other_routes

ANYBODY = "no personal data, and people must be able to see it without asking anybody"
MACHINES = "no personal data; what runs the service looks here"
READERS = "anybody reads the public lists; only the gateway's token shows the shared ones too"
PROOFS = "hashes that name nobody; a log that only some can check proves nothing"
RECEIPTS = "no party in it; whoever knows the reference, which nobody can guess, may have it"
PUBLIC = {
    "GET /healthz": MACHINES,
    "GET /readyz": MACHINES,
    "GET /metrics": MACHINES,
    "GET /docs": ANYBODY,
    "GET /docs/oauth2-redirect": ANYBODY,
    "GET /v1/inventory": ANYBODY,
    "GET /v1/clock": ANYBODY,
    "GET /v1/rulebook": ANYBODY,
    "GET /v1/rulebook/changes": ANYBODY,
    "GET /v1/contact": ANYBODY,
    "GET /v1/statistics": "suppressed and rounded counts",
    "GET /v1/statistics.csv": "suppressed and rounded counts",
    "GET /v1/statistics/editions/{id}": "suppressed and rounded counts",
    "GET /v1/statistics/burdens": "suppressed and rounded counts",
    "GET /v1/benefits": "what a score opens is public; who claimed it is not",
    "POST /v1/search": "public lists only; a question by POST, so that no name is in an address",
    "GET /reconcile": "what the service offers",
    "POST /reconcile": "public lists only; a question by POST, so that no name is in an address",
    "GET /reconcile/preview": "one listing of a public list, by its reference",
    "GET /v1/listings/{issuer}/{ref}": READERS,
    "GET /v1/editions": "dates and counts",
    "GET /v1/editions/{id}": "dates, counts and hashes",
    "GET /v1/editions/{id}/listings.{format}": READERS,
    "HEAD /v1/editions/{id}/listings.{format}": READERS,
    "GET /v1/withdrawals": READERS,
    "GET /v1/log": PROOFS,
    "GET /v1/log/key": PROOFS,
    "GET /v1/editions/{id}/checkpoint": PROOFS,
    "GET /v1/editions/{id}/manifest.json": "dates, counts and hashes",
    "GET /v1/proofs/consistency": PROOFS,
    "GET /v1/proofs/listings/{issuer}/{ref}": READERS,
    "GET /v1/receipts/{issuer}/{ref}": RECEIPTS,
    "GET /v1/receipts/{issuer}/{ref}/page": RECEIPTS,
    "POST /v1/receipts/verify": "says whether our own signature is on it, and nothing else",
    "GET /v1/complement": "how old a place's copy is; about no organisation in particular",
    "GET /v1/authorities": ANYBODY,
    "POST /oauth/token": "where a partner proves who it is, with its own secret",
    "POST /oauth/revoke": "where a partner gives a token back, with its own secret",
    "GET /v1/measures": ANYBODY,
    "GET /v1/mous": ANYBODY,
    "GET /v1/mous/{id}": ANYBODY,
    "GET /v1/recognition": ANYBODY,
    "GET /desk": "a page that holds nothing; it asks the doors with an officer's own token",
    "GET /desk/paper": "a page that holds nothing; what is keyed stays in it until it is sent",
    "GET /assets/{name}": "the look of pages",
    "GET /": "the page to search from; it knows nobody",
    "GET /listings/{issuer}/{ref}": READERS,
    "GET /editions": "dates, counts and hashes",
    "GET /statistics": "suppressed and rounded counts",
    "GET /mous": ANYBODY,
    "GET /ledger": "suppressed and rounded counts",
    "GET /v1/consequences": "suppressed and rounded counts",
    "GET /mous/{id}": ANYBODY,
    "GET /measures": ANYBODY,
    "GET /v1/ratings/a": "organisations only: the list of A taxpayers is published each year",
}
# Pages about the doors with their scripts, which no other host serves.
PAGES = {"/openapi.json", "/static-offline-docs"}
REFUSED = {401, 403}


def unguarded(doors: Iterable[Door]) -> list[str]:
    """Doors that open to nobody in particular."""
    return [door.name for door in doors if not is_guarded(door)]


def is_guarded(door: Door) -> bool:
    """Whether it asks for a role of this service's own, or for a party's own token.

    A token alone, of whomever, is not enough: whoever holds any token would be let in.
    """
    return any(call in GUARDS or call is party_calling for call in door.depends_on)


def test_every_door_is_guarded_or_public_for_a_reason(portrait: Portrait) -> None:
    assert sorted(set(unguarded(doors_of(portrait.app))) - set(PUBLIC)) == []


def test_nothing_else_is_answered(portrait: Portrait) -> None:
    assert set(other_routes(portrait.app)) <= PAGES


def test_no_public_door_changes_anything(portrait: Portrait) -> None:
    writing = [one for one in doors_of(portrait.app) if open_session in one.depends_on]
    assert unguarded(writing) == []


def test_no_reason_is_left_over(portraits: list[Portrait]) -> None:
    open_doors = {name for one in portraits for name in unguarded(doors_of(one.app))}
    assert set(PUBLIC) - open_doors == set()


def type_read_by(door: Door) -> str:
    """What a door reads: JSON, unless it says otherwise; another type is refused before anybody."""
    return next(iter(door.extra.get("requestBody", {}).get("content", {})), "application/json")


async def status_of(portrait: Portrait, door: Door, headers: dict[str, str]) -> int:
    """What a door answers; its path is filled with an opaque name."""
    path = door.path
    while "{" in path:
        head, tail = path.split("{", 1)
        path = f"{head}l-qhzxkvbnwertyuiopasd{tail.split('}', 1)[1]}"
    transport = ASGITransport(app=portrait.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        typed = headers | {"Content-Type": type_read_by(door)}
        answer = await client.request(door.method, path, headers=typed, content=b"{}")
    return answer.status_code


async def test_without_a_token_no_guarded_door_opens(portrait: Portrait) -> None:
    for door in filter(is_guarded, doors_of(portrait.app)):
        assert await status_of(portrait, door, {}) == 401, door.name


async def test_an_officer_of_no_role_opens_no_door(portrait: Portrait) -> None:
    key = read_key(portrait.keys / "signing.jwk")
    token = mint_officer(key, portrait.place.name, "nobody", ["onlooker"])
    for door in filter(is_guarded, doors_of(portrait.app)):
        status = await status_of(portrait, door, {"Authorization": f"Bearer {token}"})
        assert status in REFUSED, door.name


async def test_an_officer_of_another_service_opens_no_door(portrait: Portrait) -> None:
    other = "tax" if portrait.place.name == "court" else "court"
    key = read_key(portrait.keys.parent / other / "signing.jwk")
    every_role = ["clerk", "reviewer", "appeals", "auditor", "operator"]
    token = mint_officer(key, portrait.place.name, "stranger", every_role)
    for door in filter(is_guarded, doors_of(portrait.app)):
        status = await status_of(portrait, door, {"Authorization": f"Bearer {token}"})
        assert status in REFUSED, door.name


def planted(guard: object) -> FastAPI:
    """An application whose only door has this dependency."""
    app = FastAPI(openapi_url=None)

    @app.get("/v1/planted", dependencies=[guard])  # type: ignore[list-item]
    def door() -> None:
        """Open to whom?"""

    return app


def any_token(caller: CallerDep) -> None:
    """Lets in whoever holds a token."""


@pytest.mark.parametrize("guard", [Depends(lambda: None), Depends(any_token)])
def test_a_planted_door_without_a_guard_is_found(guard: object) -> None:
    assert unguarded(doors_of(planted(guard))) == ["GET /v1/planted"]


def test_a_planted_door_with_a_role_is_not() -> None:
    assert unguarded(doors_of(planted(with_role("clerk")))) == []
