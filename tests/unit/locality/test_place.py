"""What a place tells everybody, and what it has no way to tell anybody."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from services.locality.app import create_app
from services.locality.records import METADATA
from shared.database import open_database
from shared.migrating import differences, upgrade
from shared.settings import BadSetting
from tests.builders import make_party, words_of
from tests.unit.apps import ROOT, open_app
from tests.unit.locality.story import Place, code

WANG = make_party()


@pytest.mark.slow
def test_nothing_that_says_or_answers_anything_is_loaded_with_a_locality() -> None:
    program = (
        "import sys, services.locality.app\n"
        "wires = ('shared.sealing', 'shared.ledger.relay', 'shared.ledger.wires')\n"
        "print([name for name in sys.modules if name.startswith(wires)])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(ast.literal_eval(ran.stdout))
    assert loaded <= {"shared.sealing"}, loaded  # the shape of a question, which nobody asks here


def test_the_migrations_make_the_tables_that_the_code_expects(rongcheng: Place) -> None:
    assert differences(rongcheng.opened.database.engine, METADATA) == []


def test_what_residents_objected_to_before_is_still_there_under_its_new_name(
    tmp_path: Path,
) -> None:
    steps = ROOT / "services" / "locality" / "migrations"
    before = tmp_path / "before"
    before.mkdir()
    shutil.copy(steps / "0001_first_tables.py", before)
    engine = open_database(f"sqlite:///{tmp_path / 'place.sqlite'}")
    upgrade(engine, before)
    with engine.begin() as connection:
        for row in (
            "residents VALUES ('r-1', 'x', 'n', 'clerk-one', '2019-01-01')",
            "events VALUES ('e-1', 'r-1', 'utility-late', '2019-01-01', NULL, 'utilities',"
            " '2019-01-01', '2024-01-01', NULL, NULL)",
            "objections VALUES ('o-1', 'e-1', '2019-01-02', 'No.', '2019-02-01',"
            " NULL, NULL, NULL, NULL)",
        ):
            connection.exec_driver_sql(f"INSERT INTO {row}")
    upgrade(engine, steps)
    with engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT id, statement FROM event_objections").all()
        others = connection.exec_driver_sql("SELECT * FROM objections").all()
    engine.dispose()
    assert (kept, others) == ([("o-1", "No.")], [])


async def test_the_inventory_tells_every_table_and_who_collects(rongcheng: Place) -> None:
    inventory = (await rongcheng.opened.anybody().get("/v1/inventory")).json()
    tables = {table["name"]: table for table in inventory["tables"]}
    assert set(tables) >= {"residents", "consents", "events", "event_objections", "claims"}
    for name in ("residents", "consents", "events", "event_objections", "claims"):
        assert {field["goes_to"] for field in tables[name]["fields"]} <= {"nobody", "the party"}
    collected = [field for field in tables["events"]["fields"] if field["name"] == "collected_by"]
    assert [field["goes_to"] for field in collected] == ["the party"]


async def test_the_rulebook_is_headed_by_how_much_of_it_is_unconfirmed(
    rongcheng: Place, bailu: Place
) -> None:
    for place in (rongcheng, bailu):
        shown = (await place.opened.anybody().get("/v1/rulebook")).json()
        scheme = shown["scheme"]
        parts = [*shown["rules"], *scheme["limits"], *scheme["items"], *scheme["benefits"]]
        parts += [scheme["in_force"], scheme["basis"], scheme["scale"], scheme["grades"]]
        count = sum(part["confidence"] in ("firm", "unconfirmed") for part in parts)
        assert shown["heading"] == f"{count} of {len(parts)} rows unconfirmed"
        assert scheme["basis"]["value"] == "consent"
        assert scheme["departures"]


async def test_the_contact_names_operator_doors_and_the_body_above(bailu: Place) -> None:
    contact = (await bailu.opened.anybody().get("/v1/contact")).json()
    assert contact["authority"] == "bailu"
    assert contact["title"]["zh"] == "仿白鹭地区"
    assert contact["object_at"] == "/v1/objections"
    assert contact["object_to_event_at"] == "/v1/events/{id}/objections"


async def test_small_counts_are_not_told_and_others_are_rounded(rongcheng: Place) -> None:
    anybody = rongcheng.opened.anybody()
    for sequence in range(2, 13):
        await rongcheng.settle(make_party(sequence=sequence))
    await rongcheng.register(make_party(sequence=20))
    counts = (await anybody.get("/v1/statistics")).json()
    assert (counts["residents"], counts["consenting"]) == (10, 10)
    grades = {one["grade"]: one["residents"] for one in counts["grades"]}
    assert grades == {"AAA": None, "AA": None, "A": 10, "B": None, "C": None, "D": None}


async def test_a_party_learns_all_that_is_held_and_no_officer_learns_a_score(
    rongcheng: Place,
) -> None:
    resident = await rongcheng.settle(WANG)
    body = {
        "party": words_of(WANG),
        "kind": "utility-late",
        "happened_on": "2018-12-20",
        "note": "second reminder",
    }
    await rongcheng.department("utilities").post("/v1/events", body)
    file = await rongcheng.file(WANG)
    assert (file["resident"]["id"], file["resident"]["name"]) == (resident, WANG.name)
    event = file["events"][0]
    assert (event["collected_by"], event["note"]) == ("utilities", "second reminder")
    assert event["rule"]["legal_force"] == "policy"
    assert event["kept_until"] == "2023-12-20"
    for visitor in (rongcheng.clerk, rongcheng.opened.officer("auditor")):
        assert code(await visitor.get("/v1/me/score")) == (401, "unauthenticated")


async def test_a_body_that_is_no_locality_is_not_started_as_one(keys: Path, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="court is no locality"):
        async with open_app(create_app, "court", keys, tmp_path):
            pass
