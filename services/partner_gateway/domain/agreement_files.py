"""Reading agreements and partners; a broken file stops the gateway with file, line and reason."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from services.partner_gateway.domain.agreements import (
    BASIC_SERVICES,
    Agreements,
    Mou,
    Partner,
    PartnersFile,
    Target,
)
from shared.authorities import Authorities
from shared.contract import Effect

Shape = TypeVar("Shape", bound=BaseModel)
Place = tuple[str | int, ...]


class BrokenAgreement(Exception):
    """A file of agreements that cannot be used: `file:line: reason`."""


def read_shape(text: str, file: str, shape: type[Shape]) -> tuple[Shape, yaml.Node]:
    """The file's content, and its nodes, which know their lines."""
    tree = _compose(text, file)
    try:
        return shape.model_validate(yaml.SafeLoader("").construct_document(tree)), tree
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        raise _broken(file, tree, problem["loc"], problem["msg"]) from error


def _compose(text: str, file: str) -> yaml.Node:
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BrokenAgreement(f"{file}:{line}: {error.problem}") from error
    if tree is None:
        raise BrokenAgreement(f"{file}:1: the file is empty")
    return tree


def read_mou(text: str, file: str, authorities: Authorities) -> Mou:
    """One agreement, checked against the lists that the issuers declare."""
    mou, tree = read_shape(text, file, Mou)
    for place, reason in _contradictions(mou, authorities):
        raise _broken(file, tree, place, reason)
    return mou


def read_partners(text: str, file: str) -> tuple[Partner, ...]:
    """All partners, each id once."""
    read, tree = read_shape(text, file, PartnersFile)
    seen: set[str] = set()
    for number, partner in enumerate(read.partners):
        if partner.id in seen:
            raise _broken(file, tree, ("partners", number, "id"), "this partner is there twice")
        seen.add(partner.id)
    return read.partners


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


def _contradictions(mou: Mou, authorities: Authorities) -> Iterator[tuple[Place, str]]:
    for number, target in enumerate(mou.targets):
        place = ("targets", number, "list")
        yield from ((place, reason) for reason in _wrong_target(mou, target, authorities))
    for number, measure in enumerate(mou.measures):
        if mou.effect is Effect.ADVERSE and measure.sphere in BASIC_SERVICES:
            yield ("measures", number, "sphere"), "nothing may restrict a basic public service"
        for outsider in sorted(set(measure.partners) - set(mou.signatories)):
            yield ("measures", number, "partners"), f"{outsider} did not sign this agreement"


def _wrong_target(mou: Mou, target: Target, authorities: Authorities) -> Iterator[str]:
    issuer = authorities.find(target.issuer)
    declared = issuer.declared_list(target.list) if issuer else None
    if declared is None:
        yield f"{target.issuer} keeps no list {target.list}"
    elif declared.effect is not mou.effect:
        yield f"this list is {declared.effect.value}"


def _broken(file: str, tree: yaml.Node, place: tuple[Any, ...], reason: str) -> BrokenAgreement:
    where = ".".join(str(part) for part in place)
    return BrokenAgreement(f"{file}:{_line_of(tree, place)}: {where}: {reason}")


def _line_of(node: yaml.Node, place: tuple[Any, ...]) -> int:
    """The line of the deepest part of the file that the place names."""
    for part in place:
        step = _child(node, part)
        if step is None:
            break
        node = step
    return int(node.start_mark.line) + 1


def _child(node: yaml.Node, part: Any) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    return None
