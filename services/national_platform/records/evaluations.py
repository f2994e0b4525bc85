"""Evaluations of organisations on their way down, numbered by one writer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    Row,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from services.national_platform.domain.evaluations import Ended, Evaluation
from services.national_platform.records.evaluation_tables import EvaluationRow
from services.national_platform.records.register import is_shown
from services.national_platform.records.state import state
from services.national_platform.records.tables import ListingRow
from shared.contract import Cause, Effect, Publication
from shared.identifiers import Kind

TABLE = cast(Table, EvaluationRow.__table__)
KEY = ("issuer", "ref", "region")
FIELDS = [field.name for field in fields(Evaluation)]
AT_ONCE = 50_000
SAME = and_(EvaluationRow.ref == ListingRow.ref, EvaluationRow.issuer == ListingRow.issuer)
REGION = func.substr(ListingRow.truncated_id, 3, 6)  # of an organisation's code, which is whole


@dataclass(frozen=True, slots=True)
class Sent:
    """One line of the feed, as the register holds it now; of one that has ended only the end."""

    seq: int
    issuer: str
    ref: str
    version: int
    region: str
    ended: Ended | None
    cause: Cause | None
    list: str | None = None
    effect: Effect | None = None
    publication: Publication | None = None
    name: str | None = None
    code: str | None = None
    reason: str | None = None
    listed_on: date | None = None
    stands_until: date | None = None


def send(session: Session, evaluations: Sequence[Evaluation], now: datetime) -> int | None:
    """Number and keep what goes down; the feed's last number, or None if nothing does.

    The numbers are given in the transaction that makes the change, and one transaction writes at a
    time, so a reader never sees a number before a lower one.
    """
    latest = {_key(one): one for one in evaluations}  # a later word about the same one counts
    if not latest:
        return None
    where = state(session)
    rows = [
        {"seq": seq, "told_at": now, **{name: getattr(one, name) for name in FIELDS}}
        for seq, one in enumerate(latest.values(), where.evaluations_seq + 1)
    ]
    _store(session, rows)
    where.evaluations_seq += len(rows)
    return where.evaluations_seq


def _key(one: Evaluation) -> tuple[str, str, str]:
    return (one.issuer, one.ref, one.region)


def _store(session: Session, rows: list[dict[str, Any]]) -> None:
    """Put each in its row's place, or in a row of its own."""
    found = select(*(getattr(EvaluationRow, name) for name in KEY))
    wanted = {row["ref"] for row in rows}
    known = {
        tuple(row)
        for part in _parts(sorted(wanted))
        for row in session.execute(found.where(EvaluationRow.ref.in_(part)))
    }
    is_known = [tuple(row[name] for name in KEY) in known for row in rows]
    new = [row for row, there in zip(rows, is_known, strict=True) if not there]
    old = [row for row, there in zip(rows, is_known, strict=True) if there]
    if new:
        session.execute(insert(TABLE), new)
    if old:
        session.execute(_replacing(), [_renamed(row) for row in old])


def _replacing() -> Any:
    own = and_(*(TABLE.c[name] == bindparam(f"its_{name}") for name in KEY))
    changing = [column.name for column in TABLE.c if column.name not in KEY]
    return update(TABLE).where(own).values({name: bindparam(f"new_{name}") for name in changing})


def _renamed(row: dict[str, Any]) -> dict[str, Any]:
    return {f"{'its' if name in KEY else 'new'}_{name}": value for name, value in row.items()}


def _parts(refs: Sequence[str], size: int = 1000) -> Iterable[Sequence[str]]:
    return (refs[start : start + size] for start in range(0, len(refs), size))


def send_edition(session: Session, today: date, now: datetime) -> int | None:
    """What the edition adds or prolongs, then what has passed; the feed's last number, if any."""
    reach = None
    for wanted, ended in ((_untold(today), None), (_passed(today), Ended.EXPIRED)):
        # Whatever was sent is not found again, so each round finds the next ones.
        while rows := session.execute(wanted.limit(AT_ONCE)).all():
            reach = send(session, [_evaluation(row, ended) for row in rows], now)
    return reach


def _evaluation(row: Row[Any], ended: Ended | None) -> Evaluation:
    return Evaluation(row.issuer, row.ref, row.region, row.version, row.told_until, ended)


def _untold(today: date) -> Select[Any]:
    """Organisations' listings that the edition shows and that are not told so below."""
    told = and_(SAME, EvaluationRow.region == REGION)
    differs = or_(
        EvaluationRow.seq.is_(None),
        EvaluationRow.ended.is_not(None),
        EvaluationRow.told_until != ListingRow.shown_until,
    )
    own = (ListingRow.issuer, ListingRow.ref, REGION.label("region"), ListingRow.version)
    until = ListingRow.shown_until.label("told_until")
    shown = select(*own, until).outerjoin(EvaluationRow, told).where(is_shown(today), differs)
    organisations = shown.where(ListingRow.kind == Kind.ORGANISATION)
    return organisations.order_by(ListingRow.issuer, ListingRow.ref)


def _passed(today: date) -> Select[Any]:
    own = [getattr(EvaluationRow, name) for name in (*KEY, "version", "told_until")]
    over = (EvaluationRow.ended.is_(None), EvaluationRow.told_until <= today)
    return select(*own).where(*over).order_by(EvaluationRow.seq)


def after(session: Session, seq: int, regions: Iterable[str], limit: int) -> list[Sent]:
    """Lines about organisations of these regions after a number, in order."""
    here = or_(False, *(EvaluationRow.region.startswith(region) for region in regions))
    says = or_(EvaluationRow.ended.is_not(None), ListingRow.name.is_not(None))
    lines = (
        select(EvaluationRow, ListingRow)
        .join(ListingRow, SAME)
        .where(EvaluationRow.seq > seq, here, says, ListingRow.kind == Kind.ORGANISATION)
        .order_by(EvaluationRow.seq)
        .limit(limit)
    )
    return [_sent(*row) for row in session.execute(lines)]


def _sent(row: EvaluationRow, listing: ListingRow) -> Sent:
    end = Sent(
        seq=row.seq,
        issuer=row.issuer,
        ref=row.ref,
        version=row.version,
        region=row.region,
        ended=Ended(row.ended) if row.ended else None,
        cause=Cause(row.cause) if row.cause else None,
    )
    return end if end.ended else _with_content(end, row, listing)


def _with_content(line: Sent, row: EvaluationRow, listing: ListingRow) -> Sent:
    return replace(
        line,
        list=listing.list,
        effect=Effect(listing.effect),
        publication=Publication(listing.publication),
        name=listing.name,
        code=listing.truncated_id,
        reason=listing.reason,
        listed_on=listing.listed_on,
        stands_until=row.told_until,
    )


def prune(session: Session, before: datetime) -> None:
    """Forget ends that were told before an instant, and remember how far that went."""
    old = and_(EvaluationRow.ended.is_not(None), EvaluationRow.told_at < before)
    last = session.scalar(select(func.max(EvaluationRow.seq)).where(old))
    if last is not None:
        session.execute(delete(EvaluationRow).where(old))
        state(session).evaluations_pruned_through = last
