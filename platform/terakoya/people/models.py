"""Tables of persons, departments, roles and signing in."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from terakoya.language import Language, Text
from terakoya.policy.permissions import Role
from terakoya.store.base import Base, UtcDateTime, enum_column


class Department(Base):
    """A node of the company's tree; `path` lists the ids from the root, as in "/1/4/"."""

    __tablename__ = "department"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_ja: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    path: Mapped[str] = mapped_column(String(200), default="", index=True)

    @property
    def name(self) -> Text:
        """The department's name in both languages."""
        return Text(ja=self.name_ja, en=self.name_en)


class Person(Base):
    """Somebody who can sign in. `theme` is light, dark or system."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    email: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(100))
    language: Mapped[Language] = mapped_column(enum_column(Language), default=Language.JA)
    theme: Mapped[str] = mapped_column(String(10), default="system")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    joined_on: Mapped[date]
    left_on: Mapped[date | None]


class Membership(Base):
    """A person belongs to a department."""

    __tablename__ = "membership"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), primary_key=True)

    __table_args__ = (Index(None, "department_id"),)


class RoleGrant(Base):
    """A person holds a role for a department and those below it, or for the company (None)."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "role", "department_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))


class SignInSession(Base):
    """A sign-in that is still valid; removing the row signs that browser out."""

    __tablename__ = "sign_in_session"

    key_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInFailure(Base):
    """A wrong password, kept to slow down guessing; `login` is what was typed."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index(None, "login", "at"), Index(None, "address", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AccessToken(Base):
    """A personal access token for the JSON API; only its digest is kept."""

    __tablename__ = "access_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
