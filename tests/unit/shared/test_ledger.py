"""What an authority decided, and how it says so: act and outbox are one row, said in order."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from shared.calendar import start_of
from shared.contract import Act, Cause
from shared.database import Database
from shared.ledger import acts
from shared.ledger.acts import LedgerBase
from shared.ledger.digest import digest, digest_here, say_again
from shared.ledger.listing import AlreadyWithdrawn, Listing
from shared.ledger.relay import Relay
from tests.builders import make_listing, make_organisation, make_party
from tests.unit.shared.memory import memory_database

TODAY = date(2019, 2, 14)
NOW = start_of(TODAY)


@dataclass
class Receipt:
    """The stream's receipt."""

    seq: int
    duplicate: bool = False


@dataclass
class Stream:
    """Keeps what was said; can be away, or take a message for another's."""

    said: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    away_after: int = 1_000
    duplicates: int = 0

    async def announce(self, subject: str, headers: Mapping[str, str], body: bytes) -> Receipt:
        """Take one message."""
        if len(self.said) >= self.away_after:
            raise ConnectionError("away")
        if self.duplicates:
            self.duplicates -= 1
            return Receipt(0, duplicate=True)
        self.said.append((subject, dict(headers), body))
        return Receipt(len(self.said))

    def versions(self) -> list[str]:
        """Which act of which listing was said, in order."""
        return [f"{h['Chimera-Listing']}:{h['Chimera-Version']}" for _, h, _ in self.said]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An authority's ledger in a file, which the relay's threads can share."""
    opened = memory_database([LedgerBase.metadata], f"sqlite:///{tmp_path}/ledger.sqlite")
    yield opened
    opened.close()


def do(database: Database, listing: Listing, act: Act) -> Listing:
    """One act in a transaction of its own."""
    with database.write() as session:
        acts.append(session, listing, act, NOW)
    return listing


def listed(database: Database, letter: str = "a") -> Listing:
    """A listing that the court has just made."""
    return do(database, make_listing(ref=f"l-{letter * 20}", listed_on=TODAY), Act.LISTED)


async def test_four_fields_cross_and_the_headers_name_no_party(database: Database) -> None:
    stream = Stream()
    listed(database)
    assert await Relay(database, stream).drain() == 1
    ((subject, headers, body),) = stream.said
    assert subject == "listings.court.judgment-defaulters.listed"
    assert json.loads(body) == {
        "name": "王秀英",
        "truncated_id": "6601011990****0020",
        "issuer": "court",
        "reason": "able-but-refuses",
    }
    assert headers["Chimera-Stands-Until"] == "2021-02-01"
    assert "王秀英" not in str(headers)
    assert make_party().id_number not in str(stream.said)


async def test_an_organisations_public_code_stays_whole(database: Database) -> None:
    stream = Stream()
    do(database, make_listing(make_organisation()), Act.LISTED)
    await Relay(database, stream).drain()
    assert json.loads(stream.said[0][2])["truncated_id"] == make_organisation().id_number


async def test_acts_are_said_once_and_in_the_order_they_were_done(database: Database) -> None:
    stream, ended = Stream(), listed(database).withdraw(Cause.PERFORMED, TODAY)
    listed(database, "b")
    do(database, ended, Act.WITHDRAWN)
    relay = Relay(database, stream)
    assert not relay.is_empty()
    assert await relay.drain() == 3
    assert await relay.drain() == 0
    assert relay.is_empty()
    a, b = "l-" + "a" * 20, "l-" + "b" * 20
    assert stream.versions() == [f"{a}:1", f"{b}:1", f"{a}:2"]
    assert [h.get("Chimera-Cause") for _, h, _ in stream.said] == [None, None, "performed"]


async def test_what_the_stream_did_not_take_waits(database: Database) -> None:
    stream = Stream(away_after=1)
    listed(database)
    listed(database, "b")
    relay = Relay(database, stream)
    with pytest.raises(ConnectionError):
        await relay.drain()
    assert not relay.is_empty()
    stream.away_after = 10
    assert await relay.drain() == 1
    assert len(stream.said) == 2


async def test_an_unexpected_duplicate_is_not_believed(database: Database) -> None:
    stream = Stream(duplicates=2)
    listed(database)
    assert await Relay(database, stream).drain() == 1
    assert len(stream.said) == 1


async def test_nobody_can_foresee_a_message_id(database: Database) -> None:
    stream = Stream()
    listed(database)
    relay = Relay(database, stream)
    await relay.drain()
    with database.write() as session:
        say_again(session, TODAY)
    await relay.drain()
    first, second = (headers for _, headers, _ in stream.said)
    assert stream.versions()[0] == stream.versions()[1]
    assert first["Nats-Msg-Id"] != second["Nats-Msg-Id"]


async def test_saying_again_tells_the_last_act_of_all_that_has_not_passed(
    database: Database,
) -> None:
    do(database, listed(database, "a").withdraw(Cause.SETTLED, TODAY), Act.WITHDRAWN)
    do(database, make_listing(ref="l-" + "b" * 20, stands_until=TODAY), Act.LISTED)
    listed(database, "c")
    stream = Stream()
    await Relay(database, stream).drain()
    stream.said.clear()
    with database.write() as session:
        assert say_again(session, TODAY) == 2
    await Relay(database, stream).drain()
    assert stream.versions() == [f"l-{'a' * 20}:2", f"l-{'c' * 20}:1"]


def list_in_a_power_cut(database: Database) -> None:
    """The act is written, but never committed."""
    with database.write() as session:
        acts.append(session, make_listing(), Act.LISTED, NOW)
        raise RuntimeError("power cut")


def test_an_act_and_its_place_in_the_outbox_share_one_fate(database: Database) -> None:
    with pytest.raises(RuntimeError):
        list_in_a_power_cut(database)
    with database.read() as session:
        assert acts.count_unpublished(session) == 0
        assert acts.listing(session, make_listing().ref) is None


def test_the_digest_tells_what_stands_and_changes_with_every_act(database: Database) -> None:
    first = listed(database)
    listed(database, "b")
    with database.read() as session:
        before = digest_here(session, TODAY)
        assert digest_here(session, date(2021, 2, 1)).count == 0
    assert before == digest(TODAY, [(f"l-{'b' * 20}", 1), (f"l-{'a' * 20}", 1)])
    do(database, first.correct("王秀瑛", first.id_number), Act.CORRECTED)
    with database.read() as session:
        after = digest_here(session, TODAY)
    assert (before.count, after.count) == (2, 2)
    assert before.sha256 != after.sha256


def test_a_listing_ends_by_itself_and_a_withdrawal_is_final() -> None:
    listing = make_listing()
    assert listing.stands_on(date(2021, 1, 31))
    assert not listing.stands_on(date(2021, 2, 1))
    ended = listing.withdraw(Cause.PERFORMED, TODAY)
    assert not ended.stands_on(TODAY)
    with pytest.raises(AlreadyWithdrawn):
        ended.withdraw(Cause.SETTLED, TODAY)
    with pytest.raises(AlreadyWithdrawn):
        ended.renew(date(2030, 1, 1))
    with pytest.raises(AlreadyWithdrawn):
        ended.correct("王秀瑛", ended.id_number)
