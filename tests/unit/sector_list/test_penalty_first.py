"""Sports and farm inputs: a listing is no penalty, but follows one."""

import pytest

from tests.builders import make_organisation
from tests.unit.answers import done, refused
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.story import record


@pytest.mark.parametrize(
    ("sector", "list_id", "ground", "stands_until"),
    [
        ("sports", "sports-market-list", "runs-risky-sport-unlicensed", "2020-01-10"),
        ("farminputs", "farm-input-violators", "sells-fake-inputs", "2021-01-10"),
    ],
)
async def test_without_a_penalty_nobody_is_listed(
    open_sector: Opens, sector: str, list_id: str, ground: str, stands_until: str
) -> None:
    authority = await open_sector(sector)
    case = await record(authority, make_organisation(), ground)
    assert refused(await case.propose(list_id, ground)) == (409, "below_threshold")
    assert refused(await case.penalise("whipping")) == (422, "penalty_unknown")
    early = {"imposed_on": "2019-01-01"}
    assert refused(await case.penalise("fine", **early)) == (422, "dates_out_of_order")
    done(await case.penalise("licence-revoked"))
    listing = await case.listed(list_id, ground)
    assert listing["stands_until"] == stands_until


async def test_a_farm_input_violator_reads_what_the_29_bodies_do(open_sector: Opens) -> None:
    authority = await open_sector("farminputs")
    fined = [{"penalty": "fine"}]
    case = await record(authority, make_organisation(), "sells-fake-inputs", penalties=fined)
    assert (await case.own())["brings_about"] == []
    await case.listed("farm-input-violators", "sells-fake-inputs")
    assert len((await case.own())["brings_about"]) == 3
