"""What Alembic runs to migrate: on the connection that `bot.adapters.sql.migrating` hands over, in its transaction."""

from alembic import context

from bot.adapters.sql import schema

context.configure(connection=context.config.attributes["connection"], target_metadata=schema.metadata)
context.run_migrations()
