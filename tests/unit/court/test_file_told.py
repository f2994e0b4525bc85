"""A debtor's file in whole sentences, from before a judgment to after the withdrawal."""

import re
from datetime import date

from tests.builders import make_party
from tests.unit.answers import done
from tests.unit.apps import OpenApp
from tests.unit.court.story import open_case


async def test_where_nothing_is_held_it_says_so(court: OpenApp) -> None:
    file = done(await court.party(make_party()).get("/v1/me/file"))
    assert file["in_one_sentence"] == {
        "en": "Enforcement court: nothing is held about you here.",
        "zh": "执行法院：未持有任何关于您的信息。",
    }
    assert re.fullmatch(r"\d+ of \d+ rows unconfirmed", file["rules"])


async def test_a_judgment_alone_is_told_in_sentences(court: OpenApp) -> None:
    case = await open_case(court)
    file = await case.file()
    assert file["in_one_sentence"]["en"] == (
        "Enforcement court: you are on no list today; no procedure is under way; 1 entry is held"
        " about you besides."
    )
    assert [one["en"] for one in file["held_besides"]] == [
        "A judgment of Monday, 8 October 2018 in case (2018)模01民初417号 orders you to pay"
        " 58,000 yuan by Monday, 10 December 2018.",
        "On Wednesday, 2 January 2019 you were called on to perform by Saturday, 12 January 2019."
        " The notice warned that a listing may follow.",
        "You still owe 58,000 yuan.",
    ]
    assert file["held_besides"][0]["zh"] == (
        "(2018)模01民初417号案于2018年10月8日（星期一）作出的判决要求您不迟于2018年12月10日（星期一）支付58000元。"
    )


async def test_the_last_day_to_object_is_in_the_first_sentence(court: OpenApp) -> None:
    case = await open_case(court)
    await case.notified()
    assert (await case.file())["in_one_sentence"]["zh"] == (
        "执行法院：您目前不在任何名单上；有1项程序正在进行；"
        "您可办理事项的最近截止日期为2019年2月13日（星期三）；另存有1条关于您的信息。"
    )


async def test_a_listing_and_its_withdrawal_are_told(court: OpenApp) -> None:
    case = await open_case(court)
    proposal, ref = await case.listed()
    assert (await case.file())["in_one_sentence"]["en"] == (
        "Enforcement court: you are on 1 list today, until the end of Saturday, 13 February 2021;"
        " no procedure is under way; 1 entry is held about you besides."
    )
    court.advance(date(2019, 3, 4))
    done(await case.perform(extent="full"))
    clerk = court.officer("clerk")
    done(await clerk.post(f"/v1/listings/{ref}/withdrawal", {"cause": "performed"}))
    told = (await case.procedure(proposal))["in_plain_words"]
    assert told["until_when"][0] == {
        "en": "It was withdrawn on Monday, 4 March 2019, because what was demanded of you has been"
        " done.",
        "zh": "该条目已于2019年3月4日（星期一）撤销，原因：您已履行相关义务。",
    }
    assert told["who_decided"][-1]["en"] == (
        "On Monday, 4 March 2019 an officer of this authority (clerk-one) withdrew it."
    )
    assert (await case.file())["held_besides"][-1]["en"] == (
        "You performed it in full on Monday, 4 March 2019."
    )


async def test_a_renewed_listing_is_told_in_both_procedures(court: OpenApp) -> None:
    case = await open_case(court)
    first, ref = await case.listed()
    court.advance(date(2020, 12, 1))
    renewal = done(await court.officer("clerk").post(f"/v1/listings/{ref}/renewal"))["id"]
    asked = (await case.procedure(renewal))["in_plain_words"]["what_is_held"][0]["zh"]
    assert asked.startswith("本机关一名经办人员提出，延长您在以下名单上的期限：失信被执行人。")
    done(await case.step(renewal, "approval", "reviewer"))
    done(await case.step(renewal, "notification", "clerk"))
    court.advance(date(2020, 12, 9))
    told = (await case.procedure(renewal))["in_plain_words"]
    assert told["who_decided"][-1]["en"] == (
        "On Wednesday, 9 December 2020 it took effect by itself, because its day had come: the"
        " listing stands longer."
    )
    assert (await case.procedure(first))["in_plain_words"]["until_when"][0]["en"].startswith(
        "It stands until the end of Thursday, 8 December 2022."
    )
    assert "you are on 1 list today" in (await case.file())["in_one_sentence"]["en"]
