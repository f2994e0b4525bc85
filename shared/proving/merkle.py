"""The Merkle tree of RFC 9162, section 2.1: its hashes, its proofs, and how they are checked.

Proofs are made over a reader of complete nodes: `node(level, index)` is the hash over the 2^level
leaves that begin with leaf `index * 2^level`. Complete nodes never change when the tree grows, so
a reader of today's tree can prove what any earlier one held.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from hmac import compare_digest

Node = Callable[[int, int], bytes]
HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
LARGEST_SIZE = 2**53  # what a number of JSON can hold everywhere; no path is longer than 53 hashes
LONGEST_PATH = 64


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two nodes; its prefix keeps it from being taken for a leaf's."""
    return sha256(b"\x01" + left + right).digest()


def level_above(hashes: bytes) -> bytes:
    """Each two neighbours of one level hashed into one of the next; an odd last one waits."""
    end = len(hashes) // (2 * HASH_BYTES) * (2 * HASH_BYTES)
    pairs = range(0, end, 2 * HASH_BYTES)
    return b"".join([sha256(b"\x01" + hashes[at : at + 64]).digest() for at in pairs])


def root(node: Node, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return _over(node, 0, size) if size else EMPTY_ROOT


def inclusion(node: Node, index: int, size: int) -> list[bytes]:
    """The path from one leaf to the root of the first `size` leaves (2.1.3.1)."""
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_over(node, middle, end))
            end = middle
        else:
            path.append(_over(node, start, middle))
            start = middle
    return path[::-1]


def consistency(node: Node, first: int, second: int) -> list[bytes]:
    """What shows that the tree of `second` leaves begins with that of `first` (2.1.4.1)."""
    if first in (0, second):
        return []
    path: list[bytes] = []
    start, end = 0, second
    while end != first:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(_over(node, middle, end))
            end = middle
        else:
            path.append(_over(node, start, middle))
            start = middle
    # The whole first tree needs not be told: whoever checks has its root.
    own = [_over(node, start, end)] if start else []
    return own + path[::-1]


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether a path leads from the leaf at `index` to the root of a tree of `size` (2.1.3.2)."""
    if not 0 <= index < size or len(path) > LONGEST_PATH:
        return False
    at, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            at, last = _up_to_a_right_child(at, last)
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and compare_digest(found, root)


def is_consistent(
    first: tuple[int, bytes], second: tuple[int, bytes], path: Sequence[bytes]
) -> bool:
    """Whether a path shows that one tree, given as size and root, begins the other (2.1.4.2)."""
    (first_size, first_root), (second_size, second_root) = first, second
    if first_size in (0, second_size):
        expected = EMPTY_ROOT if first_size == 0 else second_root
        return not path and first_size <= second_size and compare_digest(first_root, expected)
    if not 0 < first_size < second_size or not 0 < len(path) <= LONGEST_PATH:
        return False
    is_whole_subtree = first_size & (first_size - 1) == 0
    steps = [first_root, *path] if is_whole_subtree else list(path)
    found = _roots_along(steps, first_size - 1, second_size - 1)
    if found is None:
        return False
    return compare_digest(found[0], first_root) and compare_digest(found[1], second_root)


def _roots_along(steps: Sequence[bytes], at: int, last: int) -> tuple[bytes, bytes] | None:
    """Both roots that the steps lead to; None if there are too many or too few."""
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            first, second = node_hash(step, first), node_hash(step, second)
            at, last = _up_to_a_right_child(at, last)
        else:
            second = node_hash(second, step)
        at, last = at >> 1, last >> 1
    return (first, second) if last == 0 else None


def _up_to_a_right_child(at: int, last: int) -> tuple[int, int]:
    """Past the levels on which a last node has no neighbour and moves up as it is."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _split(width: int) -> int:
    """The largest power of two that is smaller than a width."""
    return 1 << (width - 1).bit_length() - 1


def _over(node: Node, start: int, end: int) -> bytes:
    """The hash over the leaves from `start` to before `end`, which no larger subtree cuts."""
    width = end - start
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(width)
    return node_hash(_over(node, start, middle), _over(node, middle, end))
