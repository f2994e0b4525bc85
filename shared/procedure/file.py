"""A party's own file: every procedure, each step, each question asked, each remedy left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from shared.authorities import Authority
from shared.calendar import legal_day
from shared.ledger import acts
from shared.ledger.confirmations import asked_about
from shared.ledger.looks import first_look
from shared.procedure import records
from shared.procedure.desk import Desk
from shared.procedure.shapes import (
    Asked,
    ObjectionReceipt,
    OwnFile,
    OwnProcedure,
    ProposalReceipt,
    Remedy,
    StepTaken,
    own_listing,
)
from shared.procedure.steps import MARKS, Objection, Proposal, State, Step
from shared.procedure.told import Facts, Names, StepDone, tell
from shared.procedure.told.besides import count_besides, last_days_besides, told_besides
from shared.procedure.told.summary import Overview, summary
from shared.rulebook.rows import Text

OBJECT = Text(
    en="Object. Nothing is published before your objection is decided.",
    zh="提出异议。异议作出决定之前不予公布。",
)
OBJECT_LISTED = Text(
    en="Object to this listing. It is marked as contested until the decision.",
    zh="对该条目提出异议。作出决定之前标注为有争议。",
)
REVIEW = Text(en="Ask the body above to review the decision.", zh="申请上一级机关复核。")


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a file is put together: at which authority, on which day."""

    desk: Desk
    authority: Authority
    today: date

    @property
    def names(self) -> Names:
        """What the authority and its lists are called."""
        title = self.authority.title
        lists = {one.id: Text(en=one.title.en, zh=one.title.zh) for one in self.authority.lists}
        return Names(Text(en=title.en, zh=title.zh), lists)


def own_file(
    session: Session, desk: Desk, authority: Authority, id_number: str, now: datetime
) -> OwnFile:
    """All that this authority holds about one identifier."""
    reader = Reader(desk, authority, legal_day(now))
    found = [
        _facts(session, reader, proposal)
        for proposal in records.proposals_about(session, id_number)
    ]
    holdings = desk.casework.holdings(session, id_number, reader.today)
    procedures = [_procedure(session, desk, facts) for facts in found]
    overview = Overview(
        authority=reader.names.authority,
        procedures=found,
        last_days=[*last_days(procedures), *last_days_besides(holdings, reader.today)],
        besides_count=count_besides(holdings),
    )
    return OwnFile(
        authority=desk.issuer,
        rules=desk.rules.heading(),
        rules_as_of=desk.rules.as_of,
        in_one_sentence=summary(overview),
        procedures=procedures,
        held_besides=told_besides(holdings, reader.today),
        holdings=holdings,
    )


def last_days(procedures: Sequence[OwnProcedure]) -> list[date]:
    """The last day of each remedy that has one."""
    remedies = [remedy for one in procedures for remedy in one.remedies]
    return [remedy.until for remedy in remedies if remedy.until is not None]


def _facts(session: Session, reader: Reader, proposal: Proposal) -> Facts:
    """What one procedure is told from."""
    return Facts(
        names=reader.names,
        rules=reader.desk.rules,
        proposal=proposal,
        listing=acts.listing(session, proposal.ref) if proposal.ref else None,
        objections=records.objections_to(session, proposal.id),
        steps=[
            StepDone(Step(row.step), row.at, row.by)
            for row in records.steps_of(session, proposal.id)
        ],
        today=reader.today,
        first_looked_at=_first_look(session, reader.desk, proposal.ref),
    )


def _procedure(session: Session, desk: Desk, facts: Facts) -> OwnProcedure:
    proposal, listing, row = facts.proposal, facts.listing, facts.ground
    remedies = remedies_of(facts)
    return OwnProcedure(
        in_plain_words=tell(facts, remedies),
        proposal=ProposalReceipt.of(proposal),
        ground=row.says if row else Text(en=proposal.ground, zh=proposal.ground),
        rule=row.legal_basis if row else "no longer in force",
        steps=[_step(step) for step in facts.steps],
        objections=[ObjectionReceipt.of(objection) for objection in facts.objections],
        listing=own_listing(listing, facts.today) if listing else None,
        questions=_questions(session, proposal.ref) if desk.has_outbox else [],
        first_looked_at=facts.first_looked_at,
        remedies=remedies,
    )


def _step(done: StepDone) -> StepTaken:
    mark = MARKS[done.step]
    return StepTaken(step=done.step, at=done.at, by=done.by, origin=mark.origin, floor=mark.floor)


def _questions(session: Session, ref: str | None) -> list[Asked]:
    rows = asked_about(session, ref) if ref else []
    return [Asked(asked_at=row.asked_at, answer=row.answer) for row in rows]


def _first_look(session: Session, desk: Desk, ref: str | None) -> datetime | None:
    """Noted only where somebody may ask, too."""
    return first_look(session, ref) if ref and desk.has_outbox else None


def remedies_of(facts: Facts) -> list[Remedy]:
    """What the party can do today, and until when."""
    if facts.open_objection is not None:
        return []
    return [*_reviews(facts), *_objections(facts)]


def _reviews(facts: Facts) -> list[Remedy]:
    """Each dismissed objection that the body above can still be asked about."""
    return [
        Remedy(
            what=REVIEW, door=f"/v1/objections/{past.id}/review-request", until=past.review_until
        )
        for past in facts.objections
        if past.is_upheld is False and past.review_asked_at is None and _in_time(past, facts.today)
    ]


def _objections(facts: Facts) -> list[Remedy]:
    proposal, last_day = facts.proposal, facts.proposal.objection_ends_on
    if facts.listing is not None and facts.listing.stands_on(facts.today):
        return [Remedy(what=OBJECT_LISTED, door="/v1/objections", until=None)]
    if proposal.state is State.NOTIFIED and facts.today <= (last_day or facts.today):
        return [Remedy(what=OBJECT, door="/v1/objections", until=last_day)]
    return []


def _in_time(objection: Objection, today: date) -> bool:
    return objection.review_until is not None and today <= objection.review_until
