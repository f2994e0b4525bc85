"""A person reads in whole sentences which firm they stand behind, and what became of it."""

from tests.unit.answers import done
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.persons import DIRECTOR, FIRM, STUDENT, Behind, listed_firm, tie
from tests.unit.sector_list.story import record

RECORDED = (
    f"About the firm {FIRM.name}, since Tuesday, 1 March 2016: You are recorded as this firm's"
    " legal representative."
)


async def sentences(behind: Behind) -> list[str]:
    """What the file says of the tie, in English."""
    return [one["en"] for one in (await behind.held())["in_plain_words"]]


async def test_a_false_tie_is_told_from_its_recording_to_its_cutting(open_sector: Opens) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, STUDENT)
    assert await sentences(behind) == [RECORDED]
    await behind.listed()
    asked = "A listing of you was asked for because of it; the procedure stands above."
    told = await sentences(behind)
    assert (told[0], told[1].startswith(asked), len(told)) == (RECORDED, True, 2)
    done(await behind.contest())
    waiting = (
        "On Friday, 18 January 2019 you said that it is not true. That is decided by Saturday, 2"
        " February 2019; until then nothing new follows from it."
    )
    assert (await sentences(behind))[-1] == waiting
    assert waiting in [one["en"] for one in (await behind.file())["held_besides"]]
    done(await behind.answer(upheld=True))
    told = await sentences(behind)
    assert told[1] == "That was cut as untrue: nothing follows from it."
    assert told[-1] == (
        "On Friday, 18 January 2019 you said that it is not true. It was found that you are right."
        " The reasons given are: “The registry found the signature forged.”"
    )


async def test_a_dismissal_and_its_review_are_told_in_chinese_too(open_sector: Opens) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, STUDENT)
    done(await behind.contest())
    done(await behind.answer(upheld=False))
    (door,) = [one["door"] for one in (await behind.held())["remedies"] if "review" in one["door"]]
    done(await wages.party(STUDENT).post(door))
    told = (await behind.held())["in_plain_words"][-1]["zh"]
    assert told.startswith("您于2019年1月10日（星期四）提出该记录不属实。经认定，您的异议不成立。")
    assert told.endswith("您已申请上一级机关复核，在其作出决定之前不产生新的后果。")


async def test_what_the_firms_listing_means_for_a_person_is_told_to_the_person_alone(
    open_sector: Opens,
) -> None:
    market = await open_sector("market")
    case = await record(market, FIRM, "deceives-registry")
    done(await tie(case, DIRECTOR))
    await case.listed("serious-violations", "deceives-registry")
    file = done(await market.party(DIRECTOR).get("/v1/me/file"))
    (held,) = file["holdings"]["ties"]
    means = held["in_plain_words"][1]["en"]
    assert means.startswith("What follows for you: ")
    firms = (await case.file())["procedures"][0]["in_plain_words"]["what_is_held"]
    words = held["follows_for_you"][0]["says"]["en"].rstrip(".")
    assert words in means
    assert not any(words in one["en"] for one in firms)


async def test_the_log_says_by_which_row_an_officer_judged_a_tie(open_sector: Opens) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, STUDENT)
    await behind.listed()
    done(await behind.contest())
    done(await behind.answer(upheld=True))
    log = wages.rows("SELECT about, act, rule, openness, actor FROM audit ORDER BY seq")
    assert [
        (act, rule, openness) for about, act, rule, openness, _ in log if about == behind.tie
    ] == [
        ("tie", "answers-for-withheld-wages", "assessed"),
        ("uphold", "false-tie-cut", "open"),
    ]
    by_itself = [(act, rule) for _, act, rule, _, actor in log if actor == "clock"]
    assert by_itself[-1] == ("withdraw", "answers-for-withheld-wages")
