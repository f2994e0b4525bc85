"""Air passengers: a year, after a penalty of the police, on the first working day of a month."""

from datetime import date

from tests.builders import make_organisation, make_party
from tests.unit.answers import refused
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.story import record

LIST, GOODS = "air-passengers", "carries-prohibited-goods"


async def test_a_year_without_flights_follows_a_penalty_of_the_police(open_sector: Opens) -> None:
    aviation = await open_sector("aviation")
    case = await record(aviation, make_party(), GOODS)
    assert refused(await case.propose(LIST, GOODS)) == (409, "below_threshold")
    await case.penalise("public-security-penalty")
    listing = await case.listed(LIST, GOODS)
    assert (listing["listed_on"], listing["stands_until"]) == ("2019-02-01", "2020-02-01")
    assert aviation.today == date(2019, 2, 1)


async def test_a_party_reads_what_was_found_imposed_and_brought_about(open_sector: Opens) -> None:
    aviation = await open_sector("aviation")
    fined = [{"penalty": "public-security-penalty"}]
    case = await record(aviation, make_party(), GOODS, penalties=fined)
    await case.listed(LIST, GOODS)
    own = await case.own()
    assert own["found"]["zh"] == "随身携带或者托运危险品、违禁品和管制物品。"
    assert [one["zh"] for one in own["imposed"]] == ["治安管理处罚。"]
    assert [one["zh"] for one in own["brings_about"]] == ["列入期间航空公司不予承运。"]
    assert own["burdens_count"] == 2


async def test_only_people_are_passengers(open_sector: Opens) -> None:
    aviation = await open_sector("aviation")
    fined = [{"penalty": "public-security-penalty"}]
    case = await record(aviation, make_organisation(), GOODS, penalties=fined)
    assert refused(await case.propose(LIST, GOODS)) == (409, "kind_not_listed")
