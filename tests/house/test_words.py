"""No file speaks of the place where it was written, and none depends on one registry."""

import re
from collections.abc import Mapping

from tests.house.tree import texts

HERE = "tests/house/test_words.py"
FORBIDDEN = {
    "a folder of this machine": r"(?<![\w./~-])/work\b(?!-)",
    "a path beside the repository": r"\.\./shared\b",
    "a registry": r"pypi\.org|pythonhosted\.org|deb\.debian\.org|registry\.npmjs\.org|ghcr\.io",
    "the design's own file": r"\bDESIGN\.md\b|\bDESIGN \d",
    "the tracker": r"\bissue #",
    "something not done": r"\b(TODO|FIXME|XXX)\b",
    "who wrote it": r"\bClaude\b|\bAnthropic\b|\bsub-?agent\b|\bAI assistant\b",
    "a page that loads from elsewhere": r"<(script|link|img)[^>]+(src|href)=.https?://",
}
# What may be said where, and why.
EXCEPTIONS = {
    (".ci/run", "a path beside the repository"): "brings up an engine where there is one",
}


def forbidden_words(files: Mapping[str, str]) -> list[str]:
    """Where something is said that must not be."""
    return [
        f"{path}:{text.count(chr(10), 0, found.start()) + 1}: {what}"
        for path, text in files.items()
        for what, pattern in FORBIDDEN.items()
        if path != HERE and (path, what) not in EXCEPTIONS
        for found in re.finditer(pattern, text)
    ]


def test_no_file_says_what_it_must_not() -> None:
    assert forbidden_words(texts()) == []


def test_every_forbidden_word_is_found() -> None:
    planted = {
        "a.md": "see /work/shared or (/work)",
        "b.py": "open('../shared/x')",
        "c.txt": "https://pypi.org/simple",
        "d.md": "as DESIGN.md says",
        "e.md": "see issue #4",
        "f.py": "# TODO later",
        "g.md": "written by Claude",
        "h.html": '<script src="https://cdn.example/x.js">',
    }
    assert {line.split(":")[0] for line in forbidden_words(planted)} == set(planted)


def test_harmless_words_are_not() -> None:
    harmless = {
        "a.py": "GET /v1/worklist, shared/web/work.py, from ../shared_things, /work-list",
        "b.md": "nats.py issue 504",
    }
    assert forbidden_words(harmless) == []
