"""The tax authority's doors, and its side of the common procedure."""

from services.tax.api.casework import TaxCasework
from services.tax.api.evaluation_doors import router as evaluations
from services.tax.api.indicator_doors import router as indicators
from services.tax.api.taxpayer_doors import router as taxpayers
from services.tax.api.violation_doors import router as violations
from shared.ties.doors import tie_router

ROUTERS = [taxpayers, indicators, evaluations, tie_router("/v1/taxpayers", "tax"), violations]

__all__ = ["ROUTERS", "TaxCasework"]
