"""Reading what partners recognise, checked against agreements, partners and declared lists."""

from collections.abc import Iterator, Sequence

from services.partner_gateway.domain.agreement_files import Bodies
from services.partner_gateway.domain.memorandums import Dated, Force, Mou, Target
from services.partner_gateway.domain.recognition import (
    Ranking,
    RecognitionFile,
    RecognitionRule,
    Seriousness,
)
from shared.authorities import Authorities
from shared.checked_yaml import Flaw, Location, parse

Told = tuple[Location, str]
BINDS = "a partner cannot narrow a binding measure or leave it"


def read_recognition(
    text: str, file: str, mous: Sequence[Mou], known: Bodies, authorities: Authorities
) -> RecognitionFile:
    """The rules, checked; a rule that would narrow a binding measure is refused."""

    def flaws(read: RecognitionFile) -> Iterator[Flaw]:
        yield from _wrong_rankings(read.seriousness, authorities)
        for number, rule in enumerate(read.rules):
            for part, reason in _wrong_rule(rule, mous, known, authorities):
                yield Flaw(("rules", number, *part), reason)
        yield from _overlaps(read.rules)

    return parse(text, file, RecognitionFile, flaws)


def _wrong_rankings(rankings: Sequence[Ranking], authorities: Authorities) -> Iterator[Flaw]:
    for number, one in enumerate(rankings):
        if not _is_declared(one.issuer, one.list, authorities):
            where: Location = ("seriousness", number, "list")
            yield Flaw(where, f"{one.issuer} keeps no list {one.list}")
        for other in rankings[:number]:
            same = (one.issuer, one.list) == (other.issuer, other.list) and _meet(one, other)
            for reason in sorted(set(one.reasons) & set(other.reasons)) if same else ():
                where = ("seriousness", number, "reasons")
                yield Flaw(where, f"{reason} has two levels on the same day")


def _wrong_rule(
    rule: RecognitionRule, mous: Sequence[Mou], known: Bodies, authorities: Authorities
) -> Iterator[Told]:
    if rule.partner not in known.partners:
        yield ("partner",), f"{rule.partner} is not among the partners"
    for number, one in enumerate(rule.accepts):
        if not _is_declared(one.issuer, one.list, authorities):
            yield ("accepts", number), f"{one.issuer} keeps no list {one.list}"
    yield from _wrong_opt_outs(rule, mous)
    yield from _narrowed(rule, mous)


def _wrong_opt_outs(rule: RecognitionRule, mous: Sequence[Mou]) -> Iterator[Told]:
    for number, one in enumerate(rule.opts_out):
        mou = next((mou for mou in mous if mou.id == one.mou), None)
        measure = mou.measure(one.measure) if mou else None
        if measure is None or rule.partner not in measure.partners:
            yield ("opts_out", number), f"{rule.partner} carries out no {one.measure} of {one.mou}"
        elif measure.force is Force.BINDING:
            yield ("opts_out", number), f"{one.measure} of {one.mou} binds: {BINDS}"


def _narrowed(rule: RecognitionRule, mous: Sequence[Mou]) -> Iterator[Told]:
    """Lists that a binding measure of this partner attaches to, and that it takes only in part."""
    for mou, target in _bound(rule.partner, mous):
        least = rule.least(target.issuer, target.list)
        if least is not Seriousness.MINOR:
            what = "does not take" if least is None else "takes only in part"
            list_id = f"{target.issuer}/{target.list}"
            yield ("accepts",), f"{rule.partner} {what} {list_id} of {mou.id}: {BINDS}"


def _bound(partner: str, mous: Sequence[Mou]) -> Iterator[tuple[Mou, Target]]:
    for mou in mous:
        measures = (one for one in mou.measures if partner in one.partners)
        if any(one.force is Force.BINDING for one in measures):
            yield from ((mou, target) for target in mou.targets)


def _overlaps(rules: Sequence[RecognitionRule]) -> Iterator[Flaw]:
    for number, one in enumerate(rules):
        if any(one.partner == other.partner and _meet(one, other) for other in rules[:number]):
            yield Flaw(("rules", number), f"{one.partner} has two rules on the same day")


def _meet(one: Dated, other: Dated) -> bool:
    """Whether two rows are in force on some same day: then the later one's first day is in both."""
    begins = [day for day in (one.valid_from, other.valid_from) if day is not None]
    ends = [day for day in (one.valid_to, other.valid_to) if day is not None]
    return not begins or not ends or max(begins) <= min(ends)


def _is_declared(issuer: str, list_id: str, authorities: Authorities) -> bool:
    found = authorities.find(issuer)
    return found is not None and found.declared_list(list_id) is not None
