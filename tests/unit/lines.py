"""Files of proposals, sent to an authority in a test."""

from typing import Any

from shared.identifiers import Party
from shared.procedure.importing.lines import FIELDS
from tests.builders import words_of
from tests.unit.answers import done
from tests.unit.apps import OpenApp

IMPORTS = "/v1/proposal-imports"


def csv_file(*lines: tuple[str, str, str, Party]) -> bytes:
    """Lines of list, ground, basis and party, under their header."""
    rows = [",".join(FIELDS)]
    for list_, ground, basis, party in lines:
        rows.append(",".join([list_, ground, basis, *words_of(party).values()]))
    return "\n".join(rows).encode()


async def taken(app: OpenApp, file: bytes) -> list[tuple[int, str | None, str | None]]:
    """What became of each line of a whole file: number, field, reason."""
    clerk = app.officer("clerk")
    name = done(await clerk.post(IMPORTS, {"format": "csv"}))["id"]
    path, csv = f"{IMPORTS}/{name}/lines", {"Content-Type": "text/csv"}
    done(await clerk.send("POST", path, content=file, headers=csv))
    found: list[dict[str, Any]] = done(await clerk.get(path))["lines"]
    return [(one["line"], one["field"], one["reason"]) for one in found]
