"""What may be kept of a notice that nobody believes: size, and the names of its parts.

Values are never kept, and a name only if it cannot hold a number: a bad notice is bad in any way.
No plain hash of it is kept either: most of a body can be guessed, and a hash would confirm a guess.
Its sender finds it by its place in the stream and its shape.
"""

import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.authorities import Authorities
from shared.contract import MAX_NOTICE_BYTES, Act

PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z_-]{0,39}")
HIDDEN = "(hidden)"
MAX_NAMES = 40


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A bad notice without anything that was said in it."""

    reason: str
    subject: str
    size_bytes: int
    fingerprint: str
    headers: list[str]
    fields: list[str]


class Redactor:
    """Makes excerpts; a part of a subject is shown only if it is a word of ours.

    `key` never leaves the platform: without it a fingerprint confirms nothing to anybody.
    """

    def __init__(self, authorities: Authorities, key: bytes) -> None:
        self._key = key
        declared = {one.id for issuer in authorities for one in issuer.lists}
        slugs = {authority.slug for authority in authorities}
        self._words = {"listings", *slugs, *declared, *Act}

    def excerpt(
        self, subject: str, headers: Mapping[str, str], body: bytes, reason: str
    ) -> Excerpt:
        """What the auditor may see of a message."""
        parts = subject.split(".")[:6]
        return Excerpt(
            reason=reason,
            subject=".".join(part if part in self._words else HIDDEN for part in parts),
            size_bytes=len(body),
            fingerprint=hmac.digest(self._key, body, "sha256").hex(),
            headers=_plain(headers),
            fields=_plain(_field_names(body)),
        )


def _plain(names: Iterable[str]) -> list[str]:
    shown = (name if PLAIN_NAME.fullmatch(name) else HIDDEN for name in names)
    return sorted(set(shown))[:MAX_NAMES]


def _field_names(body: bytes) -> list[str]:
    """The names of the fields, if it has any and is not too large to be read."""
    if len(body) > MAX_NOTICE_BYTES:
        return []
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return []
    return list(read) if isinstance(read, dict) else []
