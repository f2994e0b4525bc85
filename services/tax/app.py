"""The tax authority, put together."""

import os
from pathlib import Path

from fastapi import FastAPI

from services.tax.api import ROUTERS, TaxCasework
from services.tax.publishing import EvaluationDuties
from services.tax.records import TaxBase
from shared.procedure.frame import Issuer, build_issuer
from shared.settings import read, slug
from shared.ties.records import TieBase


def create_app() -> FastAPI:
    """The tax authority's application, as the environment describes it."""
    issuer = Issuer(
        settings=read(os.environ, slug(os.environ, "tax")),
        folder=Path(__file__).parent,
        casework=TaxCasework,
        metadata=TaxBase.metadata,
        routers=ROUTERS,
        duties=EvaluationDuties,
        shared_tables=[TieBase.metadata],
    )
    return build_issuer(issuer)
