"""Commands for people and tokens: `terakoya person …`, `terakoya token …`."""

import click
from sqlalchemy.orm import Session

from terakoya import clock, settings
from terakoya.language import Language, Text
from terakoya.people.models import Department
from terakoya.people.queries import find_department, find_person
from terakoya.people.services import add_department, add_person, grant_role
from terakoya.people.signing_in import create_access_token
from terakoya.policy.permissions import Role
from terakoya.store.session import open_store


def named_department(session: Session, code: str | None) -> Department | None:
    """The department that an option names, or None without one. An unknown code is an error."""
    if not code:
        return None
    found = find_department(session, code=code)
    if found is None:
        message = f"There is no department with the code {code}."
        raise click.ClickException(message)
    return found


@click.group("person")
def person() -> None:
    """Add the people who learn."""


@person.command("add")
@click.argument("login")
@click.option("--name", required=True, help="Name as shown on pages.")
@click.option("--department", "code", help="Code of the department.")
@click.option("--role", type=click.Choice([item.value for item in Role]), help="Additional role.")
@click.option("--language", type=click.Choice(["ja", "en"]), default="ja", show_default=True)
@click.password_option(help="Asked for when not given.")
def add(
    login: str, name: str, code: str | None, role: str | None, language: str, password: str
) -> None:
    """Add a person who can sign in with LOGIN and a password."""
    configured = settings.load()
    with open_store(configured.database).writing() as session:
        department = named_department(session, code)
        if find_person(session, login=login) is not None:
            message = f"{login} exists already."
            raise click.ClickException(message)
        added = add_person(
            session,
            login=login,
            name=name,
            department=department,
            joined_on=clock.today(configured.time_zone),
            language=Language(language),
            password=password,
        )
        if role:
            needs_department = Role(role) is Role.MANAGER
            grant_role(
                session,
                person=added,
                role=Role(role),
                department=department if needs_department else None,
            )
    click.echo(f"Added {login}.")


@click.group("department")
def department() -> None:
    """The departments of the company."""


@department.command("add")
@click.argument("code")
@click.option("--ja", required=True, help="Name in Japanese.")
@click.option("--en", required=True, help="Name in English.")
@click.option("--parent", "parent_code", help="Code of the department above.")
def add_department_command(code: str, ja: str, en: str, parent_code: str | None) -> None:
    """Add a department with the code CODE, such as sales."""
    with open_store(settings.load().database).writing() as session:
        parent = named_department(session, parent_code)
        if find_department(session, code=code) is not None:
            message = f"{code} exists already."
            raise click.ClickException(message)
        add_department(session, code=code, name=Text(ja=ja, en=en), parent=parent)
    click.echo(f"Added {code}.")


@click.group("token")
def token() -> None:
    """Personal access tokens for the JSON API."""


@token.command("create")
@click.argument("login")
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
@click.option("--days", default=90, show_default=True, help="How long it is valid.")
def create(login: str, name: str, days: int) -> None:
    """Print a new access token of the person LOGIN; it can't be shown again."""
    with open_store(settings.load().database).writing() as session:
        holder = find_person(session, login=login)
        if holder is None:
            message = f"There is no person with the login {login}."
            raise click.ClickException(message)
        click.echo(create_access_token(session, person=holder, name=name, days=days))


COMMANDS = (department, person, token)
