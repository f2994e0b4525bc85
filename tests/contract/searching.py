"""Looking for a whole number in bytes: as it is, spaced out, or inside a base64 word."""

import base64
import binascii
import re
import unicodedata
from collections.abc import Collection

WORD = re.compile(r"[A-Za-z0-9+/_-]{20,}")
PLAIN = str.maketrans("+/", "-_")
DEPTH = 3  # a token in a token in a header


def holds(blob: bytes, number: str, depth: int = DEPTH) -> bool:
    """Whether these bytes carry the number, however it was spaced or wrapped."""
    return bool(held(blob, [number], depth))


def held(blob: bytes, numbers: Collection[str], depth: int = DEPTH) -> set[str]:
    """Which of the numbers these bytes carry."""
    text = blob.decode("utf-8", "replace")
    squeezed = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
    found = {number for number in numbers if number in squeezed}
    if depth > 0:
        for inner in _unwrapped(text):
            found |= held(inner, numbers, depth - 1)
    return found


def _unwrapped(text: str) -> list[bytes]:
    """What every base64 word says, wherever in the word it starts."""
    words = (found[start:] for found in WORD.findall(text) for start in range(4))
    return [plain for word in words if (plain := _decoded(word))]


def _decoded(word: str) -> bytes:
    usable = word[:-1] if len(word) % 4 == 1 else word
    try:
        return base64.urlsafe_b64decode(usable.translate(PLAIN) + "=" * (-len(usable) % 4))
    except binascii.Error:
        return b""
