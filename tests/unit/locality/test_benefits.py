"""A score opens benefits, each once a year while its quota lasts, and closes nothing."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.locality.app import create_app
from tests.builders import make_party
from tests.unit.apps import ROOT, open_app
from tests.unit.locality.story import Place, code, handed_out

WANG = make_party()
LI = make_party("李军", sequence=3)
BICYCLES, SIGHTS = "bicycles-without-deposit", "sights-at-a-discount"


async def test_a_commendation_opens_a_benefit_that_thirty_points_earlier_was_closed(
    rongcheng: Place,
) -> None:
    resident = await rongcheng.settle(WANG)
    assert code(await rongcheng.claim(WANG, SIGHTS)) == (403, "not_enough_points")
    await rongcheng.event("welfare", resident, "city-commendation", "2018-12-28")
    answer = await rongcheng.claim(WANG, SIGHTS)
    assert answer.status_code == 201
    assert (answer.json()["benefit"], answer.json()["year"]) == (SIGHTS, 2019)
    claims = (await rongcheng.file(WANG))["claims"]
    assert [(claim["benefit"], claim["year"]) for claim in claims] == [(SIGHTS, 2019)]


async def test_a_benefit_is_claimed_once_a_year(rongcheng: Place) -> None:
    await rongcheng.settle(WANG)
    assert (await rongcheng.claim(WANG, BICYCLES)).status_code == 201
    assert code(await rongcheng.claim(WANG, BICYCLES)) == (409, "already_claimed")
    rongcheng.opened.advance(date(2019, 12, 31))
    assert code(await rongcheng.claim(WANG, BICYCLES)) == (409, "already_claimed")
    rongcheng.opened.advance(date(2020, 1, 1))
    assert (await rongcheng.claim(WANG, BICYCLES)).status_code == 201


async def test_two_residents_with_one_idempotency_key_each_get_their_own(rongcheng: Place) -> None:
    await rongcheng.settle(WANG)
    await rongcheng.settle(LI)
    first = await rongcheng.claim(WANG, BICYCLES, key="claim-1")
    again = await rongcheng.claim(WANG, BICYCLES, key="claim-1")
    other = await rongcheng.claim(LI, BICYCLES, key="claim-1")
    assert again.json() == first.json() | {"replayed": True}
    assert not other.json()["replayed"]
    assert other.json()["id"] != first.json()["id"]


async def test_without_consent_and_without_registration_nothing_is_claimed(
    rongcheng: Place,
) -> None:
    await rongcheng.register(WANG)
    assert code(await rongcheng.claim(WANG, BICYCLES)) == (403, "no_consent")
    assert code(await rongcheng.claim(LI, BICYCLES)) == (404, "resident_unknown")


async def test_a_benefit_that_the_scheme_does_not_have_is_not_there(rongcheng: Place) -> None:
    await rongcheng.settle(WANG)
    answer = await rongcheng.claim(WANG, "longer-free-parking")
    assert code(answer) == (404, "benefit_unknown")


async def test_everybody_may_read_what_is_offered_and_what_it_needs(bailu: Place) -> None:
    shown = (await bailu.opened.anybody().get("/v1/benefits")).json()
    needs = {one["id"]: one["needs_points"] for one in shown["benefits"]}
    assert needs == {
        "longer-free-parking": 530,
        "parking-at-a-discount": 680,
        "hire-without-deposit": 680,
    }
    assert shown["rules"].endswith("rows unconfirmed")


def _scheme_with_quota(quota: int) -> dict[str, Any]:
    path = ROOT / "services" / "locality" / "schemes" / "rongcheng.yaml"
    scheme: dict[str, Any] = yaml.safe_load(path.read_text())
    scheme["editions"][0]["benefits"][0]["quota_per_year"] = quota
    return scheme


@pytest.fixture
def authorities_with_quota(tmp_path: Path) -> Path:
    """A place whose bicycles are enough for one resident."""
    place = tmp_path / "place"
    (place / "services" / "locality" / "schemes").mkdir(parents=True)
    shutil.copytree(ROOT / "services/locality/rulebooks", place / "services/locality/rulebooks")
    scheme = place / "services" / "locality" / "schemes" / "rongcheng.yaml"
    scheme.write_text(yaml.safe_dump(_scheme_with_quota(1), allow_unicode=True))
    shutil.copytree(ROOT / "services/locality/local_lists", place / "services/locality/local_lists")
    (place / "authorities.yaml").write_text((ROOT / "authorities.yaml").read_text())
    return place / "authorities.yaml"


async def test_when_the_quota_is_used_up_the_next_is_refused_until_the_new_year(
    keys: Path, tmp_path: Path, authorities_with_quota: Path
) -> None:
    extra = {"CHIMERA_AUTHORITIES": str(authorities_with_quota)}
    async with open_app(create_app, "rongcheng", keys, tmp_path / "state", extra) as opened:
        place = Place(opened, handed_out(keys, "rongcheng"))
        await place.settle(WANG)
        await place.settle(LI)
        assert (await place.claim(WANG, BICYCLES)).status_code == 201
        assert code(await place.claim(LI, BICYCLES)) == (409, "quota_used")
        offered = (await opened.anybody().get("/v1/benefits")).json()["benefits"]
        assert {one["id"]: one["is_used_up"] for one in offered}[BICYCLES]
        opened.advance(date(2020, 1, 1))
        assert (await place.claim(LI, BICYCLES)).status_code == 201
