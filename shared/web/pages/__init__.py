"""Pages for people, the same frame for every service: two languages, light and dark, no other host.

A service gives a folder with its templates, its words and its own assets. The frame gives the
header, the switches, the legend of the mark ※ for what is ours, the footer and the safety headers.
"""

from shared.web.pages.language import chosen
from shared.web.pages.pages import Entry, Pages
from shared.web.pages.words import Words, load_words

__all__ = ["Entry", "Pages", "Words", "chosen", "load_words"]
