"""The locality's tables, and the questions put to them."""

from services.locality.records.batch_tables import BatchRow
from services.locality.records.tables import METADATA, LocalityBase

# Named here so that whoever lays out the tables knows of every one.
BATCHES = BatchRow.__table__

__all__ = ["BATCHES", "METADATA", "LocalityBase"]
