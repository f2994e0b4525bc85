"""From a tax case, or a grade, to a listing and its end."""

from datetime import date

from shared.identifiers import Kind, Party
from tests.builders import make_party, words_of
from tests.unit.answers import refused
from tests.unit.tax.stories import TaxOffice, a_firm, done

MOVED_ASSETS = "evading-arrears"


async def test_a_major_case_becomes_a_listing_of_three_years_after_time_to_object(
    tax: TaxOffice,
) -> None:
    firm = a_firm()
    case = await tax.record(await tax.register(firm))
    proposal = done(await tax.propose(firm, case, ground="tax-evasion"), 201)
    notified = await tax.notify(proposal["id"])
    assert notified["objection_ends_on"] == "2019-01-09"
    tax.open.advance(date(2019, 1, 9))
    assert (await tax.file_of(firm))["procedures"][0]["listing"] is None
    tax.open.advance(date(2019, 1, 10))
    listing = (await tax.file_of(firm))["procedures"][0]["listing"]
    assert (listing["list"], listing["reason"]) == ("major-violations", "tax-evasion")
    assert (listing["listed_on"], listing["stands_until"]) == ("2019-01-10", "2022-01-10")


async def test_a_person_can_be_behind_a_case(tax: TaxOffice) -> None:
    person = make_party()
    taxpayer = await tax.register(person)
    case = await tax.record(taxpayer, kind=MOVED_ASSETS, amount_yuan=100_000)
    listing = await tax.listed(person, case, MOVED_ASSETS)
    assert (listing["kind"], listing["truncated_id"]) == ("person", person.truncated_id)


async def test_a_listing_without_a_case_of_that_party_is_refused(tax: TaxOffice) -> None:
    firm, other = a_firm(), a_firm(777)
    case = await tax.record(await tax.register(firm))
    other_name = firm.model_copy(update={"name": "宏远商贸有限公司"})
    unknown = await tax.propose(firm, "v-nobodyatallnobodyatall", ground="tax-evasion")
    assert refused(unknown) == (422, "basis_unknown")
    for party in (other, other_name):
        answer = await tax.propose(party, case, ground="tax-evasion")
        assert refused(answer) == (422, "basis_not_of_party")


async def test_a_case_carries_only_its_own_ground_and_only_one_of_the_rulebook(
    tax: TaxOffice,
) -> None:
    firm = a_firm()
    case = await tax.record(await tax.register(firm))
    other = await tax.propose(firm, case, ground=MOVED_ASSETS)
    assert refused(other) == (422, "basis_of_other_ground")
    for ground in ("late-return", "grade-a"):
        assert refused(await tax.propose(firm, case, ground=ground)) == (422, "ground_unknown")


async def test_a_case_below_the_threshold_or_not_final_is_refused(tax: TaxOffice) -> None:
    firm = a_firm()
    taxpayer = await tax.register(firm)
    small = await tax.record(taxpayer, amount_yuan=200_000)
    still_open = await tax.record(taxpayer, decision_final=False)
    assert refused(await tax.propose(firm, small, ground="tax-evasion")) == (409, "below_threshold")
    answer = await tax.propose(firm, still_open, ground="tax-evasion")
    assert refused(answer) == (409, "decision_not_final")
    await tax.open.officer("clerk").post(f"/v1/violations/{still_open}/finality")
    done(await tax.propose(firm, still_open, ground="tax-evasion"), 201)


async def test_a_minor_is_never_listed(tax: TaxOffice) -> None:
    young = make_party(born_on=date(2001, 1, 3))
    taxpayer = await tax.register(young)
    case = await tax.record(taxpayer, kind=MOVED_ASSETS, amount_yuan=400_000)
    answer = await tax.propose(young, case, ground=MOVED_ASSETS)
    assert refused(answer) == (409, "party_is_minor")
    tax.open.advance(date(2019, 1, 3))
    done(await tax.propose(young, case, ground=MOVED_ASSETS), 201)


async def test_a_corrected_listing_can_be_renewed(tax: TaxOffice) -> None:
    firm = a_firm()
    case = await tax.record(await tax.register(firm))
    listing = await tax.listed(firm, case, "tax-evasion")
    renamed = firm.model_copy(update={"name": "恒瑞新材料有限公司"})
    door = f"/v1/listings/{listing['ref']}"
    clerk = tax.open.officer("clerk")
    done(await clerk.post(f"{door}/correction", {"party": words_of(renamed)}), 200)
    done(await clerk.post(f"{door}/renewal"), 201)


async def propose_a(tax: TaxOffice, firm: Party, basis: str) -> tuple[int, str]:
    """Ask for a place on the favourable list: status, and state or code."""
    answer = await tax.propose(firm, basis, list_id="a-taxpayers", ground="grade-a")
    body = answer.json()
    return answer.status_code, body.get("state") or body["code"]


async def test_a_firm_with_an_a_is_on_the_favourable_list_the_next_day_for_a_year(
    tax: TaxOffice,
) -> None:
    firm = a_firm()
    taxpayer = await tax.register(firm)
    await tax.rate(taxpayer, "A")
    answer = await tax.propose(firm, taxpayer, list_id="a-taxpayers", ground="grade-a")
    notified = await tax.notify(done(answer, 201)["id"])
    assert notified["publish_on"] == "2019-01-03"
    tax.open.advance(date(2019, 1, 3))
    listing = (await tax.file_of(firm))["procedures"][0]["listing"]
    assert (listing["effect"], listing["stands_until"]) == ("favourable", "2020-01-03")


async def test_without_an_a_nobody_is_on_the_favourable_list(tax: TaxOffice) -> None:
    firm = a_firm()
    taxpayer = await tax.register(firm)
    assert await propose_a(tax, firm, taxpayer) == (409, "grade_not_a")
    await tax.rate(taxpayer, "B")
    assert await propose_a(tax, firm, taxpayer) == (409, "grade_not_a")
    assert await propose_a(tax, firm, "t-nobodyatallnobodyatall") == (422, "basis_unknown")
    assert await propose_a(tax, a_firm(777), taxpayer) == (422, "basis_not_of_party")


async def test_a_person_has_no_place_on_the_favourable_list(tax: TaxOffice) -> None:
    person = make_party()
    assert person.kind is Kind.PERSON
    assert await propose_a(tax, person, await tax.register(person)) == (409, "kind_not_listed")


async def test_who_loses_the_a_before_publication_is_not_published(tax: TaxOffice) -> None:
    firm = a_firm()
    taxpayer = await tax.register(firm)
    await tax.rate(taxpayer, "A")
    answer = await tax.propose(firm, taxpayer, list_id="a-taxpayers", ground="grade-a")
    await tax.notify(done(answer, 201)["id"])
    await tax.rate(taxpayer, "D")
    tax.open.advance(date(2019, 1, 4))
    proposal = (await tax.file_of(firm))["procedures"][0]["proposal"]
    assert (proposal["state"], proposal["lapsed_because"]) == ("lapsed", "grade_not_a")


async def test_a_party_reads_registration_grades_with_reasons_and_cases(tax: TaxOffice) -> None:
    firm = a_firm()
    taxpayer = await tax.register(firm)
    await tax.rate(taxpayer, "C")
    case = await tax.record(taxpayer)
    held = (await tax.file_of(firm))["holdings"]
    assert held["taxpayer"]["id"] == taxpayer
    assert held["ratings"][0]["reasons"] == "All returns came on time."
    assert held["ratings"][0]["given_by_hand"] is True
    assert [one["id"] for one in held["violations"]] == [case]
    assert "clerk-one" not in str(held)


async def test_who_is_not_registered_reads_that_nothing_is_held(tax: TaxOffice) -> None:
    held = await tax.holdings_of(make_party())
    assert held["taxpayer"] is None
    assert not any(held[part] for part in held)


async def test_no_whole_number_of_a_person_is_in_the_audit_log(tax: TaxOffice) -> None:
    person = make_party()
    case = await tax.record(await tax.register(person), kind=MOVED_ASSETS, amount_yuan=400_000)
    await tax.listed(person, case, MOVED_ASSETS)
    audit = str(tax.open.rows("SELECT * FROM audit"))
    assert case in audit
    assert person.id_number not in audit
