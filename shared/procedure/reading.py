"""A procedure as its officers read it before they act: what is asked, and what would leave."""

from datetime import date, datetime

from pydantic import BaseModel
from sqlalchemy.orm import Session

from shared.calendar import legal_day
from shared.contract import Act
from shared.identifiers import Kind, truncate
from shared.ledger import acts
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.desk import Desk
from shared.procedure.shapes import ObjectionReceipt, ProposalReceipt, RuleShown, StepTaken
from shared.procedure.steps import MARKS, Objection, Proposal, Step
from shared.rulebook.rules import Rules

DRAWN = "drawn afresh"
# Nobody knows these before the act: they are made when it is done, or said.
DRAWN_HEADERS = ("ce-id", "ce-time", "Nats-Msg-Id")
NOT_YET = "l-drawn-on-the-day"


class WouldLeave(BaseModel):
    """The message that goes to the bus if this is published: all of it, and nothing else.

    `if_published_on` is the day that is fixed, or the one that follows if the party is told today.
    """

    if_published_on: date
    subject: str
    headers: dict[str, str]
    body: dict[str, str]
    stays_here: list[str]


class ObjectionRead(ObjectionReceipt):
    """An objection with what the party says."""

    statement: str
    decided_by: str | None
    reviewed_by: str | None


class ProposalRead(ProposalReceipt):
    """One procedure with everything that its officers decide on; of the number only the mask."""

    basis: str
    kind: Kind
    name: str
    truncated_id: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    refusal_reasons: str | None
    renews: str | None
    rules: str
    rule: RuleShown | None
    steps: list[StepTaken]
    objected: list[ObjectionRead]
    would_leave: WouldLeave | None


def read_proposal(session: Session, desk: Desk, proposal: Proposal, now: datetime) -> ProposalRead:
    """A proposal, its steps, its objections, and the message that would come of it."""
    known = {name: getattr(proposal, name, None) for name in ProposalRead.model_fields}
    return ProposalRead(
        **known
        | {
            "replayed": False,
            "truncated_id": truncate(proposal.kind, proposal.id_number),
            "rules": desk.rules.heading(),
            "rule": rule_shown(desk.rules, proposal.ground),
            "steps": [_step(row) for row in records.steps_of(session, proposal.id)],
            "objected": [_read(one) for one in records.objections_to(session, proposal.id)],
            "would_leave": would_leave(session, desk, proposal, now),
        }
    )


def rule_shown(rules: Rules, row_id: str) -> RuleShown | None:
    """A row as the public rulebook shows it, if it is still in force."""
    row = rules.rows.get(row_id)
    return RuleShown(**row.model_dump()) if row else None


def would_leave(
    session: Session, desk: Desk, proposal: Proposal, now: datetime
) -> WouldLeave | None:
    """The message, if anything leaves; nothing does of a list that stays, or once it is over."""
    if not (desk.has_outbox and proposal.is_under_way and _leaves(desk, proposal)):
        return None
    on = proposal.publish_on or desk.fix_days(proposal, legal_day(now))[1]
    listing = _listing(session, desk, proposal, on)
    envelope = acts.envelope_of(listing, Act.LISTED, now)
    return WouldLeave(
        if_published_on=on,
        subject=envelope.subject(),
        headers=envelope.headers() | dict.fromkeys(DRAWN_HEADERS, DRAWN),
        body=acts.notice_of(listing).model_dump(),
        stays_here=_stays(),
    )


def _listing(session: Session, desk: Desk, proposal: Proposal, on: date) -> Listing:
    if proposal.renews is None:
        return desk.would_list(session, proposal, NOT_YET, on)
    return desk.would_renew(session, proposal, proposal.renews, on)


def _leaves(desk: Desk, proposal: Proposal) -> bool:
    return proposal.list in desk.rules.rows and desk.rules.list_rule(proposal.list).leaves


def _stays() -> list[str]:
    """What is kept of a procedure and is neither one of the four fields nor in their frame."""
    crosses = {"name", "list", "ground", "kind", "ref", "publish_on"}
    tables = (records.ProposalRow, records.ObjectionRow)
    columns = (column.key for table in tables for column in table.__table__.columns)
    return [one for one in dict.fromkeys(columns) if one not in crosses]


def _step(row: records.StepRow) -> StepTaken:
    mark = MARKS[Step(row.step)]
    return StepTaken(
        step=Step(row.step), at=row.at, by=row.by, origin=mark.origin, floor=mark.floor
    )


def _read(objection: Objection) -> ObjectionRead:
    return ObjectionRead(
        **{name: getattr(objection, name, False) for name in ObjectionRead.model_fields}
    )
