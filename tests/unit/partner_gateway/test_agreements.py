"""Agreements are data with a source; a broken file stops the gateway with its line."""

from datetime import date
from pathlib import Path

import pytest

from services.partner_gateway.app import FOLDER, read_agreements
from services.partner_gateway.domain import BrokenAgreement, join, read_mou, read_partners
from services.partner_gateway.domain.agreements import BASIC_SERVICES, PartnerKind
from shared.authorities import load
from shared.contract import Effect
from tests.builders import make_party
from tests.unit.apps import ROOT
from tests.unit.partner_gateway.world import AIRLINE, BANK, POSTS, Gateway

AUTHORITIES = load(ROOT / "authorities.yaml")
DEFAULTERS = (FOLDER / "mous" / "judgment-defaulters-2016.yaml").read_text(encoding="utf-8")
PARTNERS = (FOLDER / "partners.yaml").read_text(encoding="utf-8")
DAY = date(2019, 11, 1)
AGREEMENTS = read_agreements(FOLDER, AUTHORITIES, DAY)


def broken(change: str, into: str, text: str = DEFAULTERS) -> str:
    """What is said of the agreement after one change, and checks that it was one."""
    assert change in text
    with pytest.raises(BrokenAgreement) as raised:
        read_mou(text.replace(change, into, 1), "mous/x.yaml", AUTHORITIES)
    return str(raised.value)


def line_of(words: str, text: str = DEFAULTERS) -> int:
    """The line on which these words first stand."""
    return text[: text.index(words)].count("\n") + 1


def test_the_agreements_name_companies_and_departments() -> None:
    effects = {mou.id: mou.effect for mou in AGREEMENTS.mous}
    assert effects == {
        "judgment-defaulters-2016": Effect.ADVERSE,
        "consumption-restrictions-2015": Effect.ADVERSE,
        "a-taxpayers-2016": Effect.FAVOURABLE,
        "withheld-wages-2017": Effect.ADVERSE,
    }
    kinds = {partner.kind for partner in AGREEMENTS.partners.values()}
    assert kinds == set(PartnerKind)
    assert set(AGREEMENTS.measures_of(AIRLINE)) == {"air-travel", "restricted-air-travel"}
    assert AGREEMENTS.measures_of(BANK) == [
        "credit-reference",
        "loan-reference",
        "wages-credit-reference",
    ]


def test_what_an_order_forbids_is_asked_for_under_ids_of_its_own() -> None:
    (orders,) = (mou for mou in AGREEMENTS.mous if mou.id == "consumption-restrictions-2015")
    assert [(one.issuer, one.list) for one in orders.targets] == [
        ("court", "consumption-restrictions")
    ]
    assert [one.id for one in orders.measures] == [
        "restricted-air-travel",
        "high-speed-rail",
        "restricted-star-hotel",
        "restricted-golf",
    ]


def test_every_partner_may_ask_about_something() -> None:
    assert all(AGREEMENTS.measures_of(partner) for partner in AGREEMENTS.partners)


def test_nothing_that_restricts_touches_a_basic_service() -> None:
    for mou, measure in AGREEMENTS.in_force():
        assert mou.effect is Effect.FAVOURABLE or measure.sphere not in BASIC_SERVICES


@pytest.mark.parametrize("service", sorted(one.value for one in BASIC_SERVICES))
def test_a_measure_that_restricts_a_basic_service_is_refused(service: str) -> None:
    said = broken("sphere: luxury-travel", f"sphere: {service}")
    assert said.startswith(f"mous/x.yaml:{line_of('sphere: luxury-travel')}: measures.0.sphere")
    assert "basic public service" in said


@pytest.mark.parametrize("addressee", ["child", "spouse", "relative", "household"])
def test_a_measure_addressed_to_a_relative_is_refused(addressee: str) -> None:
    said = broken("addressee: party", f"addressee: {addressee}")
    assert said.startswith(f"mous/x.yaml:{line_of('addressee: party')}: measures.0.addressee")
    assert "never to a relative" in said


@pytest.mark.parametrize(
    ("change", "into", "why"),
    [
        ("list: judgment-defaulters}", "list: nobody}", "court keeps no list nobody"),
        ("{issuer: court", "{issuer: nobody", "nobody keeps no list"),
        ("effect: adverse", "effect: favourable", "this list is adverse"),
        ("partners: [skyward-air]", "partners: [customs-office]", "did not sign"),
        ("force: binding", "force: strong", "measures.0.force"),
        ("confidence: paper", "confidence: sure", "measures.0.confidence"),
        ("    sphere: luxury-travel\n", "", "measures.0.sphere"),
        ("    sphere: luxury-travel\n", "    points: 3\n    sphere: luxury-travel\n", "points"),
        ("valid_from: 2016-01-20", "valid_from: soon", "valid_from"),
        ("id: judgment-defaulters-2016", "id: [", "mous/x.yaml:"),
    ],
)
def test_a_broken_agreement_is_told_by_file_line_and_reason(
    change: str, into: str, why: str
) -> None:
    said = broken(change, into)
    file, line, _ = said.split(":", 2)
    assert file == "mous/x.yaml"
    assert int(line) >= 1
    assert why in said


def test_an_empty_file_is_told() -> None:
    with pytest.raises(BrokenAgreement, match=r"^x:1: the file is empty$"):
        read_mou("", "x", AUTHORITIES)


def test_a_partner_twice_is_told_by_its_line() -> None:
    twice = PARTNERS.replace("id: greens-golf", "id: skyward-air")
    with pytest.raises(BrokenAgreement, match=r"^x:\d+: partners\.2\.id: .*twice"):
        read_partners(twice, "x")


def test_signatories_are_partners_and_measures_stand_in_one_agreement() -> None:
    mou = read_mou(DEFAULTERS, "x", AUTHORITIES)
    with pytest.raises(BrokenAgreement, match="not among the partners"):
        join([mou], [], DAY)
    with pytest.raises(BrokenAgreement, match="stands in judgment-defaulters-2016 too"):
        join([mou, mou], read_partners(PARTNERS, "x"), DAY)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenAgreement, match=r"partners\.yaml:1: cannot be read"):
        read_agreements(tmp_path, AUTHORITIES, DAY)


@pytest.mark.parametrize(
    ("day", "measures"),
    [
        (date(2015, 7, 21), 0),
        (date(2015, 7, 22), 4),
        (date(2016, 1, 19), 4),
        (date(2016, 1, 20), 9),
        (date(2016, 7, 8), 11),
    ],
)
def test_an_agreement_counts_from_its_first_day(day: date, measures: int) -> None:
    assert len(read_agreements(FOLDER, AUTHORITIES, day).in_force()) == measures


async def test_a_measure_that_is_over_is_asked_about_by_nobody(gateway: Gateway) -> None:
    ended = DEFAULTERS.replace(
        "    force: binding\n", "    force: binding\n    valid_to: 2019-10-31\n", 1
    )
    mou = read_mou(ended, "x", AUTHORITIES)
    agreements = join([mou], read_partners(PARTNERS, "x"), DAY)
    gate = gateway.open.app.state.gate
    object.__setattr__(gate, "agreements", agreements)
    answer = await gateway.ask(make_party())
    assert (answer.status_code, answer.json()["code"]) == (403, "measure_not_in_force")


async def test_everybody_reads_measures_and_whom_they_reach(gateway: Gateway) -> None:
    shown = (await gateway.open.anybody().get("/v1/measures")).json()
    by_id = {measure["id"]: measure for measure in shown["measures"]}
    assert shown["rules_as_of"] == "2019-11-01"
    assert by_id["air-travel"]["addressee"] == "party"
    assert by_id["air-travel"]["also_affects"][0]["who"]["zh"]
    assert by_id["loan-reference"]["force"] == "reference"
    assert by_id["public-posts"]["partners"] == [POSTS]
    assert by_id["air-travel"]["times_applied"] is None


async def test_whom_a_measure_met_is_counted_and_rounded(gateway: Gateway) -> None:
    party = make_party()
    gateway.list(party)
    gateway.bring_out()
    for _ in range(12):
        await gateway.ask(party)
    shown = (await gateway.open.anybody().get("/v1/measures")).json()["measures"]
    assert {one["id"]: one["times_applied"] for one in shown}["air-travel"] == 10


async def test_everybody_reads_the_agreements(gateway: Gateway) -> None:
    nobody = gateway.open.anybody()
    shown = (await nobody.get("/v1/mous")).json()["mous"]
    assert [mou["id"] for mou in shown] == [
        "a-taxpayers-2016",
        "consumption-restrictions-2015",
        "judgment-defaulters-2016",
        "withheld-wages-2017",
    ]
    one = (await nobody.get("/v1/mous/judgment-defaulters-2016")).json()
    assert one["is_in_force"]
    assert one["targets"] == [{"issuer": "court", "list": "judgment-defaulters"}]
    assert {signed["kind"] for signed in one["signatories"]} == {"company", "department"}
    assert one["measures"][0]["implementing_body"]["en"]
    missing = await nobody.get("/v1/mous/nothing")
    assert (missing.status_code, missing.json()["code"]) == (404, "mou_unknown")


async def test_everybody_reads_the_gateways_rules(gateway: Gateway) -> None:
    shown = (await gateway.open.anybody().get("/v1/rulebook")).json()
    values = {rule["id"]: rule["value"] for rule in shown["rules"]}
    assert values == {
        "max-distinct-numbers": 2,
        "distinct-numbers-remembered": 30,
        "decision-validity": 1,
        "live-decision-validity": 15,
        "decisions-kept": 2,
        "recalls-kept": 2,
        "counts-kept": 5,
        "fishing-parties": 200,
        "fishing-listed": 1,
        "usual-rate-days": 28,
        "unusual-factor": 5,
        "unusual-floor": 100,
    }
