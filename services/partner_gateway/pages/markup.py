"""HTML from plain values: whatever is put in is escaped, and only what is made here is not."""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template

from shared.rulebook import Text

FRAME = Template(Path(__file__).with_name("frame.html").read_text("utf-8"))


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def put(value: str | Text | Html) -> Html:
    """A value inside a page; a text in two languages gives both."""
    if isinstance(value, Html):
        return value
    if isinstance(value, Text):
        return both(value.en, value.zh)
    return Html(escape(value))


def both(en: str, zh: str) -> Html:
    """The same in two languages, the second marked as Chinese."""
    return Html(f'{escape(en)} <span lang="zh-Hans">{escape(zh)}</span>')


def joined(parts: Iterable[Html], between: str = "") -> Html:
    """Pieces of HTML one after another."""
    return Html(between.join(parts))


def paragraph(value: str | Text | Html) -> Html:
    """A paragraph."""
    return Html(f"<p>{put(value)}</p>")


def link(href: str, value: str | Text | Html) -> Html:
    """A link within this service."""
    return Html(f'<a href="{escape(href)}">{put(value)}</a>')


def bullets(values: Sequence[str | Text | Html]) -> Html:
    """A list of points."""
    return Html("<ul>" + "".join(f"<li>{put(one)}</li>" for one in values) + "</ul>")


Fact = tuple[str, str, str | Text | Html]


def facts(rows: Iterable[Fact]) -> Html:
    """Names in two languages, each with what it is; what is empty is left out."""
    lines = (f"<dt>{both(en, zh)}</dt><dd>{put(value)}</dd>" for en, zh, value in rows if value)
    return Html("<dl>" + "".join(lines) + "</dl>")


def section(en: str, zh: str, body: Html) -> Html:
    """A part of a page under its own heading."""
    return Html(f"<section><h2>{both(en, zh)}</h2>{body}</section>")


def card(title: str | Text | Html, body: Html) -> Html:
    """One thing in a frame."""
    return Html(f"<article><h3>{put(title)}</h3>{body}</article>")


def page(heading: Text, sure: Text, body: Html) -> str:
    """The whole page; `sure` says how well it is known what stands there."""
    return FRAME.substitute(
        title=escape(f"{heading.en} · {heading.zh}"),
        heading_en=escape(heading.en),
        heading_zh=escape(heading.zh),
        sure_en=escape(sure.en),
        sure_zh=escape(sure.zh),
        body=body,
    )
