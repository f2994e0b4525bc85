"""A platform put back from a copy: no reader is led astray, and nobody withdrawn since is shown."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from services.national_platform.api.feed import LARGEST_SEQ
from services.national_platform.app import create_app
from services.national_platform.receiving import Desk
from services.national_platform.records.state import LINES_A_SECOND, leave_gap, state
from tests.unit.apps import open_app
from tests.unit.national_platform.doors import FEBRUARY, Platform
from tests.unit.national_platform.saying import listed, say, withdraw
from tests.unit.national_platform.test_reconciling import Court

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
A, B, C = "court-aaaaaaaa", "court-bbbbbbbb", "court-cccccccc"
SHOWS = ("/v1/withdrawals", "/v1/editions/current", "/v1/editions/current/listings.jsonl.gz",
         f"/v1/listings/court/{A}")  # fmt: skip


@asynccontextmanager
async def put_back(platform: Platform) -> AsyncIterator[Platform]:
    """Started again after a restore; the tables are as they were copied."""
    folder = platform.opened.app.state.edition_folder.path.parent
    (folder / "restored").touch()
    async with open_app(create_app, "platform", platform.keys, folder) as opened:
        yield Platform(opened, platform.keys)


def last_seq(platform: Platform) -> int:
    """The feed's last number."""
    (row,) = platform.opened.rows("SELECT last_seq FROM register_state")
    return int(row[0])


async def statuses(platform: Platform, doors: Sequence[str] = SHOWS) -> set[int]:
    return {(await platform.public.get(door)).status_code for door in doors}


async def test_nobody_is_shown_before_each_issuer_has_said_what_stands(platform: Platform) -> None:
    platform.hears(say(listed(A, listed_on=FEBRUARY)), say(listed(B, listed_on=FEBRUARY)))
    platform.turns_to()
    async with put_back(platform) as again:
        assert await statuses(again) == {503}
        answer = await again.public.post("/v1/search", {"name": "王秀英"})
        assert (answer.status_code, answer.json()["code"]) == (503, "register_not_whole")
        not_ready = (await again.public.get("/readyz")).json()["not_ready"]
        assert not_ready["register"] == "Put back from a copy; not yet said what stands: court."
        # A was withdrawn between the copy and the loss.
        court = Court(again.desk, [(B, 1)], [say(listed(B)), withdraw(listed(A))])
        assert await court.compares() == ("agreed", {"not_ended": [(A, 2, 1)]})
        assert await statuses(again, SHOWS[:3]) == {200}
        assert (await again.public.get(SHOWS[3])).json().get("name") is None


async def test_what_an_issuer_was_saying_when_the_copy_was_made_does_not_count(
    platform: Platform,
) -> None:
    platform.hears(say(listed(A, listed_on=FEBRUARY)), say(listed(B, listed_on=FEBRUARY)))
    assert await Court(platform.desk, [(B, 1)]).sends_digest() == "restating"
    async with put_back(platform) as again:
        silent = Court(again.desk, [(B, 1)])
        assert await silent.compares() == ("differs", {"unfit": []})
        assert again.opened.app.state.wholeness.awaited() == {"court"}
        court = Court(again.desk, [(B, 1)], [say(listed(B)), withdraw(listed(A))])
        assert (await court.compares())[0] == "agreed"
        assert again.opened.app.state.wholeness.awaited() == set()


async def test_no_edition_comes_out_before(platform: Platform) -> None:
    platform.hears(say(listed(A, listed_on=FEBRUARY)))
    async with put_back(platform) as again:
        again.turns_to()
        assert again.opened.rows("SELECT id FROM editions") == []
        assert not again.opened.app.state.due.is_idle()
        assert await Court(again.desk, [(A, 1)], [say(listed(A))]).sends_digest() == "agreed"
        again.opened.run_due()
        assert again.opened.rows("SELECT id FROM editions") == [("2019-02",)]


async def test_a_readers_place_in_what_was_lost_is_gone_and_one_before_it_goes_on(
    platform: Platform,
) -> None:
    platform.hears(say(listed(A)), withdraw(listed(A)), withdraw(listed(B)))
    async with put_back(platform) as again:
        # The lost register had given 3 and 4 to lines of its own; ours goes on beyond the gap.
        again.hears(withdraw(listed(C)))
        reach = last_seq(again)
        for place in (3, 4, reach - 2, reach + 1):
            answer = await again.public.get(f"/v1/withdrawals?after={place}")
            assert (answer.status_code, answer.json()["code"]) == (410, "cursor_too_old")
        seen = (await again.public.get("/v1/withdrawals?after=2")).json()
        assert [line["ref"] for line in seen["withdrawals"]] == [C]
        assert seen["next_after"] == reach
        everything = (await again.public.get("/v1/withdrawals")).json()["withdrawals"]
        assert [line["ref"] for line in everything] == [A, B, C]


async def test_localities_read_anew_what_goes_down(platform: Platform) -> None:
    async with put_back(platform) as again:
        assert (await again.locality().get("/v1/evaluations?after=1")).status_code == 410
        told = await again.goes_down()
        assert told["evaluations"] == []
        onwards = await again.locality().get(f"/v1/evaluations?after={told['next_after']}")
        assert onwards.status_code == 200


async def test_the_cue_is_taken_once(platform: Platform) -> None:
    platform.hears(withdraw(listed(A)))
    async with put_back(platform) as again:
        # Nothing stands here, so there is nobody whose word must be awaited.
        assert (await again.public.get("/v1/withdrawals")).status_code == 200
        reach = last_seq(again)
    folder = platform.opened.app.state.edition_folder.path.parent
    assert not (folder / "restored").exists()
    async with open_app(create_app, "platform", platform.keys, folder) as third:
        assert last_seq(Platform(third, platform.keys)) == reach


def test_the_same_copy_put_back_twice_never_gives_a_number_again(desk: Desk) -> None:
    """Two lives of one copy, an hour apart; the first one tells of many withdrawals."""
    reached = []
    for hours in (0, 1):
        with desk.database.write() as session:
            leave_gap(session, 0, NOW + timedelta(hours=hours))
            reached.append(state(session).last_seq)
            state(session).last_seq = 2  # lost, and put back once more
    assert reached[1] - reached[0] == 3600 * LINES_A_SECOND
    with desk.database.write() as session:
        state(session).last_seq = LARGEST_SEQ // 2
        leave_gap(session, 0, NOW)  # the machine's clock was wrong before
        assert state(session).last_seq == LARGEST_SEQ // 2 + 1
