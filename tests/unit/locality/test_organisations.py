"""Organisations on a place's books: its own file on each, and what stands beside it."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from demo.population.organisations import organisation_code
from shared.contract import Effect, Publication
from shared.identifiers import Kind, Party
from tests.builders import make_organisation, make_party, words_of
from tests.unit.locality.downstream import FIRM, OTHER, Downstream, evaluation, open_downstream
from tests.unit.locality.story import code

ELSEWHERE = Party(
    kind=Kind.ORGANISATION,
    name="鹭汀渔业有限公司",
    id_number=organisation_code("750101", "MA000001"),
)
GREEN = evaluation(
    ref="l-green-green-green",
    issuer="environment",
    list="green-enterprises",
    effect=Effect.FAVOURABLE,
    reason="green",
    listed_on=date(2019, 1, 10),
)
WATCHED = evaluation(
    ref="l-watch-watch-watch",
    issuer="energy",
    list="watch-list",
    publication=Publication.SHARED,
    listed_on=date(2019, 1, 20),
)


@pytest.fixture
async def downstream(keys: Path, tmp_path: Path) -> AsyncIterator[Downstream]:
    """A place after Rongcheng on 2 January 2019, and its platform."""
    async with open_downstream(keys, tmp_path) as opened:
        yield opened


async def test_an_organisation_of_the_place_is_registered_once(downstream: Downstream) -> None:
    body = {"party": words_of(FIRM)}
    clerk = downstream.place.clerk
    first = await clerk.post("/v1/organisations", body, key="once")
    again = await clerk.post("/v1/organisations", body, key="once")
    assert (first.status_code, first.json()["replayed"]) == (201, False)
    assert again.json() == first.json() | {"replayed": True}
    refused = code(await clerk.post("/v1/organisations", body))
    assert refused == (409, "organisation_already_registered")
    audit = downstream.place.opened.rows("SELECT actor, door, about, outcome FROM audit")
    assert audit[0] == ("clerk-one", "POST /v1/organisations", first.json()["id"], "done")


@pytest.mark.parametrize(
    ("party", "refusal"),
    [
        (make_party(), (422, "not_an_organisation")),
        (ELSEWHERE, (422, "organisation_elsewhere")),
    ],
)
async def test_people_and_organisations_of_other_places_are_not(
    downstream: Downstream, party: Party, refusal: tuple[int, str]
) -> None:
    answer = await downstream.place.clerk.post("/v1/organisations", {"party": words_of(party)})
    assert code(answer) == refusal


async def test_the_books_are_read_in_the_order_of_codes_and_only_by_officers(
    downstream: Downstream,
) -> None:
    for party in (FIRM, OTHER):
        await downstream.register(party)
    books = (await downstream.place.clerk.get("/v1/organisations")).json()
    in_order = sorted([FIRM.id_number, OTHER.id_number])
    assert [one["code"] for one in books["organisations"]] == in_order
    assert books["next_after"] is None
    rest = (await downstream.place.clerk.get(f"/v1/organisations?after={in_order[0]}")).json()
    assert [one["code"] for one in rest["organisations"]] == in_order[1:]
    anybody = downstream.place.opened.anybody()
    assert code(await anybody.get("/v1/organisations")) == (401, "unauthenticated")


async def test_the_file_shows_the_larger_picture_beside_the_own_part(
    downstream: Downstream,
) -> None:
    organisation = await downstream.register()
    for one in (evaluation(), GREEN, WATCHED, evaluation(OTHER, ref="l-other-other-oth")):
        downstream.platform.say(one)
    assert downstream.reads()
    file = await downstream.file(organisation)
    assert file["own"]["organisation"]["code"] == FIRM.id_number
    complement = file["complement"]
    assert complement["counts"] == {"issuers": 3, "adverse": 2, "favourable": 1}
    assert [one["issuer"] for one in complement["evaluations"]] == [
        "environment",
        "market",
        "energy",
    ]
    market = complement["evaluations"][1]
    assert market["issuer_title"]["en"] == "Market regulator"
    assert market["list_title"]["zh"] == "严重违法失信企业"
    assert market["contest_at"] == "http://localhost:8112/v1/contact"
    assert "replaces nothing" in complement["says"]["en"]
    assert "no points" in complement["says"]["en"]
    assert "不产生积分" in complement["says"]["zh"]
    assert "points" not in str({**complement, "says": ""})


async def test_the_organisation_itself_reads_the_same_file(downstream: Downstream) -> None:
    organisation = await downstream.register()
    downstream.platform.say(evaluation())
    downstream.reads()
    itself = downstream.place.opened.party(FIRM)
    own = (await itself.get("/v1/me/organisation")).json()
    officers = await downstream.file(organisation)
    for file in (own, officers):
        file["complement"].pop("age_seconds")
    assert own == officers
    assert (await itself.get("/v1/me/file")).json()["organisation_file_at"] == "/v1/me/organisation"
    for other in (OTHER, make_party()):
        answer = await downstream.place.opened.party(other).get("/v1/me/organisation")
        assert code(answer) == (404, "organisation_unknown")
    unknown = await downstream.place.clerk.get("/v1/organisations/g-qhzxkvbnwertyuiopasd/file")
    assert code(unknown) == (404, "organisation_unknown")


async def test_a_firm_registered_late_finds_what_came_down_before(downstream: Downstream) -> None:
    downstream.platform.say(evaluation())
    downstream.reads()
    assert await downstream.told(await downstream.register()) == [("market", "serious-violations")]


@pytest.mark.parametrize(
    ("today", "is_shown"),
    [
        (date(2019, 2, 28), True),
        (date(2019, 3, 1), False),
        (date(2019, 3, 2), False),
    ],
)
async def test_what_has_passed_its_last_day_is_not_shown_though_nobody_said_so(
    downstream: Downstream, today: date, is_shown: bool
) -> None:
    organisation = await downstream.register()
    downstream.platform.say(evaluation(stands_until=date(2019, 3, 1)))
    downstream.reads()
    downstream.platform.is_away = True
    downstream.place.opened.advance(today)
    assert bool(await downstream.told(organisation)) is is_shown
    kept = downstream.place.opened.rows("SELECT ref FROM complement")
    assert bool(kept) is is_shown


async def test_an_organisation_has_neither_score_nor_benefit(downstream: Downstream) -> None:
    await downstream.register()
    itself = downstream.place.opened.party(make_organisation())
    assert code(await itself.get("/v1/me/score")) == (404, "resident_unknown")
    answer = await itself.post("/v1/benefits/bicycles-without-deposit/claims")
    assert code(answer) == (404, "resident_unknown")
