"""The same people everywhere, their organisations, and two whom a mask cannot tell apart."""

import hashlib
import io
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date

import pytest
from stdnum.cn import uscc

from demo.population import (
    Organisation,
    Person,
    Population,
    candidates_behind,
    make_population,
    namesake_pair,
    regions,
    write_jsonl,
)
from demo.population.fashions import FASHIONS, WIDER
from demo.population.organisations import check_character
from demo.population.surnames import COMMON, COMPOUND, PUBLISHED, RARE, SURNAMES
from shared.identifiers import (
    InvalidIdentifier,
    Kind,
    TruncatedId,
    age_on,
    check_number,
    hides_number,
    truncate,
)

AS_OF = date(2019, 1, 1)
SHA256_OF_200_PEOPLE_OF_SEED_7 = "6a23bf020649014b02ec87ec019ca7f33b65fdc91d92ae0b910864f4dec7b847"


def written(population: Population) -> str:
    stream = io.StringIO()
    write_jsonl(population, stream)
    return stream.getvalue()


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_same_seed_gives_the_same_bytes_for_ever() -> None:
    population = make_population(200, seed=7)
    assert sha256(written(population)) == SHA256_OF_200_PEOPLE_OF_SEED_7
    assert written(population) == written(population)


def test_another_process_with_other_hashes_makes_the_same_people() -> None:
    script = (
        "import sys; from demo.population import *; "
        "sys.stdout.reconfigure(encoding='utf-8', newline='\\n'); "
        "write_jsonl(make_population(200, seed=7), sys.stdout)"
    )
    for hash_seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
        )
        assert hashlib.sha256(done.stdout).hexdigest() == SHA256_OF_200_PEOPLE_OF_SEED_7


def test_another_seed_gives_other_people() -> None:
    hashes = {sha256(written(make_population(50, seed))) for seed in range(20)}
    assert len(hashes) == 20


def test_a_small_population_is_the_beginning_of_a_larger_one() -> None:
    small = list(make_population(300, seed=3))
    assert small == list(make_population(2_000, seed=3))[: len(small)]


def test_a_population_has_exactly_its_size() -> None:
    for size in (1, 2, 511, 512, 513):
        assert len(list(make_population(size, seed=5).people())) == size


@pytest.mark.parametrize("as_of", [date(2005, 1, 1), date(2016, 2, 29), date(2026, 11, 1)])
def test_nobody_is_born_after_the_as_of_date(as_of: date) -> None:
    birthdays = [person.born_on for person in make_population(3_000, seed=1, as_of=as_of).people()]
    assert max(birthdays) <= as_of
    assert min(birthdays).year >= 1900


@pytest.mark.parametrize(
    ("size", "seed", "as_of"),
    [(0, 1, AS_OF), (10_000_001, 1, AS_OF), (10, -1, AS_OF), (10, 1, date(1990, 1, 1))],
)
def test_what_cannot_be_made_is_refused(size: int, seed: int, as_of: date) -> None:
    with pytest.raises(ValueError, match=r"population|seed|as-of"):
        make_population(size, seed, as_of)


def test_lines_are_json_with_one_party_each() -> None:
    lines = [json.loads(line) for line in written(make_population(100, seed=2)).splitlines()]
    kinds = Counter(line["kind"] for line in lines)
    assert kinds["person"] == 100
    assert kinds["organisation"] >= 1
    for line in lines:
        check_number(Kind(line["kind"]), line["id_number"])


def test_even_one_person_answers_for_an_organisation() -> None:
    for seed in range(30):
        (organisation,) = make_population(1, seed).organisations()
        assert organisation.region in regions()


def test_organisations_have_synthetic_codes_with_both_checks_right() -> None:
    organisations = list(make_population(5_000, seed=4).organisations())
    assert 80 < len(organisations) < 180
    assert len({organisation.code for organisation in organisations}) == len(organisations)
    for organisation in organisations:
        code = check_number(Kind.ORGANISATION, organisation.code)
        assert uscc.is_valid(code)
        assert code.startswith("01" + organisation.region)
        assert code[16] == check_character(code[8:16])
        assert organisation.name.startswith(regions()[organisation.region].chinese)
        assert not hides_number(f"{organisation.name} {code}")


def test_an_adult_of_the_same_region_answers_for_each_organisation() -> None:
    population = make_population(2_000, seed=4)
    people = {person.id_number: person for person in population.people()}
    for organisation in population.organisations():
        representative = people[organisation.representative]
        assert age_on(representative.id_number, AS_OF) >= 18
        assert representative.region == organisation.region


def test_the_check_character_of_an_organisation_code_has_its_two_special_values() -> None:
    # 3 * 5 + 7 * 1 = 22, nothing left over 11: eleven is written 0; one more leaves ten, an X.
    assert check_character("51000000") == "0"
    assert check_character("40000000") == "X"
    assert check_character("00000000") == "0"


@pytest.mark.parametrize("seed", range(40))
def test_namesakes_share_name_and_mask_and_nothing_else_that_is_whole(seed: int) -> None:
    first, second = namesake_pair(seed)
    assert first.name == second.name
    assert first.id_number != second.id_number
    assert first.born_on != second.born_on
    assert first.household_id != second.household_id
    mask = truncate(Kind.PERSON, first.id_number)
    assert mask == truncate(Kind.PERSON, second.id_number)
    for person in (first, second):
        check_number(Kind.PERSON, person.id_number)
        assert age_on(person.id_number, AS_OF) >= 18
        assert person.id_number in candidates_behind(mask)


def test_namesakes_depend_on_the_seed_alone_and_meet_nobody_of_the_population() -> None:
    population = make_population(20_000, seed=6)
    pair = namesake_pair(population)
    assert pair == namesake_pair(6) == make_population(10, seed=6).namesake_pair()
    assert pair != namesake_pair(7)
    masks = {truncate(Kind.PERSON, person.id_number) for person in population.people()}
    assert truncate(Kind.PERSON, pair[0].id_number) not in masks


def test_about_33_ids_stand_behind_a_mask() -> None:
    people = list(make_population(50, seed=1).people())
    counts = []
    for person in people:
        candidates = candidates_behind(truncate(Kind.PERSON, person.id_number))
        assert person.id_number in candidates
        assert candidates == sorted(set(candidates))
        counts.append(len(candidates))
    assert 32 < sum(counts) / len(counts) < 34.5


def test_a_whole_id_has_no_candidates() -> None:
    with pytest.raises(InvalidIdentifier):
        candidates_behind(TruncatedId("660101199001010020"))


def test_nobody_shows_an_id_by_accident() -> None:
    for one in make_population(30, seed=1):
        whole = one.id_number if isinstance(one, Person) else one.representative
        assert whole not in repr(one)


def test_every_county_has_a_name_of_its_own_in_both_languages() -> None:
    counties = regions()
    assert len({county.chinese for county in counties.values()}) == len(counties) > 1_000
    assert all(county.english.isascii() and county.province.english for county in counties.values())


def test_the_tables_of_names_hold_nothing_twice() -> None:
    surnames = [*PUBLISHED, *COMMON, *RARE, *COMPOUND]
    tables = [surnames, *WIDER.values()]
    for fashion in FASHIONS:
        tables += [*fashion.opening.values(), *fashion.closing.values()]
    for table in tables:
        assert len(set(table)) == len(table)


def test_the_shares_of_surnames_add_up_to_all_people() -> None:
    assert SURNAMES.total == pytest.approx(100, abs=0.01)
    assert SURNAMES.bounds[4] == pytest.approx(30.8, abs=0.01)
    assert SURNAMES.bounds[99] == pytest.approx(85.9, abs=0.01)


def test_people_and_organisations_come_in_one_stream() -> None:
    stream = list(make_population(200, seed=1))
    for place, one in enumerate(stream):
        if isinstance(one, Organisation):
            before = stream[place - 1]
            assert isinstance(before, Person)
            assert before.id_number == one.representative
