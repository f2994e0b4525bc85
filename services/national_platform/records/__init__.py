"""The tables that the platform owns, its queries, and the files of its current edition."""

from services.national_platform.records.evaluation_tables import EvaluationRow
from services.national_platform.records.finding_tables import DigestRow
from services.national_platform.records.log_tables import OpeningRow, TileRow
from services.national_platform.records.search_tables import SearchKeyRow
from services.national_platform.records.statistic_tables import StatisticRow
from services.national_platform.records.tables import PlatformBase
from shared.house import HouseBase

# Every table in the platform's database.
METADATA = [PlatformBase.metadata, HouseBase.metadata]

__all__ = [
    "METADATA",
    "DigestRow",
    "EvaluationRow",
    "OpeningRow",
    "PlatformBase",
    "SearchKeyRow",
    "StatisticRow",
    "TileRow",
]
