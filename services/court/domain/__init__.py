"""The court's rules: pure, time is an argument. Each module is one matter of the Provisions."""

from services.court.domain.bars import Circumstance
from services.court.domain.endings import Deletion, Situation
from services.court.domain.exemptions import ExemptionAsked
from services.court.domain.judgments import (
    Duty,
    EnforcementNotice,
    Extent,
    Judgment,
    Performance,
    Severity,
)
from services.court.domain.listability import Application, Case
from services.court.domain.refusals import (
    AlreadyNotified,
    AmountWrong,
    BasisNotOfParty,
    BasisUnknown,
    DateInFuture,
    DatesOutOfOrder,
    DutyNotDue,
    DutyPerformed,
    NotNotified,
    PartyIsMinor,
)
from services.court.domain.restrictions import Addressee, Breach, Restriction
from services.court.domain.terms import Aggravation, Grace, LongerTerm

__all__ = [
    "Addressee",
    "Aggravation",
    "AlreadyNotified",
    "AmountWrong",
    "Application",
    "BasisNotOfParty",
    "BasisUnknown",
    "Breach",
    "Case",
    "Circumstance",
    "DateInFuture",
    "DatesOutOfOrder",
    "Deletion",
    "Duty",
    "DutyNotDue",
    "DutyPerformed",
    "EnforcementNotice",
    "ExemptionAsked",
    "Extent",
    "Grace",
    "Judgment",
    "LongerTerm",
    "NotNotified",
    "PartyIsMinor",
    "Performance",
    "Restriction",
    "Severity",
    "Situation",
]
