"""Commands for the demo company and for reports: `terakoya demo …`, `terakoya report …`."""

from pathlib import Path

import click

from terakoya import clock, settings
from terakoya.adoption import exports, queries
from terakoya.adoption.demo_history import load_demo_company
from terakoya.content.catalogues import load_catalogue
from terakoya.language import Language
from terakoya.people.commands import named_department
from terakoya.people.queries import count_people
from terakoya.store.session import open_store


@click.group("demo")
def demo() -> None:
    """The demo company."""


@demo.command("load")
def load() -> None:
    """Fill an empty database with the demo company; does nothing where people exist."""
    configured = settings.load()
    if configured.production:
        message = "Demo data is refused in production. Unset TERAKOYA_PRODUCTION to try it."
        raise click.ClickException(message)
    with open_store(configured.database).writing() as session:
        if count_people(session):
            click.echo("The database has people already; the demo company was not loaded.")
            return
        catalogue = load_catalogue(configured.courses_dir, configured.labs_dir)
        number = load_demo_company(
            session,
            courses=catalogue.courses,
            today=clock.today(configured.time_zone),
            time_zone=configured.time_zone,
        )
    click.echo(f"Loaded the demo company with {number} people.")


@click.group("report")
def report() -> None:
    """Reports as files."""


@report.command("completion")
@click.option("--department", "code", help="Code of a department; default: the whole company.")
@click.option("--format", "kind", type=click.Choice(["csv", "xlsx"]), default="csv")
@click.option("--language", type=click.Choice(["ja", "en"]), default="ja", show_default=True)
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), required=True)
def completion(code: str | None, kind: str, language: str, target: Path) -> None:
    """Write the completion report to a file."""
    configured = settings.load()
    catalogue = load_catalogue(configured.courses_dir, configured.labs_dir)
    today = clock.today(configured.time_zone)
    with open_store(configured.database).reading() as session:
        department = named_department(session, code)
        rows = queries.list_completion_rows(
            session,
            scopes=(department.path if department else "/",),
            course_titles={slug: course.title for slug, course in catalogue.courses.items()},
            as_of=today,
            time_zone=configured.time_zone,
        )
    chosen = Language(language)
    title, note = f"Terakoya {today:%Y-%m-%d}", today.isoformat()
    content = (
        exports.to_csv(rows, chosen)
        if kind == "csv"
        else exports.to_xlsx(rows, chosen, title=title, note=note)
    )
    target.write_bytes(content)
    click.echo(f"Wrote {len(rows)} rows to {target}.")


COMMANDS = (demo, report)
