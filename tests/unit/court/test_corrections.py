"""A wrong name or number is put right; nobody else is put in the party's place."""

from datetime import date

from tests.builders import make_party, words_of
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import open_case


async def test_a_misspelt_name_is_corrected_and_its_party_keeps_file_and_renewal(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    proposal, ref = await case.listed()
    right = make_party("王秀瑛")
    clerk = court.officer("clerk")
    words = {"party": words_of(right)}
    corrected = done(await clerk.post(f"/v1/listings/{ref}/correction", words))
    assert (corrected["name"], corrected["version"]) == ("王秀瑛", 2)
    assert court.rows("SELECT act FROM acts ORDER BY seq") == [("listed",), ("corrected",)]
    assert "corrected" in [step["step"] for step in (await case.procedure(proposal))["steps"]]
    assert done(await clerk.post(f"/v1/listings/{ref}/renewal"))["state"] == "proposed"


async def test_a_corrected_number_opens_the_file_to_whom_it_belongs(court: OpenApp) -> None:
    case = await open_case(court)
    _, ref = await case.listed()
    right = make_party(born_on=date(1990, 1, 10))
    words = {"party": words_of(right)}
    done(await court.officer("clerk").post(f"/v1/listings/{ref}/correction", words))
    file = done(await court.party(right).get("/v1/me/file"))
    assert [one["listing"]["truncated_id"] for one in file["procedures"]] == [right.truncated_id]
    assert (await case.file())["procedures"] == []


async def test_a_correction_cannot_put_somebody_else_on_the_list(court: OpenApp) -> None:
    case = await open_case(court)
    _, ref = await case.listed()
    stranger = words_of(make_party("李伟", sequence=5))
    answer = await court.officer("clerk").post(
        f"/v1/listings/{ref}/correction", {"party": stranger}
    )
    assert refused(answer) == (409, "another_party")
    assert court.rows("SELECT name FROM listings") == [("王秀英",)]
