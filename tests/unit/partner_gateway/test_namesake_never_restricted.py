"""Whoever is listed and whatever issuers answer: only a yes to one's own number counts."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.population import candidates_behind
from services.partner_gateway.app import read_agreements
from services.partner_gateway.domain import Candidate, Finding, Outcome, find, grant
from services.partner_gateway.records import Index, Position
from shared.authorities import load
from shared.identifiers import Party
from shared.sealing import Question, Verdict
from tests.builders import make_party
from tests.unit.apps import ROOT
from tests.unit.partner_gateway.platform import listed
from tests.unit.partner_gateway.world import MemoryIssuers

AGREEMENTS = read_agreements(
    ROOT / "services/partner_gateway", load(ROOT / "authorities.yaml"), date(2019, 11, 1)
)
GRANT = grant(AGREEMENTS, "skyward-air", "air-travel")
TODAY = date(2019, 3, 1)
# Everybody here has one of two names, and all share one mask: nobody can be told apart.
BEHIND_ONE_MASK = candidates_behind(make_party().truncated_id)

people = st.builds(
    lambda name, number: make_party(name).model_copy(update={"id_number": number}),
    st.sampled_from(["王秀英", "李秀英"]),
    st.sampled_from(BEHIND_ONE_MASK),
)
listings = st.lists(
    st.tuples(people, st.sampled_from([date(2019, 2, 20), date(2019, 3, 2), date(2021, 1, 1)])),
    max_size=6,
)
moods = st.lists(st.sampled_from(["answers", "silent", "refuses"]), min_size=6, max_size=6)


@dataclass
class MoodyIssuers(MemoryIssuers):
    """Answers, is silent or refuses, listing by listing."""

    moods: tuple[str, ...] = ()

    def _answer(self, question: Question) -> Verdict | None:
        mood = self.moods[int(question.ref[-1])]
        if mood == "answers":
            return super()._answer(question)
        return "refused" if mood == "refuses" else None


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """One index file for all examples; each example installs its own edition."""
    folder: Path = tmp_path_factory.mktemp("index")
    found = Index(folder / "index.sqlite")
    yield found
    found.close()


def outcome_for(party: Party, index: Index, issuers: MoodyIssuers) -> Finding:
    """What the gateway makes of one question, as its door does."""
    found = index.candidates(party.kind, party.name, party.truncated_id, GRANT.targets)
    standing = [one for one in found if one.stands_on(TODAY)]
    asked = [Question(one.issuer, one.ref, party.id_number) for one in standing]
    return find(GRANT, list(zip(standing, asyncio.run(issuers.ask(asked)), strict=True)))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(listings, st.lists(people, min_size=1, max_size=8), moods)
def test_restricted_only_by_the_issuers_yes_to_this_very_number(
    index: Index, on_the_list: list[tuple[Party, date]], askers: list[Party], moods: list[str]
) -> None:
    rows = [
        listed(party, f"l-listing-number-{place}", stands_until=until)
        for place, (party, until) in enumerate(on_the_list)
    ]
    index.install(rows, Position("2019-03", "0" * 64, 0, datetime.now(UTC), has_gap=False))
    issuers = MoodyIssuers(moods=tuple(moods))
    for row, (party, _) in zip(rows, on_the_list, strict=True):
        issuers.numbers[row.issuer, row.ref] = party.id_number
    for asked in askers:
        found = outcome_for(asked, index, issuers)
        confirmed = {
            row.ref
            for place, (row, (party, until)) in enumerate(zip(rows, on_the_list, strict=True))
            if (party.name, party.id_number) == (asked.name, asked.id_number)
            and until > TODAY
            and moods[place] == "answers"
        }
        assert {one.ref for one in found.told} == confirmed
        assert (found.outcome is Outcome.RESTRICTED) == bool(confirmed)
        assert found.outcome.may_be_acted_on == bool(confirmed)


def candidate(ref: str) -> Candidate:
    """A listing that matches."""
    return Candidate(
        "court", ref, "judgment-defaulters", "evades", date(2019, 1, 2), date(2021, 1, 2)
    )


@pytest.mark.parametrize(
    ("verdicts", "outcome"),
    [
        ([], Outcome.NO_LISTING),
        (["no"], Outcome.NO_LISTING),
        (["no", "no"], Outcome.NO_LISTING),
        (["no", None], Outcome.REFER),
        (["refused", "no"], Outcome.REFER),
        (["no", "yes"], Outcome.RESTRICTED),
        ([None, "yes", "refused"], Outcome.RESTRICTED),
    ],
)
def test_the_confirmed_decide_and_an_open_answer_refers(
    verdicts: list[Verdict | None], outcome: Outcome
) -> None:
    answered = [(candidate(f"l-{place}"), verdict) for place, verdict in enumerate(verdicts)]
    found = find(GRANT, answered)
    assert found.outcome is outcome
    told = [answered[place][0] for place, verdict in enumerate(verdicts) if verdict == "yes"]
    assert list(found.told) == told
