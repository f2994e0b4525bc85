"""One sector's authority, put together; which one, the environment says."""

import os
from pathlib import Path

from fastapi import FastAPI

from services.sector_list.api import SectorCasework, router
from services.sector_list.records import SectorBase
from shared.authorities import load
from shared.procedure.frame import Issuer, build_issuer
from shared.settings import Settings, read, slug
from shared.ties.records import TieBase


def create_app() -> FastAPI:
    """The application of one sector, as the environment and authorities.yaml describe it."""
    settings = read(os.environ, slug(os.environ, "rail"))
    issuer = Issuer(
        settings=settings,
        folder=Path(__file__).parent,
        casework=SectorCasework,
        metadata=SectorBase.metadata,
        routers=[router],
        shared_tables=[TieBase.metadata],
        rulebook=_rulebook(settings),
    )
    return build_issuer(issuer)


def _rulebook(settings: Settings) -> Path | None:
    """The file that the block names, as seen from authorities.yaml."""
    named = load(settings.authorities).named(settings.name).rulebook
    return settings.authorities.parent / named if named else None
