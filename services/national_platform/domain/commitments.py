"""What the log commits to when the register hears an act, and which act of a listing can be opened.

Name and mask stand in the register alone; what only the act itself said stands beside its salt. So
an act can be written down again word for word as long as the register knows whom it is about.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Terms:
    """What an act said beside name and mask; a withdrawal says nothing but when."""

    act: Act
    version: int
    at: datetime
    reason: str | None
    listed_on: date | None
    stands_until: date | None


def terms_of(word: Word) -> Terms:
    """What is kept of an act for opening it later."""
    envelope, is_end = word.envelope, word.envelope.act is Act.WITHDRAWN
    return Terms(
        act=envelope.act,
        version=envelope.version,
        at=envelope.sent_at,
        reason=None if is_end else word.notice.reason,
        listed_on=None if is_end else envelope.listed_on,
        stands_until=None if is_end else envelope.stands_until,
    )


def content_heard(heard: Heard) -> dict[str, Any]:
    """The act as the log commits to it."""
    notice = heard.word.notice
    return content(terms_of(heard.word), heard.after, notice.name, notice.truncated_id)


def content(terms: Terms, held: Held, name: str | None, mask: str | None) -> dict[str, Any]:
    """An act written down, from what is kept of it and what the register holds of its listing.

    List, kind, effect and publication are the listing's: no later act changes them.
    """
    if terms.act is Act.WITHDRAWN:
        return _withdrawal(terms, held)
    return {
        "act": terms.act,
        "at": instant(terms.at),
        "effect": held.effect,
        "issuer": held.issuer,
        "kind": held.kind,
        "list": held.list,
        "listed_on": str(terms.listed_on),
        "name": name,
        "publication": held.publication,
        "reason": terms.reason,
        "ref": held.ref,
        "stands_until": str(terms.stands_until),
        "truncated_id": mask,
        "version": terms.version,
    }


def _withdrawal(terms: Terms, held: Held) -> dict[str, Any]:
    """No party in it: a receipt shows it to anybody, for ever."""
    return {
        "act": terms.act,
        "issuer": held.issuer,
        "ref": held.ref,
        "version": terms.version,
        "withdrawn_at": instant(terms.at),
    }
