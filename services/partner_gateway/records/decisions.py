"""The log of decisions: what was asked and answered, without a name or a number."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, selectinload

from services.partner_gateway.domain import Candidate, Outcome
from services.partner_gateway.records.tables import Decision, Told


def told(candidate: Candidate) -> Told:
    """A listing as a decision names it."""
    return Told(
        issuer=candidate.issuer,
        ref=candidate.ref,
        list=candidate.list,
        reason=candidate.reason,
        listed_on=candidate.listed_on,
        stands_until=candidate.stands_until,
    )


def decision_of(session: Session, partner: str, decision_id: str) -> Decision | None:
    """One decision, if this partner asked for it."""
    own = select(Decision).where(Decision.id == decision_id, Decision.partner == partner)
    return session.scalar(own.options(selectinload(Decision.told)))


def questions_about(
    session: Session, party_hash: str, before: int | None, limit: int
) -> list[Decision]:
    """What was asked about one party, newest first."""
    about: list[ColumnElement[bool]] = [Decision.party_hash == party_hash]
    if before is not None:
        about.append(Decision.seq < before)
    newest = select(Decision).where(*about).order_by(Decision.seq.desc())
    return list(session.scalars(newest.limit(limit)))


def times_applied(session: Session) -> dict[str, int]:
    """How often each measure was met by a confirmed listing."""
    met = Decision.outcome.in_([one.value for one in Outcome if one.may_be_acted_on])
    counts = select(Decision.measure, func.count()).where(met).group_by(Decision.measure)
    return {row.measure: row[1] for row in session.execute(counts)}
