"""One ledger for all tests of the contract; each leaves it empty."""

from collections.abc import Iterator

import pytest

from shared.database import Database, open_database
from shared.ledger.acts import LedgerBase


@pytest.fixture(scope="session")
def ledger() -> Iterator[Database]:
    """The tables of an issuer's ledger, in memory."""
    database = Database(open_database("sqlite://"))
    LedgerBase.metadata.create_all(database.engine)
    yield database
    database.close()
