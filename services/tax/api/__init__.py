"""The tax authority's own doors, and its side of the common procedure."""

from services.tax.api.casework import TaxCasework
from services.tax.api.doors import router

__all__ = ["TaxCasework", "router"]
