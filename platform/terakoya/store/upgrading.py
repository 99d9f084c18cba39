"""Bringing a database to the present schema with Alembic."""

from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData
from sqlalchemy.engine import Connection

from terakoya.store.session import Store


def upgrade(store: Store) -> tuple[str | None, str | None]:
    """Run the missing migrations; returns the revisions before and after."""
    with store.engine.begin() as connection:
        before = _revision(connection)
        command.upgrade(_config(connection), "head")
        return before, _revision(connection)


def is_current(store: Store) -> bool:
    """Whether the database has the present schema."""
    with store.engine.connect() as connection:
        head = ScriptDirectory.from_config(_config(connection)).get_current_head()
        return _revision(connection) == head


def write_revision(store: Store, *, message: str, revision: str, metadata: MetaData) -> None:
    """Write a migration from the difference between the database and `metadata`."""
    with store.engine.begin() as connection:
        config = _config(connection)
        config.attributes["target_metadata"] = metadata
        command.revision(config, message=message, rev_id=revision, autogenerate=True)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config()
    folder = resources.files("terakoya.store") / "migrations"
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    return config
