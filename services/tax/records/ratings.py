"""Grades as they were given; the last one given for a year is the one that counts."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from services.tax.domain.grades import Cause, Evaluated, Grade, Rating
from services.tax.domain.lines import Line, Why
from services.tax.domain.taxpayers import Taxpayer
from services.tax.domain.violations import A_TAXPAYERS
from services.tax.records.tables import RatingRow, TaxBase, TaxpayerRow
from services.tax.records.taxpayers import to_taxpayer
from shared.ledger import acts
from shared.ledger.acts import ListingRow
from shared.ledger.listing import Listing
from shared.procedure.records import ProposalRow

# Many rows go in at once, past what the mapping would do for each of them.
TABLE = TaxBase.metadata.tables[RatingRow.__tablename__]


def to_rating(row: RatingRow) -> Rating:
    """The grade in a row."""
    return Rating(
        id=row.id,
        taxpayer_id=row.taxpayer_id,
        year=row.year,
        grade=Grade(row.grade),
        given_by=row.given_by,
        given_at=row.given_at,
        reasons=row.reasons,
        evaluated=_evaluated(row),
        rules_as_of=row.rules_as_of,
    )


def _evaluated(row: RatingRow) -> Evaluated | None:
    if row.points is None or row.cause is None or row.lines is None:
        return None
    return Evaluated(row.points, Grade(row.grade), Cause(row.cause), _read_lines(row.lines))


def _read_lines(text: str) -> tuple[Line, ...]:
    return tuple(
        Line(points, Why(why), rule, about) for points, why, rule, about in json.loads(text)
    )


@lru_cache(maxsize=4096)
def _write_lines(lines: tuple[Line, ...]) -> str:
    """Many firms have the same few lines, so most are written once."""
    parts = [[line.points, line.why, line.rule, line.about] for line in lines]
    return json.dumps(parts, separators=(",", ":"))


def _as_row(rating: Rating) -> dict[str, Any]:
    evaluated = rating.evaluated
    return {
        "id": rating.id,
        "taxpayer_id": rating.taxpayer_id,
        "grade": rating.grade,
        "year": rating.year,
        "reasons": rating.reasons,
        "given_by_hand": rating.is_by_hand,
        "given_by": rating.given_by,
        "given_at": rating.given_at,
        "points": evaluated.points if evaluated else None,
        "cause": evaluated.cause if evaluated else None,
        "lines": _write_lines(evaluated.lines) if evaluated else None,
        "rules_as_of": rating.rules_as_of,
    }


def add_ratings(session: Session, ratings: Iterable[Rating]) -> None:
    """Store grades beside the earlier ones."""
    if rows := [_as_row(rating) for rating in ratings]:
        session.execute(insert(TABLE), rows)


def rating(session: Session, rating_id: str) -> Rating | None:
    """The grade called `rating_id`, if there is one."""
    row = session.scalars(select(RatingRow).where(RatingRow.id == rating_id)).first()
    return to_rating(row) if row else None


def ratings_of(session: Session, taxpayer_id: str) -> list[Rating]:
    """All grades a taxpayer was given: the latest year first, in it the last one given."""
    about = select(RatingRow).where(RatingRow.taxpayer_id == taxpayer_id)
    latest_first = about.order_by(RatingRow.year.desc(), RatingRow.seq.desc())
    return [to_rating(row) for row in session.scalars(latest_first)]


def latest_rating(session: Session, taxpayer_id: str) -> Rating | None:
    """The grade for the latest year that was graded."""
    return next(iter(ratings_of(session, taxpayer_id)), None)


def counting(ratings: Sequence[Rating]) -> dict[int, Rating]:
    """Of each year the grade that counts; the latest ones come first."""
    return {one.year: one for one in reversed(ratings)}


def counting_in(session: Session, year: int, firms: Sequence[str]) -> dict[str, Rating]:
    """Of each of these firms the grade that counts for a year."""
    about = select(RatingRow).where(RatingRow.year == year, RatingRow.taxpayer_id.in_(firms))
    rows = session.scalars(about.order_by(RatingRow.seq))
    return {row.taxpayer_id: to_rating(row) for row in rows}


def a_taxpayers(
    session: Session, since_year: int, after: str, limit: int
) -> list[tuple[Taxpayer, int, bool]]:
    """Firms whose latest grade is an A for that year or a later one, with the year; by id.

    The last field says whether an officer gave it by hand.
    """
    latest = _latest_ratings().subquery()
    is_a = (latest.c.place == 1) & (latest.c.grade == Grade.A) & (latest.c.year >= since_year)
    found = (
        select(TaxpayerRow, latest.c.year, latest.c.given_by_hand)
        .join(latest, latest.c.taxpayer_id == TaxpayerRow.id)
        .where(is_a, TaxpayerRow.id > after)
        .order_by(TaxpayerRow.id)
        .limit(limit)
    )
    return [(to_taxpayer(row), year, by_hand) for row, year, by_hand in session.execute(found)]


def lost_their_a(session: Session, today: date) -> list[tuple[Listing, datetime]]:
    """Places on the favourable list that stand although the latest grade is no A; since when."""
    latest = _latest_ratings().subquery()
    found = (
        select(ListingRow.ref, latest.c.given_at)
        .join(ProposalRow, ProposalRow.id == ListingRow.proposal_id)
        .join(latest, latest.c.taxpayer_id == ProposalRow.basis)
        .where(
            ListingRow.list == A_TAXPAYERS,
            acts.standing_on(today),
            latest.c.place == 1,
            latest.c.grade != Grade.A,
        )
        .order_by(latest.c.given_at)
    )
    rows = ((acts.listing(session, ref), at) for ref, at in session.execute(found).all())
    return [(listing, at) for listing, at in rows if listing is not None]


def _latest_ratings() -> Select[str, int, str, bool, datetime, int]:
    place = func.row_number().over(
        partition_by=RatingRow.taxpayer_id,
        order_by=[RatingRow.year.desc(), RatingRow.seq.desc()],
    )
    return select(
        RatingRow.taxpayer_id,
        RatingRow.year,
        RatingRow.grade,
        RatingRow.given_by_hand,
        RatingRow.given_at,
        place.label("place"),
    )


def count_by_grade(session: Session, year: int) -> dict[str, int]:
    """How many firms have each grade for a year, as it now counts."""
    last = select(func.max(RatingRow.seq)).where(RatingRow.year == year)
    counted = (
        select(RatingRow.grade, func.count())
        .where(RatingRow.seq.in_(last.group_by(RatingRow.taxpayer_id)))
        .group_by(RatingRow.grade)
    )
    return {str(grade): int(count) for grade, count in session.execute(counted)}
