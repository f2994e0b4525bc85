"""What a partner hears: every outcome, and what each one rests on."""

from datetime import date, datetime, timedelta

import pytest

from shared.calendar import start_of
from tests.builders import make_namesake, make_organisation, make_party
from tests.unit.partner_gateway.world import (
    AIRLINE,
    BANK,
    CUSTOMS,
    HOTEL,
    OTHER_REF,
    REF,
    TAX_HALL,
    Gateway,
)

PARTY = make_party()
FIRM = make_organisation()


async def test_before_the_edition_is_out_nobody_hears_of_a_listing(gateway: Gateway) -> None:
    gateway.list(PARTY)
    answer = (await gateway.ask(PARTY)).json()
    assert answer["outcome"] == "no_listing"
    assert answer["edition"] is None
    gateway.bring_out()
    assert (await gateway.ask(PARTY)).json()["outcome"] == "restricted"


async def test_a_confirmed_listing_restricts_and_says_what_it_rests_on(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    response = await gateway.ask(PARTY)
    answer = response.json()
    assert response.status_code == 200
    assert answer["may_be_acted_on"] is True
    assert (answer["measure"], answer["mou"]) == ("air-travel", "judgment-defaulters-2016")
    assert answer["listings"] == [
        {
            "issuer": "court",
            "ref": REF,
            "list": "judgment-defaulters",
            "reason": "able-but-refuses",
            "listed_on": "2019-01-20",
            "contest_at": "http://localhost:8101/v1/contact",
            "under": [
                {
                    "mou": "judgment-defaulters-2016",
                    "force": "binding",
                    "legal_basis": answer["legal_basis"],
                }
            ],
        }
    ]
    assert answer["edition"] == "2019-02"
    assert answer["replayed"] is False
    assert set(answer) == {
        "decision_id", "outcome", "may_be_acted_on", "measure", "mou", "legal_basis", "listings",
        "edition", "as_of", "index_age_seconds", "expected_namesakes", "valid_until", "replayed",
    }  # fmt: skip


async def test_an_answer_holds_for_a_day_and_never_past_the_next_edition(
    gateway: Gateway,
) -> None:
    gateway.bring_out(on=date(2019, 2, 27))
    usual = (await gateway.ask(PARTY)).json()
    assert _instant(usual["valid_until"]) == start_of(date(2019, 2, 28))
    gateway.open.app.state.clock.move(start_of(date(2019, 2, 28)).replace(hour=20))
    last = (await gateway.ask(PARTY)).json()
    assert _instant(last["valid_until"]) == start_of(date(2019, 3, 1))


async def test_while_editions_are_live_an_answer_holds_no_longer_than_their_gap(
    gateway: Gateway,
) -> None:
    gateway.bring_out("2019-02-27T0000", on=date(2019, 2, 27))
    answer = (await gateway.ask(PARTY)).json()
    assert answer["edition"] == "2019-02-27T0000"
    until = start_of(date(2019, 2, 27)) + timedelta(minutes=15)
    assert _instant(answer["valid_until"]) == until


async def test_a_listing_that_ends_takes_the_answer_with_it(gateway: Gateway) -> None:
    gateway.list(PARTY, stands_until=date(2019, 2, 4))
    gateway.bring_out()
    gateway.open.app.state.clock.move(start_of(date(2019, 2, 3)).replace(hour=20))
    assert _instant((await gateway.ask(PARTY)).json()["valid_until"]) == start_of(date(2019, 2, 4))
    gateway.open.advance(date(2019, 2, 4))
    assert (await gateway.ask(PARTY)).json()["outcome"] == "no_listing"


async def test_a_measure_for_reference_only_advises(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    answer = (await gateway.ask(PARTY, BANK, "loan-reference")).json()
    assert (answer["outcome"], answer["may_be_acted_on"]) == ("advisory", True)
    assert answer["listings"][0]["ref"] == REF


async def test_a_namesake_hears_no_listing_because_the_issuer_says_no(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    answer = (await gateway.ask(make_namesake(PARTY))).json()
    assert (answer["outcome"], answer["listings"]) == ("no_listing", [])
    assert answer["may_be_acted_on"] is False
    assert len(gateway.issuers.asked) == 1


@pytest.mark.parametrize("trouble", ["silent", "refusing"])
async def test_an_open_question_is_for_nobody_to_act_on(gateway: Gateway, trouble: str) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    getattr(gateway.issuers, trouble).add("court")
    answer = (await gateway.ask(PARTY)).json()
    assert (answer["outcome"], answer["may_be_acted_on"]) == ("refer", False)
    assert answer["listings"] == []
    assert REF not in str(answer)


async def test_of_two_namesakes_listed_the_confirmed_one_decides(gateway: Gateway) -> None:
    gateway.list(make_namesake(PARTY), OTHER_REF)
    gateway.list(PARTY)
    gateway.bring_out()
    answer = (await gateway.ask(PARTY)).json()
    assert answer["outcome"] == "restricted"
    assert [told["ref"] for told in answer["listings"]] == [REF]
    assert {question.ref for question in gateway.issuers.asked} == {REF, OTHER_REF}


async def test_no_answer_is_ever_kept_instead_of_asking(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    await gateway.ask(PARTY)
    gateway.issuers.silent.add("court")
    assert (await gateway.ask(PARTY)).json()["outcome"] == "refer"
    assert len(gateway.issuers.asked) == 2


async def test_a_grade_a_firm_is_eligible_and_any_other_loses_nothing_else(
    gateway: Gateway,
) -> None:
    favour = {"issuer": "tax", "list": "a-taxpayers", "effect": "favourable"}
    gateway.list(FIRM, **favour, reason="grade-a")
    gateway.bring_out()
    good = (await gateway.ask(FIRM, TAX_HALL, "green-channel")).json()
    assert (good["outcome"], good["may_be_acted_on"]) == ("eligible", True)
    other = make_organisation("海晏贸易有限公司", number=236049)
    plain = (await gateway.ask(other, CUSTOMS, "green-channel")).json()
    assert (plain["outcome"], plain["may_be_acted_on"]) == ("not_eligible", False)
    gateway.issuers.silent.add("tax")
    unsure = (await gateway.ask(FIRM, BANK, "credit-reference")).json()
    assert (unsure["outcome"], unsure["listings"]) == ("refer", [])


async def test_only_the_lists_of_the_agreement_count(gateway: Gateway) -> None:
    gateway.list(PARTY, issuer="tax", list="major-violations")
    gateway.bring_out()
    assert (await gateway.ask(PARTY)).json()["outcome"] == "no_listing"
    assert gateway.issuers.asked == []


async def test_a_listing_of_another_name_or_mask_is_not_asked_about(gateway: Gateway) -> None:
    gateway.list(make_party("王秀莹"))
    gateway.list(make_party(sequence=4), OTHER_REF)
    gateway.bring_out()
    assert (await gateway.ask(PARTY)).json()["outcome"] == "no_listing"
    assert gateway.issuers.asked == []


async def test_a_name_in_full_width_is_the_same_name(gateway: Gateway) -> None:
    gateway.list(make_organisation("ABC建材有限公司"), issuer="court")
    gateway.bring_out()
    wide = make_organisation("ＡＢＣ建材有限公司")
    assert (await gateway.ask(wide)).json()["outcome"] == "restricted"


async def test_what_is_withdrawn_between_question_and_answer_is_not_told(
    gateway: Gateway,
) -> None:
    gateway.list(PARTY)
    gateway.bring_out()

    def withdraw() -> None:
        gateway.platform.withdraw(REF)
        gateway.read_platform()

    gateway.issuers.meanwhile = withdraw
    answer = (await gateway.ask(PARTY)).json()
    assert (answer["outcome"], answer["listings"]) == ("no_listing", [])
    assert gateway.open.rows("SELECT * FROM decision_listings") == []


async def test_a_partner_reads_its_own_decision_again_and_nobody_elses(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    answer = (await gateway.ask(PARTY)).json()
    path = f"/v1/decisions/{answer['decision_id']}"
    again = (await gateway.partner(AIRLINE).get(path)).json()
    assert again == {name: value for name, value in answer.items() if name != "replayed"}
    other = await gateway.partner(HOTEL).get(path)
    assert (other.status_code, other.json()["code"]) == (404, "decision_unknown")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
