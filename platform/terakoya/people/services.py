"""Adding people, departments and roles, and choosing preferences."""

from datetime import date

from sqlalchemy.orm import Session

from terakoya.language import Language, Text
from terakoya.people.models import Department, Membership, Person, RoleGrant
from terakoya.people.passwords import hash_password
from terakoya.policy.permissions import Role

THEMES = ("system", "light", "dark")


def add_department(
    session: Session, *, code: str, name: Text, parent: Department | None = None
) -> Department:
    """Add a department below `parent`, or at the top."""
    department = Department(
        code=code, name_ja=name.ja, name_en=name.en, parent_id=parent.id if parent else None
    )
    session.add(department)
    session.flush()
    department.path = f"{parent.path if parent else '/'}{department.id}/"
    return department


def add_person(
    session: Session,
    *,
    login: str,
    name: str,
    department: Department | None,
    joined_on: date,
    email: str = "",
    language: Language = Language.JA,
    password: str | None = None,
) -> Person:
    """Add a person who learns; without a password the person can't sign in by one."""
    person = Person(
        login=login,
        email=email,
        name=name,
        language=language,
        theme="system",
        password_hash=hash_password(password) if password else None,
        is_active=True,
        joined_on=joined_on,
    )
    session.add(person)
    session.flush()
    if department is not None:
        session.add(Membership(person_id=person.id, department_id=department.id))
    grant_role(session, person=person, role=Role.EMPLOYEE)
    return person


def grant_role(
    session: Session, *, person: Person, role: Role, department: Department | None = None
) -> None:
    """Give a person a role for a department and those below it, or for the company."""
    session.add(
        RoleGrant(
            person_id=person.id, role=role, department_id=department.id if department else None
        )
    )
    session.flush()


def choose_language(session: Session, *, person_id: int, language: Language) -> None:
    """Remember in which language a person reads."""
    session.get_one(Person, person_id).language = language


def choose_theme(session: Session, *, person_id: int, theme: str) -> None:
    """Remember light, dark or as the system says. Raises ValueError for another word."""
    if theme not in THEMES:
        message = f"unknown theme {theme!r}"
        raise ValueError(message)
    session.get_one(Person, person_id).theme = theme
