"""An older platform's tables, with data in them, brought up to today's."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import column, insert, table
from sqlalchemy.types import JSON

from services.national_platform.records import METADATA, editions
from services.national_platform.records.tables import ListingRow
from shared.database import Database, Instant, open_database
from shared.migrating import differences, upgrade
from tests.unit.apps import ROOT

STEPS = ROOT / "services/national_platform/migrations"
AT = datetime(2019, 2, 1, tzinfo=UTC)
PUBLIC = {"sha256": "a" * 64, "size_bytes": 10, "listings": 1}
LISTING = {
    "ref": "court-aaaaaaaa", "issuer": "court", "list": "judgment-defaulters", "kind": "person",
    "effect": "adverse", "publication": "public", "reason": "able-but-refuses", "name": "王秀英",
    "truncated_id": "6601011990****0020", "version": 1, "terms_version": 1,
    "in_edition": "2019-02",
}  # fmt: skip
DAYS = {"listed_on": "2019-01-20", "stands_until": "2021-01-20", "shown_until": "2021-01-20"}


def as_the_third_step_left_it(folder: Path) -> Database:
    """One edition is out; its manifest tells exactly how many listings are shared."""
    database, steps = Database(open_database(f"sqlite:///{folder}/old.sqlite")), folder / "steps"
    steps.mkdir()
    for path in STEPS.glob("000[123]*.py"):
        shutil.copy(path, steps)
    upgrade(database.engine, steps)
    columns: tuple[Any, ...] = (
        column("as_of", Instant),
        column("made_at", Instant),
        column("feed_seq"),
    )
    manifests = table(
        "editions", column("id"), *columns, column("counts", JSON), column("files", JSON)
    )
    everything = {"sha256": "b" * 64, "size_bytes": 30, "listings": 3}
    edition = {
        "id": "2019-02", "as_of": AT, "made_at": AT, "feed_seq": 7, "counts": [],
        "files": {"public": PUBLIC, "all": everything},
    }  # fmt: skip
    with database.write() as session:
        session.execute(insert(manifests), [edition])
        listings = table("listings", *(column(name) for name in LISTING | DAYS))
        session.execute(insert(listings), [LISTING | DAYS])
    return database


def test_an_old_manifest_tells_no_size_of_shared_lists_any_more(tmp_path: Path) -> None:
    database = as_the_third_step_left_it(tmp_path)
    upgrade(database.engine, STEPS)
    assert differences(database.engine, METADATA) == []
    with database.read() as session:
        row = editions.latest(session)
        listing = session.get_one(ListingRow, ("court-aaaaaaaa", "court"))
    assert row is not None
    assert (row.id, row.as_of, row.feed_seq) == ("2019-02", AT, 7)
    assert row.files == {"public.jsonl.gz": PUBLIC, "all.jsonl.gz": {"sha256": "b" * 64}}
    assert (listing.in_edition, listing.shown_until) == ("2019-02", date(2021, 1, 20))
    database.close()
