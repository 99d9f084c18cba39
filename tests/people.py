"""The cast of the tests: a small company with one person for each part.

Aiko and Hana learn in Sales; Ben manages Sales; Chie manages another department; Daichi trains;
Emi is IT; Fumi leads the promotion of AI; Goro audits.
"""

import functools
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from terakoya.language import Text
from terakoya.people.models import Department, Person
from terakoya.people.passwords import hash_password
from terakoya.people.services import add_department, add_person, grant_role
from terakoya.policy.permissions import Role

PASSWORD = "correct horse battery staple"
JOINED = date(2024, 4, 1)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people and departments of the tests, as stored."""

    company: Department
    sales: Department
    sales_tokyo: Department
    affairs: Department
    aiko: Person
    ben: Person
    chie: Person
    daichi: Person
    emi: Person
    fumi: Person
    goro: Person
    hana: Person


@functools.cache
def _password_hash() -> str:
    """Hashing is slow on purpose; once for all tests is enough."""
    return hash_password(PASSWORD)


def hire_cast(session: Session) -> Cast:
    """Store the cast."""
    company = add_department(session, code="company", name=Text("全社", "Company"))
    sales = add_department(session, code="sales", name=Text("営業部", "Sales"), parent=company)
    tokyo = add_department(
        session, code="sales-tokyo", name=Text("東京支店", "Tokyo branch"), parent=sales
    )
    affairs = add_department(
        session, code="affairs", name=Text("総務・人事部", "General affairs"), parent=company
    )

    def hire(
        login: str,
        department: Department,
        role: Role | None = None,
        scope: Department | None = None,
    ) -> Person:
        person = add_person(
            session,
            login=login,
            name=login.capitalize(),
            department=department,
            joined_on=JOINED,
            email=f"{login}@example.com",
        )
        person.password_hash = _password_hash()
        if role is not None:
            grant_role(session, person=person, role=role, department=scope)
        return person

    return Cast(
        company=company,
        sales=sales,
        sales_tokyo=tokyo,
        affairs=affairs,
        aiko=hire("aiko", tokyo),
        ben=hire("ben", sales, Role.MANAGER, sales),
        chie=hire("chie", affairs, Role.MANAGER, affairs),
        daichi=hire("daichi", affairs, Role.TRAINER),
        emi=hire("emi", company, Role.IT_ADMIN),
        fumi=hire("fumi", company, Role.PROMOTION_LEAD),
        hana=hire("hana", tokyo),
        goro=hire("goro", company, Role.AUDITOR),
    )
