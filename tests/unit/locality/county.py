"""The steps of a local listing, each through the locality's doors; the teacher is invented."""

from datetime import date
from typing import Any

from tests.builders import make_party, words_of
from tests.unit.answers import done, refused
from tests.unit.locality.story import Place

TEACHER, NEIGHBOUR = make_party("王老师"), make_party("李军", sequence=3)
LIST, ACT = "county-list", "corporal-punishment"


async def sanctioned(place: Place, **changes: Any) -> str:
    """The school acted in April 2019; in July the county added to it."""
    place.opened.advance(date(2019, 7, 2))
    body = {
        "party": words_of(TEACHER),
        "ground": ACT,
        "found_on": "2019-04-29",
        "facts": "体罚逃课学生，经查属实。",
        "penalties": [
            {"penalty": "suspension", "imposed_on": "2019-05-05"},
            {"penalty": "forced-apology", "imposed_on": "2019-05-05"},
        ],
    }
    act = done(await place.clerk.post("/v1/local-cases", body | changes))["id"]
    for penalty in ("loss-of-salary", "loss-of-bonus", "contract-ended"):
        imposed = {"penalty": penalty, "imposed_on": "2019-07-02"}
        done(await place.clerk.post(f"/v1/local-cases/{act}/penalties", imposed))
    return str(act)


async def proposed(place: Place, act: str, **changes: Any) -> Any:
    """A clerk asks for the local listing."""
    body = {"list": LIST, "ground": ACT, "basis": act, "party": words_of(TEACHER)}
    return await place.clerk.post("/v1/listing-proposals", body | changes)


async def notified(place: Place, act: str) -> dict[str, Any]:
    """Another officer has agreed, and the party was told."""
    door = f"/v1/listing-proposals/{done(await proposed(place, act))['id']}"
    assert refused(await place.clerk.post(f"{door}/approval")) == (403, "role_missing")
    done(await place.opened.officer("reviewer").post(f"{door}/approval"))
    return done(await place.clerk.post(f"{door}/notification"))


async def listed(place: Place, act: str) -> str:
    """The reference of the listing; the clock stands on its first day."""
    place.opened.advance(date.fromisoformat((await notified(place, act))["publish_on"]))
    (procedure,) = await procedures(place)
    return str(procedure["listing"]["ref"])


async def procedures(place: Place) -> list[dict[str, Any]]:
    """What the teacher reads about the local list."""
    found: list[dict[str, Any]] = (await place.file(TEACHER))["local_list"]["procedures"]
    return found


async def read_list(place: Place) -> dict[str, Any]:
    """The list as a resident reads it."""
    return done(await place.opened.party(NEIGHBOUR).get("/v1/local-list"))


async def eligible(place: Place, party: Any = TEACHER) -> dict[str, Any]:
    """What the bureau that gives awards is told."""
    body = {"party": words_of(party)}
    return done(await place.department("welfare").post("/v1/award-checks", body))
