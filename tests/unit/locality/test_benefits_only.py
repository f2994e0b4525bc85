"""Whatever is written into a scheme and whatever happens: points open, and never close."""

import copy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from services.locality.domain.claims import (
    AlreadyClaimed,
    NotEnoughPoints,
    QuotaUsed,
    ThisYear,
    check_claim,
)
from services.locality.domain.offers import BasicService, Benefit, Gift, Service
from services.locality.domain.scheme import Editions, Scheme
from services.locality.domain.score import Score
from tests.unit.apps import ROOT
from tests.unit.locality.schemes import EVERY_EDITION

BAILU = yaml.safe_load((ROOT / "services/locality/schemes/bailu.yaml").read_text("utf-8"))
WORDS = st.text(st.characters(categories=["Ll", "Lo"], include_characters="-_"), min_size=1)
HARM = ("restricts", "list", "blacklist", "ground", "penalty", "denies", "closes", "forbids")


def _with(place: str, number: int, change: dict[str, Any]) -> dict[str, Any]:
    file: dict[str, Any] = copy.deepcopy(BAILU)
    rows = file["editions"][0][place]
    rows[number % len(rows)].update(change)
    return file


@settings(max_examples=25)
@given(
    place=st.sampled_from(["items", "benefits", "categories", "limits"]),
    number=st.integers(0, 20),
    key=st.sampled_from(HARM) | WORDS,
    value=st.text(max_size=20) | st.integers() | st.just({"measure": "air-travel"}),
)
def test_no_key_that_the_shape_does_not_know_gets_into_a_scheme(
    place: str, number: int, key: str, value: object
) -> None:
    known = set(BAILU["editions"][0][place][0]) | {
        "openness", "floor", "max_points_per_year", "quota_per_year", "confidence", "source",
    }  # fmt: skip
    if key in known:
        return
    with pytest.raises(ValidationError):
        Editions.model_validate(_with(place, number, {key: value}))


@settings(max_examples=25)
@given(number=st.integers(0, 20), gives=WORDS, service=WORDS)
def test_a_benefit_gives_something_on_top_and_never_touches_a_basic_service(
    number: int, gives: str, service: str
) -> None:
    file = _with("benefits", number, {"gives": gives, "service": service})
    if gives in tuple(Gift) and service in tuple(Service):
        Editions.model_validate(file)
    else:
        with pytest.raises(ValidationError):
            Editions.model_validate(file)


@pytest.mark.parametrize("service", list(BasicService))
def test_every_basic_service_of_the_national_list_is_refused(service: BasicService) -> None:
    with pytest.raises(ValidationError, match="basic public service may not depend on a score"):
        Editions.model_validate(_with("benefits", 0, {"service": service.value}))
    assert service.value not in tuple(Service)


@pytest.mark.parametrize("name", sorted(EVERY_EDITION))
def test_in_no_edition_does_anything_restrict_anybody(name: str) -> None:
    scheme = EVERY_EDITION[name]
    assert all(item.restricts is None for item in scheme.items)
    assert all(benefit.restricts is None for benefit in scheme.benefits)
    assert {benefit.gives for benefit in scheme.benefits} <= set(Gift)
    assert {benefit.service.value for benefit in scheme.benefits} & set(BasicService) == set()


def _open(scheme: Scheme, points: int, claimed: ThisYear) -> set[str]:
    found = Score(points, scheme.grade_of(points), ())
    return {one.id for one in scheme.benefits if _may(scheme, one, found, claimed)}


def _may(scheme: Scheme, benefit: Benefit, found: Score, claimed: ThisYear) -> bool:
    try:
        check_claim(scheme, benefit, found, claimed)
    except (NotEnoughPoints, AlreadyClaimed, QuotaUsed):
        return False
    return True


@given(
    name=st.sampled_from(sorted(EVERY_EDITION)),
    low=st.integers(0, 1200),
    more=st.integers(0, 1200),
    count=st.integers(0, 200),
)
def test_more_points_never_close_what_fewer_open_and_the_fewest_close_nothing_else(
    name: str, low: int, more: int, count: int
) -> None:
    scheme, claimed = EVERY_EDITION[name], ThisYear(False, count)
    assert _open(scheme, low, claimed) <= _open(scheme, low + more, claimed)
    assert _open(scheme, low, ThisYear(True, count)) == set()


@given(name=st.sampled_from(sorted(EVERY_EDITION)), count=st.integers(0, 300))
def test_a_quota_is_used_up_at_its_number_and_never_before(name: str, count: int) -> None:
    scheme = EVERY_EDITION[name]
    best = scheme.scale.maximum or 10_000
    for benefit in scheme.benefits:
        is_left = benefit.quota_per_year is None or count < benefit.quota_per_year
        is_open = benefit.id in _open(scheme, best, ThisYear(False, count))
        assert is_open == is_left
