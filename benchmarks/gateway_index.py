"""How the gateway's index compares with a dictionary in memory, and how fast an edition comes in.

A million listings. Lookups of listed parties and of parties that nobody has listed are each held
against a Python dictionary with the same keys and the same answers; every question comes as fresh
strings, as from a request. Loading is what the service does: a child process reads, checks and
writes the file, and this process puts it in the old one's place; the ceiling only decompresses the
file and parses its lines. Told besides: what the child takes of memory, and the slowest hundredth
of lookups in this process while the child works, held against a quiet minute.
"""

import gc
import gzip
import json
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from threading import Thread

from benchmarks.results import Result
from demo.population import Organisation, Person, make_population
from services.partner_gateway.domain import Candidate, Target
from services.partner_gateway.receiving.building import build_beside
from services.partner_gateway.receiving.edition_file import read_rows
from services.partner_gateway.records import Index, Listed, Position
from shared.identifiers import Kind, TruncatedId, truncate
from shared.references import new_reference

LISTINGS, PEOPLE = 1_000_000, 200_000
LOOKUPS, ROUNDS = 100_000, 5
LEAST_LOOKUP, LEAST_LOAD, LEAST_CALM = 0.2, 0.25, 0.5
MOST_BYTES = 150
SINCE, UNTIL = date(2019, 1, 2), date(2021, 1, 2)
TARGETS = [Target(issuer="court", list="judgment-defaulters")]
Question = tuple[Kind, str, TruncatedId]
Answer = Callable[[Question], object]


def run() -> list[Result]:
    """Lookups, bytes a listing, and loading."""
    with TemporaryDirectory(prefix="chimera-bench-") as name:
        folder = Path(name)
        edition = _write_edition(folder / "edition.jsonl.gz")
        index = Index(folder / "index.sqlite")
        index.install([], _position("2019-01"))
        results = _loading(index, edition)
        results.append(_size(folder))
        results += _lookups(index, edition)
        results.append(_calm(index, edition))
        index.close()
    return results


def _write_edition(path: Path) -> Path:
    with gzip.open(path, "wb", compresslevel=6) as file:
        for row in _rows():
            line = json.dumps(row.values(), default=str, ensure_ascii=False, separators=(",", ":"))
            file.write(f"{line}\n".encode())
    return path


def _rows() -> Iterator[Listed]:
    """Every name five times, each with a mask of its own."""
    people = [_known(one) for one in islice(make_population(PEOPLE, seed=1), PEOPLE)]
    for number in range(LISTINGS):
        kind, name, _ = people[number % len(people)]
        mask = people[number * 7 % len(people)][2]
        if kind == Kind.PERSON and "*" not in mask:
            kind = Kind.ORGANISATION
        elif kind == Kind.ORGANISATION and "*" in mask:
            kind = Kind.PERSON
        yield Listed(
            "court", new_reference("court"), "judgment-defaulters", kind.value, "adverse",
            "public", 1, SINCE + timedelta(number % 30), UNTIL + timedelta(number % 365),
            name, f"{mask[:6]}{1940 + number // len(people)}{mask[10:]}" if "*" in mask else mask,
            "able-but-refuses" if number % 3 else "obstructs-enforcement",
        )  # fmt: skip


def _known(one: Person | Organisation) -> tuple[Kind, str, str]:
    if isinstance(one, Person):
        return Kind.PERSON, one.name, truncate(Kind.PERSON, one.id_number)
    return Kind.ORGANISATION, one.name, one.code


def _position(edition: str) -> Position:
    return Position(edition, "0" * 64, 0, datetime.now(UTC), has_gap=False)


def _loading(index: Index, edition: Path) -> list[Result]:
    bare = _bare(edition)
    seconds = _load(index, edition)
    assert index.listings == LISTINGS
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rates = LISTINGS / seconds, LISTINGS / bare
    return [
        Result("gateway_load", rates[0], "listings/s", rates[1], bare / seconds, LEAST_LOAD),
        Result("gateway_load_memory", memory, "MB"),
    ]


def _bare(edition: Path) -> float:
    """Seconds for decompressing the file and parsing its lines."""
    began = time.perf_counter()
    with gzip.open(edition, "rb") as lines:
        for line in lines:
            json.loads(line)
    return time.perf_counter() - began


def _load(index: Index, edition: Path) -> float:
    began = time.perf_counter()
    build_beside(edition, index.journal, index.beside, lambda: False)
    index.adopt(_position("2019-02"))
    return time.perf_counter() - began


def _size(folder: Path) -> Result:
    """Everything that the index has on the disk; in memory is what of it is read."""
    files = [*folder.glob("register*"), *folder.glob("index.sqlite*")]
    held = sum(file.stat().st_size for file in files) / LISTINGS
    ratio = MOST_BYTES / held
    return Result("gateway_index_size", held, "bytes a listing", MOST_BYTES, ratio, 1.0)


def _lookups(index: Index, edition: Path) -> list[Result]:
    plain = _dictionary(edition)
    chance = random.Random(1)  # noqa: S311 - the same questions in each run
    listed = chance.sample(list(plain), LOOKUPS)
    others = [(kind, f"{name}甲", mask) for kind, name, mask in listed]
    gc.collect()
    gc.freeze()  # a million objects of the dictionary are not looked through again and again
    found = [
        _against(name, questions, plain.get, _answer(index))
        for name, questions in (("gateway_lookup", listed), ("gateway_lookup_missing", others))
    ]
    gc.unfreeze()
    return found


def _answer(index: Index) -> Answer:
    candidates = index.candidates
    return lambda asked: candidates(*asked, TARGETS)


def _dictionary(edition: Path) -> dict[Question, list[Candidate]]:
    """The same keys, and the answers ready."""
    plain: dict[Question, list[Candidate]] = {}
    for row in read_rows(edition):
        one = Candidate(row.issuer, row.ref, row.list, row.reason, row.listed_on, row.stands_until)
        key = Kind(row.kind), row.name, TruncatedId(row.truncated_id)
        plain.setdefault(key, []).append(one)
    return plain


def _against(name: str, asked: Sequence[Question], plain: Answer, index: Answer) -> Result:
    """Both in turns; the best round of each."""
    rounds = [(_seconds(asked, plain), _seconds(asked, index)) for _ in range(ROUNDS)]
    ceiling, value = (len(asked) / min(times) for times in zip(*rounds, strict=True))
    return Result(name, value, "lookups/s", ceiling, value / ceiling, LEAST_LOOKUP)


def _seconds(asked: Sequence[Question], answer: Answer) -> float:
    fresh = [(kind, _fresh(name), TruncatedId(_fresh(mask))) for kind, name, mask in asked]
    began = time.perf_counter()
    for one in fresh:
        answer(one)
    return time.perf_counter() - began


def _fresh(text: str) -> str:
    """The same text as another object, whose hash nobody has computed yet."""
    return text.encode().decode()


def _calm(index: Index, edition: Path) -> Result:
    """The slowest hundredth of lookups while an edition is loaded, and without."""
    asked = [(row.kind, row.name, row.truncated_id) for row in islice(read_rows(edition), LOOKUPS)]
    questions = [(Kind(kind), name, TruncatedId(mask)) for kind, name, mask in asked]
    quiet = _tail(index, questions, lambda count: count < ROUNDS * LOOKUPS)
    loading = Thread(target=_load, args=(index, edition))
    loading.start()
    busy = _tail(index, questions, lambda _: loading.is_alive())
    loading.join()
    return Result("gateway_load_calm", busy, "µs at p99", quiet, quiet / busy, LEAST_CALM)


def _tail(index: Index, asked: Sequence[Question], goes_on: Callable[[int], bool]) -> float:
    taken: list[float] = []
    while goes_on(len(taken)):
        for kind, name, mask in asked[:1000]:
            began = time.perf_counter()
            index.candidates(kind, name, mask, TARGETS)
            taken.append(time.perf_counter() - began)
    return quantiles(taken, n=100)[-1] * 1_000_000
