"""What the log commits to when the register hears an act, and which act of a listing can be opened.

Name and mask stand in the register alone; what only the act itself said stands beside its salt. So
an act can be written down again word for word as long as the register knows whom it is about.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from services.national_platform.domain.checking import Word
from services.national_platform.domain.register import Held
from shared.contract import Act
from shared.proving.canonical import instant


@dataclass(frozen=True, slots=True)
class Heard:
    """One act that was believed, with its listing before and after."""

    word: Word
    before: Held | None
    after: Held

    @property
    def can_be_opened(self) -> bool:
        """Whether this is now the act that shows what the register holds of the listing.

        That is the act with its name and mask, or the withdrawal that ended it. An act that came
        too late for either is in the log like any other, and nobody can open it.
        """
        was_withdrawn = self.before is not None and self.before.withdrawn_at is not None
        if self.word.envelope.act is Act.WITHDRAWN or was_withdrawn:
            return not was_withdrawn
        return self.before is None or self.before.version < self.word.envelope.version


class Terms(NamedTuple):
    """What an act said beside name and mask; a withdrawal says nothing but when."""

    version: int
    act: str
    at: str
    reason: str | None = None
    listed_on: str | None = None
    stands_until: str | None = None


def terms_of(word: Word) -> Terms:
    """What is kept of an act for opening it later, written as it is committed to."""
    envelope = word.envelope
    at = instant(envelope.sent_at)
    if envelope.act is Act.WITHDRAWN:
        return Terms(envelope.version, str(envelope.act), at)
    return Terms(
        envelope.version,
        str(envelope.act),
        at,
        word.notice.reason,
        envelope.listed_on.isoformat(),
        envelope.stands_until.isoformat(),
    )


def content(terms: Terms, held: Held, name: str | None, mask: str | None) -> dict[str, Any]:
    """An act as the log commits to it, its words in order of the alphabet.

    List, kind, effect and publication are the listing's: no later act changes them. A withdrawal
    has no party in it: a receipt shows it to anybody, for ever.
    """
    if terms.act == Act.WITHDRAWN:
        return {
            "act": terms.act,
            "issuer": held.issuer,
            "ref": held.ref,
            "version": terms.version,
            "withdrawn_at": terms.at,
        }
    return {
        "act": terms.act,
        "at": terms.at,
        "effect": str(held.effect),
        "issuer": held.issuer,
        "kind": str(held.kind),
        "list": held.list,
        "listed_on": terms.listed_on,
        "name": name,
        "publication": str(held.publication),
        "reason": terms.reason,
        "ref": held.ref,
        "stands_until": terms.stands_until,
        "truncated_id": mask,
        "version": terms.version,
    }
