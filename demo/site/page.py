"""The page: plain, honest, and complete without anything from another host."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template

from demo.site.words import WORDS

HERE = Path(__file__).parent
PAGE = Template((HERE / "page.html").read_text())
ROW = Template((HERE / "row.html").read_text())
ROLES = {"platform", "gateway"}


def render(language: str, services: Mapping[str, str]) -> str:
    """The list of services, in one language."""
    words = {name: escape(text) for name, text in WORDS[language].items()}
    rows = "".join(_row(words, name, url) for name, url in services.items())
    return PAGE.substitute(words, rows=rows)


def _row(words: Mapping[str, str], name: str, url: str) -> str:
    role = words[name if name in ROLES else "authority"]
    return ROW.substitute(words, service=escape(name), url=escape(url), role=role)
