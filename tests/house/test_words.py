"""No file speaks of the place where it was written, and none depends on one registry.

The words are put together from pieces here, so that this file too may be looked through.
"""

import re
from collections.abc import Mapping

from tests.house.tree import texts

HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("deb", "debian", "org"),
        ("registry", "npmjs", "org"),
        ("docker", "io"),
    )
]
MACHINE, BESIDE, DESIGN = "/" + "work", "../" + "shared", "DESIGN" + ".md"
TRACKER, UNDONE = "issue" + " #", "TO" + "DO"
ELSEWHERE = "a page that loads from another host"
FORBIDDEN = {
    "a folder of one machine": rf"(?<![\w./~-]){MACHINE}\b(?!-)",
    "a path beside the repository": rf"{re.escape(BESIDE)}\b",
    "a registry": "|".join(rf"\b{re.escape(host)}\b" for host in HOSTS),
    "a page of another place": re.escape(DESIGN),
    "a tracker": re.escape(TRACKER),
    "something not done": rf"\b({UNDONE}|FIX" + r"ME)\b",
    ELSEWHERE: r"<(script|link|img)\b[^>]+\b(src|href)=.https?:",
}
# What may be said where, and why.
EXCEPTIONS = {
    (".ci/run", "a path beside the repository"): "brings up a Docker engine where there is one",
}


def forbidden_words(files: Mapping[str, str]) -> list[str]:
    """Where something is said that must not be."""
    return [
        f"{path}:{text.count(chr(10), 0, found.start()) + 1}: {what}"
        for path, text in files.items()
        for what, pattern in FORBIDDEN.items()
        if (path, what) not in EXCEPTIONS
        for found in re.finditer(pattern, text)
    ]


def test_no_file_says_what_it_must_not() -> None:
    assert forbidden_words(texts()) == []


def test_no_exception_is_left_over() -> None:
    known = texts()
    for path, what in EXCEPTIONS:
        assert re.search(FORBIDDEN[what], known[path])


def test_every_forbidden_word_is_found() -> None:
    planted = {
        "a.md": f"see {MACHINE}/main or ({MACHINE})",
        "b.py": f"open('{BESIDE}/x')",
        "c.txt": f"https://{HOSTS[0]}/simple",
        "d.md": f"as {DESIGN} says",
        "e.md": f"see {TRACKER}4",
        "f.py": f"# {UNDONE} later",
        "g.html": '<script src="https' + '://cdn.example/x.js">',
    }
    assert {line.split(":")[0] for line in forbidden_words(planted)} == set(planted)


def test_harmless_words_are_not() -> None:
    harmless = {
        "a.py": f"GET /v1/worklist, shared/web/work.py, {BESIDE}_things, {MACHINE}list",
        "b.md": "nats.py issue 504",
    }
    assert forbidden_words(harmless) == []
