"""From the first tables, with grades by hand in them, to those of the evaluations."""

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import column, insert, table

import services.tax
from services.tax.domain.grades import Grade
from services.tax.records import METADATA, ratings, taxpayers
from shared.database import Database, open_database
from shared.migrating import differences, upgrade

STEPS = Path(services.tax.__file__).with_name("migrations")
FIRM = "t-qhzxkvbnwertyuiopasd"
NOON = "2019-01-02 04:00:00"
DATA: dict[str, list[dict[str, Any]]] = {
    "taxpayers": [
        {
            "id": FIRM,
            "kind": "organisation",
            "name": "恒瑞建材有限公司",
            "id_number": "01660101MA2360487U",
            "registered_by": "clerk-one",
            "registered_at": NOON,
        }
    ],
    "ratings": [
        {
            "taxpayer_id": FIRM,
            "grade": grade,
            "year": 2017,
            "reasons": reasons,
            "given_by_hand": True,
            "given_by": "clerk-one",
            "given_at": NOON,
        }
        for grade, reasons in (("B", "On time."), ("A", "Wholly on time."))
    ],
    "violations": [
        {
            "id": "v-qhzxkvbnwertyuiopasd",
            "taxpayer_id": FIRM,
            "ground": "tax-evasion",
            "amount_yuan": 1_000_000,
            "decided_on": "2018-11-20",
            "is_final": True,
            "recorded_by": "clerk-one",
            "recorded_at": NOON,
        }
    ],
}


def first_version(folder: Path) -> Database:
    """A database as the first version left it."""
    first = folder / "first"
    first.mkdir()
    shutil.copy(STEPS / "0001_first_tables.py", first)
    database = Database(open_database(f"sqlite:///{folder}/tax.sqlite"))
    upgrade(database.engine, first)
    with database.write() as session:
        for name, rows in DATA.items():
            into = table(name, *(column(key) for key in rows[0]))
            session.execute(insert(into), rows)
    return database


def test_grades_by_hand_survive_and_each_gets_a_name_for_a_recheck(tmp_path: Path) -> None:
    database = first_version(tmp_path)
    upgrade(database.engine, STEPS)
    assert differences(database.engine, METADATA) == []
    with database.read() as session:
        kept = ratings.ratings_of(session, FIRM)
        assert [(one.grade, one.reasons) for one in kept] == [
            (Grade.A, "Wholly on time."),
            (Grade.B, "On time."),
        ]
        assert all(one.is_by_hand and one.id.startswith("e-") for one in kept)
        assert len({one.id for one in kept}) == 2
    database.close()


def test_taxpayers_and_cases_are_read_as_before(tmp_path: Path) -> None:
    database = first_version(tmp_path)
    upgrade(database.engine, STEPS)
    with database.read() as session:
        firm = taxpayers.taxpayer(session, FIRM)
        assert firm is not None
        assert firm.began.isoformat() == "2019-01-02"
        (case,) = taxpayers.violations_of(session, FIRM)
        assert (case.is_final, case.paid_on, case.quashed_at) == (True, None, None)
    database.close()


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    database = first_version(tmp_path)
    for _ in range(2):
        upgrade(database.engine, STEPS)
    with database.read() as session:
        assert len(ratings.ratings_of(session, FIRM)) == 2
    database.close()
