"""What each step of each story shows: two sentences in both languages, and where the paper speaks.

One file a story. They are checked when they are read: every step has its sentences, every heading
is one of the paper's, and every place to look at is known.
"""

from demo.site.explained.reading import Explanation, Place, StepExplained, explained, places
from demo.site.explained.shown import failure, storyline

__all__ = [
    "Explanation",
    "Place",
    "StepExplained",
    "explained",
    "failure",
    "places",
    "storyline",
]
