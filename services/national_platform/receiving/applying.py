"""One batch: believed or set aside, and kept in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import structlog
from sqlalchemy.orm import Session

from services.national_platform.domain.checking import Checker, Word
from services.national_platform.domain.commitments import Heard
from services.national_platform.domain.evaluations import Evaluation, at_once
from services.national_platform.domain.redaction import Redactor
from services.national_platform.domain.register import Held, Telling, hear, tell
from services.national_platform.records import (
    evaluations,
    feed,
    findings,
    log_openings,
    register,
    restatements,
)
from shared.bus import Delivery
from shared.calendar import Clock, legal_day
from shared.contract import Act, BadNotice, Envelope, read_notice
from shared.database import Database

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Desk:
    """What a batch is held against, and where it is kept."""

    database: Database
    clock: Clock
    checker: Checker
    redactor: Redactor


@dataclass(slots=True)
class Batch:
    """What came of one batch on its way through."""

    good: list[tuple[Delivery, Word]] = field(default_factory=list)
    bad: list[tuple[Delivery, str]] = field(default_factory=list)
    new_count: int = 0
    feed_grew_to: int | None = None
    evaluations_grew_to: int | None = None


def keep(desk: Desk, deliveries: Sequence[Delivery]) -> Batch:
    """Apply what is good and set aside what is bad, in one transaction."""
    batch, now = Batch(), desk.clock.now()
    today = legal_day(now)
    for delivery in deliveries:
        try:
            batch.good.append((delivery, _read(desk.checker, delivery, today)))
        except BadNotice as error:
            batch.bad.append((delivery, error.reason))
    with desk.database.write() as session:
        hearing = _apply(session, batch)
        if hearing.tellings:
            batch.feed_grew_to = feed.append(session, hearing.tellings, now)
        down = hearing.evaluations(today)
        batch.evaluations_grew_to = evaluations.send(session, down, now)
        aside = [
            (one.stream_seq, desk.redactor.excerpt(one.subject, one.headers, one.body, reason))
            for one, reason in batch.bad
        ]
        findings.set_aside(session, aside, now)
    return batch


def _read(checker: Checker, delivery: Delivery, today: date) -> Word:
    """The message as a word that its issuer may say; BadNotice otherwise."""
    try:
        envelope = Envelope.read(delivery.subject, delivery.headers)
        word = Word(envelope, read_notice(envelope, delivery.body))
        checker.check(word, today)
    except BadNotice:
        raise
    except Exception as error:  # no sender may stop the others by breaking us
        log.error("notice_unreadable", kind=type(error).__name__)
        raise BadNotice("unreadable") from error
    return word


class Hearing:
    """The register while it hears one batch."""

    def __init__(self, known: set[register.Once], before: Mapping[register.Key, Held]) -> None:
        self._known = set(known)
        self._before = before
        self._after = dict(before)
        self.tellings: list[Telling] = []
        self.acts: list[Heard] = []

    def hear(self, word: Word) -> None:
        """One word, unless it was taken in before; a withdrawal counts whatever its number."""
        if word.once in self._known and word.envelope.act is not Act.WITHDRAWN:
            return
        held = self._after.get(word.key)
        heard = self._after[word.key] = hear(held, word)
        telling = tell(held, heard, word)
        if telling:
            self.tellings.append(telling)
        if word.once not in self._known or (telling and telling.act is Act.WITHDRAWN):
            self.acts.append(Heard(word, held, heard))
        self._known.add(word.once)

    def evaluations(self, today: date) -> list[Evaluation]:
        """What of it goes down to the localities at once."""
        after, before = self._after.items(), self._before
        return [one for key, held in after for one in at_once(before.get(key), held, today)]

    def store(self, session: Session) -> None:
        """Put what was heard into the log and into the tables."""
        for key, place in log_openings.commit(session, self.acts).items():
            self._after[key] = replace(self._after[key], log_index=place)
        after, before = self._after.items(), self._before
        register.add(session, [held for key, held in after if key not in before])
        changed = [held for key, held in after if key in before and held != before[key]]
        register.change(session, changed)


def _apply(session: Session, batch: Batch) -> Hearing:
    """Let the register hear every good word; one that contradicts it becomes a bad one."""
    refs = {word.envelope.ref for _, word in batch.good}
    known = register.taken_in(session, refs)
    before = register.held(session, refs)
    restatements.note(session, [word for _, word in batch.good], before)
    hearing, believed = Hearing(known, before), []
    for delivery, word in batch.good:
        try:
            hearing.hear(word)
        except BadNotice as error:
            batch.bad.append((delivery, error.reason))
        else:
            believed.append((delivery, word))
    hearing.store(session)
    new = {word.once for _, word in believed} - known
    register.take_in(session, new)
    batch.good, batch.new_count = believed, len(new)
    return hearing
