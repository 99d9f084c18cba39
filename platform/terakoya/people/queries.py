"""Reading persons and departments."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terakoya.people.models import Department, Membership, Person, RoleGrant
from terakoya.policy.rules import Grant, Identity


def find_person(session: Session, *, login: str) -> Person | None:
    """The person with this login, or None."""
    return session.scalar(select(Person).where(Person.login == login))


def lock_person(session: Session, *, person_id: int) -> None:
    """Let one person's changes follow each other, from here to the end of the transaction.

    For what is looked for and added when missing: two tabs would both find nothing. SQLite has
    one writer at a time anyway; on PostgreSQL this makes the second one wait.
    """
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def find_identity(
    session: Session, *, person_id: int, lab_scope: str | None = None
) -> Identity | None:
    """Who the person is with all roles in force, or None for an unknown or inactive one."""
    person = session.get(Person, person_id)
    if person is None or not person.is_active:
        return None
    department = find_department_of(session, person_id=person_id)
    return Identity(
        person_id=person.id,
        name=person.name,
        language=person.language,
        department_id=department.id if department else None,
        department_name=department.name.to(person.language) if department else "",
        grants=tuple(_list_grants(session, person_id=person_id)),
        theme=person.theme,
        lab_scope=lab_scope,
    )


def _list_grants(session: Session, *, person_id: int) -> list[Grant]:
    rows = session.execute(
        select(RoleGrant.role, Department.path)
        .outerjoin(Department, Department.id == RoleGrant.department_id)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.id)
    )
    return [Grant(role=role, department_path=path) for role, path in rows]


def find_department_of(session: Session, *, person_id: int) -> Department | None:
    """The department a person belongs to (the first, where there are several), or None."""
    return session.scalar(
        select(Department)
        .join(Membership, Membership.department_id == Department.id)
        .where(Membership.person_id == person_id)
        .order_by(Department.id)
        .limit(1)
    )


def find_department(session: Session, *, code: str) -> Department | None:
    """The department with this code, or None."""
    return session.scalar(select(Department).where(Department.code == code))


def list_departments_under(session: Session, *, paths: tuple[str, ...]) -> list[Department]:
    """The departments at `paths` and all below them, parents before children."""
    departments = session.scalars(select(Department).order_by(Department.path)).all()
    return [item for item in departments if any(item.path.startswith(path) for path in paths)]


def list_department_codes_above(session: Session, *, person_id: int) -> list[str]:
    """Codes of the person's departments and of all departments above them."""
    own = session.scalars(
        select(Department.path)
        .join(Membership, Membership.department_id == Department.id)
        .where(Membership.person_id == person_id)
    ).all()
    ids = {int(part) for path in own for part in path.split("/") if part}
    return list(session.scalars(select(Department.code).where(Department.id.in_(ids))))


def count_people(session: Session) -> int:
    """How many persons there are, active or not."""
    return session.scalar(select(func.count()).select_from(Person)) or 0
