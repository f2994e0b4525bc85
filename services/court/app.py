"""The court, put together."""

import os
from pathlib import Path

from fastapi import FastAPI

from services.court.api import CourtCasework, routers
from services.court.records import CourtBase
from shared.procedure.frame import Issuer, build_issuer
from shared.settings import read, slug


def create_app() -> FastAPI:
    """The court's application, as the environment describes it."""
    issuer = Issuer(
        settings=read(os.environ, slug(os.environ, "court")),
        folder=Path(__file__).parent,
        casework=CourtCasework,
        metadata=CourtBase.metadata,
        routers=routers,
    )
    return build_issuer(issuer)
