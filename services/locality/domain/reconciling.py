"""Two keyings side by side: agreement, difference, and what cannot be used."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from services.locality.domain.batches import (
    DIFFERS,
    LOOKS_LIKE_ANOTHER,
    NOT_KEYED,
    Finding,
    Line,
    Outcome,
)
from services.locality.domain.entries import Entry, Field, Flaw, Reading
from services.locality.domain.events import Event, Notification, take_in
from services.locality.domain.residents import Resident, meant
from services.locality.domain.scheme import Scheme
from services.locality.domain.sheets import Keyed, Loose
from shared.errors import Refusal
from shared.rulebook import Rules
from shared.signature import Signature

# What a refusal of an event is about, for a report that names the field.
FIELDS = {
    "kind_unknown": Field.ITEM,
    "kind_not_yours": Field.ITEM,
    "date_in_future": Field.HAPPENED_ON,
    "too_old": Field.HAPPENED_ON,
    "resident_unknown": Field.ID_NUMBER,
}


@dataclass(slots=True)
class Intake:
    """How entries of one department become events on one day, beside what is held already."""

    scheme: Scheme
    rules: Rules
    signed: Signature
    residents: Mapping[str, Resident]
    held: set[tuple[str, str, date]] = field(default_factory=set)

    def take(self, event_id: str, entry: Entry) -> Event:
        """The event; a refusal with a code if it cannot be one."""
        resident = meant(self.residents.get(entry.id_number), entry.name)
        told = Notification(event_id, resident.id, entry.kind, entry.happened_on, entry.note)
        return take_in(self.scheme, self.rules, told, self.signed)

    def is_held(self, event: Event) -> bool:
        """Whether the same person, item and day is held already, from wherever it came."""
        return _key(event) in self.held

    def settle(self, event_id: str, entry: Entry) -> tuple[Outcome, Event | None, Flaw | None]:
        """What becomes of an entry on which there is agreement."""
        try:
            event = self.take(event_id, entry)
        except Refusal as refusal:
            return Outcome.REFUSED, None, flaw_of(refusal)
        if self.is_held(event):
            return Outcome.WAITING, None, Flaw(Field.LINE, LOOKS_LIKE_ANOTHER)
        self.held.add(_key(event))
        return Outcome.EVENT, event, None


def flaw_of(refusal: Refusal) -> Flaw:
    """What a refused event has wrong."""
    return Flaw(FIELDS.get(refusal.code, Field.LINE), refusal.code)


def _key(event: Event) -> tuple[str, str, date]:
    """What two events must have in common to look like one."""
    return event.resident_id, event.kind, event.happened_on


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the paper as both clerks have keyed it, as far as they have."""

    number: int
    rows: tuple[int | None, int | None]
    first: Reading | None
    second: Reading | None

    @property
    def agreed(self) -> Entry | None:
        """What both have keyed alike, if it can be used."""
        return self.first if isinstance(self.first, Entry) and self.first == self.second else None

    @property
    def is_usable(self) -> bool:
        """Whether there is at least one reading to decide on."""
        return isinstance(self.first, Entry) or isinstance(self.second, Entry)


def pair_up(first: Keyed, second: Keyed) -> Iterator[Pair]:
    """Both keyings side by side, by the numbers on the paper."""
    nothing = (None, None)
    for number in sorted(first.readings.keys() | second.readings.keys()):
        row_first, reading_first = first.readings.get(number, nothing)
        row_second, reading_second = second.readings.get(number, nothing)
        yield Pair(number, (row_first, row_second), reading_first, reading_second)


def reconcile(
    pairs: Iterable[Pair], loose: Iterable[Loose], intake: Intake, event_ids: Iterator[str]
) -> Iterator[Line]:
    """Every line of a bundle with its end; then the second clerk's rows that have no number."""
    for pair in pairs:
        entry = pair.agreed
        if entry is None:
            yield _disagreement(pair)
        else:
            outcome, event, flaw = intake.settle(next(event_ids), entry)
            findings = (Finding(0, flaw),) if flaw else ()
            yield Line(pair.number, pair.rows, outcome, findings, event)
    yield from loose_lines(loose, 2)


def loose_lines(loose: Iterable[Loose], keying: int) -> Iterator[Line]:
    """Rows that cannot be compared with anything are refused."""
    for one in loose:
        rows = (one.row, None) if keying == 1 else (None, one.row)
        findings = tuple(Finding(keying, flaw) for flaw in one.flaws)
        yield Line(None, rows, Outcome.REFUSED, findings)


def _disagreement(pair: Pair) -> Line:
    """It waits for a third officer; without any usable reading there is nothing to wait for."""
    one, other = pair.first, pair.second
    findings = (*_findings(1, one), *_findings(2, other), *_differences(one, other))
    outcome = Outcome.WAITING if pair.is_usable else Outcome.REFUSED
    return Line(pair.number, pair.rows, outcome, findings)


def _findings(keying: int, reading: Reading | None) -> Iterator[Finding]:
    """What is wrong with one of the readings."""
    if reading is None:
        yield Finding(keying, Flaw(Field.LINE, NOT_KEYED))
    elif not isinstance(reading, Entry):
        yield from (Finding(keying, flaw) for flaw in reading)


def _differences(one: Reading | None, other: Reading | None) -> Iterator[Finding]:
    if isinstance(one, Entry) and isinstance(other, Entry):
        yield from (Finding(0, Flaw(name, DIFFERS)) for name in differing(one, other))


def differing(one: Entry, other: Entry) -> list[Field]:
    """In which fields two readings differ."""
    pairs = {
        Field.NAME: one.name == other.name,
        Field.ID_NUMBER: one.id_number == other.id_number,
        Field.ITEM: one.kind == other.kind,
        Field.HAPPENED_ON: one.happened_on == other.happened_on,
        Field.NOTE: one.note == other.note,
    }
    return [name for name, is_same in pairs.items() if not is_same]


def waiting_numbers(lines: Iterable[Line]) -> set[int]:
    """The numbers of the lines on which somebody must still decide."""
    waiting = (line.number for line in lines if line.outcome is Outcome.WAITING)
    return {number for number in waiting if number is not None}
