"""The three formats of an edition, written block by block; the same listings make the same bytes.

Public listings come first and are encoded once for the public file and the file for all; then
`turn_to_shared` closes the public part, and what follows goes into the file for all alone.
"""

import json
import zlib
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

GZIP_LEVEL, GZIP = 6, 31
PARQUET_COMPRESSION = "zstd"
# A spreadsheet would reckon with these; what begins with the apostrophe itself gets another one,
# so that taking one apostrophe away gives back every cell as it was.
LOOKS_LIKE_A_FORMULA = "^[=+@'-]"
NEEDS_ESCAPING = r'["\\\x00-\x1f]'
DATES = ("listed_on", "stands_until")


class Format(StrEnum):
    """How a file of an edition is written, and how its name ends."""

    JSONL = "jsonl.gz"
    CSV = "csv"
    PARQUET = "parquet"


COLUMNS = ("issuer", "ref", "version", "list", "kind", "effect", "publication", "reason", "name",
           "truncated_id", "listed_on", "stands_until")  # fmt: skip
# Dates come as the text that JSON and CSV need.
BLOCK = pa.schema(
    [pa.field(name, pa.int32() if name == "version" else pa.string()) for name in COLUMNS]
)
TYPED = pa.schema(
    [pa.field(one.name, pa.date32() if one.name in DATES else one.type) for one in BLOCK]
)


class Sink(Protocol):
    """A file in the making."""

    def write(self, data: Any) -> int:
        """Take these bytes."""
        ...


class Writing(Protocol):
    """One format of an edition in the making."""

    def add(self, block: pa.RecordBatch) -> None:
        """These listings too."""
        ...

    def turn_to_shared(self) -> None:
        """The public file is whole; shared listings follow."""
        ...

    def close(self) -> None:
        """Nothing follows."""
        ...


class JsonLines:
    """A listing a line, compressed; the shared ones are a gzip member of their own."""

    def __init__(self, public: Sink, everything: Sink) -> None:
        self._sinks: Sequence[Sink] = (public, everything)
        self._gzip = self._member()

    def add(self, block: pa.RecordBatch) -> None:
        """These listings too."""
        self._write(self._gzip.compress(json_lines(block)))

    def turn_to_shared(self) -> None:
        """The public member ends; the next one is there even if nothing follows."""
        self._write(self._gzip.flush())
        self._sinks, self._gzip = self._sinks[1:], self._member()

    def close(self) -> None:
        """Nothing follows."""
        self._write(self._gzip.flush())

    def _write(self, data: bytes) -> None:
        for sink in self._sinks:
            sink.write(data)

    @staticmethod
    def _member() -> Any:
        return zlib.compressobj(GZIP_LEVEL, wbits=GZIP)


class Csv:
    """RFC 4180 in UTF-8: a header, every text in quotes, no cell that a spreadsheet would run."""

    _options = pa.csv.WriteOptions(include_header=False, eol="\r\n")

    def __init__(self, public: Sink, everything: Sink) -> None:
        self._sinks: Sequence[Sink] = (public, everything)
        self._write((",".join(f'"{name}"' for name in COLUMNS) + "\r\n").encode())

    def add(self, block: pa.RecordBatch) -> None:
        """These listings too."""
        buffer = pa.BufferOutputStream()
        harmless = [_harmless(column) for column in block.columns]
        pa.csv.write_csv(pa.record_batch(harmless, BLOCK), buffer, self._options)
        self._write(buffer.getvalue())

    def turn_to_shared(self) -> None:
        """The public file is whole."""
        self._sinks = self._sinks[1:]

    def close(self) -> None:
        """Nothing follows."""

    def _write(self, data: Any) -> None:
        for sink in self._sinks:
            sink.write(data)


class Parquet:
    """Typed columns, a row group for each block."""

    def __init__(self, public: Sink, everything: Sink) -> None:
        self._writers = [self._open(sink) for sink in (public, everything)]

    def add(self, block: pa.RecordBatch) -> None:
        """These listings too."""
        typed = pa.Table.from_batches([block]).cast(TYPED)
        for writer in self._writers:
            writer.write_table(typed, row_group_size=max(len(typed), 1))

    def turn_to_shared(self) -> None:
        """The public file is whole."""
        self._writers.pop(0).close()

    def close(self) -> None:
        """Nothing follows."""
        self._writers.pop(0).close()

    @staticmethod
    def _open(sink: Sink) -> Any:
        return pa.parquet.ParquetWriter(sink, TYPED, compression=PARQUET_COMPRESSION)


WRITINGS: dict[Format, type[JsonLines] | type[Csv] | type[Parquet]] = {
    Format.JSONL: JsonLines,
    Format.CSV: Csv,
    Format.PARQUET: Parquet,
}


def json_lines(block: pa.RecordBatch) -> memoryview:
    """One listing a line, exactly as `json` writes it, for a whole block at once."""
    pieces: list[Any] = []
    for name, column in zip(COLUMNS, block.columns, strict=True):
        key = ("," if pieces else "{") + json.dumps(name) + ":"
        if pa.types.is_string(column.type):
            pieces += [key + '"', _escaped(column), '"']
        else:
            pieces += [key, column.cast(pa.string())]
    lines = pc.binary_join_element_wise(*_joined_literals(pieces), "}\n", "")
    length = pc.sum(pc.binary_length(lines)).as_py() or 0
    return memoryview(lines.buffers()[2] or b"")[:length]


def _joined_literals(pieces: Sequence[Any]) -> list[Any]:
    """Fewer pieces to join: texts that stand beside each other become one."""
    joined: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _escaped(column: pa.Array) -> pa.Array:
    """As it stands between the quotes of a JSON string; nearly always as it is."""
    if not pc.any(pc.match_substring_regex(column, NEEDS_ESCAPING)).as_py():
        return column
    texts = (json.dumps(text, ensure_ascii=False)[1:-1] for text in column.to_pylist())
    return pa.array(texts, pa.string())


def _harmless(column: pa.Array) -> pa.Array:
    """An apostrophe before what a spreadsheet would take for a formula."""
    if not pa.types.is_string(column.type):
        return column
    is_risky = pc.match_substring_regex(column, LOOKS_LIKE_A_FORMULA)
    if not pc.any(is_risky).as_py():
        return column
    return pc.if_else(is_risky, pc.binary_join_element_wise("'", column, ""), column)
