"""Proofs as documents that can be kept, sent and printed, and how each is checked.

Every document is complete: whoever has it and the public key can check it, now and in ten years.
"""

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from shared.proving.acts import (
    ActContent,
    InstantText,
    Whole,
    WithdrawnAct,
    Word,
    leaf_of_act,
)
from shared.proving.canonical import read_document
from shared.proving.checkpoint import Checkpoint
from shared.proving.merkle import LARGEST_SIZE, LONGEST_PATH, is_consistent, is_included
from shared.proving.notes import MAX_NOTE_CHARS, NoteKey, Signer
from shared.proving.unproven import Unproven

MAX_DOCUMENT_BYTES = 65_536
HexHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
HashPath = Annotated[list[HexHash], Field(max_length=LONGEST_PATH)]
NoteText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NOTE_CHARS)]
EditionId = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9A-Za-z-]{0,31}$")]
CauseWord = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")]
CLOSED = ConfigDict(extra="forbid", frozen=True)
Document = TypeVar("Document", bound=BaseModel)


class Proof(BaseModel):
    """That one act is in the log: the act, its salt, and the path from its leaf to a root."""

    model_config = CLOSED

    format: Literal["chimera-proof/1"] = "chimera-proof/1"
    edition: EditionId | None = Field(description="The edition whose checkpoint this is, if any")
    checkpoint: NoteText = Field(description="The signed head of the log that the path leads to")
    index: Annotated[Whole, Field(ge=0, lt=LARGEST_SIZE)] = Field(
        description="The leaf's place in the log"
    )
    path: HashPath
    salt: HexHash
    act: ActContent


class Consistency(BaseModel):
    """That the log under a later edition begins with the log under an earlier one."""

    model_config = CLOSED

    format: Literal["chimera-consistency/1"] = "chimera-consistency/1"
    first: EditionId
    second: EditionId
    path: HashPath


class Statement(BaseModel):
    """What a receipt states: that what stood under a reference was withdrawn."""

    model_config = CLOSED

    issuer: Word
    reference: Word
    withdrawn_at: InstantText
    cause: CauseWord | None = None

    def text(self, origin: str) -> str:
        """The lines that are signed; their first keeps them from being taken for a checkpoint."""
        cause = f"cause: {self.cause}\n" if self.cause else ""
        return (
            f"{origin}/receipt\nissuer: {self.issuer}\nreference: {self.reference}\n"
            f"withdrawn_at: {self.withdrawn_at}\n{cause}"
        )


class Receipt(BaseModel):
    """A statement, signed, and the proof that the withdrawal is in the log."""

    model_config = CLOSED

    format: Literal["chimera-receipt/1"] = "chimera-receipt/1"
    statement: Statement
    note: NoteText = Field(description="The statement as a signed text")
    proof: Proof | None = Field(
        description="None for what was withdrawn before the log began: then the signature is all"
    )


def signed(statement: Statement, signer: Signer) -> str:
    """The statement as a signed note."""
    return signer.sign(statement.text(signer.key.name))


def read(kind: type[Document], data: bytes) -> Document:
    """A document from its bytes; Unproven if it is none of this kind."""
    found = read_document(data, MAX_DOCUMENT_BYTES)
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        raise Unproven(
            "document_malformed", f"This is no {kind.__name__.lower()} of this format"
        ) from error


def check_proof(proof: Proof, key: NoteKey) -> Checkpoint:
    """The head of the log that holds the act; Unproven if it is not shown to."""
    head = Checkpoint.open(proof.checkpoint, key)
    named = head.pinned.edition if head.pinned else None
    if proof.edition != named:
        raise Unproven("edition_differs", "The proof names another edition than its checkpoint")
    leaf = leaf_of_act(bytes.fromhex(proof.salt), proof.act)
    path = [bytes.fromhex(step) for step in proof.path]
    if not is_included(leaf, proof.index, head.size, path, head.root):
        raise Unproven(
            "act_not_in_log", "The path does not lead from this act, at this place, to the root"
        )
    return head


def check_consistency(proof: Consistency, earlier: Checkpoint, later: Checkpoint) -> None:
    """Unproven unless the later head is shown to hold all that the earlier one held, in place."""
    named = tuple(one.pinned.edition if one.pinned else None for one in (earlier, later))
    if named != (proof.first, proof.second):
        raise Unproven("edition_differs", "The proof is about other editions than the checkpoints")
    path = [bytes.fromhex(step) for step in proof.path]
    heads = (earlier.size, earlier.root), (later.size, later.root)
    if not is_consistent(*heads, path):
        raise Unproven(
            "not_consistent",
            "The later log is not shown to begin with the earlier one: something was altered,"
            " dropped or put in another order",
        )


def check_receipt(receipt: Receipt, key: NoteKey) -> Checkpoint | None:
    """The head that holds the withdrawal, if there is a proof of it; Unproven if it is not true."""
    if key.open(receipt.note) != receipt.statement.text(key.name):
        raise Unproven("statement_differs", "The statement is not the one that was signed")
    if receipt.proof is None:
        return None
    act, said = receipt.proof.act, receipt.statement
    stated = (said.issuer, said.reference, said.withdrawn_at)
    if not isinstance(act, WithdrawnAct) or (act.issuer, act.ref, act.withdrawn_at) != stated:
        raise Unproven("statement_differs", "The proof is about another act than the statement")
    return check_proof(receipt.proof, key)
