"""A receipt on one sheet of paper, in English and Chinese, complete without any other host."""

import re
from base64 import b64encode
from datetime import datetime
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse

from services.national_platform.records import receipts
from shared.calendar import legal_day
from shared.contract import SlugText
from shared.errors import must_exist
from shared.identifiers import Reference
from shared.origin import door, ours
from shared.proving.checkpoint import Checkpoint
from shared.proving.documents import Receipt
from shared.proving.notes import NoteKey, Signer
from shared.web.guards import ReadingDep

PAGE = Template(Path(__file__).with_name("receipt.html").read_text("utf-8"))
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def _only_its_own_style() -> str:
    """A sheet that is kept as a file has its style inside; nothing but that very text counts."""
    own = "".join(STYLE.findall(PAGE.template))
    return f"'sha256-{b64encode(sha256(own.encode()).digest()).decode()}'"


SAFETY_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src {_only_its_own_style()}; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    ),
    "Content-Language": "en, zh-Hans",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
CAUSES = {
    "performed": ("the duty was performed", "义务已履行"),
    "settled": ("the parties settled", "双方已和解"),
    "term_ended": ("its term had ended", "期限届满"),
    "listed_in_error": ("it had been listed in error", "列入有误"),
    "discretion": ("the authority decided so", "机关酌情决定"),
}
router = APIRouter(tags=["receipts"])


@router.get(
    "/v1/receipts/{issuer}/{ref}/page",
    response_class=HTMLResponse,
    **door(ours("A receipt that can be shown to somebody without a computer.")),
)
def receipt_page(
    issuer: Annotated[SlugText, InPath(examples=["court"])],
    ref: Annotated[Reference, InPath(examples=["court-qhzxkvbnwertyuiopasd"])],
    request: Request,
    session: ReadingDep,
    with_cause: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """The receipt as a page to print: the statement, how to check it, and the signed text."""
    signer: Signer = request.app.state.log_signer
    held = must_exist(
        receipts.withdrawn(session, issuer, ref),
        "Nothing is known to have been withdrawn under this reference.",
    )
    made = receipts.receipt(session, held, signer, with_cause=with_cause)
    return HTMLResponse(render(made, signer.key), headers=SAFETY_HEADERS)


def render(receipt: Receipt, key: NoteKey) -> str:
    """The whole page."""
    said = receipt.statement
    day = legal_day(datetime.fromisoformat(said.withdrawn_at))
    words: dict[str, Any] = {
        "issuer": said.issuer,
        "reference": said.reference,
        "day_en": f"{day.day} {day:%B %Y}",
        "day_zh": f"{day.year}年{day.month}月{day.day}日",
        "note": receipt.note,
        "key": key.text(),
    }
    cause_en, cause_zh = CAUSES.get(said.cause or "", ("", ""))
    words["cause_en"] = f", because {cause_en}" if cause_en else ""
    words["cause_zh"] = f"，原因：{cause_zh}" if cause_zh else ""
    log_en, log_zh = _log_words(receipt, key)
    words |= {"log_en": log_en, "log_zh": log_zh}
    return PAGE.substitute({name: escape(text) for name, text in words.items()})


def _log_words(receipt: Receipt, key: NoteKey) -> tuple[str, str]:
    """Where the withdrawal stands in the log."""
    if receipt.proof is None:
        return (
            "The withdrawal is older than the register's log; the signature alone vouches for it.",
            "该撤销早于登记系统日志的启用，仅以签名为证。",
        )
    place, edition = receipt.proof.index + 1, receipt.proof.edition
    size = Checkpoint.open(receipt.proof.checkpoint, key).size
    at_en, at_zh = (
        (f"at edition {edition}", f"（{edition}期）") if edition else ("so far", "（至此）")
    )
    return (
        f"The withdrawal is act {place:,} of the {size:,} in the register's log {at_en}.",
        f"该撤销是登记系统日志{at_zh}所载{size:,}项行为中的第{place:,}项。",
    )
