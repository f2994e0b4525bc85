"""The evaluation of a whole year: batch by batch, each in one transaction, resumable in between.

First every firm by itself, then those that another firm's D reaches through the same persons.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from services.tax.domain.scale import Scale
from services.tax.records import circumstances, ratings, ties
from services.tax.records.circumstances import Span
from services.tax.records.grading import again, anew, grade_firms
from services.tax.records.runs import Phase, Run, keep_run, unfinished_run
from shared.database import Database
from shared.house import Entry, write_audit

BATCH = 2_000
# A statement names this many firms at once; databases have a limit to that.
MAX_NAMED = 500


@dataclass(frozen=True, slots=True)
class YearlyEvaluation:
    """Goes on with whatever evaluation has begun, `batch` firms at a time."""

    database: Database
    scale: Scale
    batch: int = BATCH

    def finish(self, now: datetime) -> None:
        """Go on until none is left."""
        while self.step(now):
            pass

    def step(self, now: datetime) -> bool:
        """One batch in one transaction; False if nothing is left to do."""
        with self.database.write() as session:
            run = unfinished_run(session)
            if run is None:
                return False
            after = (
                self._each(session, run) if run.phase is Phase.EACH else self._spill(session, run)
            )
            is_done = after.phase is Phase.DONE
            keep_run(session, replace(after, finished_at=now) if is_done else after)
            if is_done:
                write_audit(session, Entry.by_itself(now, "finish-evaluation", run.id))
        return True

    def _each(self, session: Session, run: Run) -> Run:
        """Evaluate the next firms by themselves."""
        began = dict(circumstances.firms_after(session, run.after, self.batch))
        if not began:
            return replace(run, phase=Phase.SPILL, after="")
        span = Span(run.after, [*began][-1])  # the last in the order of the database
        for firm in circumstances.evaluated_in(session, span, run.year):
            began.pop(firm, None)
        firms = circumstances.firms_in(session, span, run.year, self.scale, began)
        graded = grade_firms(run.year, firms, self.scale, run.signed)
        ratings.add_ratings(session, graded)
        return replace(run, after=span.upto, evaluated_count=run.evaluated_count + len(graded))

    def _spill(self, session: Session, run: Run) -> Run:
        """Evaluate anew the next firms behind which somebody answers for a firm with D."""
        firms = ties.reached(
            session, self.scale.rules, run.year, run.after, min(self.batch, MAX_NAMED)
        )
        if not firms:
            return replace(run, phase=Phase.DONE)
        known = ratings.counting_in(session, run.year, firms)
        changed = anew(session, self.scale, run.year, known, run.signed)
        for old, _ in changed:  # a year evaluated late bears on those after it
            again(session, self.scale, (old.taxpayer_id, run.year + 1), run.signed)
        return replace(run, after=firms[-1], spilled_count=run.spilled_count + len(changed))
