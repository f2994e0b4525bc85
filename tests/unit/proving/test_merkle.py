"""The tree is that of RFC 6962 and 9162: the published vectors, and what no change escapes."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.proving.merkle import (
    EMPTY_ROOT,
    consistency,
    inclusion,
    is_consistent,
    is_included,
    leaf_hash,
    level_above,
    root,
)
from tests.unit.proving.trees import plain_root, reader

# The leaves, roots and paths with which implementations of Certificate Transparency are tested.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSIONS = {
    (0, 1): [],
    (0, 8): [A, B, C],
    (5, 8): [D, E, ROOTS[3]],
    (2, 3): [ROOTS[1]],
    (1, 5): [ROOTS[0], B, D],
}
CONSISTENCIES = {
    (1, 1): [],
    (1, 8): [A, B, C],
    (6, 8): [F, E, ROOTS[3]],
    (2, 5): [B, D],
}


def hexes(path: Sequence[bytes]) -> list[str]:
    return [step.hex() for step in path]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots(size: int) -> None:
    assert root(reader(LEAVES), size).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert root(reader([]), 0) == EMPTY_ROOT
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")


@pytest.mark.parametrize(("place", "path"), INCLUSIONS.items())
def test_the_published_inclusion_paths(place: tuple[int, int], path: list[str]) -> None:
    index, size = place
    found = inclusion(reader(LEAVES), index, size)
    assert hexes(found) == path
    expected = bytes.fromhex(ROOTS[size - 1])
    assert is_included(leaf_hash(LEAVES[index]), index, size, found, expected)


@pytest.mark.parametrize(("sizes", "path"), CONSISTENCIES.items())
def test_the_published_consistency_paths(sizes: tuple[int, int], path: list[str]) -> None:
    first, second = sizes
    found = consistency(reader(LEAVES), first, second)
    assert hexes(found) == path
    roots = [bytes.fromhex(ROOTS[size - 1]) for size in sizes]
    assert is_consistent((first, roots[0]), (second, roots[1]), found)


@pytest.mark.parametrize("size", range(1, 33))
def test_every_proof_of_every_small_tree_holds_and_no_other_leaf_has_it(size: int) -> None:
    leaves = [b"%d" % number for number in range(size)]
    node, top = reader(leaves), plain_root(leaves)
    for index in range(size):
        path = inclusion(node, index, size)
        holding = [
            place
            for place in range(size)
            if is_included(leaf_hash(leaves[index]), place, size, path, top)
        ]
        assert holding == [index]
    for first in range(size + 1):
        before = (first, root(node, first))
        assert is_consistent(before, (size, top), consistency(node, first, size))


@given(st.lists(st.binary(max_size=3), min_size=1, max_size=40), st.data())
def test_a_leaf_altered_dropped_or_moved_shows_in_the_root(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.integers(0, len(leaves) - 1))
    altered, dropped, moved = leaves.copy(), leaves.copy(), leaves.copy()
    altered[index] += b"!"
    del dropped[index]
    moved[index], moved[other] = moved[other], moved[index]
    before = plain_root(leaves)
    for changed in (altered, dropped, moved):
        assert (root(reader(changed), len(changed)) == before) == (changed == leaves)


@given(st.integers(1, 40), st.data())
def test_a_tree_that_was_rewritten_is_consistent_with_no_earlier_one(
    size: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, first - 1))
    leaves = [b"%d" % number for number in range(size)]
    rewritten = leaves.copy()
    rewritten[index] = b"something else"
    before = (first, plain_root(leaves[:first]))
    for history in (leaves, rewritten):
        path = consistency(reader(history), first, size)
        assert is_consistent(before, (size, plain_root(history)), path) == (history is leaves)


@given(st.integers(2, 40), st.data())
def test_no_bit_of_a_path_can_be_another(size: int, data: st.DataObject) -> None:
    leaves = [b"%d" % number for number in range(size)]
    node, top = reader(leaves), plain_root(leaves)
    index, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    paths = [inclusion(node, index, size), consistency(node, first, size)]
    for path in paths:
        at = data.draw(st.integers(0, len(path) - 1))
        bit = data.draw(st.integers(0, 255))
        spoilt = int.from_bytes(path[at]) ^ (1 << bit)
        path[at] = spoilt.to_bytes(32)
    assert not is_included(leaf_hash(leaves[index]), index, size, paths[0], top)
    assert not is_consistent((first, plain_root(leaves[:first])), (size, top), paths[1])


@given(st.integers(-2, 20), st.integers(-2, 20), st.lists(st.binary(min_size=32, max_size=32)))
def test_made_up_paths_prove_nothing_and_break_nothing(
    first: int, second: int, path: list[bytes]
) -> None:
    top = leaf_hash(b"a root that nobody has ever made")
    assert not is_included(leaf_hash(b"x"), first, second, path, top)
    assert not is_consistent((first, leaf_hash(b"y")), (second, top), path)


def test_a_path_cut_short_or_drawn_out_proves_nothing() -> None:
    node, top = reader(LEAVES), bytes.fromhex(ROOTS[7])
    path, since = inclusion(node, 5, 8), consistency(node, 6, 8)
    before = (6, bytes.fromhex(ROOTS[5]))
    for spoilt in (path[:-1], path[1:], [*path, top]):
        assert not is_included(leaf_hash(LEAVES[5]), 5, 8, spoilt, top)
    for spoilt in (since[:-1], since[1:], [*since, top], []):
        assert not is_consistent(before, (8, top), spoilt)


def test_a_level_is_hashed_in_pairs_and_an_odd_one_waits() -> None:
    hashes = [leaf_hash(leaf) for leaf in LEAVES[:3]]
    assert level_above(b"".join(hashes)).hex() == ROOTS[1]
    assert level_above(hashes[0]) == b""
