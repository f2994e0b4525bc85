"""What the tax office does by itself: evaluate the year before when its day in April has come."""

from datetime import date, datetime

from services.tax.domain.calendar import DAY, MONTH, evaluation_day
from services.tax.domain.scale import Scale
from services.tax.publishing.yearly import YearlyEvaluation
from services.tax.records.runs import latest_year_run, start_run, unfinished_run
from shared.calendar import Clock, legal_day, start_of
from shared.database import Database
from shared.house import Entry, write_audit
from shared.rulebook import Rules
from shared.signature import CLOCK, Signature


class EvaluationDuties:
    """Begins the yearly evaluation on its day, and goes on with whatever was begun."""

    def __init__(self, rules: Rules, database: Database, clock: Clock) -> None:
        evaluation_day(2000, rules)  # RuleMissing here, not in April
        self._evaluation = YearlyEvaluation(database, Scale.of(rules))
        self._rules = rules
        self._database = database
        self._clock = clock

    def next_due_at(self) -> datetime | None:
        """The beginning of the next day on which a year is evaluated."""
        today, rules = legal_day(self._clock.now()), self._rules
        this_year = evaluation_day(today.year, rules)
        day = this_year if today < this_year else evaluation_day(today.year + 1, rules)
        return start_of(day)

    def run_due(self, now: datetime) -> None:
        """Evaluate each year whose day has come, oldest first, and finish what was begun."""
        self._evaluation.finish(now)
        while (year := self._year_due(legal_day(now))) is not None:
            with self._database.write() as session:
                run = start_run(session, year, Signature(CLOCK, now))
                applied = self._rules.applied(DAY, MONTH)
                write_audit(session, Entry.by_itself(now, "evaluate", run.id, applied))
            self._evaluation.finish(now)

    def is_idle(self) -> bool:
        """Whether no evaluation is due or under way."""
        with self._database.read() as session:
            under_way = unfinished_run(session) is not None
        return not under_way and self._year_due(legal_day(self._clock.now())) is None

    def _year_due(self, today: date) -> int | None:
        """The first year not evaluated although its day has come; before any was, last year alone.

        Years that were jumped over are evaluated one by one, since each bears on the next.
        """
        is_after_day = today >= evaluation_day(today.year, self._rules)
        last_due = today.year - (1 if is_after_day else 2)
        with self._database.read() as session:
            last_done = latest_year_run(session)
        year = today.year - 1 if last_done is None else last_done + 1
        return year if year <= last_due else None
