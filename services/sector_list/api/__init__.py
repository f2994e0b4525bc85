"""A sector's own doors, and its side of the common procedure."""

from fastapi import APIRouter

from services.sector_list.api import cases, members
from services.sector_list.api.casework import SectorCasework
from shared.ties.doors import tie_router

router = APIRouter()
router.include_router(cases.router)
router.include_router(members.router)
router.include_router(tie_router("/v1/cases", "sector list"))

__all__ = ["SectorCasework", "router"]
