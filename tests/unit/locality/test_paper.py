"""Forms written on paper: two clerks, line by line, a third officer where they differ."""

from datetime import date

from sqlalchemy import text

from tests.builders import LOOKS_REAL, make_namesake, make_party
from tests.unit.answers import done, refused
from tests.unit.locality.forms import (
    ONE,
    THIRD,
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


async def test_what_two_clerks_key_alike_is_an_event_of_the_department(rongcheng: Place) -> None:
    """Volunteered on 8 December, keyed on 2 and 4 January: 27 days from the act to the point."""
    await rongcheng.settle(WANG)
    first = done(await key(rongcheng, ONE, [form(1, WANG, note="街道清扫")]))
    assert (first["lines"], first["keyed_once"], first["events"]) == (1, 1, 0)
    assert first["reconcile_by"] == "2019-03-03"
    assert (await rongcheng.score(WANG))["points"] == 1000
    rongcheng.opened.advance(date(2019, 1, 4))
    batch = done(await key(rongcheng, TWO, [form(1, WANG, note="街道清扫")]))
    assert batch["id"] == first["id"]
    assert (batch["lines"], batch["keyed_once"], batch["events"]) == (1, 0, 1)
    assert batch["lag"] == {
        "events": 1,
        "shortest_days": 27,
        "median_days": 27,
        "longest_days": 27,
    }
    score = await rongcheng.score(WANG)
    assert (score["points"], score["lines"][1]["collected_by"]) == (1001, "volunteers")
    (event,) = (await rongcheng.file(WANG))["events"]
    assert (event["collected_by"], event["note"], event["lag_days"]) == (
        "volunteers",
        "街道清扫",
        27,
    )
    assert event["on_paper"] == {
        "bundle": "2019-017",
        "number": 1,
        "keyed_by": [ONE, TWO],
        "keyed_at": ["2019-01-01T16:00:00Z", "2019-01-03T16:00:00Z"],
        "decided_by": None,
    }


async def test_what_a_department_sends_itself_did_not_come_on_paper(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    await rongcheng.event("volunteers", resident, "volunteer-hour", "2018-12-31")
    (event,) = (await rongcheng.file(WANG))["events"]
    assert (event["on_paper"], event["lag_days"]) == (None, 2)


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


async def test_lines_that_differ_wait_and_a_third_officer_decides_each(rongcheng: Place) -> None:
    await rongcheng.settle(WANG)
    await rongcheng.settle(LI)
    first = [
        form(1, WANG),
        form(2, WANG, on="2018-12-09"),
        form(3, LI),
        form(4, LI, on="2018-12-1"),
    ]
    second = [form(1, WANG), form(2, WANG, on="2018-12-19"), form(3, WANG), form(5, LI)]
    batch = await keyed_by_two(rongcheng, first, second)
    assert (batch["lines"], batch["events"], batch["waiting"], batch["refused"]) == (5, 1, 4, 0)
    assert ends(batch["first_problems"]) == [
        (2, "waiting", ["0 happened_on differs"]),
        (3, "waiting", ["0 name differs", "0 id_number differs"]),
        (4, "waiting", ["2 line not_keyed"]),
        (5, "waiting", ["1 line not_keyed"]),
    ]
    for by in (ONE, TWO):
        answer = await decide(rongcheng, batch["id"], 2, "second", by=by)
        assert refused(answer) == (403, "third_officer_needed")
    decided = done(await decide(rongcheng, batch["id"], 2, "second"))
    assert decided["outcome"] == "event"
    assert done(await decide(rongcheng, batch["id"], 3, "neither"))["outcome"] == "refused"
    assert refused(await decide(rongcheng, batch["id"], 4, "second")) == (409, "no_usable_reading")
    assert done(await decide(rongcheng, batch["id"], 4, "first"))["outcome"] == "event"
    assert refused(await decide(rongcheng, batch["id"], 4, "first")) == (409, "nothing_to_decide")
    assert refused(await decide(rongcheng, batch["id"], 9, "first")) == (404, "not_found")
    mine = [one["happened_on"] for one in (await rongcheng.file(WANG))["events"]]
    assert mine == ["2018-12-08", "2018-12-19"]
    (event,) = [
        one for one in (await rongcheng.file(WANG))["events"] if one["id"] == decided["event"]
    ]
    assert (event["on_paper"]["decided_by"], event["on_paper"]["number"]) == (THIRD, 2)
    assert rongcheng.opened.rows("SELECT number FROM batch_readings") == [(5,)]


async def test_the_third_officer_sees_both_readings_and_no_whole_number(rongcheng: Place) -> None:
    """Two places of the number were mistyped so that the check digit still fits."""
    await rongcheng.settle(WANG)
    other = make_namesake(WANG)
    batch = await keyed_by_two(
        rongcheng, [form(1, WANG, note="雨天")], [form(1, other, note="两天")]
    )
    door = f"/v1/paper-batches/{batch['id']}/differences"
    answer = await rongcheng.opened.officer("reviewer").get(door)
    (difference,) = done(answer)["differences"]
    assert difference["differs_in"] == ["id_number", "note"]
    assert (difference["first"]["note"], difference["second"]["note"]) == ("雨天", "两天")
    assert difference["first"]["truncated_id"] == WANG.truncated_id
    places = difference["number_differs_at"]
    assert 2 <= len(places) <= 4
    for one in places:
        assert one["first"] == WANG.id_number[one["place"] - 1]
        assert one["second"] == other.id_number[one["place"] - 1]
    assert WANG.id_number not in answer.text
    assert other.id_number not in answer.text


async def test_numbers_of_two_different_people_are_not_told_place_by_place(
    rongcheng: Place,
) -> None:
    other = make_party("李军", born_on=date(1958, 11, 23), sequence=337)
    batch = await keyed_by_two(rongcheng, [form(1, WANG)], [form(1, other)])
    door = f"/v1/paper-batches/{batch['id']}/differences"
    (difference,) = done(await rongcheng.clerk.get(door))["differences"]
    assert difference["number_differs_at"] == []


async def test_a_bad_line_never_sinks_the_bundle_and_the_report_repeats_nothing(
    rongcheng: Place,
) -> None:
    await rongcheng.settle(WANG)
    stranger = make_party("李军", sequence=7)
    lines = [
        form(1, WANG),
        form(2, WANG, "jaywalking"),
        form(3, WANG, "utility-theft"),
        form(4, WANG, on="2019-01-03"),
        form(5, WANG, on="2014-01-02"),
        form(6, stranger),
        f"7,王秀英,{LOOKS_REAL},volunteer-hour,2018-12-08,",
        form(8, WANG, on="2018-12-30", note="=cmd()"),
        form(8, WANG, on="2018-12-30"),
        form(10, WANG, on="2018-12-10") + ",x",
        form(11, make_party("王秀兰")),
        form(12, WANG, on="2018-12-12"),
    ]
    batch = await keyed_by_two(rongcheng, lines)
    assert (batch["lines"], batch["events"], batch["waiting"], batch["refused"]) == (14, 2, 0, 12)
    assert ends(await report(rongcheng, batch["id"], "?outcome=refused")) == [
        (None, "refused", ["1 number number_twice"]),
        (None, "refused", ["1 line too_many_cells"]),
        (2, "refused", ["1 item kind_unknown", "2 item kind_unknown"]),
        (3, "refused", ["0 item kind_not_yours"]),
        (4, "refused", ["0 happened_on date_in_future"]),
        (5, "refused", ["0 happened_on too_old"]),
        (6, "refused", ["0 id_number resident_unknown"]),
        (7, "refused", ["1 id_number real_identifier", "2 id_number real_identifier"]),
        (8, "refused", ["1 note formula", "2 note formula"]),
        (11, "refused", ["0 id_number resident_unknown"]),
        (None, "refused", ["2 number number_twice"]),
        (None, "refused", ["2 line too_many_cells"]),
    ]
    whole = str(await report(rongcheng, batch["id"])) + str(batch)
    for said in (WANG.id_number, LOOKS_REAL, "王秀英", "李军", "cmd", "jaywalking"):
        assert said not in whole
    held = rongcheng.opened.everything_held()
    assert LOOKS_REAL not in held
    assert stranger.id_number not in held


async def test_what_only_one_clerk_could_key_waits(rongcheng: Place) -> None:
    await rongcheng.settle(WANG)
    batch = await keyed_by_two(
        rongcheng, [f"1,王秀英,{WANG.id_number[:-1]},volunteer-hour,2018-12-08,"], [form(1, WANG)]
    )
    assert ends(batch["first_problems"]) == [(1, "waiting", ["1 id_number invalid_identifier"])]
    assert refused(await decide(rongcheng, batch["id"], 1, "first")) == (409, "no_usable_reading")
    assert done(await decide(rongcheng, batch["id"], 1, "second"))["outcome"] == "event"


async def test_a_decision_is_checked_like_any_event(rongcheng: Place) -> None:
    """The reading that the third officer keeps names nobody who is registered."""
    await rongcheng.settle(WANG)
    batch = await keyed_by_two(rongcheng, [form(1, LI)], [form(1, WANG)])
    assert refused(await decide(rongcheng, batch["id"], 1, "first")) == (404, "resident_unknown")
    assert (await report(rongcheng, batch["id"]))[0]["outcome"] == "waiting"


async def test_what_looks_like_something_held_already_waits_for_a_word(rongcheng: Place) -> None:
    """In one bundle, across bundles, and after the department's own notification."""
    resident = await rongcheng.settle(WANG)
    await rongcheng.event("volunteers", resident, "volunteer-hour", "2018-12-01")
    again = "0 line looks_like_another"
    batch = await keyed_by_two(
        rongcheng, [form(1, WANG, on="2018-12-01"), form(2, WANG), form(3, WANG)]
    )
    assert ends(await report(rongcheng, batch["id"])) == [
        (1, "waiting", [again]),
        (2, "event", []),
        (3, "waiting", [again]),
    ]
    other = await keyed_by_two(rongcheng, [form(1, WANG)], bundle="2019-018")
    assert ends(await report(rongcheng, other["id"])) == [(1, "waiting", [again])]
    assert refused(await decide(rongcheng, batch["id"], 3, "first")) == (409, "looks_like_another")
    kept = await decide(rongcheng, batch["id"], 3, "first", although_held=True)
    assert done(kept)["outcome"] == "event"
    assert done(await decide(rongcheng, other["id"], 1, "neither"))["outcome"] == "refused"
    assert (await rongcheng.score(WANG))["points"] == 1003


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
    assert (task["what"], task["id"], task["about"], task["due_on"]) == (
        "key the bundle again",
        batch["id"],
        "volunteers 2019-017",
        "2019-03-03",
    )
    done(await key(rongcheng, TWO, [form(1, LI)]))
    (task,) = done(await rongcheng.clerk.get("/v1/worklist"))["tasks"]
    assert task["what"] == "decide the differences"
    done(await decide(rongcheng, batch["id"], 1, "neither"))
    assert done(await rongcheng.clerk.get("/v1/worklist"))["tasks"] == []
