"""The platform's feed over HTTP; each line is judged alone, and one that is bad stops no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import httpx
from joserfc.jwk import OKPKey
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from services.locality.domain.complement import End, Evaluation, Line, NotTaken, must_be_ours
from services.locality.domain.organisations import Territory
from shared.contract import Effect, Publication, SlugText
from shared.errors import Refusal
from shared.following import CursorTooOld, PlatformReader, understood
from shared.identifiers import Name, Reference

LOCALITY = "locality"
PAGE = 1000
Region = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
Seq = Annotated[int, Field(ge=1)]


class _Told(BaseModel):
    """Closed: a field that nobody agreed on could be about anybody."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    seq: Seq
    issuer: SlugText
    ref: Reference
    version: int
    region: Region


class _Standing(_Told):
    ended: None
    cause: None
    list: SlugText
    effect: Effect
    publication: Publication
    name: Name
    code: Annotated[str, Field(max_length=18)]
    reason: SlugText
    listed_on: date
    stands_until: date

    def line(self) -> Line:
        return Evaluation(**self.model_dump(exclude={"ended", "cause"}))


class _Ended(_Told):
    ended: Literal["withdrawn", "corrected", "expired"]
    cause: Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")] | None
    list: None
    effect: None
    publication: None
    name: None
    code: None
    reason: None
    listed_on: None
    stands_until: None

    def line(self) -> Line:
        return End(self.issuer, self.ref, self.region, self.seq)


_ANY: TypeAdapter[_Standing | _Ended] = TypeAdapter(_Standing | _Ended)


class _Page(BaseModel):
    evaluations: list[dict[str, Any]]
    next_after: int
    is_end: bool
    edition: str | None


@dataclass(frozen=True, slots=True)
class Brought:
    """Part of the feed: what has a place here, why other lines have none, where to go on."""

    lines: Sequence[Line]
    refused: Sequence[str]
    next_after: int
    is_end: bool
    edition: str | None


class EvaluationFeed(PlatformReader):
    """The platform, as one locality reads it: about organisations of its own regions."""

    def __init__(
        self,
        url: str,
        slug: str,
        signing: OKPKey,
        territory: Territory,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        super().__init__(url, {"name": slug, "role": LOCALITY}, signing, transport)
        self._territory = territory
        self._seen: tuple[int, str] | None = None

    def after(self, seq: int) -> Brought | None:
        """What came after a number; None if nothing has changed since that was last asked."""
        regions = "".join(f"&region={region}" for region in self._territory.regions)
        answer = self.get(f"/v1/evaluations?after={seq}&limit={PAGE}{regions}", self._known(seq))
        if answer.status_code == httpx.codes.NOT_MODIFIED:
            return None
        if answer.status_code == httpx.codes.GONE:
            raise CursorTooOld
        page = understood(answer, _Page)
        is_news = bool(page.evaluations) or page.next_after != seq
        self._seen = None if is_news else (seq, answer.headers.get("etag", ""))
        return self._brought(page)

    def _known(self, seq: int) -> dict[str, str]:
        """Only a page without news may be left out the next time."""
        asked, tag = self._seen or (None, "")
        return {"If-None-Match": tag} if asked == seq and tag else {}

    def _brought(self, page: _Page) -> Brought:
        lines: list[Line] = []
        refused: list[str] = []
        for words in page.evaluations:
            try:
                lines.append(must_be_ours(_read(words), self._territory))
            except NotTaken as error:
                refused.append(error.reason)
        return Brought(lines, refused, page.next_after, page.is_end, page.edition)


def _read(words: dict[str, Any]) -> Line:
    try:
        return _ANY.validate_python(words, strict=False).line()
    except (ValidationError, Refusal) as error:
        raise NotTaken("not_understood") from error
