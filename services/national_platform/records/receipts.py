"""Receipts: a signed statement that what stood under a reference was withdrawn."""

from sqlalchemy.orm import Session

from services.national_platform.domain.register import Held
from services.national_platform.records import editions, log_openings, log_proofs, register
from shared.contract import Act, Publication
from shared.proving.canonical import instant
from shared.proving.documents import Proof, Receipt, Statement, signed
from shared.proving.notes import Signer


def withdrawn(session: Session, issuer: str, ref: str) -> Held | None:
    """What was withdrawn under a reference; None too if it stands or was never heard of.

    Whoever only guesses learns no difference between the two.
    """
    held = register.listing(session, issuer, ref)
    return held if held is not None and held.withdrawn_at is not None else None


def receipt(session: Session, held: Held, signer: Signer, *, with_cause: bool) -> Receipt:
    """The receipt for a withdrawn listing; the same question gets the same statement.

    The cause is told of public lists only: whoever reads those has read it there.
    """
    if held.withdrawn_at is None:
        raise ValueError("only of what was withdrawn is there a receipt")
    may_tell = with_cause and held.publication is Publication.PUBLIC
    statement = Statement(
        issuer=held.issuer,
        reference=held.ref,
        withdrawn_at=instant(held.withdrawn_at),
        cause=held.cause if may_tell else None,
    )
    return Receipt(
        statement=statement, note=signed(statement, signer), proof=_proof(session, held, signer)
    )


def _proof(session: Session, held: Held, signer: Signer) -> Proof | None:
    """None for what was withdrawn before there was a log."""
    found = log_openings.opening(session, held.log_index)
    if found is None or found.act != Act.WITHDRAWN:
        return None
    return log_proofs.proof(session, held, found, editions.latest(session), signer)
