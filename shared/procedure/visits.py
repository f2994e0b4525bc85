"""A party at the door: its own number and what it does, in one transaction."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from shared.identifiers import IdNumber
from shared.procedure.doors import PartyWork
from shared.signature import Signature
from shared.web.guards import Party, whole_number
from shared.web.idempotency import Once, OnceDep


@dataclass(frozen=True, slots=True)
class Visit:
    """A party at the door."""

    session: Session
    signed: Signature
    id_number: IdNumber
    once: Once


def visit_of(party: Party, work: PartyWork, once: OnceDep) -> Visit:
    """The party that asks for something."""
    return Visit(work.session, work.signed, whole_number(party), once)


VisitDep = Annotated[Visit, Depends(visit_of)]
