"""Sentences put together from parts that come in both languages."""

from shared.rulebook.rows import Text

ENDS = ".。!！?？;；"


def said(en: str, zh: str, **parts: Text) -> Text:
    """One sentence in both languages; each `{part}` is filled in its own language."""
    return Text(
        en=en.format(**{name: part.en for name, part in parts.items()}),
        zh=zh.format(**{name: part.zh for name, part in parts.items()}),
    )


def stripped(text: Text) -> Text:
    """The same without its full stop, to stand within another sentence."""
    return Text(en=text.en.rstrip(ENDS), zh=text.zh.rstrip(ENDS))


def quoted(words: str) -> Text:
    """What somebody wrote, as it was written, in either language's quotation marks.

    It is cut where it is very long; the structured answer beside it has all of it.
    """
    shown = " ".join(words.split())
    if len(shown) > LONGEST_QUOTE:
        shown = shown[:LONGEST_QUOTE].rstrip() + "…"
    return Text(en=f"“{shown}”", zh=f"“{shown}”")


LONGEST_QUOTE = 400


def counted(number: int, one: str, many: str, zh: str) -> Text:
    """So many of something: `one` and `many` in English, `zh` with its own measure word."""
    return Text(en=f"{number} {one if number == 1 else many}", zh=f"{number}{zh}")


def capital(text: Text) -> Text:
    """The same at the beginning of a sentence."""
    return Text(en=text.en[:1].upper() + text.en[1:], zh=text.zh)
