"""The court's own doors: judgments, enforcement notices, performances."""

from datetime import date
from typing import Any

import pytest

from tests.builders import make_organisation, make_party, words_of
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import judgment_against, open_case


async def test_a_clerk_enters_a_judgment_and_its_number_is_written_in_one_way(
    court: OpenApp,
) -> None:
    words = judgment_against(make_party(), case_number="（２０１８）模01民初417号")
    receipt = done(await court.officer("clerk").post("/v1/judgments", words))
    assert receipt["case_number"] == "(2018)模01民初417号"
    assert receipt["unpaid_yuan"] == 58_000
    assert receipt["severity"] == "ordinary"
    assert make_party().id_number not in str(receipt)
    assert court.rows("SELECT actor, about, outcome FROM audit") == [
        ("clerk-one", receipt["id"], "done")
    ]


@pytest.mark.parametrize("role", ["reviewer", "appeals", "auditor", "operator"])
async def test_only_a_clerk_enters_judgments(court: OpenApp, role: str) -> None:
    answer = await court.officer(role).post("/v1/judgments", judgment_against(make_party()))
    assert refused(answer) == (403, "role_missing")
    answer = await court.party(make_party()).post("/v1/judgments", judgment_against(make_party()))
    assert refused(answer) == (403, "role_missing")
    assert court.rows("SELECT * FROM judgments") == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"issued_on": "2019-01-03"}, "date_in_future"),
        ({"due_on": "2018-10-08"}, "dates_out_of_order"),
        ({"duty": "apologise"}, "amount_wrong"),
        ({"amount_yuan": None}, "amount_wrong"),
        ({"amount_yuan": 0}, "invalid_body"),
        ({"amount_yuan": "58000"}, "invalid_body"),
        ({"amount_yuan": 10**13}, "invalid_body"),
        ({"duty": "suffer"}, "invalid_body"),
        ({"issued_on": 1_538_956_800}, "invalid_body"),
        ({"issued_on": "2018-10-08T00:00:00"}, "invalid_body"),
        ({"issued_on": "1538956800"}, "invalid_body"),
        ({"due_on": "9999-12-31"}, "invalid_body"),
        ({"case_number": "(2018)模01民初417号" * 5}, "invalid_body"),
        ({"case_number": ""}, "invalid_body"),
        ({"case_number": "案 6601 0119 9001 0100 20"}, "hidden_number"),
        ({"case_number": "案\u202e417"}, "forbidden_characters"),
    ],
)
async def test_a_judgment_that_cannot_be_is_not_entered(
    court: OpenApp, changes: dict[str, Any], code: str
) -> None:
    words = judgment_against(make_party(), **changes)
    answer = await court.officer("clerk").post("/v1/judgments", words)
    assert refused(answer) == (422, code)
    assert court.rows("SELECT * FROM judgments") == []


async def test_one_case_may_bind_two_parties_but_each_only_once(court: OpenApp) -> None:
    clerk = court.officer("clerk")
    person, company = make_party(), make_organisation()
    first = done(await clerk.post("/v1/judgments", judgment_against(person)))
    second = done(await clerk.post("/v1/judgments", judgment_against(company)))
    assert first["id"] != second["id"]
    again = await clerk.post("/v1/judgments", judgment_against(person))
    assert refused(again) == (409, "already_registered")


async def test_a_notice_gives_ten_days_and_one_warning_is_enough(court: OpenApp) -> None:
    clerk = court.officer("clerk")
    entered = done(await clerk.post("/v1/judgments", judgment_against(make_party())))
    door = f"/v1/judgments/{entered['id']}/enforcement-notice"
    receipt = done(await clerk.post(door, {"warns_of_listing": False}))
    assert receipt["notices"] == [
        {"given_on": "2019-01-02", "perform_by": "2019-01-12", "warns_of_listing": False}
    ]
    receipt = done(await clerk.post(door, {"warns_of_listing": True}))
    assert [notice["warns_of_listing"] for notice in receipt["notices"]] == [False, True]
    assert refused(await clerk.post(door, {})) == (409, "already_notified")


async def test_nobody_is_called_on_before_the_duty_is_overdue(court: OpenApp) -> None:
    clerk = court.officer("clerk")
    words = judgment_against(make_party(), due_on="2019-01-02")
    entered = done(await clerk.post("/v1/judgments", words))
    door = f"/v1/judgments/{entered['id']}/enforcement-notice"
    assert refused(await clerk.post(door, {})) == (409, "duty_not_due")
    court.advance(date(2019, 1, 3))
    done(await clerk.post(door, {}))


async def test_a_debt_is_paid_in_parts_until_nothing_is_left(court: OpenApp) -> None:
    case = await open_case(court)
    part = done(await case.perform(extent="partial", amount_yuan=8_000))
    assert (part["unpaid_yuan"], part["performed_on"]) == (50_000, None)
    assert refused(await case.perform(extent="partial", amount_yuan=50_001)) == (
        422,
        "amount_wrong",
    )
    whole = done(await case.perform(extent="full", performed_on="2019-01-30"))
    assert (whole["unpaid_yuan"], whole["performed_on"]) == (0, "2019-01-30")
    assert refused(await case.perform(extent="partial", amount_yuan=1)) == (409, "duty_performed")


@pytest.mark.parametrize(
    ("performed_on", "code"),
    [("2019-02-02", "date_in_future"), ("2018-10-07", "dates_out_of_order")],
)
async def test_a_performance_has_a_day_that_can_be(
    court: OpenApp, performed_on: str, code: str
) -> None:
    case = await open_case(court)
    answer = await case.perform(extent="full", performed_on=performed_on)
    assert refused(answer) == (422, code)
    assert court.rows("SELECT * FROM performances") == []


async def test_a_performance_after_listing_names_what_must_be_withdrawn_and_by_when(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    _, ref = await case.listed()
    court.advance(date(2019, 9, 28))  # a Saturday: the working Sunday before National Day counts
    whole = done(await case.perform(extent="full"))
    assert whole["to_withdraw"] == [{"ref": ref, "by": "2019-10-08"}]
    clerk = court.officer("clerk")
    done(await clerk.post(f"/v1/listings/{ref}/withdrawal", {"cause": "performed"}))


async def test_a_judgment_that_is_not_here_is_not_found(court: OpenApp) -> None:
    clerk = court.officer("clerk")
    nowhere = "/v1/judgments/j-aaaaaaaaaaaaaaaaaaaa"
    notice = await clerk.post(f"{nowhere}/enforcement-notice", {})
    assert refused(notice) == (404, "not_found")
    performance = await clerk.post(f"{nowhere}/performance", {"extent": "full"})
    assert refused(performance) == (404, "not_found")


async def test_the_party_reads_every_judgment_notice_and_payment(court: OpenApp) -> None:
    case = await open_case(court)
    done(await case.perform(extent="partial", amount_yuan=8_000))
    (judgment,) = (await case.file())["holdings"]["judgments"]
    assert judgment["case_number"] == "(2018)模01民初417号"
    assert judgment["unpaid_yuan"] == 50_000
    assert judgment["notices"][0]["perform_by"] == "2019-01-12"
    assert judgment["performances"] == [
        {"performed_on": "2019-02-01", "extent": "partial", "amount_yuan": 8_000, "reasons": None}
    ]
    other = court.party(make_party("李伟", sequence=5))
    assert done(await other.get("/v1/me/file"))["holdings"] == {
        "judgments": [],
        "restrictions": [],
        "decisions": [],
    }


async def test_the_whole_number_stands_in_the_inventory_as_personal_and_going_nowhere(
    court: OpenApp,
) -> None:
    told = done(await court.anybody().get("/v1/inventory"))
    judgments = next(table for table in told["tables"] if table["name"] == "judgments")
    held = {field["name"]: field for field in judgments["fields"]}
    assert held["id_number"]["personal"] is True
    assert held["id_number"]["goes_to"] == "nobody"
    assert words_of(make_party())["id_number"] not in str(told)
