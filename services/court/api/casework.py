"""The court's side of the common procedure: its check of the facts, and its part of a file."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.court import records
from services.court.api.brackets import duties_behind, duty_brackets
from services.court.api.checks import must_allow_listing, must_allow_restriction, prepare
from services.court.api.holdings import holdings_of
from services.court.api.tasks import tasks_on
from services.court.domain.exemptions import is_paused
from services.court.domain.fitness import must_fit
from services.court.domain.restrictions import RESTRICTIONS
from services.court.domain.terms import must_be_renewable, prolonged
from shared.procedure.casework import Bracket, Request, Waiting
from shared.procedure.desk import FLOOR
from shared.rulebook import Rules


class CourtCasework:
    """Who may be listed, or restricted, on the strength of which judgment or order."""

    def __init__(self, rules: Rules) -> None:
        must_fit(rules)
        self._rules = rules
        self._floor = FLOOR.as_of(rules.as_of)

    def check(self, session: Session, request: Request, today: date) -> None:
        """Raise a refusal with a code unless the facts allow this listing on that day."""
        if request.list == RESTRICTIONS:
            must_allow_restriction(session, request, self._rules, today)
        else:
            must_allow_listing(session, request, self._rules, today)

    def prepare(self, session: Session, requests: Sequence[Request]) -> object:
        """Load what many requests rest on, so that checking each asks for nothing."""
        return prepare(session, requests)

    def holdings(self, session: Session, id_number: str, today: date) -> dict[str, Any]:
        """Every judgment, circumstance, order, exemption and decision about a party."""
        return holdings_of(session, self._rules, id_number)

    def tasks(self, session: Session, today: date) -> Sequence[Waiting]:
        """What the court owes, and what it has to look at, each with its last day."""
        return tasks_on(session, self._rules, today)

    def stands_until(self, session: Session, proposal_id: str, until: date) -> date:
        """The ground's own term, and the years that were added to it with reasons."""
        return prolonged(until, records.decisions.longer_term(session, proposal_id))

    def must_be_renewable(self, list_id: str, ground: str) -> None:
        """A fixed term ends; only a term of our own is renewed by a dated review."""
        must_be_renewable(ground, list_id, self._rules)

    def is_paused(self, session: Session, ref: str, today: date) -> bool:
        """Whether the party is exempt from the order on that day."""
        return is_paused(records.restrictions.exemptions_of(session, ref), today)

    def counts(self, session: Session, today: date) -> Mapping[str, Mapping[str, int]]:
        """Standing defaulters by what the judgment demands, and by how grave the case is."""
        return {
            name: records.standing.counts_by(session, name, today) for name in ("severity", "duty")
        }

    def brackets(self, list_id: str) -> Sequence[Bracket]:
        """Both lists rest on judgments."""
        return duty_brackets(self._floor)

    def brackets_of(self, session: Session, bases: Collection[str]) -> Mapping[str, str]:
        """For each judgment or order the bracket of the duty."""
        return duties_behind(session, bases, self._floor)
