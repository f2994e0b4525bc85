"""The log of decisions: what was asked and answered, without a name or a number."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import cast

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.orm import Session, selectinload

from services.partner_gateway.domain import Candidate, Outcome
from services.partner_gateway.records.tables import Decision, Told
from shared.bulk import insert_all

DECISIONS, TOLD = (cast(Table, one.__table__) for one in (Decision, Told))


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision on its way into the log; the fields of its row, in their order."""

    id: str
    at: datetime
    partner: str
    measure: str
    mou: str
    purpose: str
    outcome: Outcome
    edition: str | None
    index_age_seconds: int
    namesakes_low: float
    namesakes_high: float
    valid_until: datetime
    party_hash: str
    told: tuple[Candidate, ...]


COLUMNS = [field.name for field in fields(Draft) if field.name != "told"]
WHAT_IS_TOLD = ("issuer", "ref", "list", "reason", "listed_on", "stands_until")
VALUES, TOLD_VALUES = attrgetter(*COLUMNS), attrgetter(*WHAT_IS_TOLD)


def keep_decisions(session: Session, drafts: Sequence[Draft]) -> None:
    """Put decisions into the log, and what each partner is told of."""
    insert_all(session, DECISIONS, COLUMNS, list(map(VALUES, drafts)))
    told = [(draft.id, *TOLD_VALUES(one)) for draft in drafts for one in draft.told]
    insert_all(session, TOLD, ("decision_id", *WHAT_IS_TOLD), told)


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
