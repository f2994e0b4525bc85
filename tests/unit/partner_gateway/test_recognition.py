"""What a partner takes notice of: its choice under a reference, never under what binds."""

from dataclasses import dataclass
from datetime import date

import pytest

from services.partner_gateway.app import FOLDER, read_agreements
from services.partner_gateway.domain import (
    Agreements,
    Bodies,
    BrokenAgreement,
    Recognition,
    Seriousness,
    read_recognition,
)
from shared.authorities import load
from tests.unit.apps import ROOT
from tests.unit.partner_gateway.world import AIRLINE, BANK, Gateway

AUTHORITIES = load(ROOT / "authorities.yaml")
DAY, LATER = date(2019, 11, 1), date(2020, 6, 1)
AGREEMENTS = read_agreements(FOLDER, AUTHORITIES, DAY)
BODIES = Bodies(AGREEMENTS.partners, AGREEMENTS.bodies)
TEXT = (FOLDER / "recognition.yaml").read_text(encoding="utf-8")
OFFICE = "procurement-office"


@dataclass(frozen=True)
class Listing:
    """What is looked at in a listing."""

    issuer: str
    list: str
    reason: str


DEFAULTED = Listing("court", "judgment-defaulters", "able-but-refuses")
UNSETTLED = Listing("court", "judgment-defaulters", "refuses-settlement")
EVADED = Listing("court", "judgment-defaulters", "evades-enforcement")
NEW_GROUND = Listing("court", "judgment-defaulters", "a-ground-of-tomorrow")
ONE_UNPAID = Listing("wages", "withheld-wages", "withholds-pay-of-one")
MANY_UNPAID = Listing("wages", "withheld-wages", "withholds-pay-of-many")
GRADE_A = Listing("tax", "a-taxpayers", "grade-a")


def recognised(
    partner: str, mou_id: str, measure_id: str, listing: Listing, on: Agreements = AGREEMENTS
) -> bool:
    """Whether it counts under that measure of that agreement."""
    mou = on.mou(mou_id)
    measure = mou.measure(measure_id) if mou else None
    assert mou is not None
    assert measure is not None
    return on.recognition.recognises(partner, mou, measure, listing)


@pytest.mark.parametrize(
    ("partner", "mou", "measure", "listing", "counts"),
    [
        # For reference: the bank takes what is serious, of wages what is grave.
        (BANK, "judgment-defaulters-2016", "loan-reference", UNSETTLED, False),
        (BANK, "judgment-defaulters-2016", "loan-reference", DEFAULTED, True),
        (BANK, "judgment-defaulters-2016", "loan-reference", EVADED, True),
        (BANK, "judgment-defaulters-2016", "loan-reference", NEW_GROUND, False),
        (BANK, "withheld-wages-2017", "wages-credit-reference", ONE_UNPAID, False),
        (BANK, "withheld-wages-2017", "wages-credit-reference", MANY_UNPAID, True),
        # A favour is not weighed by seriousness; who opted out does not see it.
        (BANK, "a-taxpayers-2016", "credit-reference", GRADE_A, True),
        (OFFICE, "a-taxpayers-2016", "credit-reference", GRADE_A, False),
        # Binding: everything on the list counts, whatever the reason.
        (AIRLINE, "judgment-defaulters-2016", "air-travel", UNSETTLED, True),
        (OFFICE, "judgment-defaulters-2016", "procurement-bar", UNSETTLED, True),
        (OFFICE, "withheld-wages-2017", "procurement-bar", ONE_UNPAID, True),
        # A list that the agreement does not attach to never counts.
        (OFFICE, "withheld-wages-2017", "procurement-bar", DEFAULTED, False),
        (AIRLINE, "no-flight-2018", "air-travel", DEFAULTED, False),
    ],
)
def test_what_counts_for_whom(
    partner: str, mou: str, measure: str, listing: Listing, counts: bool
) -> None:
    assert recognised(partner, mou, measure, listing) is counts


def test_who_opted_out_has_no_such_question() -> None:
    assert "credit-reference" not in AGREEMENTS.measures_of(OFFICE)
    assert "credit-reference" in AGREEMENTS.measures_of(BANK)


def test_a_rule_counts_from_its_day_and_before_it_all_is_recognised() -> None:
    """From June 2020 the bank looks away from a settlement that was not kept; not before."""
    dated = TEXT.replace(
        "    partner: harbour-bank\n", "    partner: harbour-bank\n    valid_from: 2020-06-01\n"
    )
    file = read_recognition(dated, "x", AGREEMENTS.mous, BODIES, AUTHORITIES)
    for day, counts in ((date(2020, 5, 31), True), (LATER, False)):
        agreements = Agreements(
            AGREEMENTS.mous, AGREEMENTS.partners, day, recognition=Recognition.of(file, day)
        )
        found = recognised(
            BANK, "judgment-defaulters-2016", "loan-reference", UNSETTLED, agreements
        )
        assert found is counts


def test_seriousness_has_an_order() -> None:
    minor, serious, grave = Seriousness
    assert grave.reaches(serious)
    assert serious.reaches(serious)
    assert not minor.reaches(serious)


BANK_LISTS = "      - {issuer: tax, list: major-violations, least: serious}\n"
BANK_RULE = TEXT[TEXT.index("  - id: harbour") : TEXT.index("  - id: procurement-office")]
OFFICE_COURT = "      - {issuer: court, list: judgment-defaulters}\n"
LEFT = "{mou: a-taxpayers-2016, measure: credit-reference}"


@pytest.mark.parametrize(
    ("change", "into", "why"),
    [
        (OFFICE_COURT, "", "does not take court/judgment-defaulters of judgment-defaulters-2016"),
        (
            OFFICE_COURT,
            OFFICE_COURT.replace("}", ", least: grave}"),
            "takes only in part court/judgment-defaulters",
        ),
        (LEFT, "{mou: judgment-defaulters-2016, measure: procurement-bar}", "binds: a partner"),
        (LEFT, "{mou: a-taxpayers-2016, measure: green-channel}", "carries out no green-channel"),
        (LEFT, "{mou: nothing, measure: credit-reference}", "carries out no credit-reference"),
        (BANK_LISTS, BANK_LISTS.replace("tax", "nobody"), "nobody keeps no list"),
        ("partner: harbour-bank", "partner: nobody", "nobody is not among the partners"),
        ("rules:\n", "rules:\n" + BANK_RULE, "harbour-bank has two rules on the same day"),
        ("list: judgment-defaulters\n", "list: strange\n", "court keeps no list strange"),
        ("level: minor", "level: tiny", "seriousness.0.level"),
        ("[refuses-settlement]", "[able-but-refuses]", "two levels on the same day"),
    ],
)
def test_a_broken_rule_is_told_by_file_line_and_reason(change: str, into: str, why: str) -> None:
    assert change in TEXT
    with pytest.raises(BrokenAgreement, match=r"^recognition\.yaml:\d+: ") as raised:
        read_recognition(
            TEXT.replace(change, into, 1),
            "recognition.yaml",
            AGREEMENTS.mous,
            BODIES,
            AUTHORITIES,
        )
    assert why in str(raised.value)


def test_two_rules_of_one_partner_may_follow_each_other() -> None:
    first = "    partner: harbour-bank\n    valid_to: 2020-05-31\n"
    start = TEXT.index("  - id: harbour-bank-recognises")
    rule = TEXT[start : TEXT.index("  - id: procurement-office-recognises")]
    second = rule.replace("harbour-bank-recognises", "later").replace(
        "    partner: harbour-bank\n", "    partner: harbour-bank\n    valid_from: 2020-06-01\n"
    )
    text = TEXT.replace("    partner: harbour-bank\n", first) + second
    file = read_recognition(text, "x", AGREEMENTS.mous, BODIES, AUTHORITIES)
    assert Recognition.of(file, LATER).rules[BANK].id == "later"


async def test_everybody_reads_what_is_recognised(gateway: Gateway) -> None:
    shown = (await gateway.open.anybody().get("/v1/recognition")).json()
    assert shown["rules_as_of"] == "2019-11-01"
    assert {rule["partner"] for rule in shown["rules"]} == {BANK, OFFICE}
    levels = {reason: one["level"] for one in shown["seriousness"] for reason in one["reasons"]}
    assert levels["refuses-settlement"] == "minor"
    assert levels["evades-enforcement"] == "grave"
