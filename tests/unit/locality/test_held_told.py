"""A local list, and a firm's file, in whole sentences in both languages."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from tests.unit.answers import done
from tests.unit.locality.county import TEACHER, listed, sanctioned
from tests.unit.locality.downstream import FIRM, Downstream, evaluation, open_downstream
from tests.unit.locality.story import Place
from tests.unit.sentences import all_texts, english, not_whole


@pytest.fixture
async def downstream(keys: Path, tmp_path: Path) -> AsyncIterator[Downstream]:
    """A place after Rongcheng on 2 January 2019, and its platform."""
    async with open_downstream(keys, tmp_path) as opened:
        yield opened


async def test_who_is_no_resident_and_on_the_local_list_reads_that_and_all_that_was_imposed(
    rongcheng: Place,
) -> None:
    act = await sanctioned(rongcheng)
    before = await rongcheng.file(TEACHER)
    assert before["in_one_sentence"]["en"] == (
        "Locality after Rongcheng: you are not on its books as a resident; 1 act and 0 procedures"
        " concern the list that it keeps for itself."
    )
    ref = await listed(rongcheng, act)
    file = await rongcheng.file(TEACHER)
    assert not_whole(file) == []
    assert file["in_one_sentence"]["zh"] == (
        "仿荣成地区：您未在此登记为居民；另有1项行为记录和1项程序涉及其自行保存的名单。"
    )
    assert file["local_list"]["in_one_sentence"]["en"] == (
        "Locality after Rongcheng: you are on 1 list today, until the end of Tuesday, 9 July 2024;"
        " no procedure is under way; 1 entry is held about you besides."
    )
    told = english(file["local_list"]["held_besides"])
    assert told[0] == (
        "On Monday, 29 April 2019 this was found about you: Used corporal punishment on pupils. The"
        " facts were recorded so: “体罚逃课学生,经查属实。”"
    )
    assert "On Tuesday, 2 July 2019 this was imposed for it: Lost the bonus." in told
    assert (
        "That makes 6 burdens for this one act, each place on a list counted too. They cost no"
        " points." in told
    )
    (procedure,) = file["local_list"]["procedures"]
    assert procedure["listing"]["ref"] == ref
    held = english(procedure["in_plain_words"]["what_is_held"])
    assert "This list does not leave the authority: nothing of it is sent to anybody." in held
    rongcheng.opened.advance(date(2024, 7, 10))
    assert "you are on no list today" in str((await rongcheng.file(TEACHER))["local_list"])


async def test_a_firms_file_and_the_way_to_it_are_told(downstream: Downstream) -> None:
    await downstream.register(FIRM)
    downstream.platform.say(evaluation())
    assert downstream.reads()
    firm = downstream.place.opened.party(FIRM)
    file = done(await firm.get("/v1/me/file"))
    assert file["in_one_sentence"]["en"] == (
        "Locality after Rongcheng: you are not on its books as a resident; as an organisation you"
        " have a file of your own at /v1/me/organisation."
    )
    own = done(await firm.get("/v1/me/organisation"))
    assert len(own["complement"]["evaluations"]) == 1
    assert not_whole(own) == not_whole(file) == []
    assert len(list(all_texts(own))) >= 4
