"""Rows of the log as the gateway writes them, many at a time, for tests of what is done with it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from services.partner_gateway.records import Decision, Refused
from shared.database import Database
from tests.unit.partner_gateway.world import AIRLINE


def decision(number: int, at: datetime, **changes: Any) -> dict[str, Any]:
    """An answered question about somebody of that number."""
    row = {
        "id": f"d-{number:020}",
        "at": at,
        "partner": AIRLINE,
        "measure": "air-travel",
        "mou": "judgment-defaulters-2016",
        "purpose": "booking",
        "outcome": "no_listing",
        "edition": "2019-02",
        "index_age_seconds": 0,
        "namesakes_low": 0.0,
        "namesakes_high": 0.0,
        "valid_until": at,
        "party_hash": f"{number:064}",
    }
    return row | changes


def refusal(at: datetime, code: str, partner: str = AIRLINE) -> dict[str, Any]:
    """A question that was not answered."""
    return {"at": at, "partner": partner, "measure": "air-travel", "code": code}


def log(database: Database, decisions: Iterable[dict[str, Any]]) -> None:
    """Write these decisions, as a batch is written: past the ORM."""
    with database.write() as session:
        session.execute(insert(Decision), list(decisions))


def log_refusals(database: Database, refusals: Iterable[dict[str, Any]]) -> None:
    """Write these refusals."""
    with database.write() as session:
        session.execute(insert(Refused), list(refusals))
