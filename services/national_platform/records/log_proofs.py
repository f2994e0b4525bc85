"""Proofs as documents, made from the log, the openings and the register."""

from sqlalchemy.orm import Session

from services.national_platform.domain.commitments import content
from services.national_platform.domain.register import Held
from services.national_platform.domain.tiles import DAMAGED, LogDamaged
from services.national_platform.records import log
from services.national_platform.records.log_openings import terms_kept
from services.national_platform.records.log_tables import OpeningRow
from services.national_platform.records.tables import EditionRow
from shared.proving.checkpoint import Checkpoint
from shared.proving.documents import Consistency, Proof, check_proof
from shared.proving.notes import Signer
from shared.proving.unproven import Unproven


def is_pinned(opening: OpeningRow, edition: EditionRow | None) -> bool:
    """Whether the edition's head of the log already holds this act."""
    return edition is not None and opening.log_index < (edition.log_size or 0)


def proof(
    session: Session, held: Held, opening: OpeningRow, edition: EditionRow | None, signer: Signer
) -> Proof:
    """That a listing's act is in the log: under the edition if it pins it, else under a head of
    the log that ends with this very act and is signed for this proof alone.

    LogDamaged rather than a proof that would not hold: somebody has touched the tables.
    """
    found = edition if is_pinned(opening, edition) else None
    size = found.log_size if found and found.log_size else opening.log_index + 1
    note = found.checkpoint if found and found.checkpoint else _head(session, size, signer)
    path = log.inclusion(session, opening.log_index, size)
    made = Proof.model_validate(
        {
            "edition": found.id if found else None,
            "checkpoint": note,
            "index": opening.log_index,
            "path": [step.hex() for step in path],
            "salt": opening.salt.hex(),
            "act": content(terms_kept(opening), held, held.name, held.truncated_id),
        }
    )
    try:
        check_proof(made, signer.key)
    except Unproven as error:
        raise LogDamaged(DAMAGED) from error
    return made


def _head(session: Session, size: int, signer: Signer) -> str:
    return Checkpoint(size, log.root(session, size)).sign(signer)


def consistency(session: Session, first: EditionRow, second: EditionRow) -> Consistency:
    """That the log under one edition begins the log under a later one."""
    path = log.consistency(session, first.log_size or 0, second.log_size or 0)
    return Consistency(first=first.id, second=second.id, path=[step.hex() for step in path])
