"""A procedure told to its party: five questions, answered in sentences, in English and Chinese.

What is held, by which rule, who decided, until when, and what can I do by when. Facts in, sentences
out: nothing here reads a table, asks the time or decides anything.
"""

from collections.abc import Sequence

from shared.procedure.shapes import InPlainWords, Remedy
from shared.procedure.told.can_do import what_you_can_do
from shared.procedure.told.decided import who_decided
from shared.procedure.told.facts import Facts, Names, StepDone
from shared.procedure.told.held import what_is_held
from shared.procedure.told.rule_told import by_which_rule
from shared.procedure.told.until import until_when

__all__ = ["Facts", "Names", "StepDone", "tell"]


def tell(facts: Facts, remedies: Sequence[Remedy]) -> InPlainWords:
    """The five answers about one procedure."""
    return InPlainWords(
        what_is_held=what_is_held(facts),
        by_which_rule=by_which_rule(facts),
        who_decided=who_decided(facts),
        until_when=until_when(facts),
        what_you_can_do=what_you_can_do(facts, remedies),
    )
