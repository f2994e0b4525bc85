"""Taking a keying in: one transaction for the whole of it, so that nothing is ever half done."""

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from services.locality.api.batch_shapes import BatchShown
from services.locality.domain.batches import Batch, Forms, Line, open_batch
from services.locality.domain.entries import Entry
from services.locality.domain.office import Office
from services.locality.domain.reconciling import (
    Intake,
    loose_lines,
    pair_up,
    reconcile,
    waiting_numbers,
)
from services.locality.domain.sheets import Keyed
from services.locality.records import batches, events, readings, residents
from shared.references import new_reference
from shared.signature import Signature


def open_with(session: Session, office: Office, forms: Forms, signed: Signature) -> Batch:
    """A batch that nothing is in yet."""
    batch = open_batch(new_reference("pb"), forms, office.rules, signed)
    batches.keep_batch(session, batch)
    return batch


def key_first(session: Session, batch: Batch, keyed: Keyed) -> None:
    """What the first clerk has keyed waits for the second; what has no number is refused."""
    readings.keep_readings(session, batch.id, 1, keyed)
    batches.keep_lines(session, batch.id, list(loose_lines(keyed.loose, 1)))


def key_second(session: Session, office: Office, batch: Batch, keyed: Keyed) -> list[Line]:
    """Both keyings side by side: each line ends, or waits for a third officer."""
    first = readings.readings_of(session, batch.id, 1)
    at = batch.keyed_again_at or batch.opened_at
    pairs = list(pair_up(first, keyed))
    entries = [pair.agreed for pair in pairs if pair.agreed]
    intake = intake_of(session, office, entries, Signature(batch.department, at))
    lines = list(reconcile(pairs, keyed.loose, intake, event_ids()))
    batches.keep_batch(session, batch)
    batches.keep_lines(session, batch.id, lines)
    readings.keep_second(session, batch.id, keyed, waiting_numbers(lines))
    readings.forget_ended(session, batch.id)
    return lines


def intake_of(
    session: Session, office: Office, entries: Iterable[Entry], signed: Signature
) -> Intake:
    """What these entries are checked against: who is registered, and what is held about them."""
    found = residents.residents_with(session, {entry.id_number for entry in entries})
    held = events.held_about(session, [one.id for one in found.values()])
    return Intake(office.scheme, office.rules, signed, found, held)


def event_ids() -> Iterator[str]:
    """New names for events, as many as are needed."""
    while True:
        yield new_reference("e")


def shown(session: Session, batch: Batch) -> BatchShown:
    """The batch as it now stands."""
    counts = batches.outcomes(session, batch.id)
    if batch.keyed_again_by is None:
        counts["keyed_once"] = readings.unpaired_count(session, batch.id)
    return BatchShown.of(batch, counts, batches.days_of(session, batch.id))
