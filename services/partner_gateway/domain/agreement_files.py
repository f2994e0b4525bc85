"""Reading agreements and who signed them; a broken file stops the gateway, told by its line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from services.partner_gateway.domain.agreements import Agreements, PairId
from services.partner_gateway.domain.basic_list import BasicList
from services.partner_gateway.domain.memorandums import (
    BASIC_SERVICES,
    Body,
    Closed,
    Measure,
    Mou,
    Partner,
    Target,
)
from services.partner_gateway.domain.recognition import Recognition, RecognitionFile
from shared.authorities import Authorities
from shared.checked_yaml import BrokenFile as BrokenAgreement
from shared.checked_yaml import Flaw, Location, line_in, parse
from shared.contract import Effect

__all__ = ["Bodies", "BrokenAgreement", "join", "left_out", "read_bodies", "read_mou"]


class BodiesFile(Closed):
    """The file of all bodies: those that ask here, and those that only signed."""

    partners: tuple[Partner, ...] = Field(min_length=1)
    signed_only: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Bodies:
    """Who may ask, and who else signed, each by its id."""

    partners: Mapping[str, Partner]
    bodies: Mapping[str, Body]


def read_bodies(text: str, file: str) -> Bodies:
    """All partners and all bodies that only signed, each id once."""
    read = parse(text, file, BodiesFile, _doubles)
    return Bodies({one.id: one for one in read.partners}, {one.id: one for one in read.signed_only})


def _doubles(read: BodiesFile) -> Iterator[Flaw]:
    seen: set[str] = set()
    for key, bodies in (("partners", read.partners), ("signed_only", read.signed_only)):
        for number, body in enumerate(bodies):
            if body.id in seen:
                yield Flaw((key, number, "id"), f"{body.id} is there twice")
            seen.add(body.id)


def read_mou(text: str, file: str, authorities: Authorities, basic: BasicList) -> Mou:
    """One agreement, checked against the issuers' declared lists and the basic list of measures."""
    return parse(text, file, Mou, lambda mou: _contradictions(mou, authorities, basic))


def left_out(text: str, file: str, mou: Mou, basic: BasicList, day: date) -> dict[PairId, str]:
    """Why some measures are not in force under the basic list of a day, with file and line.

    An agreement may be older than the list, so this is told and does not stop the gateway.
    """
    found: dict[PairId, str] = {}
    for number, measure in enumerate(mou.measures):
        reason = basic.left_out(measure, day) if mou.effect is Effect.ADVERSE else None
        if reason is not None:
            found[mou.id, measure.id] = f"{file}:{line_in(text, ('measures', number))}: {reason}"
    return found


def join(
    mous: Sequence[Mou],
    known: Bodies,
    as_of: date,
    recognition: RecognitionFile | None = None,
    missing: Mapping[PairId, str] | None = None,
) -> Agreements:
    """Agreements and bodies together; one measure may stand in several agreements."""
    everybody = {**known.partners, **known.bodies}
    for mou in mous:
        for signatory in mou.signatories:
            if signatory not in everybody:
                raise BrokenAgreement(f"{mou.id}: {signatory} is not among the partners or bodies")
        for asking in (one for measure in mou.measures for one in measure.partners):
            if asking not in known.partners:
                raise BrokenAgreement(f"{mou.id}: {asking} signed, and does not ask here")
    rules = Recognition.of(recognition, as_of) if recognition else Recognition()
    return Agreements(mous, known.partners, as_of, known.bodies, rules, missing or {})


def _contradictions(mou: Mou, authorities: Authorities, basic: BasicList) -> Iterator[Flaw]:
    for number, target in enumerate(mou.targets):
        place: Location = ("targets", number, "list")
        yield from (Flaw(place, reason) for reason in _wrong_target(mou, target, authorities))
    yield from _wrong_signatories(mou)
    for number, measure in enumerate(mou.measures):
        for part, reason in _wrong_measure(mou, measure, basic):
            yield Flaw(("measures", number, part), reason)
        if measure.id in {one.id for one in mou.measures[:number]}:
            yield Flaw(("measures", number, "id"), "this measure is there twice")


def _wrong_measure(mou: Mou, measure: Measure, basic: BasicList) -> Iterator[tuple[str, str]]:
    if mou.effect is Effect.ADVERSE and measure.sphere in BASIC_SERVICES:
        yield "sphere", "nothing may restrict a basic public service"
    for outsider in sorted(set(measure.partners) - set(mou.signatories)):
        yield "partners", f"{outsider} did not sign this agreement"
    if mou.effect is Effect.FAVOURABLE and measure.basic is not None:
        yield "basic", "the basic list is of measures that burden, and this one favours"
    elif (reason := basic.mistaken(measure)) is not None:
        yield "basic", reason


def _wrong_signatories(mou: Mou) -> Iterator[Flaw]:
    for number, one in enumerate(mou.signed):
        if one in mou.signed[:number]:
            yield Flaw(("signed", number), f"{one} signed twice")
    for number, joined in enumerate(mou.joined):
        if joined.under not in mou.signed:
            yield Flaw(("joined", number, "under"), f"{joined.under} did not sign this agreement")
        if joined.partner in mou.signatories[: len(mou.signed) + number]:
            yield Flaw(("joined", number, "partner"), f"{joined.partner} is there twice")


def _wrong_target(mou: Mou, target: Target, authorities: Authorities) -> Iterator[str]:
    issuer = authorities.find(target.issuer)
    declared = issuer.declared_list(target.list) if issuer else None
    if declared is None:
        yield f"{target.issuer} keeps no list {target.list}"
    elif declared.effect is not mou.effect:
        yield f"this list is {declared.effect.value}"
