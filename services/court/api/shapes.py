"""The bodies and answers of the court's own doors."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StrictBool, StringConstraints

from services.court.domain.judgments import (
    Duty,
    EnforcementNotice,
    Extent,
    Judgment,
    Performance,
    Severity,
)
from shared.calendar import LegalDate
from shared.identifiers import Name, Party, Statement
from shared.procedure.shapes import Closed
from shared.references import new_reference
from shared.signature import Signature
from shared.web.idempotency import Receipt

CaseNumber = Annotated[Name, StringConstraints(max_length=64)]
Yuan = Annotated[int, Field(strict=True, ge=1, le=1_000_000_000_000)]


class NewJudgment(Closed):
    """A judgment to be enforced against one party."""

    case_number: Annotated[CaseNumber, Field(examples=["(2018)模01民初417号"])]
    party: Party
    duty: Annotated[Duty, Field(examples=["pay"])]
    amount_yuan: Annotated[
        Yuan | None, Field(description="For a duty to pay, and no other", examples=[58_000])
    ] = None
    severity: Severity = Severity.ORDINARY
    issued_on: Annotated[LegalDate, Field(examples=["2018-10-08"])]
    due_on: Annotated[
        LegalDate, Field(description="The last day to perform", examples=["2018-12-10"])
    ]

    def judgment(self, signed: Signature) -> Judgment:
        """The same, entered by an officer."""
        return Judgment(
            id=new_reference("j"),
            case_number=self.case_number,
            party=self.party,
            duty=self.duty,
            amount_yuan=self.amount_yuan,
            severity=self.severity,
            issued_on=self.issued_on,
            due_on=self.due_on,
            registered_by=signed.by,
            registered_at=signed.at,
        )


class NewNotice(Closed):
    """An enforcement notice; without its warning nobody can be listed."""

    warns_of_listing: StrictBool = True


class NewPerformance(Closed):
    """Something done towards the duty; a full payment needs no amount.

    Whether an apology or a visit counts is for the officer to judge; `reasons` say why.
    """

    extent: Extent
    amount_yuan: Yuan | None = None
    performed_on: Annotated[
        LegalDate | None, Field(description="Today, unless it was earlier", examples=["2019-03-04"])
    ] = None
    reasons: Annotated[
        Statement | None, Field(description="Why it was held to be done, for the party to read")
    ] = None

    def performance(self, today: date) -> Performance:
        """The same, dated."""
        return Performance(self.performed_on or today, self.extent, self.amount_yuan, self.reasons)


class NoticeShown(BaseModel):
    """One enforcement notice."""

    given_on: date
    perform_by: date
    warns_of_listing: bool

    @classmethod
    def of(cls, notice: EnforcementNotice) -> "NoticeShown":
        """The notice as its party sees it."""
        return cls(
            given_on=notice.given_on,
            perform_by=notice.perform_by,
            warns_of_listing=notice.warns_of_listing,
        )


class PerformanceShown(BaseModel):
    """One performance."""

    performed_on: date
    extent: Extent
    amount_yuan: int | None
    reasons: str | None

    @classmethod
    def of(cls, done: Performance) -> "PerformanceShown":
        """The performance as its party sees it."""
        return cls(
            performed_on=done.performed_on,
            extent=done.extent,
            amount_yuan=done.amount_yuan,
            reasons=done.reasons,
        )


class JudgmentShown(BaseModel):
    """A judgment and what was done under it; its party is known to whoever asks."""

    id: str
    case_number: str
    duty: Duty
    amount_yuan: int | None
    unpaid_yuan: int | None
    severity: Severity
    issued_on: date
    due_on: date
    performed_on: date | None
    notices: list[NoticeShown]
    performances: list[PerformanceShown]

    @classmethod
    def of(cls, judgment: Judgment) -> "JudgmentShown":
        """The judgment as its party sees it."""
        return cls(
            id=judgment.id,
            case_number=judgment.case_number,
            duty=judgment.duty,
            amount_yuan=judgment.amount_yuan,
            unpaid_yuan=judgment.unpaid_yuan,
            severity=judgment.severity,
            issued_on=judgment.issued_on,
            due_on=judgment.due_on,
            performed_on=judgment.performed_on,
            notices=[NoticeShown.of(notice) for notice in judgment.notices],
            performances=[PerformanceShown.of(done) for done in judgment.performances],
        )


class JudgmentFound(JudgmentShown):
    """A judgment for officers: of its party the name, and of a person's number only the mask."""

    name: str
    truncated_id: str

    @classmethod
    def for_officers(cls, judgment: Judgment) -> "JudgmentFound":
        """The judgment with whom it is against."""
        shown = JudgmentShown.of(judgment).model_dump()
        return cls(**shown, name=judgment.party.name, truncated_id=judgment.party.truncated_id)


class JudgmentReceipt(Receipt, JudgmentShown):
    """A judgment after something was entered."""


class ToWithdraw(BaseModel):
    """A listing whose ground is gone, and the last day to withdraw it."""

    ref: str
    by: date


class ToLift(BaseModel):
    """An order whose ground is gone, and the last day to lift it."""

    restriction: str
    by: date


class PerformanceReceipt(JudgmentReceipt):
    """A judgment after a performance, and the listings and orders that must now end."""

    to_withdraw: list[ToWithdraw]
    to_lift: list[ToLift]
