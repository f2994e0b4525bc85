"""A sector's own doors, and its side of the common procedure."""

from fastapi import APIRouter

from services.sector_list.api import cases, members
from services.sector_list.api.casework import SectorCasework

router = APIRouter()
router.include_router(cases.router)
router.include_router(members.router)

__all__ = ["SectorCasework", "router"]
