"""Agreements are data with a source; a broken file stops the gateway with its line."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.partner_gateway.app import FOLDER, read_agreements
from services.partner_gateway.domain import (
    BodyKind,
    BrokenAgreement,
    Sphere,
    join,
    left_out,
    read_basic_list,
    read_bodies,
    read_mou,
)
from services.partner_gateway.domain.agreements import BASIC_SERVICES
from shared.authorities import load
from shared.contract import Effect
from tests.builders import make_party
from tests.unit.apps import ROOT
from tests.unit.partner_gateway.world import AIRLINE, BANK, POSTS, Gateway

AUTHORITIES = load(ROOT / "authorities.yaml")
DEFAULTERS = (FOLDER / "mous" / "judgment-defaulters-2016.yaml").read_text(encoding="utf-8")
PARTNERS = (FOLDER / "partners.yaml").read_text(encoding="utf-8")
BASIC = read_basic_list((FOLDER / "basic-measures.yaml").read_text(encoding="utf-8"), "basic")
BODIES = read_bodies(PARTNERS, "partners.yaml")
DAY = date(2019, 11, 1)
AGREEMENTS = read_agreements(FOLDER, AUTHORITIES, DAY)


def broken(change: str, into: str, text: str = DEFAULTERS) -> str:
    """What is said of the agreement after one change, and checks that it was one."""
    assert change in text
    with pytest.raises(BrokenAgreement) as raised:
        read_mou(text.replace(change, into, 1), "mous/x.yaml", AUTHORITIES, BASIC)
    return str(raised.value)


def line_of(words: str, text: str = DEFAULTERS) -> int:
    """The line on which these words first stand."""
    return text[: text.index(words)].count("\n") + 1


def test_the_agreements_name_companies_and_departments() -> None:
    effects = {mou.id: mou.effect for mou in AGREEMENTS.mous}
    assert effects == {
        "a-taxpayers-2016": Effect.FAVOURABLE,
        "consumption-restrictions-2015": Effect.ADVERSE,
        "farm-inputs-2017": Effect.ADVERSE,
        "judgment-defaulters-2016": Effect.ADVERSE,
        "no-flight-2018": Effect.ADVERSE,
        "no-train-2018": Effect.ADVERSE,
        "tax-violations-2014": Effect.ADVERSE,
        "volunteers-2016": Effect.FAVOURABLE,
        "withheld-wages-2017": Effect.ADVERSE,
    }
    kinds = {partner.kind for partner in AGREEMENTS.partners.values()}
    assert kinds == {BodyKind.COMPANY, BodyKind.DEPARTMENT}
    assert set(AGREEMENTS.measures_of(AIRLINE)) == {"air-travel", "restricted-air-travel"}
    assert AGREEMENTS.measures_of(BANK) == [
        "credit-reference",
        "loan-reference",
        "wages-credit-reference",
    ]


def test_judgment_defaulters_are_met_by_the_44_who_signed_in_january_2016() -> None:
    mou = AGREEMENTS.mou("judgment-defaulters-2016")
    assert mou is not None
    assert len(set(mou.signed)) == len(mou.signed) == mou.original.signatories == 44
    kinds = [AGREEMENTS.named(one).kind for one in mou.signed]
    assert kinds.count(BodyKind.COMPANY) == 1, "the railway corporation"
    assert "supreme-court" in mou.signed
    assert all(one.partner in AGREEMENTS.partners for one in mou.joined)


def test_a_purchase_is_barred_under_one_measure_of_four_agreements() -> None:
    pairs = AGREEMENTS.pairs("procurement-bar")
    assert [mou.id for mou, _ in pairs] == [
        "farm-inputs-2017",
        "judgment-defaulters-2016",
        "tax-violations-2014",
        "withheld-wages-2017",
    ]
    assert len({measure.legal_basis for _, measure in pairs}) > 1, "each with its own basis"
    assert AGREEMENTS.holding("procurement-bar") == pairs[0]
    assert AGREEMENTS.measures_of("procurement-office") == ["procurement-bar"]
    assert AGREEMENTS.pairs("nothing") == ()
    assert AGREEMENTS.holding("nothing") is None


def test_those_who_only_signed_ask_nothing() -> None:
    assert not set(AGREEMENTS.bodies) & set(AGREEMENTS.partners)
    assert all(AGREEMENTS.measures_of(body) == [] for body in AGREEMENTS.bodies)
    assert len(AGREEMENTS.partners) <= 14, "each one's secret is hashed at the first start"


def test_every_measure_is_marked_and_sourced() -> None:
    for mou in AGREEMENTS.mous:
        assert all((mou.source, mou.legal_basis, mou.origin, mou.confidence))
        for one in mou.measures:
            assert all((one.source, one.legal_basis, one.origin, one.confidence)), one.id


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
    for mou in AGREEMENTS.mous:
        spheres = {measure.sphere for measure in mou.measures}
        assert mou.effect is Effect.FAVOURABLE or not spheres & BASIC_SERVICES


@given(
    day=st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    sphere=st.sampled_from(Sphere),
    basic=st.sampled_from([None, *(entry.id for entry in BASIC.entries)]),
)
def test_on_no_day_is_a_measure_in_force_that_touches_a_basic_service(
    day: date, sphere: Sphere, basic: str | None
) -> None:
    """Whatever sphere and whatever entry of the basic list a measure gives itself."""
    named = f"basic: {basic}" if basic else ""
    text = DEFAULTERS.replace("sphere: luxury-travel", f"sphere: {sphere.value}", 1)
    text = text.replace("    basic: consumption-limits\n", f"    {named}\n", 1)
    try:
        mou = read_mou(text, "x", AUTHORITIES, BASIC)
    except BrokenAgreement:
        return
    missing = left_out(text, "x", mou, BASIC, day)
    agreements = join([mou], BODIES, day, missing=missing)
    assert not {measure.sphere for _, measure in agreements.in_force()} & BASIC_SERVICES


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
        ("under: transport", "under: nobody", "nobody did not sign"),
        ("partner: swift-rail", "partner: skyward-air", "skyward-air is there twice"),
        ("state-security,", "supreme-court,", "supreme-court signed twice"),
        ("id: star-hotel", "id: air-travel", "this measure is there twice"),
        ("basic: consumption-limits", "basic: whatever", "has no entry whatever"),
        ("basic: consumption-limits", "basic: stricter-lending", "is not about luxury-travel"),
        ("valid_from: 2016-01-20", "valid_from: 2016-01-20\nvalid_to: 2015-01-01", "before"),
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
        read_mou("", "x", AUTHORITIES, BASIC)


def test_a_partner_twice_is_told_by_its_line() -> None:
    twice = PARTNERS.replace("id: greens-golf", "id: skyward-air")
    with pytest.raises(BrokenAgreement, match=r"^x:\d+: partners\.2\.id: .*twice"):
        read_bodies(twice, "x")
    both = PARTNERS.replace("id: supreme-court", "id: skyward-air")
    with pytest.raises(BrokenAgreement, match=r"^x:\d+: signed_only\.1\.id: .*twice"):
        read_bodies(both, "x")


def test_a_favour_has_no_place_in_the_list_of_what_burdens() -> None:
    favours = (FOLDER / "mous" / "a-taxpayers-2016.yaml").read_text(encoding="utf-8")
    into = "sphere: taxation\n    basic: preference-limits"
    said = broken("sphere: taxation", into, favours)
    assert said.startswith(f"mous/x.yaml:{line_of('sphere: taxation', favours) + 1}: ")
    assert "this one favours" in said


def test_signatories_are_known_and_only_partners_ask() -> None:
    mou = read_mou(DEFAULTERS, "x", AUTHORITIES, BASIC)
    nobody = read_bodies(PARTNERS[: PARTNERS.index("signed_only:")], "x")
    with pytest.raises(BrokenAgreement, match="not among the partners or bodies"):
        join([mou], nobody, DAY)
    asking = DEFAULTERS.replace("partners: [golden-tours]", "partners: [tourism]")
    with pytest.raises(BrokenAgreement, match="tourism signed, and does not ask here"):
        join([read_mou(asking, "x", AUTHORITIES, BASIC)], BODIES, DAY)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenAgreement, match=r"partners\.yaml:1: cannot be read"):
        read_agreements(tmp_path, AUTHORITIES, DAY)


@pytest.mark.parametrize(
    ("day", "measures"),
    [
        (date(2014, 12, 29), 0),
        (date(2014, 12, 30), 3),
        (date(2015, 7, 22), 7),
        (date(2016, 1, 19), 7),
        (date(2016, 1, 20), 17),
        (date(2016, 7, 8), 21),
        (DAY, 28),
    ],
)
def test_an_agreement_counts_from_its_first_day(day: date, measures: int) -> None:
    assert len(read_agreements(FOLDER, AUTHORITIES, day).in_force()) == measures


async def test_a_measure_that_is_over_is_asked_about_by_nobody(gateway: Gateway) -> None:
    ended = DEFAULTERS.replace(
        "    force: binding\n", "    force: binding\n    valid_to: 2019-10-31\n", 1
    )
    mou = read_mou(ended, "x", AUTHORITIES, BASIC)
    agreements = join([mou], BODIES, DAY)
    gate = gateway.open.app.state.gate
    object.__setattr__(gate, "agreements", agreements)
    answer = await gateway.ask(make_party())
    assert (answer.status_code, answer.json()["code"]) == (403, "measure_not_in_force")


async def test_everybody_reads_measures_and_whom_they_reach(gateway: Gateway) -> None:
    shown = (await gateway.open.anybody().get("/v1/measures")).json()
    by_id = {measure["id"]: measure for measure in reversed(shown["measures"])}
    assert {one["mou"] for one in shown["measures"] if one["id"] == "air-travel"} == {
        "judgment-defaulters-2016",
        "no-flight-2018",
    }
    assert by_id["air-travel"]["groups_also_affected"] == 1
    assert by_id["high-fee-schools"]["also_affects"][0]["who"]["en"] == "The party's children"
    assert by_id["high-fee-schools"]["partners"] == []
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
    assert [mou["id"] for mou in shown] == [mou.id for mou in AGREEMENTS.mous]
    one = (await nobody.get("/v1/mous/judgment-defaulters-2016")).json()
    assert one["is_in_force"]
    assert one["targets"] == [{"issuer": "court", "list": "judgment-defaulters"}]
    signed = [body for body in one["signatories"] if body["under"] is None]
    assert len(signed) == one["original"]["signatories"] == 44
    assert {body["kind"] for body in signed} == {"company", "department", "association"}
    airline = next(body for body in one["signatories"] if body["id"] == AIRLINE)
    assert airline["asks"]
    assert airline["under"] == "transport"
    assert not any(body["asks"] for body in signed)
    assert one["not_in_force"] == []
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
        "questions-per-minute": 6000,
        "questions-at-once": 2000,
        "failed-secrets-per-client": 10,
        "failed-secrets-per-address": 30,
        "max-live-secrets": 2,
        "secret-overlap": 7,
        "recalls-kept": 2,
        "counts-kept": 5,
        "fishing-parties": 200,
        "fishing-listed": 1,
        "usual-rate-days": 28,
        "unusual-factor": 5,
        "unusual-floor": 100,
    }
