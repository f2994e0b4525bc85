"""The tax office's own work in a story: firms, who stands behind them, what is found, grades."""

from dataclasses import dataclass
from datetime import date, timedelta

from demo.stories.telling import StoryTeller
from demo.storyline.doors import Answer

TAX = "tax"
OLD = "2010-05-04"
DIRECT_D = "false-invoices"


@dataclass(frozen=True, slots=True)
class Tie:
    """What somebody is recorded as to a firm, since when."""

    role: str
    firm: str
    is_what: str = "representative"
    since_on: str = "2015-03-02"


def register(story: StoryTeller, firm: str) -> str:
    """A firm that has done business for years comes onto the books."""
    body = {**story.part(firm), "began_on": OLD}
    return str(story.expect(story.officer(TAX, "clerk").post("/v1/taxpayers", body), 201)["id"])


def tie(story: StoryTeller, taxpayer: str, tied: Tie) -> str:
    """A clerk records who stands behind a firm, as the papers handed in say."""
    body = {"role": tied.is_what, "since_on": tied.since_on, "person": story.part(tied.role)}
    door = f"/v1/taxpayers/{taxpayer}/persons"
    return str(story.expect(story.officer(TAX, "clerk").post(door, body), 201)["id"])


def find_false_invoices(story: StoryTeller, taxpayer: str) -> None:
    """What makes a firm D at once, found in the year that is evaluated next."""
    happened_on = date(next_evaluation(story).year - 1, 3, 2)
    body = {"indicator": DIRECT_D, "happened_on": happened_on.isoformat()}
    door = f"/v1/taxpayers/{taxpayer}/indicators"
    story.expect(story.officer(TAX, "clerk").post(door, body), 201)


def next_evaluation(story: StoryTeller) -> date:
    """The next first of April."""
    this_year = date(story.today.year, 4, 1)
    return this_year if this_year > story.today else date(story.today.year + 1, 4, 1)


def grade(story: StoryTeller, taxpayer: str) -> tuple[str, str]:
    """A firm's grade, and what it rests on."""
    door = f"/v1/taxpayers/{taxpayer}/rating"
    rating = story.expect(story.officer(TAX, "clerk").get(door), 200)
    return str(rating["grade"]), str(rating["cause"])


def must_be(story: StoryTeller, taxpayer: str, wanted: str) -> str:
    """Insist on a grade; what it rests on."""
    found, cause = grade(story, taxpayer)
    story.must(found == wanted, f"expected grade {wanted}, found {found} ({cause})")
    return cause


def contest(story: StoryTeller, role: str, tie_id: str, words: str) -> Answer:
    """The person says that it never was so; nothing follows from it until that is decided."""
    story.count("contests")
    door = f"/v1/ties/{tie_id}/contest"
    return story.expect(story.as_party(role, TAX).post(door, {"statement": words}), 201)


def decide_contest(
    story: StoryTeller, tie_id: str, officer: str, upheld: bool, reasons: str
) -> Answer:
    """An officer for appeals cuts the tie, or lets it stand."""
    body = {"upheld": upheld, "reasons": reasons}
    door = f"/v1/ties/{tie_id}/contest-decision"
    return story.expect(story.officer(TAX, officer).post(door, body), 200)


def days_since(story: StoryTeller, day: str) -> int:
    """How long ago something was."""
    passed: timedelta = story.today - date.fromisoformat(day)
    return passed.days
