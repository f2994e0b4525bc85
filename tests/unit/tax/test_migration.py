"""From earlier tables, with data in them, to the newest ones: nothing is lost on the way."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import column, insert, table

import services.tax
from services.tax.domain.grades import Grade
from services.tax.records import METADATA, appeals, ratings, taxpayers
from shared.database import Database, open_database
from shared.migrating import differences, upgrade
from shared.ties import records as ties
from shared.ties.roles import Role

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
    database = Database(open_database(f"sqlite:///{folder}/tax.sqlite"))
    up_to(1, database, folder)
    put(database, DATA)
    return database


def up_to(last: int, database: Database, folder: Path) -> None:
    """Take the steps up to one, as earlier versions of the service did."""
    steps = folder / f"steps-{last}"
    steps.mkdir()
    for path in STEPS.glob("0*.py"):
        if int(path.name[:4]) <= last:
            shutil.copy(path, steps)
    upgrade(database.engine, steps)


def put(database: Database, data: Mapping[str, list[dict[str, Any]]]) -> None:
    """Rows as they were written then."""
    with database.write() as session:
        for name, rows in data.items():
            into = table(name, *(column(key) for key in rows[0]))
            session.execute(insert(into), rows)


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


SECOND: dict[str, list[dict[str, Any]]] = {
    "ties": [
        {
            "id": "b-qhzxkvbnwertyuiopasd",
            "taxpayer_id": FIRM,
            "name": "陈思雨",
            "id_number": "660101199909090024",
            "role": "representative",
            "since_on": "2012-01-01",
            "recorded_by": "clerk-one",
            "recorded_at": NOON,
        }
    ],
    "appeals": [
        {
            "id": f"a-{against}-asked-for-in-2019",
            "against": against,
            "against_id": against_id,
            "statement": "This is wrong.",
            "raised_at": NOON,
            "decide_by": "2019-01-17",
        }
        for against, against_id in (
            ("grade", "e-qhzxkvbnwertyuiopasd"),
            ("tie", "b-qhzxkvbnwertyuiopasd"),
        )
    ],
}


def test_ties_keep_their_firm_and_contests_move_away_from_the_rechecks(tmp_path: Path) -> None:
    database = first_version(tmp_path)
    up_to(2, database, tmp_path)
    put(database, SECOND)
    upgrade(database.engine, STEPS)
    assert differences(database.engine, METADATA) == []
    with database.read() as session:
        (tie,) = ties.ties_of_firm(session, FIRM)
        assert (tie.person.name, tie.role) == ("陈思雨", Role.REPRESENTATIVE)
        (contest,) = ties.contests_of(session, tie.id)
        assert (contest.id, contest.is_pending) == ("a-tie-asked-for-in-2019", True)
        (appeal,) = appeals.appeals_against(session, "e-qhzxkvbnwertyuiopasd")
        assert appeal.id == "a-grade-asked-for-in-2019"
        assert appeals.open_appeals(session) == [appeal]
    database.close()
