"""Commands for the database: `terakoya db …`."""

import click

from terakoya import settings
from terakoya.store.session import open_store
from terakoya.store.upgrading import upgrade


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


COMMANDS = (db,)
