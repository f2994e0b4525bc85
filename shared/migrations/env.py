"""Alembic's environment, the same for every service: the connection and tables are handed in."""

from alembic import context

given = context.config.attributes
context.configure(
    connection=given["connection"],
    target_metadata=given.get("metadata"),
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
