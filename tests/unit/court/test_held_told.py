"""What the court holds beside the procedures, as the party reads it in its own file."""

from datetime import date

from tests.builders import make_organisation, make_party, words_of
from tests.unit.answers import done
from tests.unit.apps import OpenApp
from tests.unit.court.story import FAIR, Case, enter_case, open_case
from tests.unit.court.test_exemption_doors import exempted
from tests.unit.court.test_restriction_doors import ORDERS, ordered, restricted
from tests.unit.sentences import chinese, english, not_whole

DIRECTOR = make_party("李伟", sequence=5)


async def test_an_order_is_told_with_its_exemptions_its_breach_and_where_to_ask(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    order, ref = await restricted(case)
    await exempted(case, order)
    court.advance(date(2019, 3, 10))
    flight = {"ref": ref, "measure": "planes", "happened_on": "2019-03-08"}
    done(await case.clerk_posts(f"{ORDERS}/{order}/breaches", **flight))
    file = await case.file()
    assert not_whole(file) == []
    told = english(file["held_besides"])
    assert (
        "It counts from Thursday, 14 February 2019 until the end of Saturday, 13 February 2021,"
        " unless it is lifted sooner." in told
    )
    assert (
        "On Thursday, 14 February 2019 you asked to be exempt from Monday, 4 March 2019 to"
        " Wednesday, 6 March 2019, both days included, from this: Travelling by plane. The"
        " exemption is: Spending that life or business needs, if the court is asked first." in told
    )
    assert "On Thursday, 14 February 2019 an officer of this court granted it." in told
    assert told[-3].startswith("An officer of this court noted that on Friday, 8 March 2019")
    assert chinese(file["held_besides"])[-2:] == [
        "消费之前，向法院申请若干日的豁免。截止日期：2021年2月13日（星期六）。"
        f"办理途径：{ORDERS}/{order}/exemptions。",
        "出现可以解除的情形的，告知法院。截止日期：2021年2月13日（星期六）。办理途径：/v1/contact。",
    ]
    assert (
        "the next last day for something that you can do is Saturday, 13 February 2021"
        in (file["in_one_sentence"]["en"])
    )
    court.advance(date(2021, 2, 14))
    after = await case.file()
    assert "Ask the court for an exemption" not in str(after["held_besides"])
    assert "next last day" not in after["in_one_sentence"]["en"]


async def test_the_last_day_to_perform_is_the_next_last_day_while_it_runs(court: OpenApp) -> None:
    case = await enter_case(court, make_party())
    court.advance(date(2019, 1, 12))
    assert (await case.file())["in_one_sentence"]["zh"] == (
        "执行法院：您目前不在任何名单上；没有正在进行的程序；"
        "您可办理事项的最近截止日期为2019年1月12日（星期六）；另存有1条关于您的信息。"
    )
    court.advance(date(2019, 1, 13))
    assert "截止日期" not in (await case.file())["in_one_sentence"]["zh"]


async def test_a_deletion_that_the_creditor_asked_for_and_the_time_after_it_are_told(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    judgment = f"/v1/judgments/{case.judgment}"
    done(await case.clerk_posts(f"{judgment}/listing-applications", ground="able-but-refuses"))
    _, ref = await case.listed()
    door = f"/v1/listings/{ref}/deletion"
    done(await case.clerk_posts(door, ending="creditor-asks", reasons=FAIR))
    done(await case.clerk_posts(f"{judgment}/circumstances", bar="sufficient-security"))
    file = await case.file()
    assert not_whole(file) == []
    told = english(file["held_besides"])
    assert (
        "A listing was deleted because the creditor asked for it: nobody can put you on the list of"
        " judgment defaulters again in this case before the end of Wednesday, 14 August 2019."
        in told
    )
    assert (
        "On Thursday, 14 February 2019 an officer of this court deleted the listing, for this"
        " reason: The creditor asks for it in writing and the court agrees; for a time there is no"
        " new listing." in told
    )
    assert "法院对该申请作出决定的截止日期为2019年2月16日（星期六）。" in chinese(file)
    assert any(one.startswith("Since Thursday, 14 February 2019 this is noted") for one in told)


async def test_in_2020_the_last_day_of_a_grace_is_the_next_last_day(court_2020: OpenApp) -> None:
    case = await open_case(court_2020)
    proposal = await case.notified()
    door = f"/v1/listing-proposals/{proposal}/grace"
    until = done(await case.clerk_posts(door, months=1))["until_on"]
    assert until == "2019-03-01"
    court_2020.advance(date(2019, 2, 20))
    file = await case.file()
    assert not_whole(file) == []
    assert "您可办理事项的最近截止日期为2019年3月1日（星期五）" in file["in_one_sentence"]["zh"]
    assert english(file["held_besides"])[-1] == (
        "Perform what the judgment demands while the grace runs: then nothing is published. The"
        " last day is Friday, 1 March 2019. Where: /v1/contact."
    )


async def test_a_firm_and_whoever_acts_for_it_read_whole_sentences(court: OpenApp) -> None:
    firm = await enter_case(court, make_organisation())
    court.advance(date(2019, 2, 1))
    persons = [{"role": "legal-representative", "party": words_of(DIRECTOR)}]
    order = await ordered(firm, persons=persons)
    for one in order["addressees"]:
        await firm.published(one["proposal_id"])
    own, director = await firm.file(), await Case(court, DIRECTOR, firm.judgment).file()
    assert not_whole(own) == not_whole(director) == []
    assert "It reaches you as the debtor of the judgment." in english(own["held_besides"])
    assert (
        "You owe nothing under the judgment. It reaches you because of what you are to the body"
        " that does: The legal representative." in english(director["held_besides"])
    )
    assert make_organisation().name not in str(director)
