"""Tables of the labs: released versions, drafts, attempts and their results."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terakoya.language import Language
from terakoya.store.base import Base, UtcDateTime, enum_column


class AttemptStatus(StrEnum):
    """How far the checking of an attempt is."""

    QUEUED = "queued"
    RUNNING = "running"
    MARKING = "marking"
    GRADED = "graded"
    FAILED = "failed"


class Outcome(StrEnum):
    """What was found about one criterion."""

    PASSED = "passed"
    NOT_YET = "not-yet"
    NOT_TRIED = "not-tried"
    NOT_CHECKED = "not-checked"


class LabVersion(Base):
    """One lab in one language as it was when somebody first opened it; never changed.

    `files` holds the data files that the notebook reads: relative path to base64 text.
    """

    __tablename__ = "lab_version"
    __table_args__ = (UniqueConstraint("lab_slug", "language", "content_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_slug: Mapped[str] = mapped_column(String(80))
    language: Mapped[Language] = mapped_column(enum_column(Language))
    content_hash: Mapped[str] = mapped_column(String(64))
    source_notebook: Mapped[str]
    release_notebook: Mapped[str]
    files: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    pass_share: Mapped[float]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Draft(Base):
    """What a person is writing in a lab. `previous_…` is the text before the last reset."""

    __tablename__ = "draft"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    lab_slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    language: Mapped[Language] = mapped_column(enum_column(Language), primary_key=True)
    lab_version_id: Mapped[int] = mapped_column(ForeignKey("lab_version.id"))
    notebook: Mapped[str]
    revision: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    previous_version_id: Mapped[int | None] = mapped_column(ForeignKey("lab_version.id"))
    previous_notebook: Mapped[str | None]

    lab_version: Mapped[LabVersion] = relationship(foreign_keys=[lab_version_id])


class Attempt(Base):
    """A notebook handed in for checking. `failure` is a sentence in both languages."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "person_id", "lab_slug", "id"), Index(None, "lab_slug", "status"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    lab_slug: Mapped[str] = mapped_column(String(80))
    language: Mapped[Language] = mapped_column(enum_column(Language))
    lab_version_id: Mapped[int] = mapped_column(ForeignKey("lab_version.id"))
    notebook: Mapped[str]
    handed_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[AttemptStatus] = mapped_column(enum_column(AttemptStatus))
    score: Mapped[float | None]
    max_score: Mapped[float | None]
    has_passed: Mapped[bool | None]
    graded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[dict[str, str] | None] = mapped_column(JSON)

    lab_version: Mapped[LabVersion] = relationship()
    results: Mapped[list["CriterionResult"]] = relationship(
        order_by="CriterionResult.position", cascade="all, delete-orphan"
    )


class CriterionResult(Base):
    """What an attempt reached in one criterion; `findings` are sentences for the learner."""

    __tablename__ = "criterion_result"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    grade_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    position: Mapped[int]
    score: Mapped[float | None]
    max_score: Mapped[float]
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome))
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
