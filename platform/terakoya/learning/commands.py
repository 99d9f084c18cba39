"""Commands for content and assignments: `terakoya content check`, `terakoya course assign`."""

from pathlib import Path

import click
from sqlalchemy import select

from terakoya import clock, settings
from terakoya.content.catalogues import load_catalogue
from terakoya.content.complaints import Severity
from terakoya.language import Language
from terakoya.learning.assigning import assign_required_courses
from terakoya.people.models import Person
from terakoya.store.session import open_store


@click.group("content")
def content() -> None:
    """Courses and lessons."""


@content.command("check")
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--language", type=click.Choice(["ja", "en"]), default="en", show_default=True)
def check(folder: Path | None, language: str) -> None:
    """Check all courses in FOLDER (default: the installed ones) and say what to mend.

    Exits with 1 when there are errors; warnings alone are fine.
    """
    configured = settings.load()
    courses_dir = folder or configured.courses_dir
    today = clock.today(configured.time_zone)
    catalogue = load_catalogue(courses_dir, configured.labs_dir, today)
    for complaint in catalogue.complaints:
        word = "warning: " if complaint.severity is Severity.WARNING else ""
        click.echo(word + complaint.to_line(Language(language), Path.cwd()))
    errors, warnings = len(catalogue.complaints.errors), len(catalogue.complaints.warnings)
    click.echo(
        f"{len(catalogue.courses)} courses can be published; {errors} errors, {warnings} warnings."
    )
    if errors:
        raise click.exceptions.Exit(1)


@click.group("course")
def course() -> None:
    """Who takes which course."""


@course.command("assign")
def assign() -> None:
    """Assign every required course to everybody in its departments who does not have it yet."""
    configured = settings.load()
    today = clock.today(configured.time_zone)
    catalogue = load_catalogue(configured.courses_dir, configured.labs_dir, today)
    with open_store(configured.database).writing() as session:
        people = session.scalars(select(Person.id).where(Person.is_active)).all()
        added = sum(
            assign_required_courses(
                session, person_id=person_id, courses=catalogue.courses, assigned_on=today
            )
            for person_id in people
        )
    click.echo(f"Assigned {added} courses to {len(people)} people.")


COMMANDS = (content, course)
