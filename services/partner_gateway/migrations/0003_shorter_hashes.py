"""shorter hashes, and numbers asked about under one key"""

import sqlalchemy as sa
from alembic import op

from shared.database import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Half of each hash says the same; what was counted and logged keeps counting."""
    op.execute("UPDATE decisions SET party_hash = substr(party_hash, 1, 32)")
    op.create_table(
        "numbers_asked_new",
        sa.Column("about_hash", sa.String(32), primary_key=True),
        sa.Column("partner", sa.String(64), primary_key=True),
        sa.Column("number_hash", sa.String(32), primary_key=True),
        sa.Column("asked_at", Instant(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO numbers_asked_new (partner, about_hash, number_hash, asked_at)"
        " SELECT partner, substr(about_hash, 1, 32), substr(number_hash, 1, 32), asked_at"
        " FROM numbers_asked"
    )
    op.drop_table("numbers_asked")
    op.rename_table("numbers_asked_new", "numbers_asked")
