"""A locality's rules of any day, its scheme beside them, and what changed between two days."""

from tests.unit.answers import done
from tests.unit.locality.story import Place


async def test_the_rules_of_another_day_say_of_which_day_they_are(rongcheng: Place) -> None:
    anybody = rongcheng.opened.anybody()
    shown = done(await anybody.get("/v1/rulebook?as_of=2026-06-01"))
    assert (shown["as_of"], shown["in_force_here"]) == ("2026-06-01", "2019-11-01")
    assert shown["scheme"]["edition"] == "2021"
    now = done(await anybody.get("/v1/rulebook"))
    assert (now["as_of"], now["in_force_here"]) == ("2019-11-01", "2019-11-01")
    assert now["scheme"]["edition"] == "2019"
    assert [one["is_in_force"] for one in now["editions"]] == [True, False]


async def test_what_changed_in_the_rules_around_the_scheme_is_told(rongcheng: Place) -> None:
    door = "/v1/rulebook/changes?from=2019-11-01&to=2026-06-01"
    found = done(await rongcheng.opened.anybody().get(door))
    changed = {one["id"]: one for one in found["changed"]}
    term = changed["objection-decision-term"]
    assert (term["before"]["value"], term["after"]["value"]) == (20, 3)
    assert found["unchanged_count"] == 4
