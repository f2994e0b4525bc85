"""Whether the words of pages and the pages fit: for the tests of every room of pages."""

import re
from pathlib import Path

from shared.checked_yaml import read
from shared.web.pages.words import FRAME, WordFile

BASE = FRAME.parent
IN_TEMPLATE = re.compile(r"\bsay(?:\.(\w+)|\[\"(\w+)\"\])")
IN_SCRIPT = re.compile(r"\bsay\(\s*\"([\w.]+)\"")


def missing_words(folder: Path, *more: str) -> set[str]:
    """Words that templates or scripts of a folder say and no file holds.

    `more` are those whose names are put together while a page is made.
    """
    files = [read(path, WordFile) for path in (FRAME, folder / "words.yaml") if path.exists()]
    page = {name for one in files for name in one.page}
    script = {name for one in files for name in one.script}
    return (
        (said_in_templates(folder) - page)
        | (said_in_scripts(folder) - script)
        | {name for name in more if name not in page | script}
    )


def said_in_templates(folder: Path) -> set[str]:
    """What templates say."""
    texts = [path.read_text("utf-8") for path in folder.glob("*.html")]
    return {dot or key for text in texts for dot, key in IN_TEMPLATE.findall(text)}


def said_in_scripts(folder: Path) -> set[str]:
    """What scripts say."""
    texts = [path.read_text("utf-8") for path in folder.glob("assets/*.js")]
    return {name for text in texts for name in IN_SCRIPT.findall(text)}
