"""What an authority tells the platform about a party: four fields, and the headers that frame them.

The body is closed: an extra field is an error, not a leak. The headers carry no personal data; they
are the sender's word, and the platform checks them against the subject and the issuer's
declarations before it believes them.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from shared.errors import Refusal
from shared.identifiers import HiddenNumber, Kind, Name, check_truncated, hides_number
from shared.origin import field as marked
from shared.origin import ours, paper

MAX_NOTICE_BYTES = 4096


class Act(StrEnum):
    """What is said about a listing."""

    LISTED = "listed"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Effect(StrEnum):
    """Whether a list burdens or favours those on it."""

    ADVERSE = "adverse"
    FAVOURABLE = "favourable"


class Publication(StrEnum):
    """Who may read a list: partners only, or also the public site."""

    SHARED = "shared"
    PUBLIC = "public"


class Cause(StrEnum):
    """Why a listing was withdrawn."""

    PERFORMED = "performed"
    SETTLED = "settled"
    TERM_ENDED = "term_ended"
    LISTED_IN_ERROR = "listed_in_error"
    DISCRETION = "discretion"


class BadNotice(Exception):
    """A message that is not a notice; `reason` is a stable code, never its content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _refuse_number(text: str) -> str:
    if hides_number(text):
        raise HiddenNumber("This could be an ID.")
    return text


SlugText = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,63}$"),
    AfterValidator(_refuse_number),
]
NATIONAL = "Public shaming on a national publication platform"


class Notice(BaseModel):
    """What crosses about a party: these four fields, no more."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: Annotated[Name, Field(json_schema_extra=marked(paper(NATIONAL)))]
    truncated_id: Annotated[
        str,
        Field(
            max_length=18,
            json_schema_extra=marked(
                ours("The paper has it truncated for public view; here at the source.", floor=True)
            ),
        ),
    ]
    issuer: Annotated[SlugText, Field(json_schema_extra=marked(paper(NATIONAL)))]
    reason: Annotated[SlugText, Field(json_schema_extra=marked(paper(NATIONAL)))]

    def body(self) -> bytes:
        """The exact bytes that cross."""
        return self.model_dump_json().encode()


@dataclass(frozen=True, slots=True)
class Envelope:
    """The frame of a notice: which listing, which act, since and until when."""

    issuer: str
    list: str
    act: Act
    ref: str
    version: int
    kind: Kind
    effect: Effect
    publication: Publication
    listed_on: date
    stands_until: date
    sent_at: datetime
    cause: Cause | None = None
    event_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def subject(self) -> str:
        """Where on the bus this act is said."""
        return f"listings.{self.issuer}.{self.list}.{self.act}"

    def headers(self) -> dict[str, str]:
        """All headers; the message id is fresh on each call so that nobody can predict one."""
        words = {
            "ce-id": self.event_id,
            "ce-time": self.sent_at.astimezone(UTC).isoformat(),
            "ce-source": f"/authorities/{self.issuer}",
            "Nats-Msg-Id": str(uuid.uuid4()),
            "Chimera-Listing": self.ref,
            "Chimera-Version": str(self.version),
            "Chimera-Kind": self.kind,
            "Chimera-Effect": self.effect,
            "Chimera-Publication": self.publication,
            "Chimera-Listed-On": self.listed_on.isoformat(),
            "Chimera-Stands-Until": self.stands_until.isoformat(),
        }
        return words | ({"Chimera-Cause": self.cause} if self.cause else {})

    @classmethod
    def read(cls, subject: str, headers: Mapping[str, str]) -> Self:
        """The envelope of a message; BadNotice says what is missing or contradicts the subject."""
        issuer, list_id, act = _read_subject(subject)
        if _word(headers, "ce-source") != f"/authorities/{issuer}":
            raise BadNotice("source_disagrees_with_subject")
        _word(headers, "Nats-Msg-Id")
        try:
            return cls(
                issuer=issuer,
                list=list_id,
                act=act,
                ref=_reference(_word(headers, "Chimera-Listing")),
                version=_version(_word(headers, "Chimera-Version")),
                kind=Kind(_word(headers, "Chimera-Kind")),
                effect=Effect(_word(headers, "Chimera-Effect")),
                publication=Publication(_word(headers, "Chimera-Publication")),
                listed_on=date.fromisoformat(_word(headers, "Chimera-Listed-On")),
                stands_until=date.fromisoformat(_word(headers, "Chimera-Stands-Until")),
                sent_at=_instant(_word(headers, "ce-time")),
                cause=_cause(act, headers),
                event_id=_word(headers, "ce-id"),
            )
        except ValueError as error:
            raise BadNotice("header_invalid") from error


def read_notice(envelope: Envelope, body: bytes) -> Notice:
    """The four fields of a message; BadNotice if they are not exactly that."""
    if len(body) > MAX_NOTICE_BYTES:
        raise BadNotice("body_too_large")
    try:
        notice = Notice.model_validate_json(body)
        mask = check_truncated(envelope.kind, notice.truncated_id)
    except (ValidationError, Refusal) as error:
        raise BadNotice(_why_invalid(error)) from error
    if notice.issuer != envelope.issuer:
        raise BadNotice("issuer_disagrees_with_subject")
    if len(json.loads(body, object_pairs_hook=list)) != len(Notice.model_fields):
        raise BadNotice("repeated_field")  # only the last is read; the others could hide anything
    if mask == notice.truncated_id:
        return notice
    return notice.model_copy(update={"truncated_id": mask})


def field_names(body: bytes) -> list[str]:
    """The names of the fields in a message, for showing what crossed."""
    return list(json.loads(body))


def _why_invalid(error: ValidationError | Refusal) -> str:
    if isinstance(error, Refusal):
        return error.code
    kinds = {str(problem["type"]) for problem in error.errors(include_input=False)}
    if "json_invalid" in kinds:
        return "not_json"
    return "unknown_field" if "extra_forbidden" in kinds else "field_invalid"


def _read_subject(subject: str) -> tuple[str, str, Act]:
    parts = subject.split(".")
    if len(parts) != 4 or parts[0] != "listings":
        raise BadNotice("subject_unknown")
    try:
        return parts[1], parts[2], Act(parts[3])
    except ValueError as error:
        raise BadNotice("act_unknown") from error


def _word(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name)
    if not value or len(value) > 200:
        raise BadNotice("header_missing" if not value else "header_invalid")
    return value


def _reference(value: str) -> str:
    is_word = 8 <= len(value) <= 64 and value.isascii() and value.replace("-", "").isalnum()
    if not is_word or hides_number(value):
        raise ValueError("reference")
    return value


def _version(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 1_000_000):
        raise ValueError("version")
    return int(value)


def _instant(value: str) -> datetime:
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError("naive time")
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:  # the first or last hours of all time
        raise ValueError("time out of range") from error


def _cause(act: Act, headers: Mapping[str, str]) -> Cause | None:
    """A withdrawal names its cause; no other act has one."""
    value = headers.get("Chimera-Cause")
    if (act is Act.WITHDRAWN) != (value is not None):
        raise BadNotice("cause_disagrees_with_act")
    return Cause(value) if value else None
