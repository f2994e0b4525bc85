"""Stories told one after the other on one stack: what one left behind is undone for the next."""

from typing import Any, ClassVar

import httpx

from demo.site.courses import FailureCourse, let_in_again
from demo.stories import STORIES
from demo.storyline.doors import Doors


class Gateway:
    """A gateway at which one partner is stopped, and another was once."""

    def __init__(self) -> None:
        self.alerts: list[dict[str, Any]] = [
            {"partner": "an-airline", "released_at": "2019-01-02T00:00:00Z"},
            {"partner": "a-hotel", "released_at": None},
        ]
        self.released: list[str] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        """The auditor reads the alerts, the operator releases."""
        token = request.headers["authorization"].removeprefix("Bearer ")
        if request.url.path == "/v1/alerts" and token == "auditor":
            return httpx.Response(200, json={"alerts": self.alerts})
        if request.url.path.endswith("/release") and token == "operator":
            self.released.append(request.url.path.split("/")[3])
            return httpx.Response(200, json={})
        return httpx.Response(403, json={"code": "forbidden"})


class GatewayStage:
    """A stack of which only the gateway is seen."""

    document: ClassVar = {
        "services": {"gateway": "http://gateway.test"},
        "auditors": {"gateway": "auditor"},
        "operators": {"gateway": "operator"},
    }


def test_a_partner_whom_another_story_left_stopped_may_ask_again() -> None:
    gateway = Gateway()
    with httpx.Client(transport=httpx.MockTransport(gateway.answer)) as client:
        let_in_again(Doors(GatewayStage(), client))  # type: ignore[arg-type]  # no more is asked
    assert gateway.released == ["a-hotel"]


def test_a_story_that_has_not_ended_has_nothing_measured() -> None:
    course = FailureCourse(STORIES[0], stage=GatewayStage())  # type: ignore[arg-type]  # not begun
    assert course.measured is None
