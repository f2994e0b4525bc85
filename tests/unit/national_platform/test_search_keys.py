"""Search keys: there for what is shown of public lists, and for nothing else."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import services.national_platform
from services.national_platform.records import METADATA, search_keys
from services.national_platform.records.state import begin, state
from shared.database import Database, open_database
from shared.migrating import differences, upgrade
from tests.fakes import noon
from tests.unit.answers import refused
from tests.unit.national_platform.doors import FEBRUARY, Platform
from tests.unit.national_platform.saying import correct, listed, say, withdraw

STEPS = Path(services.national_platform.__file__).with_name("migrations")
TRAMS = {"issuer": "trams", "list": "passengers", "publication": "shared"}
MARCH = date(2019, 3, 1)


def filed(platform: Platform) -> set[str]:
    """The references of listings that have keys."""
    return {ref for (ref,) in platform.opened.rows("SELECT ref FROM search_keys")}


async def test_only_what_an_edition_shows_of_a_public_list_has_keys(platform: Platform) -> None:
    platform.hears(say(listed()), say(listed("trams-aaaaaaaa", **TRAMS)))
    assert filed(platform) == set()
    platform.turns_to(FEBRUARY)
    platform.hears(say(listed("court-bbbbbbbb")))
    assert filed(platform) == {"court-aaaaaaaa"}


async def test_a_withdrawal_takes_them_out_at_once(platform: Platform) -> None:
    platform.hears(say(listed()), say(listed("court-bbbbbbbb")))
    platform.turns_to(FEBRUARY)
    platform.hears(withdraw(listed()))
    assert filed(platform) == {"court-bbbbbbbb"}


async def test_a_correction_puts_the_new_name_in_their_place(platform: Platform) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    platform.hears(correct(listed(), "王秀颖"))
    assert len(await platform.finds(name="wang xiuying")) == 1
    assert await platform.finds(name="Wáng Xiùyīng") == []
    assert len(await platform.finds(name="Wáng Xiùyǐng")) == 1
    assert "王秀英" not in platform.opened.everything_held()


async def test_what_has_ended_is_forgotten_with_the_next_edition(platform: Platform) -> None:
    platform.hears(say(listed(stands_until=date(2019, 2, 20))))
    platform.turns_to(FEBRUARY)
    assert filed(platform) == {"court-aaaaaaaa"}
    platform.turns_to(MARCH)
    assert filed(platform) == set()


async def test_what_ended_and_is_listed_again_is_found_again(platform: Platform) -> None:
    short = listed(stands_until=MARCH)
    platform.hears(say(short))
    platform.turns_to(FEBRUARY)
    platform.turns_to(MARCH)
    platform.hears(say(short.renew(date(2020, 3, 1)), on=MARCH))
    platform.turns_to(date(2019, 4, 1))
    assert len(await platform.finds(name="wangxiuying")) == 1


def test_an_older_register_gets_its_keys_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tmp_path / "first"
    first.mkdir()
    for step in ("0001_first_tables", "0002_audit_chain", "0003_what_goes_down_to_the_localities"):
        shutil.copy(STEPS / f"{step}.py", first)
    database = Database(open_database(f"sqlite:///{tmp_path}/platform.sqlite"))
    upgrade(database.engine, first)
    with database.engine.begin() as connection:
        for number in range(7):
            connection.exec_driver_sql(OLD, (f"court-{number:08}", "public"))
        connection.exec_driver_sql(OLD, ("trams-00000000", "shared"))
        connection.exec_driver_sql(
            "INSERT INTO register_state VALUES (1, '2019-01-02', 0, 0, 0, 0)"
        )
    upgrade(database.engine, STEPS)
    assert differences(database.engine, METADATA) == []
    monkeypatch.setattr(search_keys, "AT_ONCE", 3)
    for _ in range(2):
        search_keys.keep_up(database)
        assert kept(database) == (14, search_keys.made_by())
    with database.write() as session:
        state(session).search_keys_made_by = "other rules"
    search_keys.keep_up(database)
    assert kept(database) == (14, search_keys.made_by())
    database.close()


OLD = """INSERT INTO listings VALUES (?, 'court', 'judgment-defaulters', 'person', 'adverse', ?,
    'able-but-refuses', '王秀英', '6601011990****0020', '2019-01-02', '2021-01-02', 1, 1, NULL,
    NULL, '2019-02', '2021-01-02')"""


def kept(database: Database) -> tuple[int, str | None]:
    """How many keys there are, and who made them."""
    with database.read() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM search_keys").scalar()
        return int(count or 0), state(session).search_keys_made_by


def test_a_new_register_has_nothing_to_file(database: Database) -> None:
    with database.write() as session:
        begin(session, noon(date(2019, 1, 2)))
    search_keys.keep_up(database)
    assert kept(database) == (0, search_keys.made_by())


async def test_pages_of_a_beginning_show_each_listing_once(platform: Platform) -> None:
    names = ["单雄信", "单丹", "单山", "王秀英", "商鞅", "尚可喜", "dan & co", "沙僧"]
    platform.hears(
        *(
            say(listed(f"court-page{number:04}", name=names[number % len(names)]))
            for number in range(40)
        )
    )
    platform.turns_to(FEBRUARY)
    for beginning, expected in (("sha", 30), ("dan", 20), ("单", 15), ("shan", 25)):
        seen: list[str] = []
        cursor = None
        while True:
            body = {"name": beginning, "match": "prefix", "cursor": cursor}
            page = (await platform.public.post("/v1/search", body)).json()
            seen += [one["ref"] for one in page["listings"]]
            if (cursor := page["next_cursor"]) is None:
                break
        assert (len(seen), len(set(seen))) == (expected, expected), beginning


async def test_a_page_goes_on_unless_its_last_listing_is_gone(platform: Platform) -> None:
    both = [listed(f"court-page{number:04}") for number in range(15)]
    platform.hears(*(say(one) for one in both))
    platform.turns_to(FEBRUARY)
    body = {"name": "wang", "match": "prefix"}
    page = (await platform.public.post("/v1/search", body)).json()
    last = next(one for one in both if one.ref == page["listings"][-1]["ref"])
    platform.hears(withdraw(last))
    onward = body | {"cursor": page["next_cursor"]}
    assert refused(await platform.public.post("/v1/search", onward)) == (410, "cursor_gone")
    exact = {"name": "王秀英", "cursor": page["next_cursor"]}
    assert len((await platform.public.post("/v1/search", exact)).json()["listings"]) == 5
