"""Looking somebody up at the platform's doors."""

from datetime import date

import pytest

from services.national_platform.api.asking import ANONYMOUS
from shared.contract import Cause
from shared.web.rates import Policy, Rates
from tests.builders import LOOKS_REAL, make_namesake, make_organisation, make_party
from tests.unit.answers import refused
from tests.unit.national_platform.doors import FEBRUARY, Platform
from tests.unit.national_platform.saying import correct, listed, say, withdraw

WHOLE = make_party().id_number
TRAMS = {"issuer": "trams", "list": "passengers", "publication": "shared"}
AT_COURT = "/v1/listings/court/court-aaaaaaaa"


async def test_an_addition_is_shown_by_no_door_before_an_edition(platform: Platform) -> None:
    platform.hears(say(listed()))
    search = await platform.public.post("/v1/search", {"name": "王秀英"})
    assert refused(search) == (404, "no_edition")
    assert refused(await platform.public.get(AT_COURT)) == (404, "no_edition")
    assert refused(await platform.public.get("/v1/statistics")) == (404, "no_edition")
    platform.turns_to(FEBRUARY)
    platform.hears(say(listed("court-bbbbbbbb")))
    assert [one["ref"] for one in await platform.finds(name="王秀英")] == ["court-aaaaaaaa"]
    later = await platform.public.get("/v1/listings/court/court-bbbbbbbb")
    assert refused(later) == (404, "not_in_edition")


async def test_what_is_found_says_who_lists_why_until_when_and_where_to_contest(
    platform: Platform,
) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    answer = await platform.public.post("/v1/search", {"name": "王秀英"})
    assert answer.json() == {
        "listings": [
            {
                "issuer": "court",
                "ref": "court-aaaaaaaa",
                "list": "judgment-defaulters",
                "kind": "person",
                "effect": "adverse",
                "reason": "able-but-refuses",
                "listed_on": "2019-02-01",
                "stands_until": "2021-02-01",
                "name": "王秀英",
                "truncated_id": "6601011990****0020",
                "in_edition": "2019-02",
                "contest_at": "http://localhost:8101/v1/contact",
            }
        ],
        "next_cursor": None,
        "edition": "2019-02",
        "as_of": "2019-01-31T16:00:00Z",
        "note": ANONYMOUS,
    }


async def test_name_and_mask_narrow_each_other_and_namesakes_stay_together(
    platform: Platform,
) -> None:
    party = make_party()
    twin, other = make_namesake(party), make_party(born_on=date(1970, 5, 5))
    for ref, one in (("court-party", party), ("court-twinn", twin), ("court-other", other)):
        platform.hears(say(listed(f"{ref}xxx", party=one)))
    platform.turns_to(FEBRUARY)
    assert len(await platform.finds(name="王秀英")) == 3
    both = await platform.finds(name="王秀英", truncated_id=party.truncated_id)
    assert [one["ref"] for one in both] == ["court-partyxxx", "court-twinnxxx"]
    assert await platform.finds(name="王秀", truncated_id=party.truncated_id) == []


async def test_an_organisation_is_found_by_its_public_code(platform: Platform) -> None:
    company = make_organisation()
    platform.hears(say(listed(party=company)))
    platform.turns_to(FEBRUARY)
    assert len(await platform.finds(truncated_id=company.id_number)) == 1


async def test_full_width_and_spaced_names_are_the_same_name(platform: Platform) -> None:
    platform.hears(say(listed(party=make_party("ABC王"))))
    platform.turns_to(FEBRUARY)
    assert len(await platform.finds(name=" ＡＢＣ王 ")) == 1


@pytest.mark.parametrize("name", ["%", "_", "王%", "😀", "王秀英'; --", "*", "ﷺ" * 100])
async def test_nothing_but_the_exact_name_matches(platform: Platform, name: str) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    assert await platform.finds(name=name) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": f"王秀英{WHOLE}"}, "whole_number"),
        ({"name": WHOLE}, "whole_number"),
        ({"truncated_id": WHOLE}, "whole_number"),
        ({"truncated_id": LOOKS_REAL}, "whole_number"),
        ({"truncated_id": "1101011990****0020"}, "real_identifier"),
        ({"truncated_id": "91110108MA0001L00X"}, "real_identifier"),
        ({"truncated_id": "6601011990"}, "invalid_identifier"),
        ({"name": "王\u200f秀英"}, "forbidden_characters"),
        ({"name": "王\n秀英"}, "forbidden_characters"),
        ({"name": "王" * 10_000}, "invalid_body"),
        ({"name": "\u0000王"}, "forbidden_characters"),
        ({"name": "   "}, "nothing_asked"),
        ({"name": "··"}, "nothing_asked"),
        ({"name": "王秀英", "match": "fuzzy"}, "invalid_body"),
        ({"name": ""}, "invalid_body"),
        ({"name": 7}, "invalid_body"),
        ({}, "invalid_body"),
        ({"name": None}, "invalid_body"),
        ({"name": "王秀英", "id_number": WHOLE}, "invalid_body"),
        ({"name": "王秀英", "cursor": "王"}, "cursor_unknown"),
        ({"name": "王秀英", "cursor": "AAAA"}, "cursor_unknown"),
        ({"name": "王秀英", "cursor": "Y291cnQvAAAAAAAAAAA="}, "cursor_unknown"),
    ],
)
async def test_a_search_that_may_not_be_is_refused_without_an_echo(
    platform: Platform, body: dict[str, object], code: str
) -> None:
    platform.turns_to(FEBRUARY)
    answer = await platform.public.post("/v1/search", body)
    assert refused(answer) == (400 if code == "malformed_json" else 422, code)
    for said in body.values():
        if isinstance(said, str) and len(said) > 4:
            assert said not in answer.text
    assert WHOLE not in platform.opened.everything_held()


@pytest.mark.parametrize("name", ["w", "😀", "%", "%_", "1", "'w"])
async def test_a_beginning_must_say_something(platform: Platform, name: str) -> None:
    platform.turns_to(FEBRUARY)
    answer = await platform.public.post("/v1/search", {"name": name, "match": "prefix"})
    assert refused(answer) == (422, "prefix_too_short")


async def test_half_a_character_is_refused(platform: Platform) -> None:
    platform.turns_to(FEBRUARY)
    body = b'{"name": "\\ud800"}'
    answer = await platform.public.send(
        "POST", "/v1/search", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["wang%", "wang_", "%王", "王%", "王秀英' OR 1=1", "w*"])
async def test_a_beginning_means_itself_and_no_pattern(platform: Platform, name: str) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    answer = await platform.public.post("/v1/search", {"name": name, "match": "prefix"})
    found = answer.json().get("listings", [])
    assert (found, answer.status_code in (200, 422)) == ([], True)


async def test_name_in_pinyin_and_mask_narrow_each_other(platform: Platform) -> None:
    party = make_party()
    platform.hears(say(listed()), say(listed("court-bbbbbbbb", party=make_party("李秀英"))))
    platform.turns_to(FEBRUARY)
    mask = party.truncated_id
    assert len(await platform.finds(truncated_id=mask)) == 2
    assert len(await platform.finds(truncated_id=mask, name="wang", match="prefix")) == 1
    assert await platform.finds(truncated_id=mask, name="zhang wei") == []


async def test_one_address_may_not_ask_for_ever(platform: Platform) -> None:
    platform.turns_to(FEBRUARY)
    platform.opened.app.state.searches = Rates(Policy("searches", quota=2, window_seconds=600))
    body = {"name": "王秀英"}
    first = await platform.public.send("POST", "/v1/search", json=body)
    assert first.headers["RateLimit-Policy"] == '"searches";q=2;w=600'
    assert first.headers["RateLimit"] == '"searches";r=1;t=300'
    await platform.public.post("/v1/search", body)
    again = {"X-Forwarded-For": "192.0.2.7", "Forwarded": "for=192.0.2.7"}
    third = await platform.public.send("POST", "/v1/search", json=body, headers=again)
    assert refused(third) == (429, "too_many_requests")
    assert 290 <= int(third.headers["Retry-After"]) <= 300
    assert third.headers["RateLimit"].startswith('"searches";r=0;')


async def test_ten_are_on_a_page_and_the_cursor_goes_on(platform: Platform) -> None:
    refs = [f"court-page{chr(97 + n)}x" for n in range(23)]
    platform.hears(*(say(listed(ref)) for ref in refs))
    platform.turns_to(FEBRUARY)
    found, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        answer = await platform.public.post("/v1/search", {"name": "王秀英", "cursor": cursor})
        found += [one["ref"] for one in answer.json()["listings"]]
        cursor, pages = answer.json()["next_cursor"], pages + 1
    assert (found, pages) == (sorted(refs), 3)


async def test_a_shared_list_is_for_the_gateway_alone(platform: Platform) -> None:
    platform.hears(say(listed("trams-aaaaaaaa", **TRAMS)))
    platform.turns_to(FEBRUARY)
    assert await platform.finds(name="王秀英") == []
    path = "/v1/listings/trams/trams-aaaaaaaa"
    assert refused(await platform.public.get(path)) == (404, "not_in_edition")
    auditor = platform.opened.officer("auditor")
    assert refused(await auditor.get(path)) == (404, "not_in_edition")
    answer = await platform.gateway.get(path)
    assert answer.json()["listing"]["name"] == "王秀英"
    platform.hears(withdraw(listed("trams-aaaaaaaa", **TRAMS)))
    assert refused(await platform.public.get(path)) == (404, "not_in_edition")
    assert refused(await platform.gateway.get(path)) == (410, "withdrawn")


async def test_a_withdrawal_counts_at_once_and_leaves_no_name(platform: Platform) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    assert (await platform.public.get(AT_COURT)).json()["edition"] == "2019-02"
    platform.hears(withdraw(listed(), Cause.SETTLED, date(2019, 2, 3)))
    assert await platform.finds(name="王秀英") == []
    answer = await platform.public.get(AT_COURT)
    assert refused(answer) == (410, "withdrawn")
    assert answer.json()["cause"] == "settled"
    assert answer.json()["withdrawn_at"] == "2019-02-03T04:00:00+00:00"
    assert "王秀英" not in platform.opened.everything_held()


async def test_a_correction_counts_at_once(platform: Platform) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    platform.hears(correct(listed(), "王秀颖"))
    assert await platform.finds(name="王秀英") == []
    assert len(await platform.finds(name="王秀颖")) == 1


async def test_a_listing_ends_on_its_day_without_any_word(platform: Platform) -> None:
    platform.hears(say(listed(stands_until=date(2019, 2, 20))))
    platform.turns_to(FEBRUARY)
    platform.stays_until(date(2019, 2, 19))
    assert len(await platform.finds(name="王秀英")) == 1
    platform.stays_until(date(2019, 2, 20))
    assert await platform.finds(name="王秀英") == []
    assert refused(await platform.public.get(AT_COURT)) == (404, "not_in_edition")


@pytest.mark.parametrize("path", [f"/v1/listings/court/{WHOLE}", "/v1/listings/court/x"])
async def test_a_reference_that_is_none_is_refused_without_an_echo(
    platform: Platform, path: str
) -> None:
    answer = await platform.public.get(path)
    assert answer.status_code == 422
    assert WHOLE not in answer.text


async def test_a_party_sees_what_may_be_about_it(platform: Platform) -> None:
    party = make_party()
    platform.hears(say(listed()), say(listed("court-otherone", party=make_party("李强"))))
    platform.hears(say(listed("trams-aaaaaaaa", **TRAMS)))
    me = platform.opened.party(party, masked=True)
    assert (await me.get("/v1/me/listings")).json()["may_be_yours"] == []
    platform.turns_to(FEBRUARY)
    answer = (await me.get("/v1/me/listings")).json()
    assert [one["ref"] for one in answer["may_be_yours"]] == ["court-aaaaaaaa"]
    assert "share" in answer["note"]
    assert answer["shared_by"]["listings"] == 1
    assert 30 <= answer["shared_by"]["numbers"] <= 37
    assert answer["next_cursor"] is None
    assert answer["edition"] == "2019-02"


async def test_a_party_with_many_listings_reads_them_page_by_page(platform: Platform) -> None:
    platform.hears(*(say(listed(f"court-own{number:05}")) for number in range(130)))
    platform.turns_to(FEBRUARY)
    me = platform.opened.party(make_party(), masked=True)
    first = (await me.get("/v1/me/listings")).json()
    second = (await me.get(f"/v1/me/listings?cursor={first['next_cursor']}")).json()
    refs = [one["ref"] for one in first["may_be_yours"] + second["may_be_yours"]]
    assert (len(refs), len(set(refs)), second["next_cursor"]) == (130, 130, None)
    assert first["shared_by"]["listings"] == 130


async def test_nobody_else_opens_a_partys_door(platform: Platform) -> None:
    assert refused(await platform.public.get("/v1/me/listings")) == (401, "unauthenticated")
    officer = platform.opened.officer("auditor")
    assert refused(await officer.get("/v1/me/listings")) == (401, "unauthenticated")


async def test_a_bad_token_is_refused_even_where_none_is_needed(platform: Platform) -> None:
    stranger = platform.opened.holder("not.a.token")
    assert (await stranger.get(AT_COURT)).status_code == 401
