"""The locality's tables, and the questions put to them."""

from services.locality.records.batch_tables import BatchRow
from services.locality.records.local_tables import LEDGER
from services.locality.records.organisation_tables import ComplementRow, OrganisationRow
from services.locality.records.penalties import PenaltyRow
from services.locality.records.tables import LocalityBase
from shared.house import HouseBase

# Every table in the database; naming some rows sees to it that whoever lays them out knows of all.
METADATA = [LocalityBase.metadata, LEDGER, HouseBase.metadata]

__all__ = [
    "LEDGER",
    "METADATA",
    "BatchRow",
    "ComplementRow",
    "LocalityBase",
    "OrganisationRow",
    "PenaltyRow",
]
