"""From the first tables, with events in them, to those with endings and judged points."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import column, insert, table

import services.locality
from services.locality.domain.events import Ending
from services.locality.domain.objections import object_until
from services.locality.records import METADATA, events
from shared.database import Database, open_database
from shared.migrating import differences, upgrade
from tests.unit.locality.schemes import rules_of

STEPS = Path(services.locality.__file__).with_name("migrations")
RESIDENT, NOON = "r-qhzxkvbnwertyuiopasd", "2019-01-02 04:00:00"


def _event(name: str, struck_at: str | None) -> dict[str, Any]:
    return {
        "id": f"e-{name * 20}",
        "resident_id": RESIDENT,
        "kind": "utility-late",
        "happened_on": "2018-12-20",
        "note": None,
        "collected_by": "utilities",
        "notified_at": NOON,
        "kept_until": "2023-12-20",
        "struck_at": struck_at,
        "struck_because": "The meter was read again." if struck_at else None,
    }


DATA: dict[str, list[dict[str, Any]]] = {
    "residents": [
        {
            "id": RESIDENT,
            "name": "王秀英",
            "id_number": "660101199001010020",
            "registered_by": "clerk-one",
            "registered_at": NOON,
        }
    ],
    "events": [_event("a", None), _event("b", NOON)],
    "objections": [
        {
            "id": "o-qhzxkvbnwertyuiopasd",
            "event_id": f"e-{'a' * 20}",
            "raised_at": NOON,
            "statement": "Not me.",
            "decide_by": "2019-01-30",
        }
    ],
}


def first_version(folder: Path) -> Database:
    """A database as the first version left it."""
    first = folder / "first"
    first.mkdir()
    shutil.copy(STEPS / "0001_first_tables.py", first)
    database = Database(open_database(f"sqlite:///{folder}/locality.sqlite"))
    upgrade(database.engine, first)
    with database.write() as session:
        for name, rows in DATA.items():
            into = table(name, *(column(key) for key in rows[0]))
            session.execute(insert(into), rows)
    return database


def test_old_events_count_as_before_and_what_was_struck_was_struck_by_an_objection(
    tmp_path: Path,
) -> None:
    database = first_version(tmp_path)
    for _ in range(2):
        upgrade(database.engine, STEPS)
    assert differences(database.engine, METADATA) == []
    with database.read() as session:
        stands, struck = events.events_of(session, RESIDENT, date(2019, 1, 3))
        assert (stands.struck_how, struck.struck_how) == (None, Ending.OBJECTION_UPHELD)
        assert (stands.waits_to_be_told, stands.points, stands.kept_until) == (
            False,
            None,
            date(2023, 12, 20),
        )
        assert stands.is_contested
        assert object_until(rules_of("shandong"), stands) == date(2019, 3, 3)
    database.close()
