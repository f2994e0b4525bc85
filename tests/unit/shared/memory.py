"""An authority's tables in memory, with a casework that allows all but what a test forbids."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.orm import Session

from shared.database import Database, open_database
from shared.errors import Conflict
from shared.procedure.casework import Request
from shared.procedure.desk import Desk
from shared.rulebook import Rules, load

COURT_RULES = Path(__file__).resolve().parents[3] / "services" / "court" / "rulebook.yaml"


class GroundGone(Conflict):
    """The facts no longer allow it."""

    code = "ground_gone"


class OpenCasework:
    """Allows every listing until a test says that the ground is gone."""

    def __init__(self) -> None:
        self.is_gone = False

    def check(self, session: Session, request: Request, today: date) -> None:
        """Raise if the ground is gone."""
        if self.is_gone:
            raise GroundGone("The ground is gone.")

    def holdings(self, session: Session, id_number: str, today: date) -> dict[str, Any]:
        """Nothing else is held."""
        return {}


def memory_database(metadata: Iterable[MetaData], url: str = "sqlite://") -> Database:
    """All these tables, empty; in memory, which only one thread can see, or at a URL."""
    database = Database(open_database(url))
    for catalogue in metadata:
        catalogue.create_all(database.engine)
    return database


def court_rules(day: date = date(2019, 11, 1)) -> Rules:
    """The court's rules in force on a day."""
    return load(COURT_RULES).as_of(day)


def open_desk() -> tuple[Desk, OpenCasework]:
    """A desk under the court's rules, and the facts that a test may change."""
    casework = OpenCasework()
    return Desk("court", court_rules(), casework), casework
