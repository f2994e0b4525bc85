"""What each step of each story shows: two sentences in both languages, and where the paper speaks.

One file a story. They are checked when they are read: every step has its sentences, every heading
is one of the paper's, and every place to look at is known.
"""

from demo.site.explained.reading import Explanation, Place, StepExplained, explained, places
from demo.site.explained.shown import Addresses, failure, shown_place, storyline

__all__ = [
    "Addresses",
    "Explanation",
    "Place",
    "StepExplained",
    "explained",
    "failure",
    "places",
    "shown_place",
    "storyline",
]
