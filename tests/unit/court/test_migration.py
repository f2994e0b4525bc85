"""From the first tables, with a judgment and its payment in them, to those of bars and orders."""

import shutil
from pathlib import Path

from sqlalchemy import column, insert, table

import services.court
from services.court import records
from services.court.records import METADATA
from shared.database import Database, open_database
from shared.migrating import differences, upgrade

STEPS = Path(services.court.__file__).with_name("migrations")
JUDGMENT = {
    "id": "j-qhzxkvbnwertyuiopasd",
    "case_number": "(2018)模01民初417号",
    "kind": "person",
    "name": "王秀英",
    "id_number": "660101199001010020",
    "duty": "pay",
    "amount_yuan": 58_000,
    "severity": "ordinary",
    "issued_on": "2018-10-08",
    "due_on": "2018-12-10",
    "registered_by": "clerk-one",
    "registered_at": "2019-01-02 04:00:00",
}
PAYMENT = {
    "judgment_id": JUDGMENT["id"],
    "performed_on": "2019-01-20",
    "extent": "partial",
    "amount_yuan": 8_000,
}


def first_version(folder: Path) -> Database:
    """A database as the first version left it."""
    first = folder / "first"
    first.mkdir()
    shutil.copy(STEPS / "0001_first_tables.py", first)
    database = Database(open_database(f"sqlite:///{folder}/court.sqlite"))
    upgrade(database.engine, first)
    with database.write() as session:
        for name, row in (("judgments", JUDGMENT), ("performances", PAYMENT)):
            into = table(name, *(column(key) for key in row))
            session.execute(insert(into), [row])
    return database


def test_judgments_and_payments_are_read_as_before_and_nothing_bars_them(tmp_path: Path) -> None:
    database = first_version(tmp_path)
    for _ in range(2):
        upgrade(database.engine, STEPS)
    assert differences(database.engine, METADATA) == []
    with database.read() as session:
        found = records.judgment(session, str(JUDGMENT["id"]))
        assert found is not None
        assert found.unpaid_yuan == 50_000
        assert [done.reasons for done in found.performances] == [None]
        assert records.bars.circumstances_of(session, found.id) == []
        assert records.restrictions.restrictions_under(session, found.id) == []
    database.close()
