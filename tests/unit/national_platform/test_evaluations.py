"""What goes down to the localities: organisations only, with the edition, and ends at once."""

from datetime import date
from typing import Any

from demo.population.organisations import organisation_code
from shared.access import mint, read_key
from shared.contract import Cause, Effect, Publication
from shared.identifiers import Kind, Party
from shared.ledger.listing import Listing
from tests.builders import make_organisation, make_party
from tests.unit.answers import refused
from tests.unit.national_platform.doors import FEBRUARY, Platform
from tests.unit.national_platform.saying import listed, say, withdraw

MARCH, APRIL = date(2019, 3, 1), date(2019, 4, 1)
FIRM = make_organisation()
IN_BAILU = Party(
    kind=Kind.ORGANISATION,
    name="鹭汀渔业有限公司",
    id_number=organisation_code("750101", "MA000001"),
)
MARKET: dict[str, Any] = {
    "issuer": "market",
    "list": "serious-violations",
    "reason": "food-safety",
    "listed_on": date(2019, 1, 15),
    "stands_until": date(2022, 1, 15),
}
WATCH: dict[str, Any] = {
    "issuer": "energy",
    "list": "watch-list",
    "publication": Publication.SHARED,
}
GREEN: dict[str, Any] = {
    "issuer": "environment",
    "list": "green-enterprises",
    "effect": Effect.FAVOURABLE,
}


def about(firm: Party = FIRM, ref: str = "market-aaaaaaa", **changes: Any) -> Listing:
    """A listing of the market regulator's about a firm."""
    return listed(ref, **{"party": firm, **MARKET, **changes})


def ends(told: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """Reference, how it stands, and the cause, line by line."""
    lines = told["evaluations"]
    return [(one["ref"], one["ended"] or "stands", one["cause"]) for one in lines]


async def test_an_addition_waits_for_the_edition_and_then_goes_down(platform: Platform) -> None:
    platform.hears(say(about()))
    before = await platform.goes_down()
    assert (before["evaluations"], before["next_after"], before["edition"]) == ([], 0, None)
    platform.turns_to(FEBRUARY)
    told = await platform.goes_down()
    assert told["evaluations"] == [
        {
            "seq": 1,
            "issuer": "market",
            "ref": "market-aaaaaaa",
            "version": 1,
            "region": "660101",
            "ended": None,
            "cause": None,
            "list": "serious-violations",
            "effect": "adverse",
            "publication": "public",
            "name": FIRM.name,
            "code": FIRM.id_number,
            "reason": "food-safety",
            "listed_on": "2019-01-15",
            "stands_until": "2022-01-15",
        }
    ]
    assert (told["next_after"], told["is_end"], told["edition"]) == (1, True, "2019-02")
    assert told["regions"] == ["6601"]


async def test_a_withdrawal_goes_down_at_once_and_names_nobody(platform: Platform) -> None:
    platform.hears(say(about()))
    platform.turns_to(FEBRUARY)
    batch = platform.hears(withdraw(about(), Cause.LISTED_IN_ERROR))
    assert batch.evaluations_grew_to == 2
    told = await platform.goes_down(query="?after=1")
    assert ends(told) == [("market-aaaaaaa", "withdrawn", "listed_in_error")]
    line = told["evaluations"][0]
    assert {line[name] for name in ("name", "code", "reason", "list", "stands_until")} == {None}


async def test_what_nobody_was_told_needs_no_end(platform: Platform) -> None:
    platform.hears(say(about()))
    assert platform.hears(withdraw(about())).evaluations_grew_to is None
    platform.turns_to(FEBRUARY)
    assert (await platform.goes_down())["evaluations"] == []


async def test_people_never_go_down(platform: Platform) -> None:
    person = listed("court-aaaaaaaa", party=make_party())
    platform.hears(say(person))
    platform.turns_to(FEBRUARY)
    platform.hears(withdraw(person))
    platform.turns_to(MARCH)
    assert (await platform.goes_down())["evaluations"] == []
    assert platform.opened.rows("SELECT * FROM evaluations") == []


async def test_shared_and_favourable_lists_go_down_too(platform: Platform) -> None:
    platform.hears(
        say(about(ref="energy-aaaaaaa", **WATCH)), say(about(ref="green-aaaaaaaa", **GREEN))
    )
    platform.turns_to(FEBRUARY)
    told = (await platform.goes_down())["evaluations"]
    assert [(one["publication"], one["effect"]) for one in told] == [
        ("shared", "adverse"),
        ("public", "favourable"),
    ]


async def test_a_place_is_told_about_its_own_regions_only(platform: Platform) -> None:
    platform.hears(say(about()), say(about(IN_BAILU, "market-bbbbbbb")))
    platform.turns_to(FEBRUARY)
    here, there = await platform.goes_down(), await platform.goes_down("bailu")
    assert [one["ref"] for one in here["evaluations"]] == ["market-aaaaaaa"]
    assert [one["ref"] for one in there["evaluations"]] == ["market-bbbbbbb"]
    # What was for others is behind the place too, so that a quiet place's cursor never grows old.
    assert (here["next_after"], there["next_after"]) == (2, 2)
    part = await platform.goes_down(query="?region=660102")
    assert (part["evaluations"], part["regions"]) == ([], ["660102"])
    for region in ("7501", "66"):
        answer = await platform.locality().get(f"/v1/evaluations?region={region}")
        assert refused(answer) == (403, "not_your_region")


async def test_only_a_localitys_own_key_opens_the_door(platform: Platform) -> None:
    assert refused(await platform.public.get("/v1/evaluations")) == (401, "unauthenticated")
    others = [
        platform.gateway,
        platform.opened.officer("locality"),
        platform.opened.party(FIRM, masked=True),
        platform.locality(role="auditor"),
    ]
    for visitor in others:
        assert refused(await visitor.get("/v1/evaluations")) == (403, "role_missing")
    claims = {"iss": "bailu", "aud": "platform", "sub": "bailu", "roles": ["locality"]}
    forged = mint(read_key(platform.keys / "rongcheng" / "signing.jwk"), claims, 600)
    answer = await platform.opened.holder(forged).get("/v1/evaluations")
    assert refused(answer) == (401, "unauthenticated")
    assert refused(await platform.locality(role="auditor").get("/v1/quarantine"))[0] == 403


async def test_what_has_not_changed_is_not_sent_again(platform: Platform) -> None:
    platform.hears(say(about()))
    platform.turns_to(FEBRUARY)
    place = platform.locality()
    first = await place.get("/v1/evaluations")
    tag = {"If-None-Match": first.headers["etag"]}
    again = await place.send("GET", "/v1/evaluations", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    platform.hears(withdraw(about()))
    assert (await place.send("GET", "/v1/evaluations", headers=tag)).status_code == 200


async def test_pages_follow_each_other_without_a_repeat(platform: Platform) -> None:
    refs = [f"market-{'abcdefg'[n] * 7}" for n in range(7)]
    platform.hears(*(say(about(ref=ref)) for ref in refs))
    platform.turns_to(FEBRUARY)
    seen: list[str] = []
    after, is_end = 0, False
    while not is_end:
        page = await platform.goes_down(query=f"?after={after}&limit=3")
        seen += [one["ref"] for one in page["evaluations"]]
        after, is_end = page["next_after"], page["is_end"]
    assert seen == refs


async def test_what_was_shown_before_the_feed_existed_goes_down_with_the_next_edition(
    platform: Platform,
) -> None:
    platform.hears(say(about()))
    platform.turns_to(FEBRUARY)
    with platform.opened.database.write() as session:
        session.connection().exec_driver_sql("DELETE FROM evaluations")
    platform.turns_to(MARCH)
    assert ends(await platform.goes_down()) == [("market-aaaaaaa", "stands", None)]


async def test_the_inventory_says_what_goes_down_and_to_whom(platform: Platform) -> None:
    inventory = (await platform.public.get("/v1/inventory")).json()
    tables = {table["name"]: table for table in inventory["tables"]}
    assert tables["evaluations"]["origin"] == "paper"
    goes_to = {field["goes_to"] for field in tables["evaluations"]["fields"]}
    assert goes_to == {"the localities of that region", "nobody"}
