"""Tables of what people were assigned and what they have done of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from terakoya.store.base import Base, UtcDateTime


class Enrolment(Base):
    """One person's assignment of one course, with its progress kept as counts.

    `department_id` is the department in which the person was assigned, for reports. An item is a
    lesson or a lab; the counts are updated in the transaction of the act that changes them.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("person_id", "course_slug"),
        Index(None, "department_id", "course_slug", "completed_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_slug: Mapped[str] = mapped_column(String(80))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    is_required: Mapped[bool]
    assigned_on: Mapped[date]
    due_on: Mapped[date | None]
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    active_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    items_total: Mapped[int]
    items_done: Mapped[int] = mapped_column(default=0)
    best_lab_score: Mapped[float | None]
    best_lab_max: Mapped[float | None]


class LessonProgress(Base):
    """A person opened or completed a lesson, in the version with `content_hash`."""

    __tablename__ = "lesson_progress"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course_slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    lesson_slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LabPass(Base):
    """A person's best result in a lab, and when it was first passed."""

    __tablename__ = "lab_pass"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    lab_slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    best_score: Mapped[float]
    max_score: Mapped[float]
    passed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CheckAnswer(Base):
    """One answer to one question of a lesson; each try is kept."""

    __tablename__ = "check_answer"
    __table_args__ = (Index(None, "person_id", "course_slug", "lesson_slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_slug: Mapped[str] = mapped_column(String(80))
    lesson_slug: Mapped[str] = mapped_column(String(80))
    question_id: Mapped[str] = mapped_column(String(80))
    answer: Mapped[Any] = mapped_column(JSON)
    is_correct: Mapped[bool]
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
