"""A local list never leaves its place, and after its end it is gone from view there too."""

from datetime import date
from pathlib import Path

from demo import broker
from services.locality.records import LEDGER, METADATA
from services.national_platform.app import create_app as create_platform
from shared.authorities import load
from shared.migrating import differences
from tests.builders import words_of
from tests.unit.answers import done
from tests.unit.apps import ROOT, open_app
from tests.unit.locality.county import (
    ACT,
    LIST,
    NEIGHBOUR,
    TEACHER,
    eligible,
    listed,
    procedures,
    proposed,
    read_list,
    sanctioned,
)
from tests.unit.locality.story import Place
from tests.unit.national_platform.doors import Platform
from tests.unit.national_platform.saying import listed as listing_of
from tests.unit.national_platform.saying import say


async def test_after_the_outcry_it_is_withdrawn_by_discretion_and_gone_from_view(
    rongcheng: Place,
) -> None:
    """No objection was upheld and no ground is gone: the cause says that it was discretion."""
    await rongcheng.register(NEIGHBOUR)
    act = await sanctioned(rongcheng)
    ref = await listed(rongcheng, act)
    rongcheng.opened.advance(date(2019, 7, 24))
    body = {"cause": "discretion"}
    ended = done(await rongcheng.clerk.post(f"/v1/listings/{ref}/withdrawal", body))
    assert (ended["stands"], ended["cause"]) == (False, "discretion")
    assert (await read_list(rongcheng))["listed"] == []
    assert (await eligible(rongcheng)) == {"is_eligible": True, "because": []}
    counts = done(await rongcheng.opened.anybody().get("/v1/statistics"))["lists"]
    assert counts == [{"list": LIST, "standing": None, "withdrawn": {"discretion": None}}]
    (procedure,) = await procedures(rongcheng)
    assert [one["step"] for one in procedure["steps"]][-2:] == ["published", "withdrawn"]
    assert procedure["listing"]["withdrawn_on"] == "2019-07-24"
    assert procedure["remedies"] == []


async def test_five_years_after_its_end_nothing_of_it_is_held(rongcheng: Place) -> None:
    """Withdrawn on 24 July 2019; five years later all of it is gone."""
    act = await sanctioned(rongcheng)
    ref = await listed(rongcheng, act)
    rongcheng.opened.advance(date(2019, 7, 24))
    done(await rongcheng.clerk.post(f"/v1/listings/{ref}/withdrawal", {"cause": "discretion"}))
    clock = done(await rongcheng.opened.anybody().get("/v1/clock"))
    assert clock["next_due_at"] == "2024-07-23T16:00:00Z"
    rongcheng.opened.advance(date(2024, 7, 23))
    assert len(await procedures(rongcheng)) == 1
    rongcheng.opened.advance(date(2024, 7, 24))
    assert await procedures(rongcheng) == []
    for table in ("local_cases", "local_penalties", *LEDGER.tables):
        assert rongcheng.opened.rows(f"SELECT * FROM {table}") == []  # noqa: S608 - our own names


async def test_an_act_on_which_a_listing_still_stands_or_may_yet_is_kept(rongcheng: Place) -> None:
    act = await sanctioned(rongcheng)
    await listed(rongcheng, act)
    rongcheng.opened.advance(date(2024, 7, 10))
    assert len(rongcheng.opened.rows("SELECT * FROM local_cases")) == 1
    done(await proposed(rongcheng, act))
    rongcheng.opened.advance(date(2029, 7, 10))
    assert len(rongcheng.opened.rows("SELECT * FROM local_cases")) == 1


async def test_nothing_of_it_can_leave(rongcheng: Place) -> None:
    """Listed, corrected, renewed, withdrawn: there is no table in which it could wait."""
    act = await sanctioned(rongcheng)
    ref = await listed(rongcheng, act)
    clerk, door = rongcheng.clerk, f"/v1/listings/{ref}"
    right = words_of(TEACHER) | {"name": "王教师"}
    done(await clerk.post(f"{door}/correction", {"party": right}))
    renewal = done(await clerk.post(f"{door}/renewal"))["id"]
    done(
        await rongcheng.opened.officer("reviewer").post(f"/v1/listing-proposals/{renewal}/approval")
    )
    done(await clerk.post(f"/v1/listing-proposals/{renewal}/notification"))
    rongcheng.opened.advance(date(2019, 8, 1))
    assert done(await clerk.get(door))["version"] == 3
    done(await clerk.post(f"{door}/withdrawal", {"cause": "discretion"}))
    found = rongcheng.opened.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = {name for (name,) in found}
    assert not tables & {"acts", "confirmations", "outbox"}
    assert tables >= set(LEDGER.tables)
    assert rongcheng.opened.app.state.due.duties.is_idle()
    assert differences(rongcheng.opened.database.engine, METADATA) == []


async def test_the_inventory_sends_nothing_of_it_out_of_the_place(rongcheng: Place) -> None:
    inventory = done(await rongcheng.opened.anybody().get("/v1/inventory"))
    readers = {field["goes_to"] for table in inventory["tables"] for field in table["fields"]}
    assert readers <= {
        "nobody",
        "the party",
        "auditor",
        "the same caller",
        "registered residents here, as far as the rule of the list says; nobody outside",
        "everybody, of the copy as a whole; about nobody",
    }


def test_the_broker_lets_a_locality_say_nothing() -> None:
    known = load(ROOT / "authorities.yaml")
    configuration = broker.generate(known)
    for locality in known.localities:
        for subject in ("listings", "confirm", "digest", "restate"):
            assert f"{subject}.{locality.slug}" not in configuration
        account = configuration.split(f"  {locality.slug.upper()} {{", 1)[1].split("\n  }\n", 1)[0]
        assert 'publish: { deny: ">" }' in account


async def test_the_platform_finds_nobody_who_is_on_a_local_list(
    rongcheng: Place, keys: Path, tmp_path: Path
) -> None:
    """Even a notice in the locality's name, which the broker would refuse, is not believed."""
    ref = await listed(rongcheng, await sanctioned(rongcheng))
    forged = listing_of("l-forged", party=TEACHER, issuer="rongcheng", list=LIST, reason=ACT)
    async with open_app(create_platform, "platform", keys, tmp_path / "platform") as opened:
        platform = Platform(opened, keys)
        platform.hears(say(listing_of(party=NEIGHBOUR)), say(forged))
        platform.turns_to(date(2019, 8, 1))
        assert len(await platform.finds(name=NEIGHBOUR.name)) == 1
        assert await platform.finds(name=TEACHER.name) == []
        assert await platform.finds(truncated_id=TEACHER.truncated_id) == []
        assert ref not in opened.everything_held()
