"""Building a mapped file beside the running one, in this process or in another."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from services.partner_gateway.records.copied import Listed
from services.partner_gateway.records.index_journal import Journal
from services.partner_gateway.records.index_mapped import MappedFile
from services.partner_gateway.records.index_writing import write_file


def build_file(path: Path, rows: Iterable[Listed], journal: Path) -> int:
    """Write these listings less those that the journal knows to be withdrawn; how many are left.

    The journal is only read. What is withdrawn meanwhile is for whoever puts the file in its place.
    """
    write_file(path, rows)
    with closing(Journal(journal, is_own=False)) as known:
        last = known.latest_place()
        return MappedFile(path).clear(known.gone_between(0, last), last)
