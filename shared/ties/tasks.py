"""What waits for officers about ties: contests to decide, decisions to review."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from shared.procedure.casework import Waiting
from shared.ties import records

DECIDE, REVIEW = "decide the contest", "review the contest"


def tie_tasks(session: Session) -> Iterator[Waiting]:
    """Every contest that waits, by its last day."""
    for contest in records.pending_contests(session):
        if contest.is_open:
            yield Waiting(DECIDE, contest.tie_id, contest.raised_at, contest.decide_by)
        elif contest.review_asked_at is not None:
            yield Waiting(REVIEW, contest.tie_id, contest.review_asked_at, None)
