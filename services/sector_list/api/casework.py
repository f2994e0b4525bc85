"""A sector's side of the common procedure: its check of the facts, and its part of a file."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.sector_list import domain, records
from services.sector_list.api import beside
from services.sector_list.api.firms import SectorFirms
from services.sector_list.api.shapes import OwnCase, OwnMember
from services.sector_list.domain import Case, Wanted
from services.sector_list.domain.refusals import BasisNotOfParty, BasisUnknown
from shared.calendar import start_of
from shared.contract import Effect
from shared.procedure.casework import Bracket, Request, Waiting
from shared.procedure.consequences.brackets import amount_bracket, amount_brackets
from shared.procedure.desk import FLOOR
from shared.procedure.resting import is_about, listings_resting_on
from shared.rulebook import Rules, Text
from shared.ties.held import persons_held, ties_held
from shared.ties.tasks import tie_tasks

PEOPLE = Bracket("people", Text(en="No amount, but people are concerned", zh="无金额，但涉及人员"))
NOT_MEASURED = Bracket(
    "not-measured", Text(en="Neither an amount nor a number of people", zh="既无金额，也无人数")
)
WITHOUT_AMOUNT = (PEOPLE, NOT_MEASURED)


class SectorCasework(SectorFirms):
    """Who may be listed on the strength of which case, as the sector's rulebook has it."""

    def __init__(self, rules: Rules) -> None:
        domain.must_fit(rules)
        super().__init__(rules)
        self._floor = FLOOR.as_of(rules.as_of)

    def check(self, session: Session, request: Request, today: date) -> None:
        """Raise a refusal with a code unless the facts allow this listing on that day.

        It rests on a case about the party or, for a person behind a firm, on the firm's listing.
        """
        firms_listing = beside.listing_called(session, request.basis)
        if firms_listing is None:
            self._check_case(session, request, today)
        else:
            domain.must_be_of_age(request.party, self._rules, today)
            self.following.must_follow(session, request, firms_listing, today)

    def _check_case(self, session: Session, request: Request, today: date) -> None:
        case = records.case(session, request.basis)
        if case is None:
            raise BasisUnknown("A listing rests on a case that this authority has.")
        if not is_about(session, case.id, case.party, request.party):
            raise BasisNotOfParty("The case is not about this party.")
        wanted = Wanted(
            list=request.list,
            ground=request.ground,
            party=request.party,
            case=case,
            cases=beside.cases_about(session, case.party.id_number),
            listings=beside.listings_of(session, request.party.id_number),
            resting=beside.resting_on(session, case.id),
        )
        domain.must_be_listable(wanted, self._rules, today)

    def prepare(self, session: Session, requests: Sequence[Request]) -> object:
        """Load the cases that many requests rest on, and what there is beside them."""
        return beside.load(session, requests)

    def holdings(self, session: Session, id_number: str, today: date) -> dict[str, Any]:
        """Every case, what was imposed for it, what may end early, memberships, and ties."""
        cases = records.cases_about(session, id_number)
        memberships = records.memberships_of(session, id_number)
        persons = persons_held(session, id_number)
        ties = ties_held(session, self.following, id_number, today)
        return {
            "cases": [self._own_case(session, case) for case in cases],
            "memberships": [OwnMember.about(one).model_dump(mode="json") for one in memberships],
            "persons": [one.model_dump(mode="json") for one in persons],
            "ties": [one.model_dump(mode="json") for one in ties],
        }

    def tasks(self, session: Session, today: date) -> list[Waiting]:
        """Contests and decisions that are owed, and listings that may end early by now."""
        owed = [
            Waiting("decide the case", case.id, case.recorded_at, None, ground=case.ground)
            for case in records.undecided_cases(session)
        ]
        return [*tie_tasks(session), *owed, *self._remissions(session, today)]

    def brackets(self, list_id: str) -> Sequence[Bracket]:
        """By the amount, else by whether people are concerned; a favour rests on no duty."""
        if self._rules.list_rule(list_id).effect is Effect.FAVOURABLE:
            return []
        return [*amount_brackets(self._floor), *WITHOUT_AMOUNT]

    def brackets_of(self, session: Session, bases: Collection[str]) -> Mapping[str, str]:
        """For each case what it knows of how serious the matter is."""
        found = records.sizes_of(session, bases)
        return {case: self._bracket(amount, persons) for case, amount, persons in found}

    def _bracket(self, amount_yuan: int | None, persons_count: int | None) -> str:
        if amount_yuan is not None:
            return amount_bracket(amount_yuan, self._floor)
        return (NOT_MEASURED if persons_count is None else PEOPLE).id

    def _remissions(self, session: Session, today: date) -> Iterator[Waiting]:
        for case, listing in records.corrected_but_listed(session, today):
            first_day = domain.early_end_on(case, listing, self._rules)
            if first_day is not None and first_day <= today:
                what, since = "end the listing early", start_of(first_day)
                yield Waiting(what, case.id, since, first_day, listing.list, listing.reason)

    def _own_case(self, session: Session, case: Case) -> dict[str, Any]:
        listings = listings_resting_on(session, case.id)
        return OwnCase.about(case, listings, self._rules).model_dump(mode="json")
