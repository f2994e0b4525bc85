"""The ledger of an authority whose lists all stay with it.

It has no outbox and nobody asks it anything, so neither table is there: an act has no place in
which it could wait for the bus, and a question about a listing none in which it could be noted.
"""

from sqlalchemy import MetaData

from shared.ledger.acts import CROSSES, LedgerBase, ListingRow
from shared.procedure.records import ObjectionRow, ProposalRow, StepRow

TABLES = tuple(row.__tablename__ for row in (ListingRow, ProposalRow, ObjectionRow, StepRow))


def staying(readers: str) -> MetaData:
    """The tables of such a ledger; what would cross elsewhere goes to these readers alone."""
    here = MetaData()
    for name in TABLES:
        copy = LedgerBase.metadata.tables[name].to_metadata(here)
        for column in copy.columns:
            if column.info["goes_to"] == CROSSES:
                column.info = {**column.info, "goes_to": readers}
    return here
