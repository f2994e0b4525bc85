"""Small trees of the kind that the log is, made in the plainest way."""

from collections.abc import Sequence

from shared.proving.merkle import Node, leaf_hash, node_hash


def plain_root(leaves: Sequence[bytes]) -> bytes:
    """The definition of RFC 9162, 2.1.1, word for word."""
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while 2 * split < len(leaves):
        split *= 2
    return node_hash(plain_root(leaves[:split]), plain_root(leaves[split:]))


def reader(leaves: Sequence[bytes]) -> Node:
    """Complete nodes over these leaves, reckoned anew each time."""

    def node(level: int, index: int) -> bytes:
        width = 1 << level
        under = leaves[index * width : (index + 1) * width]
        assert len(under) == width, "only complete nodes are ever asked for"
        return plain_root(under)

    return node
