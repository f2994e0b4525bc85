"""Time moves from one due instant to the next: authorities, then the platform, then the gateway."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from demo.advance import DoorClocks, Face, advance, move, span, target
from demo.launcher.ports import free_ports
from demo.trouble import Trouble

STAGES = [["court", "tax"], ["platform"], ["gateway"]]
NEW_YEAR = datetime(2019, 1, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return NEW_YEAR + timedelta(days=number)


@dataclass
class FakeClocks:
    """Clocks of services in which things fall due, and work takes a few looks to finish."""

    dues: dict[str, list[datetime]] = field(default_factory=dict)
    slow: set[str] = field(default_factory=set)
    stuck: set[str] = field(default_factory=set)
    # What one service's move makes fall due in another.
    causes: dict[tuple[str, datetime], tuple[str, datetime]] = field(default_factory=dict)
    nows: dict[str, datetime] = field(default_factory=dict)
    moves: list[tuple[str, datetime]] = field(default_factory=list)
    looks: dict[str, int] = field(default_factory=dict)

    def read(self, name: str) -> Face:
        now = self.nows.get(name, NEW_YEAR)
        ahead = [due for due in self.dues.get(name, []) if due > now]
        self.looks[name] = self.looks.get(name, 0) + 1
        is_idle = name not in self.stuck and (name not in self.slow or self.looks[name] % 4 == 0)
        return Face(now, min(ahead, default=None), is_idle)

    def put(self, name: str, to: datetime) -> None:
        assert to > self.nows.get(name, NEW_YEAR), "a clock was put back"
        for before in STAGES[: next(i for i, stage in enumerate(STAGES) if name in stage)]:
            assert all(self.nows[one] == to for one in before), "a stage ran ahead"
        self.nows[name] = to
        self.moves.append((name, to))
        if (caused := self.causes.get((name, to))) is not None:
            self.dues.setdefault(caused[0], []).append(caused[1])


def test_every_due_instant_on_the_way_is_a_stop_for_all() -> None:
    clocks = FakeClocks(dues={"court": [day(3), day(9)], "platform": [day(7)]})
    assert list(advance(clocks, STAGES, day(8))) == [day(3), day(7), day(8)]
    assert [name for name, at in clocks.moves if at == day(3)] == [
        "court", "tax", "platform", "gateway",
    ]  # fmt: skip
    assert set(clocks.nows.values()) == {day(8)}


def test_what_falls_due_only_because_of_an_earlier_stop_is_not_jumped_over() -> None:
    clocks = FakeClocks(dues={"court": [day(3)]}, causes={("court", day(3)): ("platform", day(5))})
    assert list(advance(clocks, STAGES, day(30))) == [day(3), day(5), day(30)]


def test_no_stage_moves_before_the_one_before_it_is_idle() -> None:
    clocks = FakeClocks(dues={"court": [day(3)]}, slow={"court", "platform"})
    assert list(advance(clocks, STAGES, day(3))) == [day(3)]
    assert clocks.looks["court"] >= 4


def test_a_service_that_never_finishes_is_named() -> None:
    clocks = FakeClocks(stuck={"platform"})
    with pytest.raises(Trouble, match="platform still has work on its way"):
        list(advance(clocks, STAGES, day(1), idle_seconds=0.1))


def test_a_clock_that_lags_is_brought_up_first() -> None:
    clocks = FakeClocks(nows={"court": day(2), "tax": day(2)})
    assert list(advance(clocks, STAGES, day(2))) == []
    assert clocks.nows == dict.fromkeys(["court", "tax", "platform", "gateway"], day(2))


def test_time_never_moves_backwards() -> None:
    clocks = FakeClocks(nows={"court": day(2)})
    with pytest.raises(Trouble, match="never moves backwards"):
        list(advance(clocks, STAGES, day(1)))


def test_moving_by_a_span_tells_where_the_clocks_stand() -> None:
    clocks = FakeClocks(dues={"court": [day(1)]})
    assert move(clocks, STAGES, timedelta(days=3)) == day(3)
    assert move(clocks, STAGES, day(4)) == day(4)
    assert move(clocks, STAGES, day(4)) == day(4)


def test_a_month_with_something_due_each_day_is_thirty_stops() -> None:
    clocks = FakeClocks(dues={"court": [day(number) for number in range(1, 40)]})
    assert len(list(advance(clocks, STAGES, day(30)))) == 30


def test_spans_and_days_are_read() -> None:
    assert span("30d") == timedelta(days=30)
    assert span("2w") == timedelta(days=14)
    assert span("12h") == timedelta(hours=12)
    assert span("soon") is None
    # A legal day begins in Beijing, eight hours before it does in Greenwich.
    assert target("2019-03-01", NEW_YEAR) == datetime(2019, 2, 28, 16, tzinfo=UTC)
    with pytest.raises(Trouble, match="neither a span"):
        target("soon", NEW_YEAR)


def test_a_face_without_a_due_instant_is_never_a_stop() -> None:
    face = Face(NEW_YEAR, None, idle=True)
    assert replace(face, now=day(1)).next_due_at is None
    assert list(advance(FakeClocks(), STAGES, day(1))) == [day(1)]


class ClockDoor(BaseHTTPRequestHandler):
    """A clock at its door, which refuses to go back."""

    now = NEW_YEAR

    def do_GET(self) -> None:
        self._answer(200, {"now": ClockDoor.now.isoformat(), "next_due_at": None, "idle": True})

    def do_PUT(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        to = datetime.fromisoformat(body["now"])
        if to < ClockDoor.now or self.headers["authorization"] != "Bearer operators-token":
            return self._answer(409, {"detail": "The model's clock never moves backwards."})
        ClockDoor.now = to
        return self.do_GET()

    def _answer(self, status: int, document: dict[str, object]) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(document).encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def clock_door() -> Iterator[DoorClocks]:
    ClockDoor.now = NEW_YEAR
    server = HTTPServer(("127.0.0.1", 0), ClockDoor)
    Thread(target=server.serve_forever, args=(0.01,)).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        with closing(DoorClocks({"court": address}, {"court": "operators-token"})) as clocks:
            yield clocks
    finally:
        server.shutdown()
        server.server_close()


def test_clocks_are_read_and_moved_by_their_doors() -> None:
    with clock_door() as clocks:
        clocks.put("court", day(3))
        assert clocks.read("court") == Face(day(3), None, idle=True)
        with pytest.raises(Trouble, match="court refused: The model's clock never moves back"):
            clocks.put("court", day(2))


def test_a_service_that_does_not_answer_is_named() -> None:
    nobody = f"http://127.0.0.1:{free_ports(1)[0]}"
    clocks = DoorClocks({"court": nobody}, {"court": "operators-token"})
    with closing(clocks), pytest.raises(Trouble, match="court does not answer at http://127"):
        clocks.read("court")
