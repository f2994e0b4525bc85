"""The locality's tables, and the questions put to them."""

from services.locality.records.penalties import PenaltyRow
from services.locality.records.tables import METADATA, LocalityBase

__all__ = ["METADATA", "LocalityBase", "PenaltyRow"]
