"""Contesting a tie, and what the answer brings about."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from shared.audit import Applied
from shared.errors import NotFound, must_exist
from shared.procedure.desk import FLOOR, Desk
from shared.procedure.steps import NotNow, Verdict
from shared.references import new_reference
from shared.signature import Signature
from shared.ties import records
from shared.ties.domain import FALSE_TIE, Contest, Tie, must_be_decided_by_others, rules_naming
from shared.ties.following import Following, mark_contested, undo_what_followed
from shared.ties.shapes import Changed

TERM, REVIEW_WINDOW = "objection-decision-term", "review-window"


@dataclass(frozen=True, slots=True)
class TieRemedy:
    """The remedy of whoever is said to stand behind a firm and does not."""

    desk: Desk
    following: Following

    def contest(
        self, session: Session, tie: Tie, statement: str, signed: Signature
    ) -> tuple[Contest, Changed]:
        """The person says that it was never true; until it is decided nothing new follows."""
        tie.must_not_be_cut()
        if any(one.is_pending for one in records.contests_of(session, tie.id)):
            raise NotNow("A contest is already waiting for its decision.")
        contest = Contest(
            id=new_reference("a"),
            tie_id=tie.id,
            raised_at=signed.at,
            statement=statement,
            decide_by=self.desk.rules.after(signed.today, TERM),
        )
        records.keep_contest(session, contest)
        return contest, self._settle(session, tie, signed)

    def decide(
        self, session: Session, tie: Tie, verdict: Verdict, signed: Signature
    ) -> tuple[Contest, Changed]:
        """An officer for appeals decides with reasons."""
        must_be_decided_by_others(tie, signed.by)
        waiting = (one for one in records.contests_of(session, tie.id) if one.is_open)
        contest = must_exist(next(waiting, None), "No contest of this tie is waiting.")
        until = self.desk.rules.after(signed.today, REVIEW_WINDOW)
        return self._answer(session, tie, contest.decide(signed, verdict, until), signed)

    def ask_review(self, session: Session, tie: Tie, signed: Signature) -> tuple[Contest, Changed]:
        """The person turns to the body above; until it has decided nothing new follows."""
        tie.must_not_be_cut()
        asked = self._latest(session, tie).ask_review(signed)
        records.keep_contest(session, asked)
        return asked, self._settle(session, tie, signed)

    def review(
        self, session: Session, tie: Tie, verdict: Verdict, signed: Signature
    ) -> tuple[Contest, Changed]:
        """The body above decides; not by whoever decided first."""
        must_be_decided_by_others(tie, signed.by)
        return self._answer(
            session, tie, self._latest(session, tie).review(signed, verdict), signed
        )

    def ended(self, session: Session, tie: Tie, signed: Signature) -> Changed:
        """A tie has got its last day; what happened later no longer follows from it."""
        records.keep_tie(session, tie)
        return self._settle(session, tie, signed)

    def applied_to(self, tie: Tie) -> Applied:
        """For the audit log: the rows that make something of such a tie."""
        rules = self.desk.rules
        return rules.applied(*(rules_naming(rules, tie.role) or [""]))

    def judged_by(self, *terms: str) -> Applied:
        """For the audit log: the floor by which a false tie is cut, and the times beside it."""
        return FLOOR.as_of(self.desk.rules.as_of).applied(FALSE_TIE, *terms)

    def _latest(self, session: Session, tie: Tie) -> Contest:
        known = records.contests_of(session, tie.id)
        return must_exist(known[-1] if known else None, "This tie was not contested.")

    def _answer(
        self, session: Session, tie: Tie, contest: Contest, signed: Signature
    ) -> tuple[Contest, Changed]:
        """Keep the verdict; a false tie is cut."""
        records.keep_contest(session, contest)
        if contest.is_upheld or contest.is_upheld_on_review:
            reasons = contest.review_reasons or contest.reasons or ""
            tie = tie.cut(signed, reasons)
            records.keep_tie(session, tie)
        return contest, self._settle(session, tie, signed)

    def _settle(self, session: Session, tie: Tie, signed: Signature) -> Changed:
        """Undo what no longer follows, mark what is contested, and make grades anew."""
        undone = undo_what_followed(session, self.desk, self.following, tie, signed)
        mark_contested(session, self.following, tie, signed.today)
        return Changed.by(undone, self.following.firms.tie_changed(session, tie, signed))


def own_tie(session: Session, tie_id: str, id_number: str) -> Tie:
    """A person's own tie; NotFound for anybody else's."""
    found = records.tie(session, tie_id)
    if found is None or found.person.id_number != id_number:
        raise NotFound("There is no such tie here.")
    return found


def found_tie(session: Session, tie_id: str) -> Tie:
    """The tie; NotFound if there is none."""
    return must_exist(records.tie(session, tie_id), "There is no such tie here.")
