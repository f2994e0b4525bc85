"""A list that does not leave its authority: it stands like any other, and nobody is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.calendar import start_of
from shared.contract import Act, Cause
from shared.ledger import acts
from shared.ledger.acts import ActRow, LedgerBase, ListingRow
from shared.ledger.digest import digest, digest_here, say_again
from shared.procedure import records
from shared.procedure.casework import Request
from shared.procedure.correction import Correction
from shared.procedure.desk import Desk
from shared.rulebook import Rules
from shared.signature import CLOCK, Signature
from tests.builders import make_listing, make_party
from tests.unit.shared.memory import OpenCasework, court_rules, memory_database

DAY = date(2019, 3, 1)
CLERK, REVIEWER, TIME = (Signature(by, start_of(DAY)) for by in ("clerk", "reviewer", CLOCK))
LIST = "judgment-defaulters"


@pytest.fixture
def session() -> Iterator[Session]:
    """An authority's empty tables."""
    database = memory_database([LedgerBase.metadata])
    with database.write() as opened:
        yield opened
    database.close()


def rules(*, leaves: bool) -> Rules:
    """The court's rules, its list leaving or staying."""
    found = court_rules()
    rule = found.list_rule(LIST).model_copy(update={"leaves": leaves})
    row = found.row(LIST).model_copy(update={"value": rule})
    return replace(found, rows={**found.rows, LIST: row})


def listed(session: Session, desk: Desk) -> str:
    """The reference of a listing after the whole procedure."""
    request = Request(LIST, "able-but-refuses", "j-aaaaaaaaaaaaaaaaaaaa", make_party())
    proposal = desk.propose(session, request, CLERK)
    desk.approve(session, proposal.id, REVIEWER)
    desk.publish_due(session, desk.notify(session, proposal.id, CLERK), TIME)
    published = records.proposal(session, proposal.id)
    assert published is not None
    assert published.ref is not None
    return published.ref


def whole_life(session: Session, desk: Desk) -> list[str]:
    """Listed, corrected and withdrawn; which of it waits for the stream."""
    ref = listed(session, desk)
    desk.correct(session, ref, Correction(make_party("王秀瑛")), CLERK)
    desk.withdraw(session, ref, Cause.DISCRETION, CLERK)
    return [act.act for act in acts.unpublished(session, 10)]


def test_what_leaves_is_said_act_by_act_and_what_stays_is_not(session: Session) -> None:
    stays = Desk("court", rules(leaves=False), OpenCasework())
    assert whole_life(session, stays) == []
    assert session.scalar(select(func.count()).select_from(ListingRow)) == 1
    leaves = Desk("court", rules(leaves=True), OpenCasework())
    assert whole_life(session, leaves) == [Act.LISTED, Act.CORRECTED, Act.WITHDRAWN]


def test_the_digest_and_a_restatement_pass_over_what_stays(session: Session) -> None:
    acts.keep(session, make_listing())
    assert digest_here(session, DAY) == digest(DAY, [])
    assert say_again(session, DAY) == 0
    said = make_listing(make_party("李伟", sequence=5), ref="l-bbbbbbbbbbbbbbbbbbbb")
    acts.append(session, said, Act.LISTED, start_of(DAY))
    assert digest_here(session, DAY) == digest(DAY, [(said.ref, 1)])
    assert say_again(session, DAY) == 1


def test_a_listing_that_was_said_is_said_to_the_end_even_when_its_list_stays_now(
    session: Session,
) -> None:
    """The platform must learn that it is over."""
    ref = listed(session, Desk("court", rules(leaves=True), OpenCasework()))
    Desk("court", rules(leaves=False), OpenCasework()).withdraw(
        session, ref, Cause.DISCRETION, CLERK
    )
    said = session.scalars(select(ActRow.act).where(ActRow.ref == ref)).all()
    assert said == [Act.LISTED, Act.WITHDRAWN]
