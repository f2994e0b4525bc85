"""The tax authority's tables, and the questions put to them."""

from services.tax.records.tables import METADATA, TaxBase
from services.tax.records.work_tables import AppealRow, EventRow, RunRow

# Naming them here sees to it that the catalogue is whole wherever it is read.
TABLES = (AppealRow, EventRow, RunRow)

__all__ = ["METADATA", "TABLES", "TaxBase"]
