"""A hundred thousand people beside the published figures, and beside the rules for IDs."""

import time
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from demo.population import Person, Sex, make_population, regions
from demo.population.ages import CENSUS_2020, GROUP_YEARS
from demo.population.given_names import FREQUENT, PEOPLE_COUNTED_MILLIONS
from shared.identifiers import Kind, age_on, born_on, check_number, is_male

pytestmark = pytest.mark.slow

AS_OF = date(2019, 1, 1)
SIZE = 100_000


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return list(make_population(SIZE, seed=2019).people())


def test_a_hundred_thousand_people_take_less_than_ten_seconds_of_work() -> None:
    began = time.process_time()
    assert sum(1 for _ in make_population(SIZE, seed=1)) > SIZE
    assert time.process_time() - began < 10


def test_every_id_is_accepted_here_and_refused_by_the_public_validator(
    people: list[Person],
) -> None:
    for person in people:
        assert check_number(Kind.PERSON, person.id_number) == person.id_number
        with pytest.raises((ValidationError, KeyError)):
            ric.validate(person.id_number)


def test_ids_are_unique_and_say_what_the_person_says(people: list[Person]) -> None:
    assert len({person.id_number for person in people}) == SIZE
    for person in people:
        assert person.id_number.startswith(person.region)
        assert person.region in regions()
        assert born_on(person.id_number) == person.born_on <= AS_OF
        assert is_male(person.id_number) == (person.sex is Sex.MALE)


def test_surnames_follow_the_published_shares(people: list[Person]) -> None:
    surnames = Counter(person.name[0] for person in people)
    top = [count / SIZE * 100 for _, count in surnames.most_common(100)]
    assert {surname for surname, _ in surnames.most_common(5)} == set("王李张刘陈")
    assert sum(top[:5]) == pytest.approx(30.8, abs=0.8)
    assert sum(top) == pytest.approx(85.9, abs=0.8)


def test_the_ten_frequent_given_names_are_as_frequent_as_published(people: list[Person]) -> None:
    counted = [person for person in people if 1930 <= person.born_on.year <= 2008]
    given_names = Counter(person.name[1:] for person in counted)
    for name, known in FREQUENT.items():
        published = known.holders_millions / PEOPLE_COUNTED_MILLIONS
        assert given_names[name] / len(counted) == pytest.approx(published, rel=0.3)


def test_frequent_given_names_belong_to_their_sex_and_years(people: list[Person]) -> None:
    for person in people:
        known = FREQUENT.get(person.name[1:])
        if known:
            assert person.sex is known.sex
            assert known.first_year <= person.born_on.year <= known.last_year


def test_names_are_as_long_as_published(people: list[Person]) -> None:
    lengths = Counter(len(person.name) for person in people)
    assert lengths[2] / SIZE == pytest.approx(0.063, abs=0.006)
    assert lengths[3] / SIZE > 0.90
    assert 0 < lengths[4] / SIZE < 0.02


def test_enough_people_share_a_name(people: list[Person]) -> None:
    holders = Counter(person.name for person in people)
    pairs = sum(count * (count - 1) // 2 for count in holders.values())
    assert 27_000 <= pairs <= 36_000


def test_the_commonest_given_names_cover_about_what_is_published(people: list[Person]) -> None:
    given_names = Counter(person.name[1:] for person in people)
    assert 0.30 < sum(count for _, count in given_names.most_common(999)) / SIZE < 0.40


def test_ages_follow_the_census(people: list[Person]) -> None:
    groups = Counter(age_on(person.id_number, AS_OF) // GROUP_YEARS for person in people)
    for group, counted in enumerate(CENSUS_2020):
        share = counted / sum(CENSUS_2020)
        assert groups[group] / SIZE == pytest.approx(share, abs=0.003)
    assert max(groups) < len(CENSUS_2020)


def test_sexes_follow_the_published_ratios(people: list[Person]) -> None:
    children = [person for person in people if age_on(person.id_number, AS_OF) < 15]
    assert _men_per_100_women(people) == pytest.approx(105.07, abs=2.5)
    assert _men_per_100_women(children) == pytest.approx(111.3, abs=6)


def _men_per_100_women(people: list[Person]) -> float:
    sexes = Counter(person.sex for person in people)
    return sexes[Sex.MALE] / sexes[Sex.FEMALE] * 100


def test_the_largest_province_has_about_35_times_the_people_of_the_smallest(
    people: list[Person],
) -> None:
    sizes = [count for _, count in Counter(person.region[:2] for person in people).most_common()]
    assert len(sizes) == 12
    assert 29 < sizes[0] / sizes[-1] < 41


def test_homes_stand_together_in_one_region(people: list[Person]) -> None:
    for person, following in pairwise(people):
        if person.household_id == following.household_id:
            assert person.region == following.region
        else:
            assert person.household_id < following.household_id


def test_children_have_the_surname_of_the_head_of_their_home(people: list[Person]) -> None:
    heads: dict[str, Person] = {}
    children = 0
    for person in people:
        head = heads.setdefault(person.household_id, person)
        if age_on(person.id_number, AS_OF) < 18:
            children += 1
            assert person.name[0] == head.name[0]
            assert (person.born_on - head.born_on).days > 19 * 365
    assert children > SIZE // 6
