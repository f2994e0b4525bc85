"""Statistics: counted when an edition comes out, kept as they are told, and never counted again."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from services.national_platform.domain.cadence import MONTH_LETTERS
from services.national_platform.domain.counting import Told, Withdrawal, stay, withdrawals_told
from services.national_platform.records import editions
from services.national_platform.records.register import is_shown
from services.national_platform.records.statistic_tables import StatisticRow
from services.national_platform.records.tables import FeedRow, ListingRow
from shared.calendar import legal_day
from shared.contract import Act, Cause
from shared.statistics import coarse

STANDING, FIRST_SHOWN, BY_CAUSE, BY_STAY = "standing", "first-shown", "cause", "stay"
ROWS_AT_ONCE = 1000
NEVER = ""  # before the name of every edition
List = tuple[str, str]  # issuer, list
Numbers = Mapping[tuple[str, str, str, str], int]  # issuer, list, measure, part


def count(session: Session, edition_id: str, today: date) -> None:
    """Count what the first edition of a month shows, and what was withdrawn since the one of the
    month before; keep what may be told of it."""
    last = next(iter(editions.counted(session, 1)), None)
    if last is not None and last.id[:MONTH_LETTERS] == edition_id[:MONTH_LETTERS]:
        return
    counted: dict[List, dict[str, Told]] = defaultdict(dict)
    for one, number in _standing(session, today).items():
        counted[one][STANDING] = {"": coarse(number)}
    for one, number in _standing(session, today, last.id if last else NEVER).items():
        counted[one][FIRST_SHOWN] = {"": coarse(number)}
    for one, ended in _withdrawn(session, last.feed_seq if last else 0).items():
        counted[one][BY_CAUSE], counted[one][BY_STAY] = withdrawals_told(ended)
    rows = [row for one, told in counted.items() for row in _rows(edition_id, one, told)]
    if rows:
        session.execute(insert(StatisticRow), rows)


def _standing(session: Session, today: date, since: str | None = None) -> dict[List, int]:
    """How many are shown, by list; or of them only those that no edition up to one has shown."""
    own = (ListingRow.issuer, ListingRow.list)
    shown = select(*own, func.count()).where(is_shown(today)).group_by(*own)
    if since is not None:
        shown = shown.where(ListingRow.in_edition > since)
    return {(issuer, list_id): number for issuer, list_id, number in session.execute(shown)}


def _withdrawn(session: Session, after: int) -> dict[List, list[Withdrawal]]:
    """What was withdrawn of what an edition had shown: those that came after a number."""
    same = (ListingRow.ref == FeedRow.ref) & (ListingRow.issuer == FeedRow.issuer)
    ended = (
        select(ListingRow.issuer, ListingRow.list, ListingRow.listed_on, FeedRow.at, FeedRow.cause)
        .join(FeedRow, same)
        .where(FeedRow.seq > after, FeedRow.act == Act.WITHDRAWN)
        .where(ListingRow.in_edition.is_not(None))
    )
    found: dict[List, list[Withdrawal]] = defaultdict(list)
    for row in session.execute(ended.execution_options(yield_per=ROWS_AT_ONCE)):
        stayed = stay(row.listed_on, legal_day(row.at))
        found[row.issuer, row.list].append(Withdrawal(Cause(row.cause), stayed))
    return found


def _rows(edition_id: str, one: List, told: Mapping[str, Told]) -> Iterator[dict[str, object]]:
    issuer, list_id = one
    same = {"edition": edition_id, "issuer": issuer, "list": list_id}
    for measure, parts in told.items():
        for part, number in parts.items():
            if number is not None:
                yield {**same, "measure": measure, "part": part, "count": number}


def told(session: Session, edition_ids: Sequence[str]) -> dict[str, Numbers]:
    """What was told with each of these editions."""
    found: dict[str, dict[tuple[str, str, str, str], int]] = {one: {} for one in edition_ids}
    rows = select(StatisticRow).where(StatisticRow.edition.in_(edition_ids))
    for row in session.scalars(rows):
        found[row.edition][row.issuer, row.list, row.measure, row.part] = row.count
    return dict(found)
