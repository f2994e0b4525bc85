"""answered recalls, tellings that outlive a decision, counts for the auditor"""

import sqlalchemy as sa
from alembic import op

import shared.database

revision = '0004'
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    # On SQLite numbers must not come again: only a table made anew can promise that.
    with op.batch_alter_table(
        'recalls',
        schema=None,
        recreate='always' if op.get_bind().dialect.name == 'sqlite' else 'never',
        table_kwargs={'sqlite_autoincrement': True},
    ) as batch_op:
        batch_op.add_column(sa.Column('acknowledged_at', shared.database.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('done', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('lag_seconds', sa.Integer(), nullable=True))
    with op.batch_alter_table('recalls', schema=None) as batch_op:
        batch_op.create_index('recalls_unanswered', ['acknowledged_at', 'partner', 'withdrawn_at'], unique=False)
        batch_op.create_index('recalls_lag', ['partner', 'lag_seconds'], unique=False)
        batch_op.create_index('recalls_age', ['withdrawn_at'], unique=False)

    op.create_table('tellings',
    sa.Column('seq', BIG_KEY, autoincrement=True, nullable=False),
    sa.Column('partner', sa.String(length=64), nullable=False),
    sa.Column('issuer', sa.String(length=64), nullable=False),
    sa.Column('ref', sa.String(length=64), nullable=False),
    sa.Column('stands_until', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('seq'),
    sa.UniqueConstraint('issuer', 'ref', 'partner')
    )
    op.create_table('daily_counts',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('partner', sa.String(length=64), nullable=False),
    sa.Column('measure', sa.String(length=64), nullable=False),
    sa.Column('outcome', sa.String(length=64), nullable=False),
    sa.Column('count', BIG_KEY, nullable=False),
    sa.PrimaryKeyConstraint('day', 'kind', 'partner', 'measure', 'outcome')
    )
    op.create_table('party_hours',
    sa.Column('began_at', shared.database.Instant(timezone=True), nullable=False),
    sa.Column('partner', sa.String(length=64), nullable=False),
    sa.Column('parties', BIG_KEY, nullable=False),
    sa.Column('listed', BIG_KEY, nullable=False),
    sa.PrimaryKeyConstraint('began_at', 'partner')
    )
    op.create_table('counted_up_to',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_seq', BIG_KEY, nullable=False),
    sa.Column('refusal_seq', BIG_KEY, nullable=False),
    sa.Column('hour_seq', BIG_KEY, nullable=False),
    sa.Column('hours_until', shared.database.Instant(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )


def downgrade() -> None:
    op.drop_table('counted_up_to')
    op.drop_table('party_hours')
    op.drop_table('daily_counts')
    op.drop_table('tellings')
    with op.batch_alter_table('recalls', schema=None) as batch_op:
        batch_op.drop_index('recalls_age')
        batch_op.drop_index('recalls_lag')
        batch_op.drop_index('recalls_unanswered')
        batch_op.drop_column('lag_seconds')
        batch_op.drop_column('done')
        batch_op.drop_column('acknowledged_at')
