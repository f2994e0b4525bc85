"""One measure in several agreements: the gravest that must be applied decides, all are named."""

from datetime import date

import pytest

from services.partner_gateway.domain import (
    Agreements,
    Candidate,
    Force,
    Grant,
    Measure,
    Mou,
    Outcome,
    Partner,
    Sphere,
    Target,
    find,
    grant,
)
from services.partner_gateway.domain.memorandums import BodyKind
from shared.contract import Effect
from shared.origin import Origin
from shared.rulebook import Confidence, Text

TODAY = date(2019, 11, 1)
SAYS = Text(en="No loan.", zh="不予贷款。")
BANK = Partner(id="bank", title=SAYS, kind=BodyKind.COMPANY, origin=Origin.OURS)


def agreement(name: str, list_id: str, force: Force, effect: Effect = Effect.ADVERSE) -> Mou:
    """An agreement with the one measure "loan" on one of the court's lists."""
    common = {"origin": Origin.OURS, "source": "this test", "confidence": Confidence.DERIVED}
    measure = Measure.model_validate(
        {
            "id": "loan",
            "content": SAYS,
            "sphere": Sphere.CREDIT,
            "addressee": "party",
            "legal_basis": f"Art. 1 of {name}",
            "implementing_body": SAYS,
            "partners": ["bank"],
            "force": force,
            **common,
        }
    )
    return Mou.model_validate(
        {
            "id": name,
            "title": SAYS,
            "effect": effect,
            "targets": [Target(issuer="court", list=list_id)],
            "signed": ["bank"],
            "measures": [measure],
            "legal_basis": "none",
            **common,
        }
    )


WEIGHED = agreement("weighed-2016", "first", Force.REFERENCE)
BINDING = agreement("binding-2017", "second", Force.BINDING)
FAVOUR = agreement("favour-2016", "third", Force.BINDING, Effect.FAVOURABLE)


def granted(*mous: Mou) -> Grant:
    """The bank's right to ask about a loan under these agreements."""
    return grant(Agreements(mous, {"bank": BANK}, TODAY), "bank", "loan")


def listing(list_id: str) -> Candidate:
    """A listing on one of the court's lists."""
    return Candidate(
        "court", f"l-on-{list_id}", list_id, "evades", date(2019, 1, 2), date(2021, 1, 2)
    )


@pytest.mark.parametrize("order", [(WEIGHED, BINDING), (BINDING, WEIGHED)])
def test_a_binding_agreement_decides_before_one_that_is_weighed(order: tuple[Mou, Mou]) -> None:
    both = [(listing("first"), "yes"), (listing("second"), "yes")]
    found = find(granted(*order), both)  # type: ignore[arg-type]
    assert (found.outcome, found.term.mou.id) == (Outcome.RESTRICTED, "binding-2017")
    assert len(found.told) == 2


def test_only_what_is_confirmed_brings_its_agreement_in() -> None:
    found = find(granted(WEIGHED, BINDING), [(listing("first"), "yes"), (listing("second"), "no")])
    assert (found.outcome, found.term.mou.id) == (Outcome.ADVISORY, "weighed-2016")
    assert [one.list for one in found.told] == ["first"]


def test_an_open_answer_beside_a_confirmed_weighed_one_is_not_restricted() -> None:
    found = find(granted(WEIGHED, BINDING), [(listing("first"), "yes"), (listing("second"), None)])
    assert found.outcome is Outcome.ADVISORY


def test_every_agreement_that_attaches_the_measure_to_a_list_is_named() -> None:
    twice = agreement("another-2018", "second", Force.REFERENCE)
    terms = granted(WEIGHED, BINDING, twice).about(listing("second"))
    assert [term.mou.id for term in terms] == ["binding-2017", "another-2018"]


def test_an_agreement_that_ended_at_midnight_gives_no_right() -> None:
    ended = BINDING.model_copy(update={"valid_to": date(2019, 10, 31)})
    assert [term.mou.id for term in granted(WEIGHED, ended).terms] == ["weighed-2016"]
