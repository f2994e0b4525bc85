"""The court's own doors, and its side of the common procedure."""

from services.court.api.casework import CourtCasework
from services.court.api.doors import router

__all__ = ["CourtCasework", "router"]
