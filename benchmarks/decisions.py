"""What a decision costs, against an empty handler with the same models of body and answer.

One uvicorn worker has one core; `wrk` asks from the other one. Both servers are asked in turns, so
that a busy moment meets both. A decision is the whole of it: token, agreement, index, the count
against guessing, a line in the log that is on the disk before the answer leaves, and, for every
hundredth party, the question to its issuer over the real broker.
"""

import re
import shutil
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.gateway_world import (
    MEASURE,
    OTHERS_CORE,
    Serving,
    court,
    lay_out,
    loading,
    serving,
    write_questions,
)
from benchmarks.results import Result
from benchmarks.surroundings import surroundings

RUNS = 5
SECONDS = 5
BATCH = 1_000
FLOOR, MOST_P99, MOST_LOADING = 0.6, 3.0, 2.0
BATCH_FLOOR = 15_000
ASK = """
local parties = {}
for line in io.lines("%(questions)s") do parties[#parties + 1] = line end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer %(token)s"
local at, step, refused = %(start)d, %(parties)d, 0
local function body()
  local some = {}
  for i = 1, step do at = at %% #parties + 1; some[i] = parties[at] end
  return table.concat(some, ",")
end
function request() return wrk.format(nil, nil, nil, '%(before)s' .. body() .. '%(after)s') end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw."""

    per_second: float
    p99_ms: float


def run() -> list[Result]:
    """Decisions per second and their tail, alone and in batches."""
    if shutil.which("wrk") is None:
        raise SystemExit("This benchmark needs wrk (apt-get install wrk).")
    with surroundings() as around, court(around):
        lay_out(around)
        questions = around.folder / "questions.jsonl"
        write_questions(questions)
        with (
            serving(around, "create_empty", questions) as empty,
            serving(around, "create_gateway", questions) as gateway,
        ):
            many = _in_turns(empty, gateway, 64)
            few = _in_turns(empty, gateway, 8)
            with loading(around):
                meanwhile = [_ask(gateway, 8, 1, turn) for turn in range(2)]
            batches = [_ask(gateway, 4, BATCH, turn) for turn in range(RUNS)]
    return [*_singles(many, few), _loading(few, meanwhile), _batched(batches)]


Turns = list[tuple[Load, Load]]


def _in_turns(empty: Serving, gateway: Serving, connections: int) -> Turns:
    """Both servers, one after the other; the first turn warms them up."""
    turns = [
        (_ask(empty, connections, 1, turn), _ask(gateway, connections, 1, turn))
        for turn in range(RUNS + 1)
    ]
    return turns[1:]


def _singles(many: Turns, few: Turns) -> list[Result]:
    tail = statistics.median(found.p99_ms for _, found in few)
    bare_tail = statistics.median(bare.p99_ms for bare, _ in few)
    return [
        _rate("decisions", many, FLOOR),
        _rate("decisions_8", few, None),
        Result("decisions_8_p99", tail, "ms", bare_tail, MOST_P99 * bare_tail / tail, 1.0),
    ]


def _rate(name: str, turns: Turns, floor: float | None) -> Result:
    ratio = statistics.median(found.per_second / bare.per_second for bare, found in turns)
    rate = statistics.median(found.per_second for _, found in turns)
    ceiling = statistics.median(bare.per_second for bare, _ in turns)
    return Result(name, rate, "decisions/s", ceiling, ratio, floor)


def _loading(few: Turns, meanwhile: list[Load]) -> Result:
    """The tail while an edition is loaded, against twice the tail at other times."""
    calm = statistics.median(found.p99_ms for _, found in few)
    tail = statistics.median(one.p99_ms for one in meanwhile)
    return Result("decisions_loading_p99", tail, "ms", calm, MOST_LOADING * calm / tail, 1.0)


def _batched(batches: list[Load]) -> Result:
    rate = statistics.median(one.per_second for one in batches) * BATCH
    return Result("decision_batches", rate, "parties/s", BATCH_FLOOR, rate / BATCH_FLOOR, 1.0)


def _ask(server: Serving, connections: int, parties: int, turn: int) -> Load:
    """What one run of wrk finds; an answer that is none spoils it."""
    head = f'{{"measure":"{MEASURE}","purpose":"booking 8841",'
    many = parties > 1
    script = server.questions.with_name(f"ask-{server.port}-{connections}-{parties}.lua")
    words = {
        "questions": server.questions,
        "token": server.token,
        "start": turn * 7_919,
        "parties": parties,
        "before": head + ('"parties":[' if many else '"party":'),
        "after": "]}" if many else "}",
    }
    script.write_text(ASK % words, "utf-8")
    door = "decision-batches" if many else "decisions"
    return _wrk(f"{server.url}/v1/{door}", script, connections)


def _wrk(url: str, script: Path, connections: int) -> Load:
    command = [
        "taskset", "-c", OTHERS_CORE, "wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s",
        "--timeout", "10s", "--latency", "-s", str(script), url,
    ]  # fmt: skip
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"Not every question was answered:\n{said}")
    rate = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    tail = re.search(r"99%\s+([0-9.]+)(us|ms|s)", said)
    assert rate is not None, said
    assert tail is not None, said
    unit = {"us": 0.001, "ms": 1.0, "s": 1000.0}[tail[2]]
    return Load(float(rate[1]), float(tail[1]) * unit)
