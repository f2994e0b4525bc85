"""What one notice changes in the register, so that order and repeats make no difference.

A listing has three parts that move on their own: its name and mask come from the highest version
heard, its dates and reason from the highest `listed`, and a withdrawal ends it for good whenever it
arrives. Whatever the order, the same notices leave the same register.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from services.national_platform.domain.checking import Word
from shared.contract import Act, BadNotice, Cause, Effect, Publication
from shared.identifiers import Kind


@dataclass(frozen=True, slots=True)
class Held:
    """One listing as the register holds it; a withdrawn one keeps no name, mask or reason.

    `in_edition` and `shown_until` are empty until an edition carries it, and a renewal is shown
    from the next edition on. `log_index` is the place in the log of the act that can be opened.
    """

    issuer: str
    ref: str
    list: str
    kind: Kind
    effect: Effect
    publication: Publication
    reason: str | None
    name: str | None
    truncated_id: str | None
    listed_on: date
    stands_until: date
    version: int
    terms_version: int = 0
    withdrawn_at: datetime | None = None
    cause: Cause | None = None
    in_edition: str | None = None
    shown_until: date | None = None
    log_index: int | None = None

    @property
    def is_shown(self) -> bool:
        """Whether an edition has carried it and it was not withdrawn since."""
        return self.in_edition is not None and self.withdrawn_at is None

    def stands_for_readers_on(self, day: date) -> bool:
        """Whether readers see it that day; expiry needs no notice."""
        return self.is_shown and self.shown_until is not None and day < self.shown_until


def hear(held: Held | None, word: Word) -> Held:
    """The listing after one more notice; what is old news leaves it as it was.

    BadNotice if the notice contradicts what the same issuer said before.
    """
    if held is None:
        return _first_heard(word)
    envelope = word.envelope
    if (held.list, held.kind) != (envelope.list, envelope.kind):
        raise BadNotice("list_or_kind_changed")
    if envelope.act is Act.WITHDRAWN:
        return _withdraw(held, word)
    if held.withdrawn_at is None:
        return _renew(_correct(held, word), word)
    if envelope.version > held.version:
        raise BadNotice(f"{envelope.act}_after_withdrawal")
    return held


def _first_heard(word: Word) -> Held:
    """What an unknown reference becomes: a listing, or the tombstone of one never seen."""
    envelope, notice = word.envelope, word.notice
    held = Held(
        issuer=envelope.issuer,
        ref=envelope.ref,
        list=envelope.list,
        kind=envelope.kind,
        effect=envelope.effect,
        publication=envelope.publication,
        reason=notice.reason,
        name=notice.name,
        truncated_id=notice.truncated_id,
        listed_on=envelope.listed_on,
        stands_until=envelope.stands_until,
        version=envelope.version,
        terms_version=envelope.version if envelope.act is Act.LISTED else 0,
    )
    return _withdraw(held, word) if envelope.act is Act.WITHDRAWN else held


def _correct(held: Held, word: Word) -> Held:
    """Take name and mask from a higher version, and the dates too while no `listed` was heard."""
    version, notice = word.envelope.version, word.notice
    if version <= held.version:
        return held
    changed = replace(held, version=version, name=notice.name, truncated_id=notice.truncated_id)
    return _with_terms(changed, word) if not held.terms_version else changed


def _renew(held: Held, word: Word) -> Held:
    """Take dates and reason from a higher `listed`."""
    version = word.envelope.version
    if word.envelope.act is not Act.LISTED or version <= held.terms_version:
        return held
    return replace(_with_terms(held, word), terms_version=version)


def _with_terms(held: Held, word: Word) -> Held:
    """A longer term waits for the next edition, a shorter one does not."""
    until = word.envelope.stands_until
    return replace(
        held,
        reason=word.notice.reason,
        listed_on=word.envelope.listed_on,
        stands_until=until,
        shown_until=min(held.shown_until, until) if held.shown_until else None,
    )


def _withdraw(held: Held, word: Word) -> Held:
    """The register forgets who it was about; a second withdrawal changes nothing."""
    envelope = word.envelope
    version = max(held.version, envelope.version)
    if held.withdrawn_at is not None:
        return replace(held, version=version)
    return replace(
        held,
        version=version,
        reason=None,
        name=None,
        truncated_id=None,
        listed_on=envelope.listed_on,
        stands_until=envelope.stands_until,
        withdrawn_at=envelope.sent_at,
        cause=envelope.cause,
    )


@dataclass(frozen=True, slots=True)
class Telling:
    """What readers of the feed must be told at once."""

    act: Act
    held: Held
    at: datetime


def tell(before: Held | None, after: Held, word: Word) -> Telling | None:
    """A withdrawal is always told, a correction only of what readers know by its old name."""
    if after.withdrawn_at is not None:
        was_withdrawn = before is not None and before.withdrawn_at is not None
        return None if was_withdrawn else Telling(Act.WITHDRAWN, after, after.withdrawn_at)
    is_known = before is not None and before.name is not None and after.is_shown
    if not is_known or _identity(before) == _identity(after):
        return None
    return Telling(Act.CORRECTED, after, word.envelope.sent_at)


def _identity(held: Held | None) -> tuple[str | None, str | None]:
    return (held.name, held.truncated_id) if held else (None, None)
