"""A register that is older than the log: what it holds goes on, and the log begins empty."""

import json
import shutil
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import column, insert, table, text

import services.national_platform
from services.national_platform.app import create_app
from services.national_platform.records import METADATA
from shared.database import Database, open_database
from shared.migrating import differences, upgrade
from shared.proving.documents import Proof, Receipt, check_proof, check_receipt
from shared.proving.notes import NoteKey
from tests.unit.answers import done, refused
from tests.unit.apps import open_app
from tests.unit.national_platform.doors import Platform
from tests.unit.national_platform.saying import correct, listed, say, withdraw

STEPS = Path(services.national_platform.__file__).with_name("migrations")
BEFORE = ("0001", "0002", "0003")
LISTING = {
    "issuer": "court",
    "list": "judgment-defaulters",
    "kind": "person",
    "effect": "adverse",
    "publication": "public",
    "reason": "able-but-refuses",
    "name": "王秀英",
    "truncated_id": "6601011990****0020",
    "listed_on": "2018-12-01",
    "stands_until": "2020-12-01",
    "version": 1,
    "terms_version": 1,
    "in_edition": "2018-12",
    "shown_until": "2020-12-01",
}
ENDED = {
    "reason": None,
    "name": None,
    "truncated_id": None,
    "version": 2,
    "withdrawn_at": "2018-12-20 04:00:00.000000",
    "cause": "performed",
}
NO_FILE = {"sha256": "0", "size_bytes": 0, "listings": 0}
EDITION = {
    "id": "2018-12",
    "as_of": "2018-12-01 00:00:00.000000",
    "made_at": "2018-12-01 00:00:00.000000",
    "feed_seq": 0,
    "counts": "[]",
    "files": json.dumps(dict.fromkeys(("public", "all"), NO_FILE)),
}
BAD = {
    "stream_seq": 7,
    "at": "2018-12-20 04:00:00.000000",
    "reason": "not_json",
    "subject": "listings.court",
    "size_bytes": 3,
    "sha256": "a" * 64,
    "headers": "[]",
    "fields": "[]",
}
STATE = {"id": 1, "began_at": "2018-11-02 00:00:00.000000", "last_seq": 0, "pruned_through": 0}
ROWS = [
    ("listings", LISTING | {"ref": "court-aaaaaaaa"}),
    ("listings", LISTING | {"ref": "court-bbbbbbbb"}),
    ("listings", LISTING | ENDED | {"ref": "court-cccccccc"}),
    ("inbox", {"ref": "court-aaaaaaaa", "issuer": "court", "version": 1}),
    ("editions", EDITION),
    ("quarantine", BAD),
    ("register_state", STATE),
]


def older(folder: Path) -> Database:
    """The platform's tables as the version before the log left them, with rows in them."""
    steps = folder / "steps"
    steps.mkdir()
    for file in STEPS.glob("*.py"):
        if file.name.startswith(BEFORE):
            shutil.copy(file, steps)
    database = Database(open_database(f"sqlite:///{folder}/platform.sqlite"))
    upgrade(database.engine, steps)
    with database.write() as session:
        for name, row in ROWS:
            session.execute(insert(table(name, *(column(key) for key in row))), [row])
    return database


@pytest.fixture
async def platform(keys: Path, tmp_path: Path, authorities_file: Path) -> AsyncIterator[Platform]:
    """A platform of today on the tables of yesterday."""
    older(tmp_path).close()
    extra = {"CHIMERA_AUTHORITIES": str(authorities_file)}
    async with open_app(create_app, "platform", keys, tmp_path, extra) as opened:
        yield Platform(opened, keys)


def test_the_tables_are_those_of_today_and_no_old_hash_is_left(tmp_path: Path) -> None:
    database = older(tmp_path)
    upgrade(database.engine, STEPS)
    assert differences(database.engine, METADATA) == []
    with database.read() as session:
        [kept] = session.execute(text("SELECT stream_seq, fingerprint FROM quarantine"))
        assert (kept[0], len(kept[1])) == (7, 64)
        assert kept[1] != "a" * 64
        assert session.execute(text("SELECT count(*) FROM log_tiles")).scalar() == 0
    database.close()


async def test_what_is_older_than_the_log_is_shown_and_cannot_be_proved(
    platform: Platform,
) -> None:
    own = "court/court-aaaaaaaa"
    assert done(await platform.public.get(f"/v1/listings/{own}"))["listing"]["name"] == "王秀英"
    assert refused(await platform.public.get("/v1/log")) == (404, "no_checkpoint")
    platform.turns_to(date(2019, 2, 1))
    assert done(await platform.public.get("/v1/log"))["size"] == 0
    assert refused(await platform.public.get(f"/v1/proofs/listings/{own}")) == (404, "no_opening")
    before = await platform.public.get("/v1/editions/2018-12/checkpoint")
    assert refused(before) == (404, "no_checkpoint")


async def test_from_its_next_act_on_it_can(platform: Platform) -> None:
    platform.hears(correct(listed("court-aaaaaaaa"), "王秀颖"), say(listed("court-dddddddd")))
    platform.turns_to(date(2019, 2, 1))
    key = NoteKey.read(done(await platform.public.get("/v1/log/key"))["key"])
    shown = await platform.public.get("/v1/proofs/listings/court/court-aaaaaaaa")
    assert check_proof(Proof.model_validate(done(shown)), key).size == 2


async def test_a_receipt_of_before_rests_on_its_signature_and_a_later_one_on_the_log(
    platform: Platform,
) -> None:
    platform.hears(withdraw(listed("court-bbbbbbbb")))
    key = NoteKey.read(done(await platform.public.get("/v1/log/key"))["key"])
    proved = {}
    for ref in ("court-bbbbbbbb", "court-cccccccc"):
        answer = done(await platform.public.get(f"/v1/receipts/court/{ref}"))
        head = check_receipt(Receipt.model_validate(answer), key)
        proved[ref] = head.size if head else None
    assert proved == {"court-bbbbbbbb": 1, "court-cccccccc": None}
    page = await platform.public.get("/v1/receipts/court/court-cccccccc/page")
    assert "older than the register" in page.text
