"""A taxpayer's file in whole sentences: registration, grade, what was found, cases, persons."""

from tests.builders import make_party
from tests.unit.tax.stories import TaxOffice, a_firm, done


async def test_a_firm_reads_its_file_in_sentences(tax: TaxOffice) -> None:
    firm = a_firm()
    taxpayer = await tax.register(firm)
    await tax.rate(taxpayer, "C")
    await tax.record(taxpayer)
    await tax.tie(taxpayer, make_party(), "representative")
    file = await tax.file_of(firm)
    told = [one["en"] for one in file["held_besides"]]
    assert told[0] == (
        "You have been registered here as a taxpayer since Wednesday, 2 January 2019."
    )
    assert told[1].startswith("Grade C for ")
    assert any("Ask that this grade be checked again" in one for one in told)
    assert (
        "Recorded as standing behind you since Sunday, 1 January 2012: 王秀英, as your legal"
        " representative." in told
    )
    assert any(one.startswith("A decision of ") for one in told)
    assert file["in_one_sentence"]["en"].startswith(
        "Tax authority: you are on no list today; no procedure is under way; "
    )


async def test_what_was_found_is_told_with_what_putting_it_right_gives_back(
    tax: TaxOffice,
) -> None:
    firm = a_firm()
    taxpayer = await tax.register(firm)
    event = {"indicator": "late-return", "happened_on": "2018-12-16", "amount_yuan": 12_000}
    clerk = tax.open.officer("clerk")
    done(await clerk.post(f"/v1/taxpayers/{taxpayer}/indicators", event), 201)
    told = (await tax.file_of(firm))["held_besides"]
    assert [one["en"] for one in told][1:3] == [
        "On Sunday, 16 December 2018 this happened, as recorded here: A return was filed late or"
        " not at all.",
        "It is about 12,000 yuan.",
    ]
    assert told[2]["zh"] == "涉及金额12000元。"


async def test_a_person_reads_each_firm_that_is_tied_to_them(tax: TaxOffice) -> None:
    person, firm = make_party(), a_firm()
    await tax.tie(await tax.register(firm), person, "founder", since="2016-03-01")
    told = (await tax.file_of(person))["held_besides"]
    assert told[0] == {
        "en": "About the firm 恒瑞建材有限公司, since Tuesday, 1 March 2016: You are recorded as"
        " somebody who founded this firm.",
        "zh": "关于企业恒瑞建材有限公司，自2016年3月1日（星期二）起：您被登记为该企业的设立人。",
    }
    assert told[1]["en"].startswith("Contest this, if it is not true")
