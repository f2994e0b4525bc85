"""What waits for an officer, and until when: the most urgent first, page by page.

A page is read from indexes: nothing that lies before it is counted through, however much waits.
"""

import base64
import binascii
import heapq
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from shared.calendar.dates import EARLIEST, LATEST
from shared.errors import BadInput
from shared.procedure.casework import Waiting
from shared.procedure.desk import FLOOR
from shared.rulebook import Rules
from shared.rulebook.rules import RuleMissing

PADDED_TO = 4  # letters of base64 come in fours
NEVER = date.max  # what has no last day stands last
APPROVAL, NOTIFICATION, REVIEW = "approval-term", "notification-term", "review-decision-term"
AHEAD = "review-ahead"
TERMS = (APPROVAL, NOTIFICATION, REVIEW, AHEAD)


class BadCursor(BadInput):
    """Not what a page before gave as `next`."""

    code = "cursor_invalid"


def code_of(what: str) -> str:
    """A task's words as a code: `decide-the-objection`."""
    return re.sub(r"[^a-z0-9]+", "-", what.lower()).strip("-")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a task stands among all others: by its last day, then how long it has waited."""

    due_on: date
    since: datetime
    code: str
    id: str

    def text(self) -> str:
        """For the next page; opaque, and about nobody."""
        words = [self.due_on.isoformat(), self.since.isoformat(), self.code, self.id]
        return base64.urlsafe_b64encode(json.dumps(words).encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place that a page before told; BadCursor otherwise."""
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % PADDED_TO)
            due_on, since, code, id_ = map(str, json.loads(base64.urlsafe_b64decode(padded)))
            found = cls(date.fromisoformat(due_on), datetime.fromisoformat(since), code, id_)
        except (ValueError, TypeError, binascii.Error, RecursionError) as error:
            raise BadCursor("Take `next` of the page before as it is.") from error
        if not found.is_possible:
            raise BadCursor("Take `next` of the page before as it is.")
        return found

    @property
    def is_possible(self) -> bool:
        """Whether its days lie within what the model can reckon in."""
        is_day = self.due_on == NEVER or EARLIEST <= self.due_on <= LATEST
        return is_day and self.since.tzinfo is not None and EARLIEST <= self.since.date() <= LATEST


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits, with the row that gave it its last day."""

    waiting: Waiting
    term: str = ""

    @property
    def place(self) -> Place:
        """Where it stands among all others."""
        due_on = self.waiting.due_on or NEVER
        return Place(due_on, self.waiting.since, code_of(self.waiting.what), self.waiting.id)


@dataclass(frozen=True, slots=True)
class Terms:
    """How long officers have: the authority's own row where it has one, else the model's."""

    rules: Rules
    today: date

    def last_day(self, begun_on: date, term: str) -> date:
        """The last day for what has waited since a day."""
        return self._rules(term).after(begun_on, term)

    def first_day(self, due_on: date, term: str) -> date:
        """The earliest day since which something that is due on a day, or later, can have waited.

        Terms never shrink: what came later is not due earlier.
        """
        day = due_on
        while self.last_day(day - timedelta(days=1), term) >= due_on:
            day -= timedelta(days=1)
        return day

    def ahead(self) -> timedelta:
        """How long before its end a listing is looked at again."""
        return self.last_day(self.today, AHEAD) - self.today

    def _rules(self, term: str) -> Rules:
        if term in self.rules.rows:
            return self.rules
        return FLOOR.as_of(self.rules.as_of)


def must_have_terms(rules: Rules) -> None:
    """RuleMissing unless every term can be reckoned: looked at once, at the start."""
    terms = Terms(rules, rules.as_of)
    for term in TERMS:
        if terms.last_day(rules.as_of, term) < rules.as_of:
            raise RuleMissing(f"{rules.rulebook}: row {term} ends before it begins")


@dataclass(frozen=True, slots=True)
class Page:
    """Some tasks, and where the next page begins, if anything is left."""

    tasks: Sequence[Task]
    next: str | None


def page_of(sources: Iterable[Iterator[Task]], limit: int) -> Page:
    """The first tasks of several sources, each of which has its own in order."""
    merged = heapq.merge(*sources, key=lambda task: task.place)
    tasks = list(islice(merged, limit + 1))
    more = len(tasks) > limit
    return Page(tasks[:limit], tasks[limit - 1].place.text() if more else None)


def own_tasks(waiting: Iterable[Waiting], after: Place | None, what: str | None) -> list[Task]:
    """An authority's own tasks after a place, in order."""
    tasks = (Task(one) for one in waiting)
    wanted = (task for task in tasks if what in (None, task.place.code))
    later = (task for task in wanted if after is None or task.place > after)
    return sorted(later, key=lambda task: task.place)
