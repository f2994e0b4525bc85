"""What is written down about departures and doors is what code and data say."""

import json
from typing import Any

from demo import departures, doors
from demo.portraits import Portrait, openapi

# Written by the framework, and worded differently from one of its versions to the next.
FRAMEWORK_SCHEMAS = {"HTTPValidationError", "ValidationError"}
FRAMEWORK_WORDS = {"title", "openapi", "format", "contentMediaType", "operationId"}


def ours_only(document: Any) -> Any:
    """A document without what only the framework's version decides."""
    if isinstance(document, dict):
        words = {key for key, value in document.items() if isinstance(value, str)}
        dropped = FRAMEWORK_SCHEMAS | (FRAMEWORK_WORDS & words)
        return {key: ours_only(document[key]) for key in document if key not in dropped}
    if isinstance(document, list):
        return [ours_only(entry) for entry in document]
    return document


def test_the_departures_are_written_down_as_they_are(portraits: list[Portrait]) -> None:
    written = departures.FILE.read_text(encoding="utf-8")
    assert written == departures.generate(portraits), "run `python -m demo.departures`"
    assert departures.NOT_MARKED not in written


def test_the_departures_begin_with_what_the_marks_mean_and_forbid() -> None:
    first, second = departures.HEAD.split("\n\n")[2:4]
    assert all(word in first for word in ("**Paper**", "**Rule**", "**Ours**", "**Stricter**"))
    assert "must never pass off its own safeguards as findings" in second


def test_the_doors_are_written_down_as_they_are(portraits: list[Portrait]) -> None:
    for package, document in openapi(portraits).items():
        written = json.loads(doors.openapi_file(package).read_text(encoding="utf-8"))
        now = json.loads(json.dumps(document))
        assert ours_only(written) == ours_only(now), f"{package}: run `python -m demo.doors`"


def test_a_changed_door_would_be_noticed(portraits: list[Portrait]) -> None:
    document = json.loads(json.dumps(portraits[0].app.openapi()))
    before = json.dumps(ours_only(document))
    document["paths"]["/v1/clock"]["put"]["x-origin"] = "paper"
    assert json.dumps(ours_only(document)) != before


def test_exactly_the_documents_of_today_are_there(portraits: list[Portrait]) -> None:
    wanted = {doors.openapi_file(package).name for package in openapi(portraits)}
    assert {path.name for path in doors.FOLDER.iterdir()} == wanted | {doors.BUS.name}
