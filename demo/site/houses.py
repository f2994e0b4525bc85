"""The houses of the map: what each service says of itself, put together in one document."""

import asyncio
from typing import Any

from demo.site.window import Windows
from shared.authorities import Authorities

PLATFORM, GATEWAY = "platform", "gateway"
# What a rule is about, if it says what an authority may put on its list or publish.
ABOUT_LISTS = ("list", "ground")
House = dict[str, Any]


class Houses:
    """Reads every house; one that has stopped is shown dark, with what it held when last seen."""

    def __init__(self, windows: Windows, authorities: Authorities) -> None:
        self._windows = windows
        self._authorities = authorities
        self._last: dict[str, House] = {}

    async def read(self) -> list[House]:
        """All houses, in the order of the services."""
        names = self._windows.services
        return list(await asyncio.gather(*(self._house(name) for name in names)))

    async def _house(self, name: str) -> House:
        inventory, rulebook = await asyncio.gather(
            self._windows.public(name, "/v1/inventory"), self._windows.public(name, "/v1/rulebook")
        )
        house = {**self._known(name), "is_lit": inventory is not None}
        if inventory is None:
            return {**self._last.get(name, {"tables": [], "rules": [], "gives": []}), **house}
        house |= {
            "operator": inventory["operator"],
            "origin": inventory["origin"],
            "tables": inventory["tables"],
            "gives": _givers(inventory),
            "rules": _rules(rulebook or {}),
        }
        self._last[name] = house
        return house

    def _known(self, name: str) -> House:
        """What the list of authorities says of it."""
        found = self._authorities.find(name)
        if found is None:
            return {"name": name, "role": name, "title": None, "note": "", "lists": []}
        return {
            "name": name,
            "role": "locality" if found.service == "locality" else "issuer",
            "title": found.title.model_dump(),
            "note": found.operator.note,
            "lists": [one.model_dump(mode="json") for one in found.lists],
        }


def _givers(inventory: House) -> list[dict[str, Any]]:
    """The departments that bring something in, each with what it may say."""
    comes_in = (inventory.get("flows") or {}).get("comes_in", [])
    return [
        {
            "name": one["giver"],
            "title": one["title"],
            "origin": one["origin"],
            "brings": [what["says"] for what in one["brings"]],
        }
        for one in comes_in
        if one["giver"] != PLATFORM
    ]


def _rules(rulebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The rules of its lists and grounds."""
    wanted = ("id", "says", "legal_basis", "source", "confidence", "origin", "floor")
    rows = [one for one in rulebook.get("rules", []) if one.get("unit") in ABOUT_LISTS]
    return [{name: one.get(name) for name in wanted} for one in rows]
