"""The index answers as a plain dictionary of the same listings does, whatever happens to it."""

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.partner_gateway.domain import Target
from services.partner_gateway.records import (
    Correction,
    Index,
    Listed,
    ListedTwice,
    Position,
    TooLarge,
    Withdrawal,
)
from services.partner_gateway.records.index_writing import LONGEST_RUN
from shared.calendar import start_of
from shared.identifiers import Kind, TruncatedId
from tests.builders import make_party
from tests.unit.partner_gateway.platform import listed

NOW = datetime(2019, 2, 1, tzinfo=UTC)
WITHDRAWN_AT = start_of(date(2019, 2, 10))
NAMES = ("王秀英", "王秀", "𠮷" * 100, "é" * 100, "A. N. Other")
MASKS = ("6601011990****0020", "6601011990****0039")
ISSUERS = ("court", "tax")
REFS = tuple(f"l-reference-{place}" for place in range(4))
TARGETS = [Target(issuer=issuer, list="judgment-defaulters") for issuer in ISSUERS]
POSITION = Position("2019-02", "0" * 64, 0, NOW, has_gap=False)
Key = tuple[str, str]

rows = st.builds(
    lambda issuer, ref, kind, name, mask, version: listed(
        make_party(),
        ref,
        issuer=issuer,
        kind=kind,
        name=name,
        truncated_id=mask,
        version=version,
        reason=f"reason-{version}",
    ),
    st.sampled_from(ISSUERS),
    st.sampled_from(REFS),
    st.sampled_from([one.value for one in Kind]),
    st.sampled_from(NAMES),
    st.sampled_from(MASKS),
    st.integers(1, 4),
)
editions = st.lists(rows, max_size=8, unique_by=lambda row: row.key)


class Like:
    """A plain dictionary with the same promises."""

    def __init__(self) -> None:
        self.shown: dict[Key, Listed] = {}
        self.corrected: dict[Key, Listed] = {}
        self.gone: set[Key] = set()

    def install(self, edition: Iterable[Listed]) -> None:
        """What is gone stays out; what was put right stays right."""
        there = {row.key: row for row in edition if row.key not in self.gone}
        self.corrected = {
            key: right
            for key, right in self.corrected.items()
            if key in there and there[key].version < right.version
        }
        self.shown = there | self.corrected

    def withdraw(self, key: Key) -> None:
        """For good."""
        self.gone.add(key)
        self.shown.pop(key, None)
        self.corrected.pop(key, None)

    def correct(self, right: Correction) -> None:
        """Unless a later version is there already."""
        wrong = self.shown.get(right.key)
        if wrong is not None and wrong.version < right.version:
            self.shown[right.key] = self.corrected[right.key] = right.of(wrong)

    def named(self, kind: Kind, name: str, mask: str) -> list[Key]:
        """Whose listings these are."""
        party = kind, name, mask
        return sorted(
            row.key
            for row in self.shown.values()
            if (row.kind, row.name, row.truncated_id) == party
        )


class SameAnswers(RuleBasedStateMachine):
    """Editions, withdrawals, corrections and restarts in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.index = Index(self.folder / "index.sqlite")
        self.like = Like()
        self.cursor = 0
        self.install([])

    def teardown(self) -> None:
        self.index.close()
        shutil.rmtree(self.folder)

    @rule(edition=editions)
    def install(self, edition: list[Listed]) -> None:
        position = Position("2019-02", "0" * 64, self.cursor, NOW, has_gap=False)
        self.index.install(edition, position)
        self.like.install(edition)

    @rule(keys=st.lists(st.tuples(st.sampled_from(ISSUERS), st.sampled_from(REFS)), max_size=3))
    def withdraw(self, keys: list[Key]) -> None:
        self.cursor += 1
        ended = [Withdrawal(*key, "performed", WITHDRAWN_AT) for key in keys]
        self.index.apply(ended, self.cursor)
        for key in keys:
            self.like.withdraw(key)

    @rule(rights=st.lists(rows, max_size=3))
    def correct(self, rights: list[Listed]) -> None:
        self.cursor += 1
        changes = [
            Correction(row.issuer, row.ref, row.version, row.name, row.truncated_id)
            for row in rights
        ]
        self.index.apply(changes, self.cursor)
        for change in changes:
            self.like.correct(change)

    @rule()
    def restart(self) -> None:
        self.index.close()
        self.index = Index(self.folder / "index.sqlite")

    @precondition(lambda self: self.like.gone)
    @rule()
    def lose_what_was_not_yet_on_the_disk(self) -> None:
        """The journal's commit was the last that the disk took; the wiping was not."""
        file = mapped_file(self.folder)
        before = file.read_bytes()
        if not self.like.shown:
            return
        key = next(iter(self.like.shown))
        self.withdraw([key])
        self.index.close()
        file.write_bytes(before)
        self.index = Index(self.folder / "index.sqlite")

    @invariant()
    def every_question_has_the_same_answer(self) -> None:
        for kind in Kind:
            for name in NAMES:
                for mask in MASKS:
                    found = self.index.candidates(kind, name, TruncatedId(mask), TARGETS)
                    told = [(one.listed_on, one.ref) for one in found]
                    assert told == sorted(told)
                    keys = sorted((one.issuer, one.ref) for one in found)
                    assert keys == self.like.named(kind, name, mask)

    @invariant()
    def every_reference_is_there_or_not(self) -> None:
        for issuer in ISSUERS:
            for ref in REFS:
                assert self.index.holds(issuer, ref) == ((issuer, ref) in self.like.shown)
        assert self.index.listings == len(self.like.shown)
        assert self.index.known().cursor == self.cursor

    @invariant()
    def whoever_is_not_shown_is_nowhere_in_the_file(self) -> None:
        held, shown = mapped_file(self.folder).read_bytes(), self.like.shown.values()
        named = {row.name for row in shown if row.key not in self.like.corrected}
        for name in set(NAMES) - named - {"王秀"}:  # which others' names begin with
            assert name.encode() not in held


SameAnswers.TestCase.settings = settings(max_examples=60, stateful_step_count=20)
TestSameAnswers = pytest.mark.slow(SameAnswers.TestCase)


def mapped_file(folder: Path) -> Path:
    """The one that counts; there is no other."""
    (found,) = folder.glob("register-*.index")
    return found


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index that takes in one edition after the other."""
    return Index(tmp_path_factory.mktemp("index") / "index.sqlite")


@settings(max_examples=100)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=100),
        min_size=1,
        max_size=10,
        unique=True,
    )
)
def test_any_name_finds_its_own_listing_and_no_other(index: Index, names: list[str]) -> None:
    rows = [listed(make_party(), f"l-name-{at:03}", name=name) for at, name in enumerate(names)]
    index.install(rows, POSITION)
    for row in rows:
        mask = make_party().truncated_id
        (found,) = index.candidates(Kind.PERSON, row.name, mask, TARGETS)
        assert found.ref == row.ref
        assert index.candidates(Kind.PERSON, f"{row.name}x", mask, TARGETS) == [] or (
            f"{row.name}x" in names
        )
        assert index.candidates(Kind.ORGANISATION, row.name, mask, TARGETS) == []
        other_list = [Target(issuer="court", list="other")]
        assert index.candidates(Kind.PERSON, row.name, mask, other_list) == []


def test_all_of_a_listing_is_kept(index: Index) -> None:
    row = listed(make_party(), REFS[0], version=3, effect="favourable", publication="shared")
    index.install([row], POSITION)
    index.apply([Correction("court", REFS[0], 4, "李静", MASKS[1])], 1)
    (found,) = index.candidates(Kind.PERSON, "李静", TruncatedId(MASKS[1]), TARGETS)
    assert (found.list, found.reason) == (row.list, row.reason)
    assert (found.listed_on, found.stands_until) == (row.listed_on, row.stands_until)
    held = index._journal.corrected()
    assert held == [replace(row, version=4, name="李静", truncated_id=MASKS[1])]


def test_more_listings_of_one_party_than_can_be_found_in_time_are_refused(index: Index) -> None:
    index.install([listed(make_party(), REFS[0])], POSITION)
    crowd = [listed(make_party(), f"l-reference-{at:04}") for at in range(LONGEST_RUN + 2)]
    with pytest.raises(TooLarge):
        index.install(crowd, POSITION)
    assert index.listings == 1
    assert index.install(crowd[:200], POSITION) == 200


def test_a_reference_that_comes_twice_spoils_an_edition(index: Index) -> None:
    one = listed(make_party(), REFS[0])
    index.install([one], POSITION)
    with pytest.raises(ListedTwice):
        index.install([one, replace(one, name="李静", reason="other")], POSITION)
    assert index.holds("court", REFS[0])
    index.install([one, replace(one, issuer="tax")], POSITION)
    assert index.listings == 2
