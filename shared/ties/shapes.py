"""The bodies and answers about persons behind firms, and about contesting that one is."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from shared.calendar import LegalDate
from shared.identifiers import Party, Statement
from shared.procedure.rules_shown import RuleCited
from shared.procedure.shapes import Closed
from shared.references import new_reference
from shared.signature import Signature
from shared.ties.domain import Contest, Tie
from shared.ties.following import Undone
from shared.ties.roles import Role
from shared.web.idempotency import Receipt


class NewTie(Closed):
    """A person who stands behind a firm."""

    role: Role
    since_on: Annotated[LegalDate, Field(examples=["2016-03-01"])]
    person: Party

    def tie(self, firm: str, signed: Signature) -> Tie:
        """The same, recorded by an officer."""
        return Tie(
            id=new_reference("b"),
            firm=firm,
            person=self.person,
            role=self.role,
            since_on=self.since_on,
            recorded_by=signed.by,
            recorded_at=signed.at,
        )


class NewEnding(Closed):
    """The last day on which a person was what they were to a firm."""

    until_on: Annotated[LegalDate, Field(examples=["2019-06-30"])]


class NewContest(Closed):
    """What is wrong, in the person's words."""

    statement: Annotated[Statement, Field(examples=["I lost my identity card in March 2016."])]


class TieShown(BaseModel):
    """One tie; of the person's number only the mask."""

    id: str
    firm: str
    role: Role
    name: str
    truncated_id: str
    since_on: date
    until_on: date | None
    cut_at: datetime | None
    cut_because: str | None

    @classmethod
    def of(cls, tie: Tie) -> "TieShown":
        """The tie as its firm sees it."""
        return cls(
            id=tie.id,
            firm=tie.firm,
            role=tie.role,
            name=tie.person.name,
            truncated_id=tie.person.truncated_id,
            since_on=tie.since_on,
            until_on=tie.until_on,
            cut_at=tie.cut_at,
            cut_because=tie.cut_because,
        )


class Changed(BaseModel):
    """What changed with a tie: grades made anew, listings withdrawn, proposals lapsed."""

    changed_grades: int = 0
    withdrawn: list[str] = []
    lapsed: list[str] = []

    @classmethod
    def by(cls, undone: Undone, changed_grades: int) -> "Changed":
        """What an undoing changed."""
        return cls(changed_grades=changed_grades, withdrawn=undone.withdrawn, lapsed=undone.lapsed)


NOTHING = Changed()


class TieReceipt(Receipt, Changed, TieShown):
    """A tie after something was done about it."""

    @classmethod
    def after(cls, tie: Tie, changed: Changed = NOTHING) -> "TieReceipt":
        """The tie, and what changed with it."""
        return cls(**TieShown.of(tie).model_dump(), **changed.model_dump())


class Ties(BaseModel):
    """Everybody who stands or stood behind a firm."""

    persons: list[TieShown]


class ContestShown(BaseModel):
    """Where a contest stands."""

    id: str
    tie_id: str
    raised_at: datetime
    decide_by: date
    decided_at: datetime | None
    is_upheld: bool | None
    reasons: str | None
    review_until: date | None
    review_asked_at: datetime | None
    reviewed_at: datetime | None
    is_upheld_on_review: bool | None
    review_reasons: str | None

    @classmethod
    def of(cls, contest: Contest) -> "ContestShown":
        """The contest as its person sees it."""
        return cls(**{name: getattr(contest, name) for name in ContestShown.model_fields})


class TieFound(TieShown):
    """A tie, and the latest word of its person against it, for whoever decides on that."""

    contested_at: datetime | None
    statement: str | None
    decide_by: date | None

    @classmethod
    def with_contest(cls, tie: Tie, contest: Contest | None) -> "TieFound":
        """The tie, with the contest if there is one."""
        return cls(
            **TieShown.of(tie).model_dump(),
            contested_at=contest.raised_at if contest else None,
            statement=contest.statement if contest else None,
            decide_by=contest.decide_by if contest else None,
        )


class ContestReceipt(Receipt, Changed, ContestShown):
    """A contest after something was done about it."""

    @classmethod
    def after(cls, contest: Contest, changed: Changed = NOTHING) -> "ContestReceipt":
        """The contest, and what changed with it."""
        return cls(**ContestShown.of(contest).model_dump(), **changed.model_dump())


class FollowedShown(BaseModel):
    """A grade that reached this firm through the person, and the rule by which it did."""

    year: int
    rule: RuleCited


class ListedThrough(BaseModel):
    """A procedure about the person that follows from this tie, and the rule by which it does."""

    proposal: str
    ref: str | None
    rule: RuleCited
