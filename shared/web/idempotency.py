"""The same request twice does one thing: answers are remembered under the caller's own key.

Keys and bodies are kept as keyed hashes only. The answer is stored in the same transaction as the
act, so a crash leaves either both or neither.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shared.access import Caller
from shared.errors import Refusal
from shared.house import AnswerKept
from shared.web.guards import CallerDep, SessionDep

KEPT = timedelta(hours=24)
KEY_HEADER, LONGEST_KEY = "idempotency-key", 128


class KeyReused(Refusal):
    """An idempotency key that came before with another body."""

    status, code = 422, "idempotency_key_reused"


class Replayed(Exception):
    """Not an error: the stored answer must be given again."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__("replayed")
        self.status = status
        self.body = body


class Receipt(BaseModel):
    """The answer to something created; `replayed` says that it was created before."""

    replayed: bool = False


Answer = TypeVar("Answer", bound=Receipt)


@dataclass(frozen=True, slots=True)
class RepeatKey:
    """A request's idempotency key and body, hashed; for doors that open transactions themselves."""

    key: str | None
    fingerprint: str

    def within(self, session: Session) -> "Once":
        """What remembers this request's answer in a transaction."""
        return Once(session, self)


class Once:
    """Remembers the answer to one request; without a key it remembers nothing."""

    def __init__(self, session: Session, repeat: RepeatKey) -> None:
        self._session = session
        self._repeat = repeat

    def keep(self, answer: Answer, status: int = 201) -> Answer:
        """Store the answer with the act, and give it back."""
        if self._repeat.key is not None:
            forget_old_answers(self._session)
            self._session.add(answer_kept(self._repeat, answer, status))
        return answer

    def replay(self) -> None:
        """Raise Replayed if this very request was answered before, KeyReused if another was."""
        must_be_new(self._repeat, kept_answers(self._session, [self._repeat.key]))


def kept_answers(session: Session, keys: Iterable[str | None]) -> dict[str, AnswerKept]:
    """The answers given before under any of these keys, by key."""
    known = [key for key in keys if key is not None]
    if not known:
        return {}
    recent = AnswerKept.kept_at >= datetime.now(UTC) - KEPT
    found = session.scalars(select(AnswerKept).where(AnswerKept.key.in_(known), recent))
    return {answer.key: answer for answer in found}


def must_be_new(repeat: RepeatKey, kept: Mapping[str, AnswerKept]) -> None:
    """Raise Replayed if this very request was answered before, KeyReused if another was."""
    found = kept.get(repeat.key) if repeat.key is not None else None
    if found is None:
        return
    if not hmac.compare_digest(found.fingerprint, repeat.fingerprint):
        raise KeyReused("This idempotency key was used before with another body.")
    raise Replayed(found.status, found.body)


def answer_kept(repeat: RepeatKey, answer: Receipt, status: int) -> AnswerKept:
    """An answer as it is remembered: whoever gets it again is told that it is a repetition."""
    return AnswerKept(
        key=repeat.key,
        fingerprint=repeat.fingerprint,
        status=status,
        body=answer.model_copy(update={"replayed": True}).model_dump_json(),
        kept_at=datetime.now(UTC),
    )


def forget_old_answers(session: Session) -> None:
    """Drop what nobody will repeat any more."""
    session.execute(delete(AnswerKept).where(AnswerKept.kept_at < datetime.now(UTC) - KEPT))


async def _raw_body(request: Request) -> bytes:
    return await request.body()


def repeat_key_at(request: Request, body: bytes) -> RepeatKey:
    """The caller's own key at this door, and what came with it."""
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return RepeatKey(None, "")
    if not 1 <= len(key) <= LONGEST_KEY:
        raise RequestValidationError([{"loc": ("header", KEY_HEADER), "type": "key_length"}])
    secret: bytes = request.app.state.secret
    who = json.dumps([*_identity(request.state.caller), request.url.path, key])
    return RepeatKey(keyed_hash(secret, who.encode()), keyed_hash(secret, body))


async def read_repeat_key(
    request: Request,
    _: CallerDep,
    body: Annotated[bytes, Depends(_raw_body)],
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=LONGEST_KEY)] = None,
) -> RepeatKey:
    """The same as a dependency, which names the header in the OpenAPI document."""
    return repeat_key_at(request, body)


RepeatKeyDep = Annotated[RepeatKey, Depends(read_repeat_key)]


def open_once(session: SessionDep, repeat: RepeatKeyDep) -> Once:
    """What remembers this request's answer."""
    once = repeat.within(session)
    once.replay()
    return once


def _identity(caller: Caller) -> list[str]:
    """What tells one caller from all others; parties share one subject, not one number."""
    number = (str(caller.claims.get(claim, "")) for claim in ("name", "id_number", "truncated_id"))
    return [caller.issuer, caller.subject, *number]


OnceDep = Annotated[Once, Depends(open_once)]


def keyed_hash(secret: bytes, text: bytes) -> str:
    """HMAC-SHA256 in hex: a plain hash of an identifier could be reversed by trying them all."""
    # Not `hmac.digest`, which lets other threads run: on a busy server it would wait to go on.
    return hmac.new(secret, text, hashlib.sha256).hexdigest()


def answer_again(request: Request, error: Exception) -> Response:
    """Give the stored answer."""
    assert isinstance(error, Replayed)  # noqa: S101 - registered for this type only
    response = JSONResponse(None, error.status)
    response.body = error.body.encode()
    response.headers["content-length"] = str(len(response.body))
    return response
