"""Through the real door, whatever happens meanwhile: a namesake is never restricted.

Random people who share two names and one mask, random listings, issuers that answer, are silent or
refuse, and withdrawals that come in between the question and its answer.
"""

import asyncio
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from demo.population import candidates_behind
from shared.identifiers import Party
from tests.builders import make_party, words_of
from tests.unit.partner_gateway.test_namesake_never_restricted import MoodyIssuers
from tests.unit.partner_gateway.world import AIRLINE, Gateway, open_gateway

BEHIND_ONE_MASK = candidates_behind(make_party().truncated_id)[:6]
FEBRUARY = date(2019, 2, 3)
people = st.builds(
    lambda name, number: make_party(name).model_copy(update={"id_number": number}),
    st.sampled_from(["王秀英", "李秀英"]),
    st.sampled_from(BEHIND_ONE_MASK),
)
moods = st.sampled_from(["answers", "silent", "refuses"])


@dataclass(frozen=True)
class Listed:
    """A listed person: until when, what the issuer does, whether it is withdrawn meanwhile."""

    party: Party
    until: date
    mood: str
    is_withdrawn_meanwhile: bool


listings = st.lists(
    st.builds(
        Listed,
        people,
        st.sampled_from([FEBRUARY, date(2019, 2, 4), date(2021, 1, 1)]),
        moods,
        st.booleans(),
    ),
    max_size=6,
)


def reference(place: int) -> str:
    """The name of a listing, by its place."""
    return f"l-listing-number-{place}"


async def told(
    keys: Path, listed: list[Listed], askers: list[Party], in_a_batch: bool
) -> list[str]:
    """The outcome for each who is asked about; a stopped partner is told nothing about anybody."""
    issuers = MoodyIssuers(moods=tuple(one.mood for one in listed))
    with TemporaryDirectory() as folder:
        async with open_gateway(keys, Path(folder), issuers=issuers) as gateway:
            for place, one in enumerate(listed):
                gateway.list(one.party, reference(place), stands_until=one.until)
            gateway.bring_out(on=FEBRUARY)
            issuers.meanwhile = lambda: withdraw(gateway, listed)
            return await (ask_together if in_a_batch else ask_in_turn)(gateway, askers)


def withdraw(gateway: Gateway, listed: list[Listed]) -> None:
    """While an issuer thinks, some listings end; the gateway hears of it at once."""
    for place, one in enumerate(listed):
        key = ("court", reference(place))
        if one.is_withdrawn_meanwhile and key in gateway.platform.register:
            gateway.platform.withdraw(reference(place))
    assert gateway.read_platform()


async def ask_in_turn(gateway: Gateway, askers: list[Party]) -> list[str]:
    """One question after the other."""
    answers = [(await gateway.ask(one)).json() for one in askers]
    return [one.get("outcome", "stopped") for one in answers]


async def ask_together(gateway: Gateway, askers: list[Party]) -> list[str]:
    """All in one batch."""
    body = {"measure": "air-travel", "purpose": "x", "parties": [words_of(one) for one in askers]}
    answer = (await gateway.partner(AIRLINE).post("/v1/decision-batches", body)).json()
    found = [one["decision"]["outcome"] for one in answer.get("answers", [])]
    return found or ["stopped"] * len(askers)


@settings(max_examples=12, deadline=None)
@given(listings, st.lists(people, min_size=1, max_size=6), st.booleans())
def test_only_a_standing_listing_of_ones_own_restricts(
    keys: Path, listed: list[Listed], askers: list[Party], in_a_batch: bool
) -> None:
    outcomes = asyncio.run(told(keys, listed, askers, in_a_batch))
    for asker, outcome in zip(askers, outcomes, strict=True):
        own = [one for one in listed if (one.party.name, one.party.id_number)
               == (asker.name, asker.id_number)]  # fmt: skip
        may_restrict = any(
            one.until > FEBRUARY and one.mood == "answers" and not one.is_withdrawn_meanwhile
            for one in own
        )
        assert outcome != "restricted" or may_restrict
        if may_restrict:
            assert outcome in {"restricted", "stopped"}
