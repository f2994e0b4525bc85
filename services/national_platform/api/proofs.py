"""Proofs: where the log stands, under which signature, and that an act is in it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from services.national_platform.api.editions import CURRENT, found
from services.national_platform.api.listings import Key, listing_for, must_stand
from services.national_platform.api.reading import Current, Gone, Readable
from services.national_platform.domain.register import Held
from services.national_platform.records import log_openings, log_proofs
from services.national_platform.records.tables import EditionRow
from shared.errors import BadInput, NotFound
from shared.origin import door, ours
from shared.proving.documents import Consistency, Proof
from shared.proving.notes import Signer
from shared.web.guards import Now, ReadingDep

PROVES = ours("A reader with the public key can check that nothing was altered, dropped or moved.")
PATTERN = r"^(current|[0-9]{4}-[0-9]{2}(-[0-9A-Za-z-]{1,20})?)$"
NAMES = ["2019-02", CURRENT]
router = APIRouter(tags=["proofs"])
EditionName = Annotated[str, Path(pattern=PATTERN, examples=NAMES)]
Earlier = Annotated[str, Query(pattern=PATTERN, examples=["2019-02"])]
Later = Annotated[str, Query(pattern=PATTERN, examples=[CURRENT])]


class LogHead(BaseModel):
    """Where the log stood when an edition came out."""

    edition: str = Field(examples=["2019-02"])
    size: int = Field(description="How many acts it held")
    root: str = Field(description="The root of its tree, in hexadecimal digits")
    checkpoint: str = Field(description="Size, root and the manifest's hash, signed")


class LogKey(BaseModel):
    """The key with which checkpoints and receipts are signed."""

    name: str
    key: str = Field(description="`name+id+key` in one line, as the verifier reads it")


def log_signer(request: Request) -> Signer:
    """Whoever signs for the log."""
    found: Signer = request.app.state.log_signer
    return found


SignerDep = Annotated[Signer, Depends(log_signer)]


@router.get("/v1/log", **door(PROVES))
def log_head(edition: Current) -> LogHead:
    """Where the log stood at the current edition; it grows meanwhile, and the next one tells."""
    checkpoint = _checkpoint(edition)
    return LogHead(
        edition=edition.id,
        size=edition.log_size or 0,
        root=edition.log_root or "",
        checkpoint=checkpoint,
    )


@router.get("/v1/log/key", **door(PROVES))
def log_key(signer: SignerDep) -> LogKey:
    """The public key; keep it, and compare it with what others have kept."""
    return LogKey(name=signer.key.name, key=signer.key.text())


@router.get("/v1/editions/{id}/checkpoint", response_class=PlainTextResponse, **door(PROVES))
def checkpoint(id: EditionName, session: ReadingDep) -> PlainTextResponse:
    """The signed checkpoint of an edition, kept for ever: log and manifest under one signature."""
    return PlainTextResponse(_checkpoint(found(session, id)))


@router.get(
    "/v1/editions/{id}/manifest.json",
    response_class=Response,
    responses={200: {"content": {"application/json": {}}}},
    **door(PROVES),
)
def signed_manifest(id: EditionName, session: ReadingDep) -> Response:
    """The manifest byte for byte as it was hashed; its SHA-256 stands in the checkpoint."""
    row = found(session, id)
    _checkpoint(row)
    return Response(row.manifest, media_type="application/json")


@router.get("/v1/proofs/consistency", **door(PROVES))
def consistency(first: Earlier, second: Later, session: ReadingDep) -> Consistency:
    """That the log under a later edition begins with the log under an earlier one, unaltered.

    It is checked against the two checkpoints, best one that was kept at the time.
    """
    earlier, later = found(session, first), found(session, second)
    for row in (earlier, later):
        _checkpoint(row)
    if earlier.as_of > later.as_of:
        raise BadInput("The first edition is later than the second.", code="editions_out_of_order")
    return log_proofs.consistency(session, earlier, later)


def standing(
    key: Annotated[Key, Depends()],
    session: ReadingDep,
    edition: Current,
    readable: Readable,
    now: Now,
) -> Held:
    """The listing that a path names, if the current edition shows it to this reader."""
    held = listing_for(session, key, readable)
    if held.withdrawn_at is not None:
        raise Gone(
            "This listing was withdrawn and what proved it is destroyed; there is a receipt.",
            code="withdrawn",
            receipt=f"/v1/receipts/{held.issuer}/{held.ref}",
        )
    must_stand(held, now)
    return held


Standing = Annotated[Held, Depends(standing)]


@router.get("/v1/proofs/listings/{issuer}/{ref}", **door(PROVES))
def listing_proof(
    held: Standing,
    session: ReadingDep,
    edition: Current,
    signer: SignerDep,
    response: Response,
) -> Proof:
    """The latest act about one listing, and the proof that the current edition's log holds it.

    Of public lists for everybody, of shared ones for the gateway. The salt in it dies here with
    the listing: keep no proof for longer than you need it.
    """
    opening = log_openings.opening(session, held.log_index)
    if opening is None:
        raise NotFound("This listing is older than the log.", code="no_opening")
    if not log_proofs.is_pinned(opening, edition):
        raise NotFound(
            "Its latest act is in the log since the edition came out; the next edition pins it.",
            code="act_not_pinned",
        )
    response.headers["Cache-Control"] = "no-store"  # a cache would keep the salt for longer
    return log_proofs.proof(session, held, opening, edition, signer)


def _checkpoint(row: EditionRow) -> str:
    if row.checkpoint is None:
        raise NotFound("This edition is older than the log.", code="no_checkpoint")
    return row.checkpoint
