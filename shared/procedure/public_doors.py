"""What an authority shows to everybody."""

from datetime import date

from fastapi import APIRouter, Request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.authorities import Authority
from shared.calendar import legal_day
from shared.ledger.acts import ListingRow, standing_on
from shared.origin import door, ours, rule
from shared.procedure import shapes
from shared.procedure.casework import Casework, HasStatistics
from shared.procedure.doors import DeskDep
from shared.rulebook import ListRule, Rules, Text
from shared.statistics import coarse
from shared.web.guards import Now, ReadingDep

router = APIRouter(tags=["same at every authority"])


@router.get("/v1/contact", **door(rule("Every notice says where to contest.")))
def contact(request: Request) -> shapes.Contact:
    """Where and how to contest, and who operates this service."""
    authority: Authority = request.app.state.authority
    rules: Rules = request.app.state.desk.rules
    return shapes.Contact(
        authority=authority.slug,
        title=Text(en=authority.title.en, zh=authority.title.zh),
        operator=authority.operator.title.en,
        object_at="/v1/objections",
        own_file_at="/v1/me/file",
        reviewing_body=rules.word("reviewing-body"),
    )


@router.get("/v1/statistics", **door(ours("Suppressed and rounded, so nobody can be found.")))
def statistics(session: ReadingDep, desk: DeskDep, now: Now) -> shapes.Statistics:
    """How many stand on each list, and why others were withdrawn."""
    today = legal_day(now)
    counts = list_counts(session, desk.rules, today)
    own = _own_counts(session, desk.casework, today)
    return shapes.Statistics(authority=desk.issuer, on=today, lists=counts, standing_by=own)


def list_counts(session: Session, rules: Rules, today: date) -> list[shapes.ListCount]:
    """Of each list in the rules in force."""
    lists = [row.id for row in rules.rows.values() if isinstance(row.value, ListRule)]
    return [_count(session, list_id, today) for list_id in lists]


def _count(session: Session, list_id: str, today: date) -> shapes.ListCount:
    on_list = select(func.count()).select_from(ListingRow).where(ListingRow.list == list_id)
    standing = on_list.where(standing_on(today))
    ended = (
        select(ListingRow.cause, func.count())
        .where(ListingRow.list == list_id, ListingRow.cause.is_not(None))
        .group_by(ListingRow.cause)
    )
    return shapes.ListCount(
        list=list_id,
        standing=coarse(session.scalar(standing) or 0),
        withdrawn={str(cause): coarse(count) for cause, count in session.execute(ended)},
    )


def _own_counts(
    session: Session, casework: Casework, today: date
) -> dict[str, dict[str, int | None]]:
    if not isinstance(casework, HasStatistics):
        return {}
    return {
        name: {value: coarse(count) for value, count in counts.items()}
        for name, counts in casework.counts(session, today).items()
    }
