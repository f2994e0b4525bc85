"""One edition of a scheme is in force, whole; which one is chosen by the date of the rules."""

from datetime import date
from pathlib import Path

import pytest

from services.locality.app import create_app
from shared.settings import BadSetting
from tests.builders import make_party
from tests.unit.apps import ROOT, open_app
from tests.unit.locality.schemes import EVERY_EDITION, SHIPPED, scheme_of
from tests.unit.locality.story import Place, code, handed_out

WANG = make_party()


@pytest.mark.parametrize(
    ("day", "edition", "original"),
    [
        (date(2019, 11, 1), "2019", "residence"),
        (date(2020, 12, 31), "2019", "residence"),
        (date(2021, 1, 1), "2021", "consent"),
        (date(2026, 1, 1), "2021", "consent"),
    ],
)
def test_the_reform_begins_on_one_day_and_the_standard_ends_on_the_day_before(
    day: date, edition: str, original: str
) -> None:
    found = scheme_of("rongcheng", day)
    assert (found.edition, found.basis.original) == (edition, original)


def test_on_every_day_of_fifteen_years_at_most_one_edition_holds() -> None:
    for found in SHIPPED.values():
        for ordinal in range(date(2015, 1, 1).toordinal(), date(2030, 1, 1).toordinal(), 7):
            day = date.fromordinal(ordinal)
            assert sum(one.in_force.holds_on(day) for one in found.editions) == 1


def test_what_the_standard_of_2019_is_known_to_deduct() -> None:
    items = {item.code: item for item in scheme_of("rongcheng").items}
    known = {
        "contract-breach": -20,
        "sued-and-in-breach": -50,
        "loan-arrears-month": -10,
        "private-loan-breach": -20,
        "guarantee-breach": -20,
        "illegal-lending": -40,
        "sued-for-debt": -30,
        "commercial-fraud": -30,
        "fake-goods": -30,
        "utility-late": -20,
        "utility-arrears-judged": -50,
        "heating-tap": -50,
        "utility-theft": -60,
        "utility-destruction": -100,
    }
    assert {name: items[name].points for name in known} == known
    assert {items[name].confidence for name in known} == {"confirmed"}
    span = items["other-commercial"].span
    assert span is not None
    assert (span.least, span.most) == (-5, -50)


def test_nothing_of_2021_that_was_not_read_passes_for_sure() -> None:
    reform = scheme_of("rongcheng", date(2021, 1, 1))
    unsure = {(item.confidence, item.origin) for item in (*reform.items, *reform.benefits)}
    assert unsure == {("unconfirmed", "ours")}
    assert reform.basis.confidence == "confirmed"


@pytest.mark.parametrize("name", sorted(EVERY_EDITION))
def test_every_edition_says_that_a_low_score_is_no_ground_for_a_penalty(name: str) -> None:
    assert "low-score-no-penalty" in {limit.id for limit in EVERY_EDITION[name].limits}


async def test_under_the_rules_of_2026_the_place_runs_the_reform(
    keys: Path, tmp_path: Path
) -> None:
    extra = {"CHIMERA_RULES_AS_OF": "2026-01-01"}
    async with open_app(create_app, "rongcheng", keys, tmp_path, extra) as opened:
        place = Place(opened, handed_out(keys, "rongcheng"))
        shown = (await opened.anybody().get("/v1/rulebook")).json()
        assert shown["scheme"]["edition"] == "2021"
        known = {one["edition"]: one["is_in_force"] for one in shown["editions"]}
        assert known == {"2019": False, "2021": True}
        assert "Shandong" in shown["law"]["en"]
        resident = await place.register(WANG)
        await place.event("utilities", resident, "utility-late")
        answer = await opened.party(WANG).get("/v1/me/score")
        assert code(answer) == (403, "no_consent")
        assert code(await place.claim(WANG, "year-end-gift")) == (403, "no_consent")
        assert len((await place.file(WANG))["events"]) == 1
        await place.say(WANG, resident, True)
        score = await place.score(WANG)
        assert (score["points"], score["edition"]) == (980, "2021")
        assert score["rules"] == shown["heading"]
        objection = (await place.object(WANG, score["lines"][1]["event"])).json()
        assert objection["decide_by"] == "2019-01-07"
        answer = await place.appeals.post(
            f"/v1/event-objections/{objection['id']}/check", {"reasons": "The meter must be read."}
        )
        assert answer.json()["decide_by"] == "2019-01-11"


async def test_every_answer_that_rests_on_the_rules_is_headed_by_how_unsure_they_are(
    rongcheng: Place,
) -> None:
    await rongcheng.settle(WANG)
    anybody = rongcheng.opened.anybody()
    heading = (await anybody.get("/v1/rulebook")).json()["heading"]
    assert heading.endswith("rows unconfirmed")
    assert (await anybody.get("/v1/benefits")).json()["rules"] == heading
    assert (await anybody.get("/v1/statistics")).json()["rules"] == heading
    assert (await rongcheng.score(WANG))["rules"] == heading
    assert (await rongcheng.file(WANG))["rules"] == heading


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A copy of the files that a place starts from, to break."""
    for folder in ("schemes", "rulebooks"):
        target = tmp_path / "services" / "locality" / folder
        target.mkdir(parents=True)
        for path in (ROOT / "services" / "locality" / folder).glob("*.yaml"):
            (target / path.name).write_text(path.read_text())
    (tmp_path / "authorities.yaml").write_text((ROOT / "authorities.yaml").read_text())
    return tmp_path


async def test_a_date_before_the_first_edition_stops_the_start(
    keys: Path, tmp_path: Path, world: Path
) -> None:
    scheme = world / "services/locality/schemes/bailu.yaml"
    old = "    in_force:\n"
    scheme.write_text(scheme.read_text().replace(old, f"{old}      valid_from: 2018-07-11\n", 1))
    extra = {"CHIMERA_AUTHORITIES": str(world / "authorities.yaml")}
    async with open_app(create_app, "bailu", keys, tmp_path / "one", extra):
        pass
    extra["CHIMERA_RULES_AS_OF"] = "2018-07-10"
    with pytest.raises(BadSetting, match=r"no edition of .*bailu\.yaml is in force then"):
        async with open_app(create_app, "bailu", keys, tmp_path / "two", extra):
            pass
