"""The files of an edition in the making, and the counts that go into its manifest.

A thread of its own encodes and writes a block while the next one is read from the database.
"""

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from services.national_platform.records.edition_files import (
    ALL,
    PUBLIC,
    EditionFolder,
    Packing,
    file_name,
)
from services.national_platform.records.edition_formats import WRITINGS, Format, Writing
from shared.contract import Publication
from shared.statistics import coarse


class Pages:
    """Six files: three formats, each of the public lists and of all."""

    def __init__(self, folder: EditionFolder) -> None:
        self._folder = folder
        self._packings: dict[str, Packing] = {}
        self._writings: list[Writing] = []
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._pool = ThreadPoolExecutor(1, "edition")
        self._running: Future[None] | None = None

    def __enter__(self) -> Self:
        try:
            self._writings = [self._begin(written) for written in Format]
        except BaseException:
            self._abandon()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._abandon()

    def write(self, public: Iterable[pa.RecordBatch], shared: Iterable[pa.RecordBatch]) -> None:
        """All listings of the edition: public ones into both files, shared ones into one."""
        for block in public:
            self._add(block)
        self._wait()
        for writing in self._writings:
            writing.turn_to_shared()
        for block in shared:
            self._add(block)
        self._wait()
        for writing in self._writings:
            writing.close()

    def settle(self) -> dict[str, dict[str, Any]]:
        """All files, whole and on the disk: their hashes; size and lines of public ones alone.

        Exact sizes of the files for all would tell how many are on lists that are shared.
        """
        made = {}
        for written in Format:
            public, everything = (file_name(scope, written) for scope in (PUBLIC, ALL))
            made[public] = self._settle(public, written) | {
                "size_bytes": self._packings[public].size_bytes,
                "listings": self._listings(Publication.PUBLIC),
            }
            made[everything] = self._settle(everything, written)
        self._folder.sync()
        return made

    def counts(self) -> list[dict[str, Any]]:
        """How many by issuer and list; of shared lists only about how many."""
        return [
            {
                "issuer": issuer,
                "list": list_id,
                "publication": publication,
                "listings": count if publication == Publication.PUBLIC else coarse(count),
            }
            for (issuer, list_id, publication), count in sorted(self._counts.items())
        ]

    def _begin(self, written: Format) -> Writing:
        sinks = []
        for scope in (PUBLIC, ALL):
            name = file_name(scope, written)
            self._packings[name] = packing = self._folder.begin(name)
            sinks.append(packing)
        return WRITINGS[written](*sinks)

    def _add(self, block: pa.RecordBatch) -> None:
        """Hand it over once the block before is done, so that no more than two are in memory."""
        self._wait()
        self._running = self._pool.submit(self._take, block)

    def _take(self, block: pa.RecordBatch) -> None:
        for writing in self._writings:
            writing.add(block)
        grouped = pa.Table.from_batches([block]).group_by(["issuer", "list", "publication"])
        for row in grouped.aggregate([([], "count_all")]).to_pylist():
            self._counts[row["issuer"], row["list"], row["publication"]] += row["count_all"]

    def _wait(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.result()

    def _settle(self, name: str, written: Format) -> dict[str, Any]:
        return {"sha256": self._folder.settle(self._packings[name], written)}

    def _listings(self, publication: Publication) -> int:
        return sum(count for (*_, of), count in self._counts.items() if of == publication)

    def _abandon(self) -> None:
        self._pool.shutdown(wait=True)
        for packing in self._packings.values():
            packing.abandon()
