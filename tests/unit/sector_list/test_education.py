"""The teacher of the paper's introduction: sanction upon sanction, a local list, and it never left.

In the world the list was made public by the county, and withdrawn after an outcry. Here the same
list stands behind two officers, notice and objection, and nothing about it can reach the bus.
"""

from datetime import date

from demo import broker, containers
from shared.authorities import load
from tests.builders import make_party
from tests.unit.answers import done
from tests.unit.apps import ROOT, OpenApp
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.story import Case, record

LIST, ACT = "local-blacklist", "corporal-punishment"
KNOWN = load(ROOT / "authorities.yaml")


async def sanctioned(bureau: OpenApp) -> Case:
    """The school acted in April 2019; in July the county added to it."""
    bureau.advance(date(2019, 4, 29))
    case = await record(bureau, make_party("王老师"), ACT, penalties=[{"penalty": "suspension"}])
    done(await case.penalise("forced-apology"))
    bureau.advance(date(2019, 7, 2))
    for penalty in ("loss-of-salary", "loss-of-bonus", "contract-ended"):
        done(await case.penalise(penalty))
    return case


async def listed(bureau: OpenApp) -> tuple[Case, str]:
    """The teacher on the local list, on top of everything else."""
    case = await sanctioned(bureau)
    listing = await case.listed(LIST, ACT)
    assert (listing["listed_on"], listing["stands_until"]) == ("2019-07-10", "2024-07-10")
    return case, listing["ref"]


async def test_five_penalties_and_a_listing_for_one_act_are_counted(open_sector: Opens) -> None:
    bureau = await open_sector("education")
    case, _ = await listed(bureau)
    own = await case.own()
    assert (own["penalties_count"], own["burdens_count"]) == (5, 6)
    assert [one["penalty"] for one in own["penalties"]][:2] == ["suspension", "forced-apology"]
    assert "not eligible for any service award" in own["brings_about"][0]["en"]
    for number in range(10):
        await record(bureau, make_party(sequence=2 * number + 20), ACT)
    told = done(await bureau.anybody().get("/v1/statistics/burdens"))
    assert told["cases"] == {"0": 10, "6": None}


async def test_after_the_outcry_the_bureau_withdraws_by_discretion(open_sector: Opens) -> None:
    """No ground is gone and no objection was upheld: the cause says that it was discretion."""
    bureau = await open_sector("education")
    case, ref = await listed(bureau)
    bureau.advance(date(2019, 7, 24))
    door = f"/v1/listings/{ref}/withdrawal"
    ended = done(await bureau.officer("clerk").post(door, {"cause": "discretion"}))
    assert (ended["stands"], ended["cause"], ended["version"]) == (False, "discretion", 2)
    (procedure,) = (await case.file())["procedures"]
    assert [one["step"] for one in procedure["steps"]][-2:] == ["published", "withdrawn"]


async def test_nothing_of_a_local_list_ever_waits_for_the_bus(open_sector: Opens) -> None:
    """Listed, corrected, renewed, withdrawn: the whole life of a listing writes no act."""
    bureau = await open_sector("education")
    case, ref = await listed(bureau)
    clerk, door = bureau.officer("clerk"), f"/v1/listings/{ref}"
    right = {"kind": "person", "name": "王教师", "id_number": case.party.id_number}
    done(await clerk.post(f"{door}/correction", {"party": right}))
    renewal = done(await clerk.post(f"{door}/renewal"))["id"]
    done(await bureau.officer("reviewer").post(f"/v1/listing-proposals/{renewal}/approval"))
    done(await clerk.post(f"/v1/listing-proposals/{renewal}/notification"))
    bureau.advance(date(2019, 8, 1))
    assert done(await clerk.get(door))["version"] == 3
    done(await clerk.post(f"{door}/withdrawal", {"cause": "discretion"}))
    assert bureau.rows("SELECT count(*) FROM acts") == [(0,)]
    assert bureau.app.state.due.duties.is_idle()


async def test_the_bureau_has_no_wire_to_be_ready_for(open_sector: Opens) -> None:
    bureau = await open_sector("education")
    assert done(await bureau.anybody().get("/readyz"))["ready"] is True
    rail = await open_sector("rail")
    assert (await rail.anybody().get("/readyz")).json()["not_ready"] == {
        "broker": "The broker is not reached."
    }


def test_the_broker_knows_no_subject_of_the_bureau() -> None:
    configuration = broker.generate(KNOWN)
    for subject in ("listings", "confirm", "digest", "restate"):
        assert f"{subject}.education" not in configuration
    account = configuration.split("  EDUCATION {", 1)[1].split("\n  }\n", 1)[0]
    assert 'publish: { deny: ">" }' in account


def test_in_the_containers_it_has_no_way_to_the_bus() -> None:
    made = containers.generate(KNOWN)
    block = made.split("\n  education:\n", 1)[1].split("\n  association-db:", 1)[0]
    assert "- front" in block
    assert "- bus" not in block


def test_no_declared_list_is_the_bureaus() -> None:
    assert KNOWN.named("education").lists == ()
    assert not KNOWN.named("education").is_issuer
