"""A receipt: for whoever knows the reference, about nobody, at once, and for ever."""

from datetime import date
from typing import Any

import pytest

from services.national_platform.pages.receipt_page import render
from shared.contract import Cause
from shared.proving.documents import Receipt, Statement, check_receipt, signed
from shared.proving.notes import NoteKey
from tests.unit.answers import done, refused
from tests.unit.national_platform.doors import FEBRUARY, Platform
from tests.unit.national_platform.printing import SIGNER
from tests.unit.national_platform.saying import listed, say, withdraw

OWN = "/v1/receipts/court/court-aaaaaaaa"
TRAMS = {"issuer": "trams", "list": "passengers", "publication": "shared"}
MIDDLE = date(2019, 2, 14)


async def receipt_of(platform: Platform, path: str = OWN) -> Receipt:
    return Receipt.model_validate(done(await platform.public.get(path)))


async def key_of(platform: Platform) -> NoteKey:
    return NoteKey.read(done(await platform.public.get("/v1/log/key"))["key"])


async def verdict(platform: Platform, receipt: dict[str, Any]) -> tuple[bool, str | None]:
    said = done(await platform.public.post("/v1/receipts/verify", receipt))
    return said["is_genuine"], said["problem"]


async def test_a_receipt_is_there_as_soon_as_the_withdrawal_is(platform: Platform) -> None:
    platform.hears(say(listed()), say(listed("court-bbbbbbbb")), withdraw(listed(), on=MIDDLE))
    shown = await receipt_of(platform)
    assert shown.statement == Statement(
        issuer="court", reference="court-aaaaaaaa", withdrawn_at="2019-02-14T04:00:00.000000Z"
    )
    head = check_receipt(shown, await key_of(platform))
    assert head is not None
    assert (head.size, head.pinned) == (3, None)


async def test_the_head_it_shows_ends_with_its_own_act(platform: Platform) -> None:
    """So a receipt that is asked for again and again does not tell how much the log has grown."""
    platform.hears(say(listed()), withdraw(listed()))
    before = await receipt_of(platform)
    platform.hears(*(say(listed(f"court-later{n}xxx")) for n in "abc"))
    assert await receipt_of(platform) == before


async def test_once_an_edition_pins_the_withdrawal_it_is_proved_under_the_edition(
    platform: Platform,
) -> None:
    platform.hears(say(listed()), withdraw(listed()))
    platform.turns_to(FEBRUARY)
    shown = await receipt_of(platform)
    head = check_receipt(shown, await key_of(platform))
    assert head is not None
    assert head.pinned is not None
    assert head.pinned.edition == "2019-02"


async def test_it_says_nothing_about_anybody(platform: Platform) -> None:
    platform.hears(say(listed()), withdraw(listed()))
    for path in (OWN, f"{OWN}/page"):
        answer = await platform.public.get(path)
        assert answer.status_code == 200
        for word in ("王秀英", "6601011990", "able-but-refuses", "judgment-defaulters"):
            assert word not in answer.text


async def test_of_a_shared_list_too_the_reference_is_enough(platform: Platform) -> None:
    own = listed("trams-aaaaaaaa", **TRAMS)
    platform.hears(say(own), withdraw(own, Cause.LISTED_IN_ERROR))
    shown = await receipt_of(platform, "/v1/receipts/trams/trams-aaaaaaaa?with_cause=true")
    assert shown.statement.cause is None
    check_receipt(shown, await key_of(platform))


async def test_the_cause_of_a_public_listing_is_told_when_it_is_asked_for(
    platform: Platform,
) -> None:
    platform.hears(say(listed()), withdraw(listed(), Cause.LISTED_IN_ERROR))
    shown = await receipt_of(platform, f"{OWN}?with_cause=true")
    assert shown.statement.cause == "listed_in_error"
    check_receipt(shown, await key_of(platform))
    page = await platform.public.get(f"{OWN}/page?with_cause=true")
    assert "it had been listed in error" in page.text
    assert "列入有误" in page.text


async def test_what_stands_and_what_nobody_knows_are_answered_alike(platform: Platform) -> None:
    platform.hears(say(listed()))
    unknown = OWN.replace("aaaaaaaa", "unknownxx")
    for path in (OWN, unknown, f"{OWN}/page", f"{unknown}/page"):
        assert refused(await platform.public.get(path)) == (404, "not_found")
    answers = [(await platform.public.get(path)).json() for path in (OWN, unknown)]
    assert answers[0] == answers[1]


async def test_a_withdrawal_of_something_never_heard_of_has_a_receipt_too(
    platform: Platform,
) -> None:
    platform.hears(withdraw(listed()))
    assert check_receipt(await receipt_of(platform), await key_of(platform)) is not None


async def test_a_second_withdrawal_changes_no_receipt(platform: Platform) -> None:
    platform.hears(say(listed()), withdraw(listed()))
    before = await receipt_of(platform)
    platform.hears(withdraw(listed(version=5), Cause.DISCRETION, MIDDLE))
    assert await receipt_of(platform) == before
    platform.turns_to(FEBRUARY)
    assert done(await platform.public.get("/v1/log"))["size"] == 3


async def test_the_platform_verifies_its_own_and_no_other(platform: Platform) -> None:
    platform.hears(say(listed()), withdraw(listed()))
    shown = done(await platform.public.get(OWN))
    assert await verdict(platform, shown) == (True, None)
    altered = shown | {"statement": shown["statement"] | {"reference": "court-bbbbbbbb"}}
    assert await verdict(platform, altered) == (False, "statement_differs")
    said = Statement.model_validate(shown["statement"])
    forged = shown | {"note": signed(said, SIGNER), "proof": None}
    assert await verdict(platform, forged) == (False, "key_unknown")
    elsewhere = shown | {"proof": shown["proof"] | {"index": 0}}
    assert await verdict(platform, elsewhere) == (False, "act_not_in_log")


@pytest.mark.parametrize("body", [{}, {"format": "chimera-receipt/2"}, {"note": "x" * 20_000}])
async def test_what_is_no_receipt_is_refused(platform: Platform, body: dict[str, Any]) -> None:
    answer = await platform.public.post("/v1/receipts/verify", body)
    assert refused(answer) == (422, "invalid_body")


async def test_the_page_loads_nothing_and_runs_nothing(platform: Platform) -> None:
    platform.hears(say(listed()), withdraw(listed(), on=MIDDLE))
    page = await platform.public.get(f"{OWN}/page")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<script" not in page.text
    assert "14 February 2019" in page.text
    assert "2019年2月14日" in page.text
    assert (await receipt_of(platform)).note.strip() in page.text.replace("&amp;", "&")


def test_a_page_shows_whatever_was_stated_as_text() -> None:
    said = Statement.model_construct(
        issuer="court", reference="<b>", withdrawn_at="2019-02-14T04:00:00.000000Z", cause=None
    )
    shown = Receipt.model_construct(statement=said, note="<script>", proof=None)
    page = render(shown, SIGNER.key)
    assert "<script>" not in page
    assert "<dd>&lt;b&gt;</dd>" in page
    assert "older than the register" in page
