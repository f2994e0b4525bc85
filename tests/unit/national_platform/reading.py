"""What an edition's file says, read as a stranger would read it."""

import csv
import gzip
import io
import json
from typing import Any

import pyarrow.parquet


def listings_in(name: str, content: bytes) -> list[dict[str, Any]]:
    """The listings in a file of any format, as JSON would have them."""
    if name.endswith("jsonl.gz"):
        return [json.loads(line) for line in gzip.decompress(content).splitlines()]
    if name.endswith("csv"):
        return [_cells(row) for row in csv.DictReader(io.StringIO(content.decode(), newline=""))]
    table = pyarrow.parquet.read_table(io.BytesIO(content))
    return [
        row | {day: row[day].isoformat() for day in ("listed_on", "stands_until")}
        for row in table.to_pylist()
    ]


def _cells(row: dict[str, str]) -> dict[str, Any]:
    """One apostrophe before a text is the file's own and no part of it."""
    texts = {name: text.removeprefix("'") for name, text in row.items()}
    return texts | {"version": int(row["version"])}
