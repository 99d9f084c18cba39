"""Commands for the database: `terakoya db …`."""

import click

from terakoya import settings
from terakoya.store.base import Base
from terakoya.store.session import open_store
from terakoya.store.upgrading import upgrade, write_revision


@click.group("db")
def db() -> None:
    """The database."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Create the database, or bring it to the present schema."""
    before, after = upgrade(open_store(settings.load().database))
    click.echo(
        f"The database is up to date ({after})."
        if before == after
        else f"The database went from {before or 'nothing'} to {after}."
    )


@db.command("revision")
@click.argument("revision")
@click.argument("message")
def revision_command(revision: str, message: str) -> None:
    """For developers: write the migration REVISION from the difference to the models."""
    opened = open_store(settings.load().database)
    write_revision(opened, message=message, revision=revision, metadata=Base.metadata)
    click.echo("Read the new file in store/migrations/versions, and correct it where needed.")


COMMANDS = (db,)
