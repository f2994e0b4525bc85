"""editions of a minute, and manifests that tell no exact size of a shared list"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

OLD, NEW = sa.String(length=7), sa.String(length=16)
EDITIONS = sa.table('editions', sa.column('id', sa.String), sa.column('files', sa.JSON))


def upgrade() -> None:
    _widen(OLD, NEW)
    _rewrite(_quiet)


def downgrade() -> None:
    """What was exact about shared lists does not come back."""
    _rewrite(_named_before)
    op.execute(sa.text("DELETE FROM editions WHERE length(id) > 7"))
    op.execute(sa.text("UPDATE listings SET in_edition = substr(in_edition, 1, 7)"))
    _widen(NEW, OLD)


def _widen(old: sa.String, new: sa.String) -> None:
    with op.batch_alter_table('editions', schema=None) as batch_op:
        batch_op.alter_column('id', existing_type=old, type_=new, existing_nullable=False)
    with op.batch_alter_table('listings', schema=None) as batch_op:
        batch_op.alter_column('in_edition', existing_type=old, type_=new, existing_nullable=True)


def _rewrite(change: Any) -> None:
    bind = op.get_bind()
    for id, files in bind.execute(sa.select(EDITIONS.c.id, EDITIONS.c.files)).all():
        own = EDITIONS.c.id == id
        bind.execute(sa.update(EDITIONS).where(own).values(files=change(files)))


def _quiet(files: dict[str, Any]) -> dict[str, Any]:
    """Of the file for all only its hash; the public file as it was, under its format's name."""
    if 'all' in files:
        files['all.jsonl.gz'] = {'sha256': files.pop('all')['sha256']}
    if 'public' in files:
        files['public.jsonl.gz'] = files.pop('public')
    return files


def _named_before(files: dict[str, Any]) -> dict[str, Any]:
    unknown = {'size_bytes': 0, 'listings': 0}
    for before, after in (('public', 'public.jsonl.gz'), ('all', 'all.jsonl.gz')):
        if after in files:
            files[before] = unknown | files.pop(after)
    return files
