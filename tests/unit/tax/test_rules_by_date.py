"""The public rulebook of any day, and what changed between two; the service stays on one."""

from tests.unit.tax.stories import TaxOffice, done


async def test_without_a_date_the_rules_are_those_in_force_here(tax: TaxOffice) -> None:
    shown = done(await tax.open.anybody().get("/v1/rulebook"), 200)
    assert (shown["as_of"], shown["in_force_here"]) == ("2019-11-01", "2019-11-01")
    values = {row["id"]: row["value"] for row in shown["rules"]}
    assert values["base-without-audit"] == 90


async def test_the_rules_of_another_day_say_of_which_day_they_are(tax: TaxOffice) -> None:
    shown = done(await tax.open.anybody().get("/v1/rulebook?as_of=2026-06-01"), 200)
    assert (shown["as_of"], shown["in_force_here"]) == ("2026-06-01", "2019-11-01")
    assert shown["heading"].endswith(f" of {len(shown['rules'])} rows unconfirmed")
    values = {row["id"]: row["value"] for row in shown["rules"]}
    assert values["base-without-audit"] == 93
    assert "points-d-kept" not in values


async def test_what_changed_is_told_before_and_after(tax: TaxOffice) -> None:
    door = "/v1/rulebook/changes?from=2019-11-01&to=2026-06-01"
    found = done(await tax.open.anybody().get(door), 200)
    assert (found["from_on"], found["to_on"]) == ("2019-11-01", "2026-06-01")
    assert found["in_force_here"] == "2019-11-01"
    assert found["heading"] != found["heading_before"]
    changed = {one["id"]: one for one in found["changed"]}
    base = changed["base-without-audit"]
    assert (base["before"]["value"], base["after"]["value"]) == (90, 93)
    assert "value" in base["parts"]
    restated = {one["id"]: one for one in found["restated"]}
    assert restated["grade-a-from"]["before"]["value"] == 90
    assert "repair-at-once-share" in {row["id"] for row in found["added"]}
    assert "points-d-kept" in {row["id"] for row in found["ended"]}


async def test_dates_that_make_no_sense_are_refused(tax: TaxOffice) -> None:
    for query, code in (
        ("?from=2026-06-01&to=2019-11-01", "dates_out_of_order"),
        ("?from=2019-11-01", "invalid_body"),
        ("?from=0001-01-01&to=2019-11-01", "invalid_body"),
    ):
        refused = await tax.open.anybody().get(f"/v1/rulebook/changes{query}")
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    refused = await tax.open.anybody().get("/v1/rulebook?as_of=yesterday")
    assert refused.status_code == 422
