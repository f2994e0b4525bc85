"""The frame in which stories are played: days, several at once, failures, endings; no stack."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from demo import cli
from demo.population import Population
from demo.stories import STORIES, called, playing
from demo.stories.page import anchor, heading, overview, played
from demo.stories.people import SOUNDS_LIKE, cast
from demo.stories.playing import cast_of
from demo.stories.printing import listed, safeguard_of
from demo.stories.story import Days, Measured, NoSafeguard, Safeguard, Story, Title
from demo.stories.telling import StoryTeller, shown
from demo.storyline.doors import Doors
from demo.trouble import Trouble
from shared.calendar import legal_day, start_of
from shared.identifiers import IdNumber, Kind, Party, age_on, check_number

START = date(2019, 1, 1)
HAPPY: dict[str, Measured] = {"days_until_corrected": 3, "asked": ["an airline"], "restricted": []}
Answers = Mapping[str, Any]


class FakeStage:
    """A clock and a register of people; whoever comes to a door is answered from a table."""

    def __init__(self) -> None:
        self.now = start_of(START)
        self.moves: list[date] = []
        self.known: list[Party] = []
        self.crossings: list[dict[str, Any]] = []
        services = {name: f"http://{name}.test" for name in ("court", "platform", "gateway")}
        self.document: Mapping[str, Any] = {
            "start": START.isoformat(),
            "services": services,
            "auditors": {"platform": "a token"},
            "officers": {},
        }

    def advance(self, by: timedelta | datetime) -> datetime:
        assert isinstance(by, datetime)
        assert by > self.now, "time moves forward only"
        self.now = by
        self.moves.append(legal_day(by))
        return by

    def register(self, parties: Iterable[Party]) -> None:
        self.known += parties

    def party_token(self, id_number: str, audience: str) -> str:
        return "a token"

    def stop_service(self, name: str) -> None:
        raise AssertionError(name)

    def start_service(self, name: str) -> None:
        raise AssertionError(name)

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/clock":
            return httpx.Response(200, json={"now": self.now.isoformat()})
        if request.url.path == "/v1/crossings":
            after = int(request.url.params["after"])
            news = self.crossings[after:]
            return httpx.Response(
                200, json={"crossings": news, "next_after": after + len(news) if news else after}
            )
        return httpx.Response(404, json={"code": "not_found"})


@pytest.fixture
def stage() -> FakeStage:
    """A stage of its own."""
    return FakeStage()


def a_story(number: int, *happens: Callable[[StoryTeller], Days | None], **more: Any) -> Story:
    """A story with these steps."""
    plain: dict[str, Any] = {
        "number": number,
        "name": f"story-{number}",
        "title": Title(en="A title", zh="题目"),
        "in_the_world": "Something was reported.",
        "source": "a newspaper",
        "services": ("court",),
        "cast": cast("debtor"),
        "steps": [(f"({letter})", step) for letter, step in zip("abc", happens, strict=False)],
        "here": "It took {days_until_corrected} days.",
        "safeguard": Safeguard("Notice", "a door"),
        "remains": "Nothing.",
    }
    return Story(**plain | more)


def waits(*days: date) -> Callable[[StoryTeller], Days]:
    """A step that says the day, each time that it goes on, and measures what must be measured."""

    def happens(story: StoryTeller) -> Iterator[date]:
        for day in days:
            yield day
            story.say("goes on")
        story.measure(**HAPPY)

    return happens


def told(stories: Sequence[Story], stage: FakeStage) -> tuple[dict[str, Any], list[str]]:
    """What came of playing them, and every line that was told."""
    lines: list[str] = []
    with httpx.Client(transport=httpx.MockTransport(stage.answer)) as client:
        account = playing.play_through(Doors(stage, client), stories, lines.append)
    return account, lines


def test_time_moves_for_all_and_each_goes_on_exactly_on_its_day(stage: FakeStage) -> None:
    march, may = date(2019, 3, 1), date(2019, 5, 2)
    account, _ = told([a_story(2, waits(may)), a_story(3, waits(march, may))], stage)
    assert stage.moves == [march, may]
    first, second = account["stories"]
    assert [one["ok"] for one in (account, first, second)] == [True, True, True]
    assert [line for line in first["told"] if "goes on" in line] == ["   2019-05-02  goes on"]
    assert [line[3:13] for line in second["told"] if "goes on" in line] == [
        "2019-03-01",
        "2019-05-02",
    ]


def test_a_story_comes_out_alike_alone_and_beside_another(stage: FakeStage) -> None:
    one, other = a_story(2, waits(date(2019, 3, 1))), a_story(3, waits(date(2019, 2, 3)))
    beside, _ = told([other, one], stage)
    stage.now = start_of(START)
    alone, _ = told([one], stage)
    assert beside["stories"][1]["told"] == alone["stories"][0]["told"]


def test_a_day_that_has_come_needs_no_time(stage: FakeStage) -> None:
    account, _ = told([a_story(2, waits(START))], stage)
    assert account["ok"]
    assert stage.moves == []


def test_what_comes_out_otherwise_ends_that_story_and_no_other(stage: FakeStage) -> None:
    def fails(story: StoryTeller) -> None:
        story.must(False, "the sky fell")

    account, lines = told([a_story(2, fails, waits(START)), a_story(3, waits(START))], stage)
    bad, good = account["stories"]
    assert not account["ok"]
    assert (bad["ok"], good["ok"]) == (False, True)
    assert [step["name"] for step in bad["steps"]] == ["(a)"]
    assert bad["steps"][0]["problem"] == "NotAsTold: the sky fell"
    assert bad["here"] == bad["remains"] == ""
    assert "   NOT AS TOLD: NotAsTold: the sky fell\n" in lines


def test_a_story_that_measured_nothing_is_not_as_told(stage: FakeStage) -> None:
    account, _ = told([a_story(2, lambda _: None)], stage)
    assert not account["ok"]
    problem = account["stories"][0]["steps"][-1]["problem"]
    assert problem == "NotAsTold: the story did not measure days until corrected"


def test_a_number_that_the_ending_needs_and_nobody_measured_is_noticed(stage: FakeStage) -> None:
    story = a_story(2, waits(START), here="It took {years} years.")
    account, _ = told([story], stage)
    assert account["stories"][0]["steps"][-1]["problem"] == "KeyError: 'years'"


def test_the_ending_is_told_with_what_was_measured_and_the_harm_that_stays(
    stage: FakeStage,
) -> None:
    story = a_story(2, waits(START), remains="All {days_until_corrected} of them.")
    account, lines = told([story], stage)
    assert account["stories"][0]["here"] == "It took 3 days."
    assert account["stories"][0]["remains"] == "All 3 of them."
    assert lines[0] == " 2  story-2: A title (题目)"
    assert "   days until corrected: 3" in lines
    assert lines[-5:] == [
        "Safeguard",
        "   Notice (a door).",
        "What remains",
        "   All 3 of them.",
        "",
    ]


def test_stories_are_told_in_their_order_though_the_first_ends_last(stage: FakeStage) -> None:
    _, lines = told([a_story(2, waits(date(2020, 1, 1))), a_story(3, waits(START))], stage)
    heads = [line for line in lines if ": A title" in line]
    assert heads == [" 2  story-2: A title (题目)", " 3  story-3: A title (题目)"]


def test_each_is_shown_what_crossed_about_its_own_people(stage: FakeStage) -> None:
    stories = [a_story(2, waits(date(2019, 2, 1))), a_story(3, waits(date(2019, 2, 1)))]
    names = [cast_of(story, START)["debtor"].name for story in stories]
    bodies = [f'{{"name":"{name}"}}' for name in names]
    stage.crossings = [
        {"subject": "listings.court.x.listed", "body": body} for body in (*bodies, "ey…")
    ]
    account, _ = told(stories, stage)
    for one, body in zip(account["stories"], bodies, strict=True):
        crossed = [message["body"] for step in one["steps"] for message in step["crossed"]]
        assert crossed == [body]


def test_a_service_that_does_not_run_is_named_before_anything_is_played(stage: FakeStage) -> None:
    story = a_story(2, waits(START), services=("court", "education"))
    with pytest.raises(Trouble, match="needs the service education"):
        told([story], stage)
    assert stage.known == []


def test_what_can_be_played_is_played_and_the_rest_named(stage: FakeStage) -> None:
    able, unable = a_story(2, waits(START)), a_story(3, waits(START), services=("education",))
    assert playing.lacking(able, stage) is None
    assert str(playing.lacking(unable, stage)).startswith("The story story-3 needs the service")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Name one or more stories, or give --all, or --list"),
        (["namesake", "--all"], "Name one or more stories, or give --all, or --list"),
        (["everest"], "There is no story everest; `chimera story --list` names them"),
    ],
)
def test_what_the_command_cannot_do_is_said_in_one_sentence(
    words: list[str], sentence: str
) -> None:
    result = CliRunner().invoke(cli.app, ["story", *words])
    assert result.exit_code == 2
    assert result.stderr == f"chimera: {sentence}.\n"


def test_the_command_lists_every_failure_and_starts_nothing() -> None:
    result = CliRunner().invoke(cli.app, ["story", "--list"])
    assert result.exit_code == 0
    numbers = [int(line[:2]) for line in result.stdout.splitlines()]
    assert sorted(numbers) == list(range(1, 18))
    assert "13  (not played) Foreign travellers" in result.stdout


def test_stories_are_called_by_name_or_number_in_their_usual_order() -> None:
    assert [story.number for story in called(["16", "namesake"])] == [2, 16]
    with pytest.raises(Trouble, match="no story everest"):
        called(["everest"])


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_the_people_are_invented_grown_up_and_the_same_each_time(story: Story) -> None:
    people = cast_of(story, START)
    assert people == cast_of(story, START)
    assert len(people) >= 1
    for role, party in people.items():
        assert check_number(party.kind, party.id_number) == party.id_number
        if party.kind is Kind.PERSON:
            assert age_on(IdNumber(party.id_number), START) >= 18, role


def test_no_two_stories_share_a_name_so_that_what_crossed_has_one_story() -> None:
    names = [{party.name for party in cast_of(story, START).values()} for story in STORIES]
    assert sum(map(len, names)) == len(set.union(*names))


def test_the_casts_are_what_their_stories_say() -> None:
    by_name = {story.name: cast_of(story, START) for story in STORIES}
    namesakes = by_name["namesake"]
    assert len({party.name for party in namesakes.values()}) == 1
    assert namesakes["debtor"].truncated_id == namesakes["twin"].truncated_id
    assert namesakes["debtor"].id_number != namesakes["twin"].id_number
    years = [int(namesakes[role].id_number[6:10]) for role in ("elsewhere", "debtor")]
    assert years[1] - years[0] == 7
    assert namesakes["elsewhere"].id_number[:2] != namesakes["debtor"].id_number[:2]
    debtor, neighbour = by_name["homophone"].values()
    assert SOUNDS_LIKE[debtor.name[0]] == neighbour.name[0]
    assert debtor.name[1:] == neighbour.name[1:]
    parent, child = by_name["relative"].values()
    assert parent.name[0] == child.name[0]
    assert age_on(IdNumber(child.id_number), START) == 18
    assert int(by_name["proportion"]["mother"].id_number[16]) % 2 == 0
    assert int(by_name["supervisor"]["labourer"].id_number[16]) % 2 == 1
    firm, second, other = by_name["codes"].values()
    assert (firm.name, firm.id_number) == (second.name, other.id_number)
    assert firm.id_number != second.id_number
    assert firm.name != other.name


def test_a_cast_is_drawn_from_the_population_that_it_is_given() -> None:
    small = Population(200, 7, START)
    assert list(cast("one", "two")(small)) == ["one", "two"]


def test_what_is_measured_reads_in_words() -> None:
    assert shown(None) == "never"
    assert shown([]) == "nothing"
    assert shown(["a", "b"]) == "a; b"
    assert shown(12) == "12"


def test_no_safeguard_is_said_to_be_none_with_the_reason() -> None:
    story = a_story(2, waits(START), safeguard=NoSafeguard("Nothing helps."))
    assert safeguard_of(story) == "None. Nothing helps."
    assert list(listed([story])) == [" 2  story-2  A title (题目)"]


def test_the_page_shows_steps_without_places_in_files_and_stops_before_the_ending() -> None:
    lines = [
        "(a)",
        "   x.yaml:12: items.0.of: no",
        "   as told\n",
        "how it ended",
        "   never shown",
    ]
    assert list(played(lines)) == ["(a)", "   x.yaml:…: no"]
    story = replace(a_story(2, waits(START)), title=Title(en="A title, and", zh="题"))
    assert heading(story) == "2. A title, and (题)"
    assert anchor(story) == "2-a-title-and-题"
    assert "| 2 | A title, and | [`story-2`](#2-a-title-and-题) | Notice |" in overview([story], [])
