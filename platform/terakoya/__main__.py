"""The command line: `terakoya <noun> <verb>`."""

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from terakoya import __version__, doctor, serving
from terakoya.adoption import commands as adoption
from terakoya.gateway import commands as gateway
from terakoya.grading import commands as grading
from terakoya.grading import worker_command as worker
from terakoya.labs import commands as labs
from terakoya.learning import commands as learning
from terakoya.people import commands as people
from terakoya.settings import SettingsError
from terakoya.store import commands as store


class _Root(click.Group):
    """Shows an error of the settings or of the database as a sentence."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise click.ClickException(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            message = f"The database can't be used: {error.orig}. Try: terakoya db upgrade"
            raise click.ClickException(message) from error


@click.group(cls=_Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Terakoya: training with which a company becomes literate in generative AI."""


for command in (
    *serving.COMMANDS,
    *doctor.COMMANDS,
    *store.COMMANDS,
    *people.COMMANDS,
    *gateway.COMMANDS,
    *learning.COMMANDS,
    *labs.COMMANDS,
    *grading.COMMANDS,
    *worker.COMMANDS,
    *adoption.COMMANDS,
):
    main.add_command(command)

if __name__ == "__main__":
    main()
