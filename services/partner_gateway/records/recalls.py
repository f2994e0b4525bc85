"""Recalls: a partner that was told of a listing is told when it is withdrawn."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partner_gateway.records.copied import Withdrawal
from services.partner_gateway.records.tables import Decision, Recall, RecallsMade, Told


@dataclass(frozen=True, slots=True)
class RecallFound:
    """One recall and the decisions it takes back."""

    recall: Recall
    decisions: list[str]


def recalls_made(session: Session, index: int) -> int:
    """The place, among those that came to this index, of the last withdrawal recalled."""
    made = session.get(RecallsMade, index)
    return made.place if made else 0


def make_recalls(session: Session, withdrawals: Sequence[Withdrawal]) -> None:
    """One recall for each partner that was ever told of a listing; a repeat makes none."""
    for ended in withdrawals:
        for partner in _partners_told(session, ended):
            session.add(
                Recall(
                    partner=partner,
                    issuer=ended.issuer,
                    ref=ended.ref,
                    cause=ended.cause,
                    withdrawn_at=ended.withdrawn_at,
                )
            )


def mark_made(session: Session, index: int, place: int) -> None:
    """Remember how far recalls were made, with the recalls themselves."""
    session.merge(RecallsMade(id=index, place=place))


def standing_told(session: Session, today: date) -> list[tuple[str, str]]:
    """Listings that partners were told of and that have not ended by themselves."""
    told = select(Told.issuer, Told.ref).where(Told.stands_until > today).distinct()
    return [(issuer, ref) for issuer, ref in session.execute(told)]


def recalls_after(session: Session, partner: str, after: int, limit: int) -> list[RecallFound]:
    """A partner's recalls in the order in which they were made."""
    own = select(Recall).where(Recall.partner == partner, Recall.seq > after)
    found = list(session.scalars(own.order_by(Recall.seq).limit(limit)))
    decisions = _decisions(session, partner, (recall.ref for recall in found))
    return [RecallFound(recall, decisions[recall.issuer, recall.ref]) for recall in found]


def _decisions(
    session: Session, partner: str, refs: Iterable[str]
) -> defaultdict[tuple[str, str], list[str]]:
    about = (
        select(Told.issuer, Told.ref, Told.decision_id)
        .join(Decision, Decision.id == Told.decision_id)
        .where(Decision.partner == partner, Told.ref.in_(list(refs)))
        .order_by(Decision.seq)
    )
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for issuer, ref, decision_id in session.execute(about):
        found[issuer, ref].append(decision_id)
    return found


def _partners_told(session: Session, ended: Withdrawal) -> list[str]:
    """Those told of this listing who have no recall of it yet."""
    recalled = select(Recall.partner).where(Recall.issuer == ended.issuer, Recall.ref == ended.ref)
    told = (
        select(Decision.partner)
        .join(Told, Told.decision_id == Decision.id)
        .where(Told.issuer == ended.issuer, Told.ref == ended.ref)
        .where(Decision.partner.not_in(recalled))
        .distinct()
        .order_by(Decision.partner)
    )
    return list(session.scalars(told))
