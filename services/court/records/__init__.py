"""The court's tables, one module for each matter."""

from services.court.records import bars, decisions, restrictions, standing
from services.court.records.base import CourtBase
from services.court.records.duties import duties_under
from services.court.records.judgments import (
    add_judgment,
    add_notice,
    add_performance,
    judgment,
    judgment_in_case,
    judgments_about,
    load_judgments,
)
from shared.house import HouseBase
from shared.ledger.acts import LedgerBase, ListingRow
from shared.ledger.confirmations import Confirmation
from shared.procedure.records import ProposalRow

# Every table in the court's database; naming Confirmation sees to it that the ledger is complete.
METADATA = [CourtBase.metadata, LedgerBase.metadata, HouseBase.metadata]
LEDGER = (ListingRow, ProposalRow, Confirmation)

__all__ = [
    "LEDGER",
    "METADATA",
    "CourtBase",
    "add_judgment",
    "add_notice",
    "add_performance",
    "bars",
    "decisions",
    "duties_under",
    "judgment",
    "judgment_in_case",
    "judgments_about",
    "load_judgments",
    "restrictions",
    "standing",
]
