"""Taking lines in: some hundred in one transaction, each checked as a proposal at the door is.

What a check reads is read for all of them at once. Progress is kept in the same transaction as the
proposals: after a crash a line either was taken, or was not and is next.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import Session

from shared.errors import Conflict, Refusal
from shared.house import Entry, write_audits
from shared.procedure.casework import Prepares, Request
from shared.procedure.desk import Desk
from shared.procedure.import_tables import ImportRow
from shared.procedure.importing import records
from shared.procedure.importing.lines import FIELDS, MARK, Encoding, Flaw, Format, Manner
from shared.procedure.importing.records import Outcome
from shared.procedure.steps import Proposal
from shared.signature import Signature

BATCH_LINES = 500
MAX_LINES = 1_000_000
DOOR = "POST /v1/proposal-imports/{id}/lines"


class LinesMissing(Conflict):
    """The lines sent do not follow those taken; `next_line` is where to go on."""

    code = "lines_missing"


class ImportOver(Conflict):
    """The import was ended, or holds as many lines as one may."""

    code = "import_over"


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines that follow each other in a file; `first` is the number of the first."""

    first: int
    lines: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one line asks for."""

    line: int
    request: Request


@dataclass(frozen=True, slots=True)
class Intake:
    """One authority's desk taking lines of one import, for one officer."""

    desk: Desk
    session: Session
    row: ImportRow
    signed: Signature

    def take(self, batch: Batch) -> None:
        """Take every line that was not taken before."""
        if self.row.finished_at is not None:
            raise ImportOver("This import was ended; begin another one.")
        new = batch.lines[max(0, self.row.taken_count + 1 - batch.first) :]
        first = max(batch.first, self.row.taken_count + 1)
        if not new:
            return
        if first > self.row.taken_count + 1:
            raise LinesMissing("Lines before these are missing.", next_line=self._next)
        if first + len(new) - 1 > MAX_LINES:
            raise ImportOver(f"An import takes at most {MAX_LINES:,} lines.", next_line=self._next)
        self._keep(list(self._read(first, new)))
        self.row.taken_count += len(new)

    @property
    def _next(self) -> int:
        return self.row.taken_count + 1

    def _read(self, first: int, lines: Sequence[bytes]) -> Iterator[Asked | Outcome]:
        """What each line asks for, or why it is refused; blank lines and the header say nothing."""
        manner = self._manner()
        for number, raw in enumerate(lines, start=first):
            line = raw.removeprefix(MARK) if number == 1 else raw
            if number == 1 and manner.format is Format.CSV:
                manner = self._with_header(manner, line)
                continue
            try:
                request = manner.read(line)
            except Flaw as flaw:
                yield Outcome(number, field=flaw.field, reason=flaw.reason)
                continue
            if request is not None:
                yield Asked(number, request)

    def _manner(self) -> Manner:
        columns = (self.row.columns or "").split()
        return Manner(Format(self.row.format), Encoding(self.row.encoding), tuple(columns))

    def _with_header(self, manner: Manner, line: bytes) -> Manner:
        self.row.columns = " ".join(manner.header(line))
        return self._manner()

    def _keep(self, read: Sequence[Asked | Outcome]) -> None:
        """Check what was read, and store proposals, outcomes and audit lines."""
        asked = [one for one in read if isinstance(one, Asked)]
        outcomes = [one for one in read if isinstance(one, Outcome)]
        proposals: list[Proposal] = []
        for line, checked in self._check(asked):
            if isinstance(checked, Proposal):
                proposals.append(checked)
                outcomes.append(Outcome(line, proposal_id=checked.id))
            else:
                outcomes.append(Outcome(line, field=_field(checked), reason=checked.code))
        records.add_proposals(self.session, proposals, self.signed)
        records.add_outcomes(self.session, self.row.id, outcomes)
        write_audits(self.session, self._entries(proposals))
        self.row.proposed_count += len(proposals)
        self.row.refused_count += len(outcomes) - len(proposals)

    def _check(self, asked: Sequence[Asked]) -> Iterator[tuple[int, Proposal | Refusal]]:
        """Every check of a proposal at the door; earlier lines of the same batch count too."""
        requests = [one.request for one in asked]
        earlier = records.proposals_like_any(self.session, requests)
        held = self._prepared(requests)
        for one in asked:
            alike = earlier[records.like(one.request)]
            try:
                self.desk.must_be_proposable(self.session, one.request, alike, self.signed.today)
            except Refusal as refusal:
                yield one.line, refusal
                continue
            proposal = self.desk.new_proposal(one.request, self.signed)
            alike.append(proposal)
            yield one.line, proposal
        del held

    def _prepared(self, requests: Sequence[Request]) -> object:
        casework = self.desk.casework
        if isinstance(casework, Prepares):
            return casework.prepare(self.session, requests)
        return None

    def _entries(self, proposals: Sequence[Proposal]) -> Iterator[Entry]:
        applied = cache(self.desk.rules.applied)
        at, by = self.signed.at, self.signed.by
        for one in proposals:
            yield Entry(at, by, "propose", DOOR, one.id, applied=applied(one.ground))


def _field(refusal: Refusal) -> str:
    """The field that a refusal's code begins with, such as `basis_unknown`; else the facts."""
    return next((name for name in FIELDS if refusal.code.startswith(f"{name}_")), "facts")
