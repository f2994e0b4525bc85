"""The invented people and organisations whom the identity issuer knows."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from demo import private_files
from shared.identifiers import Kind, Party

ADD = "INSERT OR IGNORE INTO party VALUES (?, ?, ?)"
CALLED = (
    "SELECT kind, name, id_number FROM party"
    " WHERE substr(name, 1, length(:beginning)) = :beginning ORDER BY rowid DESC LIMIT :limit"
)
ENDS = (
    "SELECT kind, name, id_number FROM (SELECT * FROM party ORDER BY rowid DESC LIMIT :limit)"
    " UNION ALL"
    " SELECT kind, name, id_number FROM (SELECT * FROM party ORDER BY rowid LIMIT :limit)"
)
FILLED = 1


class KnownParties:
    """A file of parties; others may add to it while the issuer reads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        private_files.make_folder(path.parent)
        with self._open() as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS party"
                " (id_number TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL)"
            )
        path.chmod(private_files.FILE_MODE)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=30)) as connection, connection:
            yield connection

    def add(self, parties: Iterable[Party]) -> None:
        """Make parties known; one already known keeps its name."""
        with self._open() as connection:
            connection.executemany(ADD, map(_row, parties))

    def fill(self, population: Iterable[Party]) -> None:
        """Make a whole population known, once; a crash leaves none of it."""
        if self.is_filled():
            return
        with self._open() as connection:
            connection.execute("BEGIN")
            connection.executemany(ADD, map(_row, population))
            connection.execute(f"PRAGMA user_version = {FILLED}")

    def is_filled(self) -> bool:
        """Whether the population is known."""
        with self._open() as connection:
            found: tuple[int] = connection.execute("PRAGMA user_version").fetchone()
        return found[0] == FILLED

    def find(self, id_number: str) -> Party | None:
        """The party with this whole number."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT kind, name, id_number FROM party WHERE id_number = ?", (id_number,)
            ).fetchone()
        return Party(kind=Kind(row[0]), name=row[1], id_number=row[2]) if row else None

    def beginning_with(self, beginning: str, limit: int) -> list[Party]:
        """Some whose name begins so, those last made known first."""
        return self._some(CALLED, {"beginning": beginning, "limit": limit})

    def first_and_last(self, limit: int) -> list[Party]:
        """Those last made known, and those first."""
        return self._some(ENDS, {"limit": limit // 2})

    def _some(self, question: str, values: dict[str, str | int]) -> list[Party]:
        with self._open() as connection:
            rows = connection.execute(question, values).fetchall()
        return [Party(kind=Kind(kind), name=name, id_number=number) for kind, name, number in rows]

    def called(self, name: str) -> list[Party]:
        """Everybody of this name."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT kind, name, id_number FROM party WHERE name = ?", (name,)
            ).fetchall()
        return [Party(kind=Kind(row[0]), name=row[1], id_number=row[2]) for row in rows]


def _row(party: Party) -> tuple[str, str, str]:
    return party.id_number, party.kind.value, party.name
