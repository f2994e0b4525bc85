"""A resident's file in whole sentences, in both languages."""

from datetime import date

from shared.identifiers import Party
from tests.builders import make_party
from tests.unit.locality.story import Place


async def words_in(place: Place, party: Party) -> list[tuple[str, str]]:
    """The sentences about the party's first event."""
    event = (await place.file(party))["events"][0]
    return [(one["en"], one["zh"]) for one in event["in_plain_words"]]


async def test_where_nothing_is_held_it_says_so(rongcheng: Place) -> None:
    told = (await rongcheng.file(make_party()))["in_one_sentence"]
    assert told == {
        "en": "Locality after Rongcheng: nothing is held about you here; you are not on its books"
        " as a resident.",
        "zh": "仿荣成地区：未持有任何关于您的信息，您未在此登记为居民。",
    }


async def test_the_file_begins_with_one_sentence(rongcheng: Place) -> None:
    party = make_party()
    resident = await rongcheng.register(party)
    assert (await rongcheng.file(party))["in_one_sentence"]["zh"] == (
        "仿荣成地区：您自2019年1月2日（星期三）起登记为居民；您未同意评分，因此没有评分；存有0条关于您的信息。"
    )
    await rongcheng.say(party, resident, True)
    await rongcheng.event("utilities", resident, "utility-late")
    assert (await rongcheng.file(party))["in_one_sentence"]["en"] == (
        "Locality after Rongcheng: you have been on its books as a resident since Wednesday,"
        " 2 January 2019; you have agreed to a score, which can bring you benefits and nothing"
        " else; 1 entry is held about you."
    )


async def test_an_event_tells_who_said_so_by_which_rule_until_when_and_what_to_do(
    rongcheng: Place,
) -> None:
    party = make_party()
    resident = await rongcheng.settle(party)
    event = await rongcheng.event("utilities", resident, "utility-late")
    told = await words_in(rongcheng, party)
    assert told[0] == (
        "On Thursday, 20 December 2018 this happened, as Utilities provider notified on Wednesday,"
        " 2 January 2019: Paid for water, gas, power or heating late.",
        "据公用事业单位于2019年1月2日（星期三）报送，2018年12月20日（星期四）发生以下情况：拖欠公用事业费用。",
    )
    assert told[1] == ("The scheme gives it -20 points.", "该项在标准中计-20分。")
    assert told[-2:] == [
        (
            "It is kept until the end of Tuesday, 19 December 2023; then it is deleted.",
            "该信息保存至2023年12月19日（星期二）止，期满删除。",
        ),
        (
            "Object. Until your objection is decided a deduction counts nothing. The last day is"
            f" Sunday, 3 March 2019. Where: /v1/events/{event}/objections.",
            "提出异议。作出决定之前不予扣分。截止日期：2019年3月3日（星期日）。"
            f"办理途径：/v1/events/{event}/objections。",
        ),
    ]


async def test_an_objection_is_told_while_it_waits_and_when_it_is_decided(
    rongcheng: Place,
) -> None:
    party = make_party()
    resident = await rongcheng.settle(party)
    event = await rongcheng.event("utilities", resident, "utility-late")
    objection = (await rongcheng.object(party, event)).json()["id"]
    waiting = [en for en, _ in await words_in(rongcheng, party)]
    assert "As long as your objection waits it takes nothing off." in waiting
    assert (
        "You objected on Wednesday, 2 January 2019; it must be decided by Wednesday,"
        " 30 January 2019." in waiting
    )
    rongcheng.opened.advance(date(2019, 1, 8))
    await rongcheng.decide(objection, upheld=True)
    decided = [zh for _, zh in await words_in(rongcheng, party)]
    assert "该信息已于2019年1月8日（星期二）撤销，不再计分。" in decided
    assert "2019年1月8日（星期二），异议处理人员决定：您的异议成立。" in decided
    assert "所述理由：“The meter was read again.”" in decided
