"""Which notices may be believed: the sender's word against what the authorities declared."""

from dataclasses import dataclass
from datetime import date, timedelta

from shared.authorities import Authorities, DeclaredList
from shared.contract import BadNotice, Envelope, Notice


@dataclass(frozen=True, slots=True)
class Word:
    """One notice in its frame, read but not yet believed."""

    envelope: Envelope
    notice: Notice

    @property
    def key(self) -> tuple[str, str]:
        """Which listing it is about: references are their issuer's own."""
        return self.envelope.issuer, self.envelope.ref

    @property
    def once(self) -> tuple[str, str, int]:
        """What is taken in once only."""
        return self.envelope.issuer, self.envelope.ref, self.envelope.version


class Checker:
    """Holds each word against what its issuer declared."""

    def __init__(self, authorities: Authorities, max_days_ahead: int) -> None:
        self._issuers = {issuer.slug for issuer in authorities.issuers}
        self._lists = {
            (issuer.slug, one.id): one for issuer in authorities.issuers for one in issuer.lists
        }
        self.max_days_ahead = max_days_ahead
        self._ahead = timedelta(days=max_days_ahead)

    def check(self, word: Word, today: date) -> None:
        """BadNotice with a stable code unless the issuer may say this about this list."""
        declared = self._declared(word.envelope)
        _must_agree(word.envelope, declared)
        self._must_have_sane_dates(word.envelope, today)

    def _declared(self, envelope: Envelope) -> DeclaredList:
        if envelope.issuer not in self._issuers:
            raise BadNotice("issuer_unknown")
        declared = self._lists.get((envelope.issuer, envelope.list))
        if declared is None:
            raise BadNotice("list_not_of_issuer")
        return declared

    def _must_have_sane_dates(self, envelope: Envelope, today: date) -> None:
        """An issuer's clock may run ahead of ours for a while, never by years."""
        if envelope.stands_until <= envelope.listed_on:
            raise BadNotice("dates_out_of_order")
        if envelope.listed_on > today + self._ahead:
            raise BadNotice("date_too_far_ahead")


def _must_agree(envelope: Envelope, declared: DeclaredList) -> None:
    if envelope.effect != declared.effect:
        raise BadNotice("effect_not_as_declared")
    if envelope.publication != declared.publication:
        raise BadNotice("publication_not_as_declared")
    if envelope.kind not in declared.kinds:
        raise BadNotice("kind_not_as_declared")
