"""The locality's side of the common procedure, for the one list that it keeps for itself."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.locality.api.local_words import case_held
from services.locality.domain.local_list import must_be_listable, must_fit
from services.locality.records import batches, events, local_list
from shared.procedure.casework import Request, Waiting
from shared.procedure.resting import is_about, listings_resting_on
from shared.rulebook import Rules

DECIDE_OBJECTION_TO_EVENT = "decide the objection to an event"
TELL_RESIDENT = "tell the resident"
DECIDE_DIFFERENCES, KEY_AGAIN = "decide the differences", "key the bundle again"


class LocalCasework:
    """Who may be listed here on the strength of which act."""

    def __init__(self, rules: Rules) -> None:
        must_fit(rules)
        self._rules = rules

    def check(self, session: Session, request: Request, today: date) -> None:
        """Raise a refusal with a code unless this act allows this listing on that day."""
        case = local_list.case(session, request.basis)
        names_party = case is not None and is_about(session, case.id, case.party, request.party)
        must_be_listable(case, names_party, request.ground, self._rules, today)

    def holdings(self, session: Session, id_number: str, today: date) -> dict[str, Any]:
        """Every act on file, and every burden that was put on the party for it."""
        cases = local_list.cases_about(session, id_number)
        return {
            "cases": [
                case_held(case, listings_resting_on(session, case.id), self._rules)
                for case in cases
            ]
        }

    def tasks(self, session: Session, today: date) -> Sequence[Waiting]:
        """Objections to events, bundles of paper that are not settled, residents to be told."""
        objections = [
            Waiting(DECIDE_OBJECTION_TO_EVENT, one.id, one.raised_at, one.decide_by)
            for one in events.objections_waiting(session)
        ]
        bundles = [
            Waiting(
                DECIDE_DIFFERENCES if waiting else KEY_AGAIN,
                one.id,
                one.keyed_again_at or one.opened_at,
                one.reconcile_by,
            )
            for one, waiting in batches.open_batches(session)
        ]
        untold = [
            Waiting(TELL_RESIDENT, one.id, one.notified_at, None)
            for one in events.waiting_to_be_told(session, today)
        ]
        return [*objections, *bundles, *untold]
