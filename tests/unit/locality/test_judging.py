"""Where the standard says "in light of circumstances", an officer chooses, and says why."""

from typing import Any

import pytest

from services.locality.domain.events import PointsOutOfRange, check_choice
from tests.builders import make_party
from tests.unit.locality.schemes import scheme_of
from tests.unit.locality.story import Place, code

WANG, LI = make_party(), make_party("李军", sequence=3)
OTHER = "other-commercial"


@pytest.mark.parametrize("points", [-51, -4, 0, 5])
def test_a_choice_ends_where_the_range_ends(points: int) -> None:
    item = scheme_of("rongcheng").item(OTHER)
    assert item is not None
    with pytest.raises(PointsOutOfRange):
        check_choice(item, points, "As it was.")
    for allowed in (-50, -5):
        check_choice(item, allowed, "As it was.")


async def test_two_officers_judge_the_same_facts_differently_and_each_line_says_why(
    rongcheng: Place,
) -> None:
    for party, points, reason in ((WANG, -5, "A first slip."), (LI, -50, "An example.")):
        resident = await rongcheng.settle(party)
        more: dict[str, Any] = {"points": points, "points_because": reason}
        answer = await rongcheng.notify("court", resident, OTHER, **more)
        assert answer.json()["points_in_scheme"] == points
        score = await rongcheng.score(party)
        line = score["lines"][1]
        assert (line["points"], line["points_because"]) == (points, reason)
        assert line["points_range"] == {"least": -5, "most": -50}
        assert line["rule"]["openness"] == "open"
        assert score["points"] == 1000 + points
        assert (await rongcheng.file(party))["events"][0]["points_because"] == reason


async def test_a_judged_item_needs_a_choice_and_a_reason_and_a_fixed_one_allows_neither(
    rongcheng: Place,
) -> None:
    resident = await rongcheng.settle(WANG)
    halves: list[dict[str, Any]] = [{}, {"points": -9}, {"points_because": "As it was."}]
    for more in halves:
        answer = await rongcheng.notify("court", resident, OTHER, **more)
        assert code(answer) == (422, "points_and_reason_needed")
    more = {"points": -20, "points_because": "As it was."}
    answer = await rongcheng.notify("court", resident, "contract-breach", **more)
    assert code(answer) == (422, "points_fixed")
    number: dict[str, Any] = {"points": -9, "points_because": "Her number is " + WANG.id_number}
    answer = await rongcheng.notify("court", resident, OTHER, **number)
    assert code(answer) == (422, "hidden_number")
