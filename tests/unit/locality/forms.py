"""Bundles of paper forms, and the clerks who key them."""

from collections.abc import Iterable, Sequence
from typing import Any

import httpx

from shared.identifiers import Party
from tests.unit.answers import done
from tests.unit.apps import Visitor
from tests.unit.locality.story import Place

HEADING = "编号,姓名,身份证号,项目,日期,备注"
ONE, TWO, THIRD = "clerk-one", "clerk-two", "reviewer-one"


def form(
    number: int | str,
    party: Party,
    item: str = "volunteer-hour",
    on: str = "2018-12-08",
    note: str = "",
) -> str:
    """One line as it is keyed."""
    return f"{number},{party.name},{party.id_number},{item},{on},{note}"


def sheet(lines: Iterable[str]) -> bytes:
    """A whole bundle, keyed."""
    return "\n".join([HEADING, *lines]).encode()


def clerk(place: Place, name: str) -> Visitor:
    """A clerk of that name."""
    return place.opened.officer("clerk", name=name)


async def key(
    place: Place,
    by: str,
    lines: Iterable[str],
    bundle: str = "2019-017",
    department: str = "volunteers",
) -> httpx.Response:
    """A clerk keys a bundle."""
    door = f"/v1/paper-batches?department={department}&bundle={bundle}"
    return await send(clerk(place, by), door, sheet(lines))


async def send(who: Visitor, door: str, body: bytes, **headers: str) -> httpx.Response:
    """Send CSV."""
    return await who.send(
        "POST", door, content=body, headers={"Content-Type": "text/csv"} | headers
    )


async def keyed_by_two(
    place: Place, first: Sequence[str], second: Sequence[str] | None = None, **which: str
) -> dict[str, Any]:
    """The batch after both have keyed it; the second like the first, unless told otherwise."""
    done(await key(place, ONE, first, **which))
    return done(await key(place, TWO, first if second is None else second, **which))


async def report(place: Place, batch: str, query: str = "") -> list[dict[str, Any]]:
    """The lines of a report."""
    door = f"/v1/paper-batches/{batch}/report{query}"
    lines: list[dict[str, Any]] = done(await clerk(place, ONE).get(door))["lines"]
    return lines


def ends(lines: Iterable[dict[str, Any]]) -> list[tuple[int | None, str, list[str]]]:
    """Number, end and findings of each line, shortly."""
    return [
        (
            line["number"],
            line["outcome"],
            [f"{one['keying']} {one['field']} {one['reason']}" for one in line["findings"]],
        )
        for line in lines
    ]


async def decide(
    place: Place, batch: str, number: int, keeps: str, by: str = THIRD, **more: Any
) -> httpx.Response:
    """An officer decides a line with a reason."""
    door = f"/v1/paper-batches/{batch}/lines/{number}/decision"
    body = {"keeps": keeps, "reasons": "The form says so."} | more
    return await place.opened.officer("reviewer", name=by).post(door, body)
