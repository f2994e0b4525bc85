"""Receipts: what somebody shows to whoever still has an old copy."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from services.national_platform.api.listings import Key
from services.national_platform.api.proofs import SignerDep
from services.national_platform.records import receipts
from shared.errors import must_exist
from shared.origin import door, ours
from shared.proving.documents import Receipt, Statement, check_receipt
from shared.proving.unproven import Unproven
from shared.web.guards import ReadingDep

SHOWN = ours("Copies live on after the original is corrected; a receipt can be held against one.")
router = APIRouter(tags=["receipts"])
WithCause = Annotated[bool, Query(description="Tell the cause too; of public lists only")]


class Verdict(BaseModel):
    """Whether a receipt is genuine."""

    is_genuine: bool
    problem: str | None = Field(description="What is wrong, as a stable code")
    says: str
    statement: Statement | None = Field(description="What it states, if it is genuine")
    is_in_log: bool = Field(description="Whether it also proves that the withdrawal is in the log")


@router.get("/v1/receipts/{issuer}/{ref}", **door(SHOWN))
def receipt(
    key: Annotated[Key, Depends()],
    session: ReadingDep,
    signer: SignerDep,
    with_cause: WithCause = False,
) -> Receipt:
    """A signed statement that what stood under a reference was withdrawn, and the proof of it.

    Whoever knows the reference may have it, of shared lists too: a reference cannot be guessed, it
    says nothing about anybody, and those who know it are the party and those who were shown the
    listing. Asking for more would mean that the platform knew whom the listing was about.
    """
    held = must_exist(
        receipts.withdrawn(session, key.issuer, key.ref),
        "Nothing is known to have been withdrawn under this reference.",
    )
    return receipts.receipt(session, held, signer, with_cause=with_cause)


@router.post("/v1/receipts/verify", **door(SHOWN))
def verify_receipt(body: Receipt, signer: SignerDep) -> Verdict:
    """Whether a receipt is one of ours and unaltered; `chimera verify receipt` needs no asking."""
    try:
        head = check_receipt(body, signer.key)
    except Unproven as error:
        return Verdict(
            is_genuine=False,
            problem=error.code,
            says=f"{error.sentence}.",
            statement=None,
            is_in_log=False,
        )
    return Verdict(
        is_genuine=True,
        problem=None,
        says="The platform has signed this statement.",
        statement=body.statement,
        is_in_log=head is not None,
    )
