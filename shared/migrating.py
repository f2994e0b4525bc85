"""Alembic migrations: each service keeps its own steps in its `migrations/` folder.

The steps run at the service's start. To write the next one after changing tables:
`python -m shared.migrating services/court "what changed"`.
"""

import importlib
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations.ops import CreateTableOp, MigrationScript
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData

from shared.database import open_database

ENVIRONMENT = Path(__file__).parent / "migrations"


def _config(connection: Connection, steps: Path, metadata: Sequence[MetaData] = ()) -> Config:
    config = Config()
    for option, value in (
        ("script_location", ENVIRONMENT),
        ("version_locations", steps),
        ("path_separator", "newline"),
    ):
        config.set_main_option(option, str(value).replace("%", "%%"))
    config.attributes.update(connection=connection, metadata=list(metadata))
    return config


def upgrade(engine: Engine, steps: Path) -> None:
    """Bring the tables up to the newest version; a second call changes nothing."""
    with engine.begin() as connection:
        if MigrationContext.configure(connection).get_current_heads() == _newest(
            *steps.glob("*.py")
        ):
            return
        command.upgrade(_config(connection, steps), "head")


@cache
def _newest(*files: Path) -> tuple[str, ...]:
    """The last of these steps, read once a process: one process may start many sectors."""
    folders = [str(folder) for folder in {file.parent for file in files}]
    return tuple(ScriptDirectory(str(ENVIRONMENT), version_locations=folders).get_heads())


def differences(engine: Engine, metadata: Sequence[MetaData]) -> list[object]:
    """Where the database's tables differ from their definitions in code; empty when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        return list(compare_metadata(context, list(metadata)))  # type: ignore[arg-type]


def write_step(steps: Path, metadata: Sequence[MetaData], message: str) -> None:
    """Write the next migration by comparing a fresh, migrated database with the definitions."""
    number = len(list(steps.glob("[0-9]*.py"))) + 1
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/now.sqlite")
        if number > 1:
            upgrade(engine, steps)
        with engine.begin() as connection:
            config = _config(connection, steps, metadata)
            command.revision(
                config,
                message,
                autogenerate=True,
                rev_id=f"{number:04}",
                version_path=str(steps),
                process_revision_directives=_without_notes,
            )
        engine.dispose()


def _without_notes(_: Any, __: Any, scripts: list[MigrationScript]) -> None:
    """What the inventory tells about a table stays beside its definition."""
    for script in scripts:
        for step in script.upgrade_ops.ops if script.upgrade_ops else ():
            if isinstance(step, CreateTableOp):
                step.info = {}


def main(folder: str, message: str) -> None:
    """Write the next migration of the service in `folder`."""
    records = importlib.import_module(folder.strip("/").replace("/", ".") + ".records")
    steps = Path(folder) / "migrations"
    steps.mkdir(exist_ok=True)
    write_step(steps, records.METADATA, message)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
