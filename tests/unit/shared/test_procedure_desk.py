"""The desk under rules of any kind: what the floor adds, and what it asks of the facts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from shared.calendar import start_of
from shared.contract import Cause, Effect
from shared.ledger.acts import LedgerBase
from shared.procedure import records
from shared.procedure.casework import Request
from shared.procedure.desk import AlreadyListed, Desk
from shared.procedure.steps import Proposal, State
from shared.rulebook import GroundUnknown, Rules
from shared.rulebook.rules import RuleMissing
from shared.signature import CLOCK, Signature
from tests.builders import make_party
from tests.unit.shared.memory import (
    GroundGone,
    OpenCasework,
    court_rules,
    memory_database,
    open_desk,
)

FRIDAY = date(2019, 3, 1)


@pytest.fixture
def session() -> Iterator[Session]:
    """An authority's empty tables."""
    database = memory_database([LedgerBase.metadata])
    with database.write() as opened:
        yield opened
    database.close()


def on(day: date, by: str) -> Signature:
    """Signed on a day."""
    return Signature(by, start_of(day))


def request(ground: str = "able-but-refuses") -> Request:
    """A listing that some case would justify."""
    return Request("judgment-defaulters", ground, "j-aaaaaaaaaaaaaaaaaaaa", make_party())


def told(session: Session, desk: Desk, ground: str = "able-but-refuses") -> Proposal:
    """Proposed, approved and told to the party on 1 March 2019."""
    proposal = desk.propose(session, request(ground), on(FRIDAY, "clerk"))
    desk.approve(session, proposal.id, on(FRIDAY, "reviewer"))
    return desk.notify(session, proposal.id, on(FRIDAY, "clerk"))


def changed(row: str, **changes: object) -> Rules:
    """The court's rules with one row changed."""
    rules = court_rules()
    return replace(rules, rows={**rules.rows, row: rules.row(row).model_copy(update=changes)})


def test_a_rulebook_may_give_a_party_more_time_but_not_less(session: Session) -> None:
    for days, ends_on in ((1, date(2019, 3, 8)), (10, date(2019, 3, 15))):
        desk = Desk("court", changed("objection-window", value=days), OpenCasework())
        proposal = told(session, desk, "refuses-settlement" if days == 1 else "able-but-refuses")
        assert proposal.objection_ends_on == ends_on


def test_a_favour_is_published_without_waiting(session: Session) -> None:
    favourable = (
        court_rules()
        .list_rule("judgment-defaulters")
        .model_copy(update={"effect": Effect.FAVOURABLE})
    )
    desk = Desk("court", changed("judgment-defaulters", value=favourable), OpenCasework())
    assert told(session, desk).publish_on == date(2019, 3, 2)


def test_the_facts_are_asked_again_on_approval_and_on_the_day_of_publication(
    session: Session,
) -> None:
    desk, casework = open_desk()
    waiting = desk.propose(session, request("refuses-settlement"), on(FRIDAY, "clerk"))
    proposal = told(session, desk)
    casework.is_gone = True
    with pytest.raises(GroundGone):
        desk.approve(session, waiting.id, on(FRIDAY, "reviewer"))
    desk.publish_due(session, proposal, on(date(2019, 3, 9), CLOCK))
    ended = records.proposal(session, proposal.id)
    assert ended is not None
    assert (ended.state, ended.lapsed_because, ended.ref) == (State.LAPSED, "ground_gone", None)


def test_a_ground_that_the_rulebook_dropped_meanwhile_publishes_nothing(session: Session) -> None:
    desk, casework = open_desk()
    proposal = told(session, desk)
    rows = {key: row for key, row in desk.rules.rows.items() if key != "able-but-refuses"}
    later = Desk("court", replace(desk.rules, rows=rows), casework)
    later.publish_due(session, proposal, on(date(2019, 3, 9), CLOCK))
    ended = records.proposal(session, proposal.id)
    assert ended is not None
    assert ended.lapsed_because == GroundUnknown.code


def test_after_its_end_the_same_may_be_asked_for_again(session: Session) -> None:
    desk, _ = open_desk()
    proposal = told(session, desk)
    desk.publish_due(session, proposal, on(date(2019, 3, 9), CLOCK))
    with pytest.raises(AlreadyListed):
        desk.propose(session, request(), on(date(2019, 4, 1), "clerk"))
    published = records.proposal(session, proposal.id)
    assert published is not None
    desk.withdraw(session, str(published.ref), Cause.SETTLED, on(date(2019, 5, 1), "clerk"))
    desk.propose(session, request(), on(date(2019, 6, 3), "clerk"))


@pytest.mark.parametrize(
    "row", ["objection-window", "objection-decision-term", "review-window", "withdrawal-term"]
)
def test_a_desk_without_the_rules_it_needs_does_not_open(row: str) -> None:
    rules = court_rules()
    rows = {key: found for key, found in rules.rows.items() if key != row}
    with pytest.raises(RuleMissing, match=row):
        Desk("court", replace(rules, rows=rows), OpenCasework()).must_have_rules()
