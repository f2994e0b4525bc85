"""People who went all the way through a court's procedure, for measurements of what comes then."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from demo.cast import party_of
from demo.launcher import Stack
from demo.population import Person, make_population
from demo.storyline.doors import Answer, Doors, Visitor
from shared.calendar import start_of
from shared.identifiers import age_on

START, ADULT = date(2019, 1, 1), 18


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Somebody on the court's list, whom an edition carries."""

    ref: str
    party: dict[str, str]


def list_people(stack: Stack, doors: Doors, count: int) -> list[ListedPerson]:
    """Judgment, notice, proposal, approval, notification, time: each through the court's doors."""
    clerk, reviewer = doors.officer("court", "clerk"), doors.officer("court", "reviewer")
    parties = _adults(count)
    judgments = [_enter_judgment(clerk, party, at) for at, party in enumerate(parties)]
    perform_by = max(date.fromisoformat(one["notices"][0]["perform_by"]) for one in judgments)
    stack.advance(start_of(perform_by + timedelta(days=1)))
    days = [
        _propose(clerk, reviewer, party, judgment["id"])
        for party, judgment in zip(parties, judgments, strict=True)
    ]
    first_of_next = (max(days).replace(day=1) + timedelta(days=32)).replace(day=1)
    stack.advance(start_of(first_of_next))
    return _listed(stack, parties)


def done(answer: Answer) -> Any:
    """The answer's body, if it was done."""
    assert answer.status in (200, 201), answer.body
    return answer.body


def rows(file: Path, query: str, *values: str) -> Sequence[tuple[Any, ...]]:
    """What a service's own file answers now; nothing is locked or changed."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
        return connection.execute(query, values).fetchall()


def _adults(count: int) -> list[dict[str, str]]:
    people = make_population(10 * count, seed=1).people()
    adults = (one for one in people if _is_adult(one))
    return [party_of(one).model_dump(mode="json") for one in islice(adults, count)]


def _is_adult(one: Person) -> bool:
    return age_on(one.id_number, START) >= ADULT


def _enter_judgment(clerk: Visitor, party: dict[str, str], number: int) -> Any:
    judgment = {
        "case_number": f"(2018)模01民初{number}号",
        "party": party,
        "duty": "pay",
        "amount_yuan": 58_000,
        "issued_on": "2018-10-08",
        "due_on": "2018-12-10",
    }
    entered = done(clerk.post("/v1/judgments", judgment))
    return done(clerk.post(f"/v1/judgments/{entered['id']}/enforcement-notice"))


def _propose(clerk: Visitor, reviewer: Visitor, party: dict[str, str], basis: str) -> date:
    """The day on which it is published."""
    wanted = {
        "list": "judgment-defaulters",
        "ground": "able-but-refuses",
        "basis": basis,
        "party": party,
    }
    proposed = done(clerk.post("/v1/listing-proposals", wanted))
    path = f"/v1/listing-proposals/{proposed['id']}"
    done(reviewer.post(f"{path}/approval"))
    return date.fromisoformat(done(reviewer.post(f"{path}/notification"))["publish_on"])


def _listed(stack: Stack, parties: Sequence[dict[str, str]]) -> list[ListedPerson]:
    file = stack.state_of("court") / "court.sqlite"
    refs = dict(rows(file, "SELECT id_number, ref FROM listings"))
    return [ListedPerson(refs[party["id_number"]], party) for party in parties]
