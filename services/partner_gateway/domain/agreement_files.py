"""Reading agreements and partners; a broken file stops the gateway with file, line and reason."""

from collections.abc import Iterator, Sequence
from datetime import date

from services.partner_gateway.domain.agreements import (
    BASIC_SERVICES,
    Agreements,
    Mou,
    Partner,
    PartnersFile,
    Target,
)
from shared.authorities import Authorities
from shared.checked_yaml import BrokenFile as BrokenAgreement
from shared.checked_yaml import Flaw, Location, parse
from shared.contract import Effect

__all__ = ["BrokenAgreement", "join", "read_mou", "read_partners"]


def read_mou(text: str, file: str, authorities: Authorities) -> Mou:
    """One agreement, checked against the lists that the issuers declare."""
    return parse(text, file, Mou, lambda mou: _contradictions(mou, authorities))


def read_partners(text: str, file: str) -> tuple[Partner, ...]:
    """All partners, each id once."""
    return parse(text, file, PartnersFile, _doubles).partners


def _doubles(read: PartnersFile) -> Iterator[Flaw]:
    seen: set[str] = set()
    for number, partner in enumerate(read.partners):
        if partner.id in seen:
            yield Flaw(("partners", number, "id"), "this partner is there twice")
        seen.add(partner.id)


def join(mous: Sequence[Mou], partners: Sequence[Partner], as_of: date) -> Agreements:
    """Agreements and partners together; a measure of two agreements could not be told apart."""
    known = {partner.id: partner for partner in partners}
    seen: dict[str, str] = {}
    for mou in mous:
        for signatory in mou.signatories:
            if signatory not in known:
                raise BrokenAgreement(f"{mou.id}: {signatory} is not among the partners")
        for measure in mou.measures:
            if measure.id in seen:
                raise BrokenAgreement(f"{mou.id}: {measure.id} stands in {seen[measure.id]} too")
            seen[measure.id] = mou.id
    return Agreements(mous, known, as_of)


def _contradictions(mou: Mou, authorities: Authorities) -> Iterator[Flaw]:
    for number, target in enumerate(mou.targets):
        place: Location = ("targets", number, "list")
        yield from (Flaw(place, reason) for reason in _wrong_target(mou, target, authorities))
    for number, measure in enumerate(mou.measures):
        if mou.effect is Effect.ADVERSE and measure.sphere in BASIC_SERVICES:
            place = ("measures", number, "sphere")
            yield Flaw(place, "nothing may restrict a basic public service")
        for outsider in sorted(set(measure.partners) - set(mou.signatories)):
            place = ("measures", number, "partners")
            yield Flaw(place, f"{outsider} did not sign this agreement")


def _wrong_target(mou: Mou, target: Target, authorities: Authorities) -> Iterator[str]:
    issuer = authorities.find(target.issuer)
    declared = issuer.declared_list(target.list) if issuer else None
    if declared is None:
        yield f"{target.issuer} keeps no list {target.list}"
    elif declared.effect is not mou.effect:
        yield f"this list is {declared.effect.value}"
