"""Plain words in two languages: days, numbers, how sure a rule is, what a basis is called.

Small pure functions, facts in and a sentence out, so that a person's own file can be read without
knowing the model. Nothing here decides anything.
"""

from shared.plain.basis import basis, body
from shared.plain.certainty import force, how_sure, judgement
from shared.plain.days import last_day_before, on
from shared.plain.sentences import capital, counted, quoted, said, stripped

__all__ = [
    "basis",
    "body",
    "capital",
    "counted",
    "force",
    "how_sure",
    "judgement",
    "last_day_before",
    "on",
    "quoted",
    "said",
    "stripped",
]
