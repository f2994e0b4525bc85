"""A door has one short name in its document: clients are generated from these."""

import re
from typing import Any

from demo.portraits import Portrait
from shared.web.described import METHODS

NAME = re.compile(r"^[a-z]+(_[a-z]+)*$")


def names_in(document: dict[str, Any]) -> list[str]:
    """What its doors are called."""
    return [
        operation["operationId"]
        for path in document["paths"].values()
        for method, operation in path.items()
        if method in METHODS
    ]


def test_no_two_doors_have_one_name_and_none_is_put_together_from_its_path(
    portrait: Portrait,
) -> None:
    names = names_in(portrait.app.openapi())
    assert len(names) == len(set(names))
    for name in names:
        assert NAME.match(name), name
        assert "_v1_" not in name
