"""The court's own doors, and its side of the common procedure."""

from services.court.api import bar_doors, decision_doors, doors, restriction_doors
from services.court.api.casework import CourtCasework

routers = [doors.router, bar_doors.router, decision_doors.router, restriction_doors.router]

__all__ = ["CourtCasework", "routers"]
