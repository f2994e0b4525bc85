"""Expected refusals: each knows its HTTP status, its stable code and one sentence for a human.

    Refusal                     400 refused
    ├── BadInput                422 invalid_body
    ├── Unauthenticated         401 unauthenticated
    ├── Forbidden               403 forbidden
    ├── NotFound                404 not_found
    ├── Conflict                409 conflict
    ├── TooManyRequests         429 too_many_requests
    └── Unavailable             503 unavailable

A refusal never repeats what it was given: an identifier sent by mistake must not come back in an
answer, a log or an audit line.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

Thing = TypeVar("Thing")


class Refusal(Exception):
    """An expected no: one status, one stable code, one sentence that repeats no input."""

    status: int = 400
    code: str = "refused"
    headers: Mapping[str, str] = {}

    def __init__(self, sentence: str, *, code: str | None = None, **extra: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.extra = extra
        if code is not None:
            self.code = code

    def __reduce__(self) -> tuple[Any, ...]:
        return (_remake, (type(self), self.sentence, self.code, self.extra))


def _remake(kind: type[Refusal], sentence: str, code: str, extra: dict[str, Any]) -> Refusal:
    return kind(sentence, code=code, **extra)


class BadInput(Refusal):
    """The request cannot be understood or holds a value that is never allowed."""

    status, code = 422, "invalid_body"


class Unauthenticated(Refusal):
    """No token, or one that this service does not accept."""

    status, code = 401, "unauthenticated"
    challenge = "Bearer"  # RFC 9110: a 401 names the way to authenticate


class Forbidden(Refusal):
    """A valid token that does not give this right."""

    status, code = 403, "forbidden"


class NotFound(Refusal):
    """No such thing, or none that this caller may know of."""

    status, code = 404, "not_found"


class Conflict(Refusal):
    """The thing exists but its state does not allow this step."""

    status, code = 409, "conflict"


class TooManyRequests(Refusal):
    """More than one address may ask for now; `headers` say when it may again."""

    status, code = 429, "too_many_requests"


class Unavailable(Refusal):
    """The service cannot do this now; the same request may succeed later."""

    status, code = 503, "unavailable"


def must_exist(found: Thing | None, sentence: str) -> Thing:
    """What was looked for; NotFound with this sentence if there is none."""
    if found is None:
        raise NotFound(sentence)
    return found
