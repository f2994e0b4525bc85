"""Whatever happened in a procedure, in whatever order: its party reads whole sentences."""

import re
from collections.abc import Iterator
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contract import Cause
from shared.errors import Refusal
from shared.procedure.file import remedies_of
from shared.procedure.shapes import InPlainWords
from shared.procedure.steps import State
from shared.procedure.told import tell
from tests.unit.shared.telling import Telling

MOVES = (
    "approve", "refuse", "notify", "object", "uphold", "dismiss", "ask_review", "review_upholds",
    "review_dismisses", "publish", "lapse", "withdraw", "a_week", "two_years",
)  # fmt: skip


def move(telling: Telling, name: str) -> None:
    """One thing that may happen, if it may happen now."""
    moves = {
        "refuse": lambda: telling.refuse("No {evidence} at all."),
        "uphold": lambda: telling.decide("Heard: {all} of it.", upheld=True),
        "dismiss": lambda: telling.decide("听取后驳回。", upheld=False),
        "review_upholds": lambda: telling.review("Reviewed.", upheld=True),
        "review_dismisses": lambda: telling.review("Reviewed.", upheld=False),
        "lapse": lambda: telling.lapse("some_code"),
        "withdraw": lambda: telling.withdraw(Cause.SETTLED),
        "a_week": lambda: telling.on(telling.today + timedelta(days=7)),
        "two_years": lambda: telling.on(telling.today + timedelta(days=731)),
    }
    moves.get(name, getattr(telling, name, None) or telling.facts)()


def possible(telling: Telling, name: str) -> bool:
    """Whether the authority's own doors would let it happen."""
    if name == "object":
        before = telling.proposal.ref is None and telling.proposal.state is not State.NOTIFIED
        return not before and telling.facts().open_objection is None
    if name in {"uphold", "dismiss"}:
        return telling.facts().open_objection is not None
    if name in {"ask_review", "review_upholds", "review_dismisses"}:
        return bool(telling.objections)
    if name == "withdraw":
        return telling.listing is not None
    return True


def texts(read: InPlainWords) -> Iterator[str]:
    """Every sentence in either language."""
    for _, sentences in read:
        assert sentences
        for one in sentences:
            yield from (one.en, one.zh)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(MOVES), max_size=14), st.booleans())
def test_whatever_happened_every_sentence_is_whole(names: list[str], renews: bool) -> None:
    telling = Telling.begun(renews="l-qhzxkvbnwertyuiopasd" if renews else None)
    for name in names:
        if possible(telling, name):
            try:
                move(telling, name)
            except Refusal:
                continue
        for text in texts(tell(telling.facts(), remedies_of(telling.facts()))):
            slots = text.replace("{evidence}", "").replace("{all}", "")
            assert text.strip()
            assert "None" not in text
            assert not re.search(r"[{}]", slots)
            assert text[-1] in ".。”?"
