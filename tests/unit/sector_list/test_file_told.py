"""What a sector's party reads: a list that stays, a favourable one, an early end, a grade."""

from datetime import date
from typing import Any

from shared.identifiers import Party
from tests.builders import make_organisation, make_party
from tests.unit.answers import done
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.story import Case, record


def english(sentences: list[dict[str, str]]) -> list[str]:
    """The English of it."""
    return [one["en"] for one in sentences]


async def told(case: Case) -> dict[str, Any]:
    """The only procedure, told."""
    (procedure,) = (await case.file())["procedures"]
    words: dict[str, Any] = procedure["in_plain_words"]
    return words


async def test_a_local_list_says_that_it_never_left(open_sector: Opens) -> None:
    bureau = await open_sector("education")
    bureau.advance(date(2019, 7, 2))
    case = await record(bureau, make_party("王老师"), "corporal-punishment")
    done(await case.penalise("suspension"))
    listing = await case.listed("local-blacklist", "corporal-punishment")
    words = await told(case)
    assert "This list does not leave the authority: nothing of it is sent to anybody." in english(
        words["what_is_held"]
    )
    assert words["who_decided"][-1]["zh"] == "2019年7月10日（星期三），因生效日期届至而自动生效。"
    door = f"/v1/listings/{listing['ref']}/withdrawal"
    done(await bureau.officer("clerk").post(door, {"cause": "discretion"}))
    assert english((await told(case))["until_when"]) == [
        "It was withdrawn on Wednesday, 10 July 2019, because the authority decided so of its own"
        " judgement.",
        "That is final: only a wholly new procedure could list you again.",
        "Nobody else has to be told: it never left this authority.",
    ]
    assert english((await case.file())["held_besides"]) == [
        "On Tuesday, 2 July 2019 this was found: Used corporal punishment on pupils. The facts"
        " recorded are: “经查证属实。” It has been decided that it was so.",
        "On Tuesday, 2 July 2019 this was imposed: Suspended from teaching for a month.",
    ]


async def test_a_listing_says_what_follows_from_it(open_sector: Opens) -> None:
    rail = await open_sector("rail")
    case = await record(rail, make_party(), "smokes-on-high-speed-train")
    await case.listed("rail-passengers", "smokes-on-high-speed-train")
    held = (await told(case))["what_is_held"]
    assert any(one["zh"].startswith("由此带来的后果：") for one in held)
    rule = english((await told(case))["by_which_rule"])
    assert rule[1] == ("Its basis is: 发改财金〔2018〕384号. That is a policy document, not a law.")
    assert rule[-1].startswith("On this ground a place on the list lasts 180 days.")


async def test_a_favourable_list_says_that_it_burdens_nobody(open_sector: Opens) -> None:
    customs = await open_sector("customs")
    case = await record(customs, make_organisation(), "passes-certification")
    await case.listed("certified-enterprises", "passes-certification")
    assert english((await told(case))["what_is_held"])[0].endswith(
        "The list is favourable: it burdens nobody."
    )


async def test_an_early_end_is_told_with_what_is_missing_and_then_with_its_day(
    open_sector: Opens,
) -> None:
    wages = await open_sector("wages", "2022-06-01")
    firm: Party = make_organisation()
    case = await record(wages, firm, "withholds-pay-of-one", amount_yuan=30_000, persons_count=1)
    done(await case.act("order", {}))
    wages.advance(date(2019, 2, 1))
    await case.listed("withheld-wages", "withholds-pay-of-one")
    assert english((await case.file())["held_besides"])[-1] == (
        "The listing that rests on it can end early only after you have put it right and promised"
        " to keep it so."
    )
    wages.advance(date(2019, 3, 4))
    await case.correct()
    assert english((await case.file())["held_besides"])[-2:] == [
        "You put it right on Monday, 4 March 2019. You have promised to keep it so.",
        "The listing that rests on it may end early from Wednesday, 4 September 2019 on; an"
        " officer of this authority sees to it.",
    ]


async def test_a_member_of_an_association_reads_since_when(open_sector: Opens) -> None:
    association = await open_sector("association")
    firm = make_organisation()
    body = {"party": {"kind": "organisation", "name": firm.name, "id_number": firm.id_number}}
    done(await association.officer("clerk").post("/v1/members", body))
    file = done(await association.party(firm).get("/v1/me/file"))
    assert file["held_besides"] == [
        {
            "en": "You have been a member since Wednesday, 2 January 2019.",
            "zh": "您自2019年1月2日（星期三）起为会员。",
        }
    ]
