"""Imports and their lines, read and kept."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from shared.procedure.casework import Request
from shared.procedure.import_tables import ImportLineRow, ImportRow
from shared.procedure.records import ProposalRow, StepRow, to_proposal
from shared.procedure.steps import Proposal, Step
from shared.signature import Signature

Like = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line."""

    line: int
    proposal_id: str | None = None
    field: str | None = None
    reason: str | None = None


def like(asked: Request | Proposal) -> Like:
    """What must not be asked for twice: the same party on the same list, ground and case."""
    number = asked.party.id_number if isinstance(asked, Request) else asked.id_number
    return asked.list, asked.ground, asked.basis, number


def proposals_like_any(session: Session, asked: Sequence[Request]) -> dict[Like, list[Proposal]]:
    """Every earlier proposal about any of these parties, by what it asks for."""
    numbers = {one.party.id_number for one in asked}
    about = select(ProposalRow).where(ProposalRow.id_number.in_(numbers))
    found: defaultdict[Like, list[Proposal]] = defaultdict(list)
    for row in session.scalars(about):
        proposal = to_proposal(row)
        found[like(proposal)].append(proposal)
    return found


def add_proposals(session: Session, new: Sequence[Proposal], signed: Signature) -> None:
    """Store many new proposals, each with its first step."""
    if new:
        session.execute(insert(ProposalRow), [one.as_row() for one in new])
        steps = {"step": Step.PROPOSED, "at": signed.at, "by": signed.by}
        session.execute(insert(StepRow), [{"proposal_id": one.id, **steps} for one in new])


def add_outcomes(session: Session, import_id: str, outcomes: Iterable[Outcome]) -> None:
    """Store what became of the lines."""
    rows = [
        {
            "import_id": import_id,
            "line": one.line,
            "proposal_id": one.proposal_id,
            "field": one.field,
            "reason": one.reason,
        }
        for one in outcomes
    ]
    if rows:
        session.execute(insert(ImportLineRow), rows)


def found_import(session: Session, import_id: str) -> ImportRow | None:
    """The import called `import_id`, if there is one."""
    return session.get(ImportRow, import_id)


def latest_imports(session: Session, limit: int) -> Sequence[ImportRow]:
    """The imports begun last."""
    in_order = select(ImportRow).order_by(ImportRow.started_at.desc(), ImportRow.id)
    return session.scalars(in_order.limit(limit)).all()


def outcomes_after(
    session: Session, import_id: str, after: int, limit: int, *, refused_only: bool
) -> Sequence[ImportLineRow]:
    """What became of the lines after one, in their order."""
    later = select(ImportLineRow).where(
        ImportLineRow.import_id == import_id, ImportLineRow.line > after
    )
    if refused_only:
        later = later.where(ImportLineRow.reason.is_not(None))
    return session.scalars(later.order_by(ImportLineRow.line).limit(limit)).all()
