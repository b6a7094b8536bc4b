"""Alembic's entry: runs the migrations on the connection that `bot.storage.migrating` hands over."""

from alembic import context

from bot.storage.models import metadata

# The caller's transaction is the only one: on SQLite too, the whole upgrade happens or nothing of it.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
