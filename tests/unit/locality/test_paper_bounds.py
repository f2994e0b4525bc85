"""Who may key a bundle, how often, how much at once, and when it is forgotten."""

from datetime import date

from sqlalchemy import text

from tests.builders import make_party
from tests.unit.answers import done, refused
from tests.unit.locality.forms import (
    ONE,
    TWO,
    clerk,
    decide,
    ends,
    form,
    key,
    keyed_by_two,
    report,
    send,
    sheet,
)
from tests.unit.locality.story import Place

WANG, LI = make_party(), make_party("李军", sequence=3)
DOOR = "/v1/paper-batches?department=volunteers&bundle=2019-017"


async def test_nobody_keys_a_bundle_twice_and_no_third_clerk_keys_it(rongcheng: Place) -> None:
    await rongcheng.settle(WANG)
    lines = [form(1, WANG)]
    done(await key(rongcheng, ONE, lines))
    assert refused(await key(rongcheng, ONE, lines)) == (403, "second_clerk_needed")
    assert rongcheng.opened.rows("SELECT * FROM events") == []
    done(await key(rongcheng, TWO, lines))
    for by in (ONE, TWO, "clerk-three"):
        assert refused(await key(rongcheng, by, lines)) == (409, "keyed_twice")
    assert len(rongcheng.opened.rows("SELECT * FROM events")) == 1


async def test_the_same_bundle_number_of_another_department_is_another_bundle(
    rongcheng: Place,
) -> None:
    await rongcheng.settle(WANG)
    done(await key(rongcheng, ONE, [form(1, WANG)]))
    other = done(await key(rongcheng, ONE, [form(1, WANG, "utility-late")], department="utilities"))
    assert other["keyed_once"] == 1
    nobodys = await key(rongcheng, ONE, [form(1, WANG)], department="banks")
    assert refused(nobodys) == (422, "department_unknown")


async def test_the_report_comes_in_pages(rongcheng: Place) -> None:
    await rongcheng.settle(WANG)
    batch = await keyed_by_two(rongcheng, [form(n, WANG, "x") for n in range(1, 61)])
    assert len(batch["first_problems"]) == 50
    door, numbers, after = f"/v1/paper-batches/{batch['id']}/report", [], 0
    while after is not None:
        page = done(await rongcheng.clerk.get(f"{door}?limit=25&after={after}"))
        numbers += [line["number"] for line in page["lines"]]
        after = page["next_after"]
    assert numbers == list(range(1, 61))
    for query in ("?limit=501", "?limit=0", "?after=-1", "?outcome=other"):
        assert refused(await rongcheng.clerk.get(door + query)) == (422, "invalid_body")


async def test_a_retry_keys_once(rongcheng: Place) -> None:
    await rongcheng.settle(WANG)
    one, body = clerk(rongcheng, ONE), sheet([form(1, WANG)])
    keyed = {"Idempotency-Key": "monday"}
    first = done(await send(one, DOOR, body, **keyed))
    assert done(await send(one, DOOR, body, **keyed)) == first | {"replayed": True}
    answer = await send(one, DOOR, sheet([form(2, WANG)]), **keyed)
    assert refused(answer) == (422, "idempotency_key_reused")
    await key(rongcheng, TWO, [form(1, WANG)])
    assert (await rongcheng.score(WANG))["points"] == 1001


async def test_a_keying_that_breaks_off_in_the_middle_leaves_nothing_behind(
    rongcheng: Place,
) -> None:
    """The third line cannot be stored: so the two before it are not there either."""
    await rongcheng.settle(WANG)
    lines = [form(number, WANG, on=f"2018-12-0{number}") for number in (1, 2, 3)]
    batch = done(await key(rongcheng, ONE, lines))["id"]
    in_the_way = f"(batch_id, number, outcome, findings) VALUES ('{batch}', 3, 'refused', '')"
    with rongcheng.opened.database.write() as session:
        session.execute(text(f"INSERT INTO batch_lines {in_the_way}"))
    assert refused(await key(rongcheng, TWO, lines)) == (503, "database_unavailable")
    rows = rongcheng.opened.rows
    assert rows("SELECT * FROM events") == []
    assert rows("SELECT number FROM batch_lines") == [(3,)]
    assert rows("SELECT keyed_again_by FROM batches") == [(None,)]
    assert rows("SELECT count(*) FROM batch_readings") == [(3,)]
    with rongcheng.opened.database.write() as session:
        session.execute(text("DELETE FROM batch_lines"))
    assert done(await key(rongcheng, TWO, lines))["events"] == 3


async def test_only_clerks_key_and_only_csv_within_its_bound(rongcheng: Place) -> None:
    body, one = sheet([form(1, WANG)]), clerk(rongcheng, ONE)
    for visitor in (rongcheng.appeals, rongcheng.department("volunteers")):
        assert refused(await send(visitor, DOOR, body)) == (403, "role_missing")
    assert refused(await send(rongcheng.opened.anybody(), DOOR, body))[0] == 401
    json = {"Content-Type": "application/json"}
    answer = await one.send("POST", DOOR, content=body, headers=json)
    assert refused(answer) == (415, "unsupported_media_type")
    assert refused(await send(one, DOOR, b"a" * (16 * 1024 * 1024 + 1))) == (413, "body_too_large")
    assert refused(await send(one, DOOR, b"")) == (422, "nothing_keyed")
    for query in ("bundle=2019 017", f"bundle={WANG.id_number}", "bundle=", ""):
        answer = await send(one, f"/v1/paper-batches?department=volunteers&{query}", body)
        assert refused(answer) == (422, "invalid_body")
        assert WANG.id_number not in answer.text
    assert rongcheng.opened.rows("SELECT * FROM batches") == []


async def test_what_is_not_reconciled_in_time_is_refused_and_forgotten(rongcheng: Place) -> None:
    """Keyed on 2 January; the sixty days are over on 3 March."""
    await rongcheng.settle(WANG)
    once = done(await key(rongcheng, ONE, [form(1, WANG)], bundle="once"))
    twice = await keyed_by_two(rongcheng, [form(1, WANG)], [form(1, LI)], bundle="twice")
    rongcheng.opened.advance(date(2019, 3, 2))
    assert len(rongcheng.opened.rows("SELECT * FROM batch_readings")) == 3
    rongcheng.opened.advance(date(2019, 3, 3))
    assert rongcheng.opened.rows("SELECT * FROM batch_readings") == []
    for batch in (once, twice):
        assert ends(await report(rongcheng, batch["id"])) == [
            (1, "refused", ["0 line not_reconciled_in_time"])
        ]
    late = await key(rongcheng, TWO, [form(1, WANG)], bundle="once")
    assert refused(late) == (409, "reconciliation_over")
    assert refused(await decide(rongcheng, twice["id"], 1, "first")) == (409, "reconciliation_over")
    assert WANG.id_number not in str(rongcheng.opened.rows("SELECT * FROM batch_lines"))


async def test_a_bundle_is_forgotten_five_years_after_it_was_keyed(rongcheng: Place) -> None:
    await rongcheng.settle(WANG)
    batch = await keyed_by_two(rongcheng, [form(1, WANG), form(2, LI)])
    rongcheng.opened.advance(date(2023, 12, 8))
    assert rongcheng.opened.rows("SELECT number FROM batch_lines") == [(2,)]
    rongcheng.opened.advance(date(2024, 1, 1))
    assert done(await rongcheng.clerk.get(f"/v1/paper-batches/{batch['id']}"))["events"] == 0
    rongcheng.opened.advance(date(2024, 1, 2))
    for table in ("batches", "batch_lines", "batch_readings", "events"):
        assert rongcheng.opened.rows(f"SELECT * FROM {table}") == []  # noqa: S608 - our own names


async def test_what_waits_is_on_the_worklist(rongcheng: Place) -> None:
    await rongcheng.settle(WANG)
    batch = done(await key(rongcheng, ONE, [form(1, WANG)]))
    (task,) = done(await rongcheng.clerk.get("/v1/worklist"))["tasks"]
    assert (task["what"], task["id"], task["due_on"]) == (
        "key the bundle again",
        batch["id"],
        "2019-03-03",
    )
    done(await key(rongcheng, TWO, [form(1, LI)]))
    (task,) = done(await rongcheng.clerk.get("/v1/worklist"))["tasks"]
    assert task["what"] == "decide the differences"
    done(await decide(rongcheng, batch["id"], 1, "neither"))
    assert done(await rongcheng.clerk.get("/v1/worklist"))["tasks"] == []
