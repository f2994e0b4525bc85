"""Recalls: a partner that was told of a listing is told when it is withdrawn, and answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.partner_gateway.records.copied import Withdrawal
from services.partner_gateway.records.recall_tables import Recall, RecallsMade, Telling
from services.partner_gateway.records.tables import Decision, Told


@dataclass(frozen=True, slots=True)
class RecallFound:
    """One recall and the decisions it takes back."""

    recall: Recall
    decisions: list[str]


@dataclass(frozen=True, slots=True)
class ToldSince:
    """A listing that a decision named, and its recall if it was withdrawn since."""

    told: Told
    recall: Recall | None


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
        told = delete(Telling).where(Telling.issuer == ended.issuer, Telling.ref == ended.ref)
        session.execute(told)


def mark_made(session: Session, index: int, place: int) -> None:
    """Remember how far recalls were made, with the recalls themselves."""
    session.merge(RecallsMade(id=index, place=place))


def standing_told(session: Session, today: date) -> list[tuple[str, str]]:
    """Listings that partners were told of and that have not ended by themselves."""
    told = select(Told.issuer, Told.ref).where(Told.stands_until > today)
    once_told = select(Telling.issuer, Telling.ref).where(Telling.stands_until > today)
    return [(issuer, ref) for issuer, ref in session.execute(union(told, once_told))]


def recalls_after(session: Session, partner: str, after: int, limit: int) -> list[RecallFound]:
    """A partner's recalls in the order in which they were made."""
    own = select(Recall).where(Recall.partner == partner, Recall.seq > after)
    found = list(session.scalars(own.order_by(Recall.seq).limit(limit)))
    return _with_decisions(session, found)


def recall_of(session: Session, partner: str, seq: int) -> RecallFound | None:
    """One recall, if it is this partner's."""
    own = select(Recall).where(Recall.seq == seq, Recall.partner == partner)
    found = list(session.scalars(own))
    shown = _with_decisions(session, found)
    return shown[0] if shown else None


def recalls_about(
    session: Session, party_hash: str, before: int | None, limit: int
) -> list[RecallFound]:
    """Recalls of what partners were told about one party, the latest first."""
    about = Decision.party_hash == party_hash
    own = select(Recall.seq).join(Told, same_listing()).join(Decision, told_in()).where(about)
    found = select(Recall).where(Recall.seq.in_(own))
    if before is not None:
        found = found.where(Recall.seq < before)
    latest = list(session.scalars(found.order_by(Recall.seq.desc()).limit(limit)))
    return _with_decisions(session, latest, about)


def told_since(session: Session, decisions: Sequence[str]) -> defaultdict[str, list[ToldSince]]:
    """What each of these decisions named, and the recall of it from the same partner, if any."""
    named = (
        select(Told, Recall)
        .join(Decision, Decision.id == Told.decision_id)
        .outerjoin(Recall, and_(same_listing(), Recall.partner == Decision.partner))
        .where(Told.decision_id.in_(decisions))
        .order_by(Told.issuer, Told.ref)
    )
    found: defaultdict[str, list[ToldSince]] = defaultdict(list)
    for told, recall in session.execute(named):
        found[told.decision_id].append(ToldSince(told, recall))
    return found


def same_listing() -> ColumnElement[bool]:
    """Whether a recall is of the very listing that was told."""
    return and_(Recall.issuer == Told.issuer, Recall.ref == Told.ref)


def told_in() -> ColumnElement[bool]:
    """The decision that told of it, and told this very partner.

    It is found by its id. The partner is written so that no index is looked at for it: each of the
    few partners has a great part of the log, and SQLite would begin there.
    """
    return and_(
        Decision.id == Told.decision_id, func.coalesce(Decision.partner, "") == Recall.partner
    )


def _with_decisions(
    session: Session, recalls: Sequence[Recall], *whose: ColumnElement[bool]
) -> list[RecallFound]:
    taken_back = (
        select(Recall.seq, Decision.id)
        .join(Told, same_listing())
        .join(Decision, told_in())
        .where(Recall.seq.in_([one.seq for one in recalls]), *whose)
        .order_by(Decision.seq)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for seq, decision_id in session.execute(taken_back):
        found[seq].append(decision_id)
    return [RecallFound(recall, found[recall.seq]) for recall in recalls]


def _partners_told(session: Session, ended: Withdrawal) -> list[str]:
    """Those ever told of this listing who have no recall of it yet."""
    told = (
        select(Decision.partner)
        .join(Told, Told.decision_id == Decision.id)
        .where(Told.issuer == ended.issuer, Told.ref == ended.ref)
        .where(~_is_recalled(Decision.partner, ended))
    )
    once_told = (
        select(Telling.partner)
        .where(Telling.issuer == ended.issuer, Telling.ref == ended.ref)
        .where(~_is_recalled(Telling.partner, ended))
    )
    return sorted(session.scalars(union(told, once_told)))


def _is_recalled(partner: InstrumentedAttribute[str], ended: Withdrawal) -> ColumnElement[bool]:
    return exists().where(
        Recall.partner == partner, Recall.issuer == ended.issuer, Recall.ref == ended.ref
    )
