"""ties apart, with their contests"""

import sqlalchemy as sa
from alembic import op

import shared.database

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

# A contest that was dismissed before could not be reviewed, so it has no last day for that.
CONTESTS_MOVE = """
    INSERT INTO tie_contests (id, tie_id, raised_at, statement, decide_by,
                              decided_by, decided_at, is_upheld, reasons)
    SELECT id, against_id, raised_at, statement, decide_by,
           decided_by, decided_at, is_upheld, reasons
    FROM appeals WHERE against = 'tie'
"""
CONTESTS_BACK = """
    INSERT INTO appeals (id, against, against_id, raised_at, statement, decide_by,
                         decided_by, decided_at, is_upheld, reasons)
    SELECT id, 'tie', tie_id, raised_at, statement, decide_by,
           decided_by, decided_at, is_upheld, reasons
    FROM tie_contests
"""


def upgrade() -> None:
    op.create_table('tie_contests',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('tie_id', sa.String(length=64), nullable=False),
    sa.Column('raised_at', shared.database.Instant(timezone=True), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('decide_by', sa.Date(), nullable=False),
    sa.Column('decided_by', sa.String(length=64), nullable=True),
    sa.Column('decided_at', shared.database.Instant(timezone=True), nullable=True),
    sa.Column('is_upheld', sa.Boolean(), nullable=True),
    sa.Column('reasons', sa.Text(), nullable=True),
    sa.Column('review_until', sa.Date(), nullable=True),
    sa.Column('review_asked_at', shared.database.Instant(timezone=True), nullable=True),
    sa.Column('reviewed_by', sa.String(length=64), nullable=True),
    sa.Column('reviewed_at', shared.database.Instant(timezone=True), nullable=True),
    sa.Column('is_upheld_on_review', sa.Boolean(), nullable=True),
    sa.Column('review_reasons', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('tie_contests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tie_contests_decided_at'), ['decided_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_tie_contests_tie_id'), ['tie_id'], unique=False)

    op.execute(CONTESTS_MOVE)
    op.execute("DELETE FROM appeals WHERE against = 'tie'")
    with op.batch_alter_table('appeals', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rating_id', sa.String(length=64), nullable=True))
    op.execute("UPDATE appeals SET rating_id = against_id")
    with op.batch_alter_table('appeals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appeals_against'))
        batch_op.alter_column('rating_id', existing_type=sa.String(length=64), nullable=False)
        batch_op.create_index(batch_op.f('ix_appeals_rating_id'), ['rating_id'], unique=False)
        batch_op.drop_column('against_id')
        batch_op.drop_column('against')

    with op.batch_alter_table('ties', schema=None) as batch_op:
        batch_op.add_column(sa.Column('firm', sa.String(length=64), nullable=True))
    op.execute("UPDATE ties SET firm = taxpayer_id")
    with op.batch_alter_table('ties', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ties_taxpayer_id'))
        batch_op.alter_column('firm', existing_type=sa.String(length=64), nullable=False)
        batch_op.create_index(batch_op.f('ix_ties_firm'), ['firm'], unique=False)
        batch_op.drop_column('taxpayer_id')  # its foreign key goes with it


def downgrade() -> None:
    with op.batch_alter_table('ties', schema=None) as batch_op:
        batch_op.add_column(sa.Column('taxpayer_id', sa.String(length=64), nullable=True))
    op.execute("UPDATE ties SET taxpayer_id = firm")
    with op.batch_alter_table('ties', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ties_firm'))
        batch_op.alter_column('taxpayer_id', existing_type=sa.String(length=64), nullable=False)
        batch_op.create_foreign_key('ties_taxpayer_id_fkey', 'taxpayers', ['taxpayer_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_ties_taxpayer_id'), ['taxpayer_id'], unique=False)
        batch_op.drop_column('firm')

    with op.batch_alter_table('appeals', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('against', sa.String(length=16), nullable=False, server_default='grade')
        )
        batch_op.add_column(sa.Column('against_id', sa.String(length=64), nullable=True))
    op.execute("UPDATE appeals SET against_id = rating_id")
    with op.batch_alter_table('appeals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appeals_rating_id'))
        batch_op.alter_column('against', existing_type=sa.String(length=16), server_default=None)
        batch_op.alter_column('against_id', existing_type=sa.String(length=64), nullable=False)
        batch_op.create_index('ix_appeals_against', ['against', 'against_id'], unique=False)
        batch_op.drop_column('rating_id')
    op.execute(CONTESTS_BACK)

    with op.batch_alter_table('tie_contests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tie_contests_tie_id'))
        batch_op.drop_index(batch_op.f('ix_tie_contests_decided_at'))

    op.drop_table('tie_contests')
