"""Many ask while the feed is applied and editions change: nobody waits, nobody sees half of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from services.partner_gateway.domain import Target
from services.partner_gateway.records import Correction, Index, Listed, Position, Withdrawal
from shared.identifiers import Kind, TruncatedId
from tests.builders import make_party
from tests.unit.partner_gateway.platform import WITHDRAWN_AT, listed

PARTY = make_party()
READERS, STEPS = 4, 90
TARGETS = [Target(issuer="court", list="judgment-defaulters")]
RIGHT = "王秀莹"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """An index of listings that all are about one name and mask."""
    opened = Index(tmp_path / "index.sqlite")
    opened.install(edition(), position("2019-02"))
    yield opened
    opened.close()


def edition() -> list[Listed]:
    """The same in each month; whatever the feed has said since is not in it."""
    return [listed(PARTY, f"l-reference-{at:04}") for at in range(STEPS)]


def position(month: str) -> Position:
    return Position(month, "0" * 64, 0, datetime.now(UTC), has_gap=False)


def refs(index: Index, name: str = PARTY.name) -> set[str]:
    """Whose name this is, as one question is answered."""
    mask = TruncatedId(PARTY.truncated_id)
    found = [one.ref for one in index.candidates(Kind.PERSON, name, mask, TARGETS)]
    assert len(found) == len(set(found))
    return set(found)


def ask_on(index: Index, over: Event) -> int:
    """Once a listing is gone from an answer it is in no later one; how often was asked."""
    before, count = refs(index), 0
    while not over.is_set() or count == 0:
        now = refs(index)
        assert now <= before
        before, count = now, count + 1
    return count


def change_all(index: Index) -> None:
    """Every third is withdrawn, every third put right; now and then another edition comes."""
    for at, row in enumerate(edition()):
        match at % 3:
            case 0:
                index.apply([Withdrawal(*row.key, "performed", WITHDRAWN_AT)], at)
            case 1:
                right = replace(row, name=RIGHT, version=2)
                index.apply([Correction(*right.key, 2, RIGHT, row.truncated_id)], at)
        if at % 30 == 29:
            index.install(edition(), position(f"2019-{3 + at // 30:02}"))


@pytest.mark.slow
def test_answers_only_ever_lose_what_was_withdrawn_or_put_right(index: Index) -> None:
    over = Event()
    with ThreadPoolExecutor(READERS) as pool:
        asking = [pool.submit(ask_on, index, over) for _ in range(READERS)]
        try:
            change_all(index)
        finally:
            over.set()
        assert all(one.result() for one in asking)
    all_refs = [row.ref for row in edition()]
    assert refs(index) == set(all_refs[2::3])
    assert refs(index, RIGHT) == set(all_refs[1::3])
    assert index.listings == STEPS - len(all_refs[0::3])


def test_a_question_is_answered_while_somebody_changes_the_index(index: Index) -> None:
    """The writer's lock is held, and nobody who asks waits for it."""
    with index._lock, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(lambda: (refs(index), index.holds("court", "l-reference-0000")))
        found, holds = asked.result(timeout=20)
    assert len(found) == STEPS
    assert holds
