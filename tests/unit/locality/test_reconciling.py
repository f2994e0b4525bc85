"""Whatever two clerks key: every line ends in one way, and the sums are right."""

from collections import Counter
from datetime import date
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from services.locality.domain.batches import Outcome, items_of
from services.locality.domain.entries import Entry
from services.locality.domain.reconciling import Intake, loose_lines, pair_up, reconcile
from services.locality.domain.residents import Resident
from services.locality.domain.sheets import Keyed, NotTheForm, read_sheet
from shared.calendar import start_of
from shared.signature import Signature
from tests.builders import LOOKS_REAL, make_party
from tests.unit.locality.forms import HEADING
from tests.unit.locality.schemes import rules_of, scheme_of

SCHEME, RULES = scheme_of("rongcheng"), rules_of("shandong")
DAY = start_of(date(2019, 1, 2))
KNOWN = [make_party("王秀英", sequence=2), make_party("李军", sequence=3)]
RESIDENTS = {
    str(one.id_number): Resident(f"r-{number}", one.name, one.id_number, "clerk-one", DAY)
    for number, one in enumerate(KNOWN)
}

numbers = st.sampled_from(["1", "2", "3", "３", "x", ""])
names = st.sampled_from(["王秀英", "李军", "=1", "", '"', "王\x00"])
ids = st.sampled_from([*RESIDENTS, LOOKS_REAL, "", str(make_party(sequence=9).id_number)])
items = st.sampled_from(["volunteer-hour", "志愿服务一小时", "utility-theft", "jaywalking"])
days = st.sampled_from(["2018-12-08", "2018年12月8日", "2019-01-03", "2001-01-01", "soon"])
notes = st.sampled_from(["", "a", ",", "=x", "好"])
good = st.tuples(
    st.sampled_from(["1", "2", "3"]),
    st.sampled_from([f"{one.name},{one.id_number}" for one in KNOWN]),
    st.just("volunteer-hour"),
    st.sampled_from(["2018-12-08", "2018-12-09"]),
)
lines = st.one_of(
    good.map(",".join),
    st.tuples(numbers, names, ids, items, days, notes).map(",".join),
    st.sampled_from(["", ",,,", '"', "only one cell"]),
)
sheets = st.lists(lines, max_size=6).map(lambda found: "\n".join([HEADING, *found]).encode())


def keyed(body: bytes) -> Keyed:
    """What a clerk has keyed."""
    return read_sheet(body, items_of(SCHEME))


def intake() -> Intake:
    """Two residents, and nothing held about them."""
    return Intake(SCHEME, RULES, Signature("volunteers", DAY), RESIDENTS)


@settings(max_examples=150, deadline=None)
@given(sheets, sheets)
def test_any_two_keyings_end_line_by_line(one: bytes, other: bytes) -> None:
    first, second = keyed(one), keyed(other)
    names = (f"e-{number}" for number in count())
    settled = list(reconcile(pair_up(first, second), second.loose, intake(), names))
    settled += loose_lines(first.loose, 1)

    numbered = [line.number for line in settled if line.number is not None]
    assert numbered == sorted(set(first.readings) | set(second.readings))
    assert len(settled) == len(numbered) + len(first.loose) + len(second.loose)
    by_end = Counter(line.outcome for line in settled)
    assert sum(by_end[end] for end in Outcome) == len(settled)

    events = [line.event for line in settled if line.event]
    assert len(events) == by_end[Outcome.EVENT]
    assert len({(e.resident_id, e.kind, e.happened_on) for e in events}) == len(events)
    for line in settled:
        assert (line.event is not None) is (line.outcome is Outcome.EVENT)
        assert bool(line.findings) is (line.outcome is not Outcome.EVENT)
        if line.outcome is Outcome.EVENT:
            assert line.number is not None
            reading = first.readings[line.number][1]
            assert isinstance(reading, Entry)
            assert reading == second.readings[line.number][1]
        if line.outcome is Outcome.WAITING:
            assert line.number is not None
            pair = next(iter(pair_up(*_only(line.number, first, second))))
            assert pair.is_usable


def _only(number: int, *keyings: Keyed) -> tuple[Keyed, ...]:
    return tuple(
        Keyed({n: reading for n, reading in one.readings.items() if n == number}) for one in keyings
    )


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.binary(max_size=120).map((HEADING + "\n").encode().__add__))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        numbers = set(keyed(body).readings)
    except NotTheForm:
        numbers = set()
    assert all(1 <= number <= 999_999 for number in numbers)
