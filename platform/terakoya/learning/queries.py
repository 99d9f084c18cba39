"""Reading what people were assigned and have done. Pages read plain rows, not entities."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Row, func, null, select, union_all
from sqlalchemy.orm import Session

from terakoya.learning.models import CheckAnswer, Enrolment, LabPass, LessonProgress


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """An assignment as pages show it."""

    course_slug: str
    is_required: bool
    due_on: date | None
    started_at: datetime | None
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """What a person has opened and completed: lessons by (course, lesson), labs by slug.

    The value is the moment of completion, or None while something is only begun.
    """

    lessons: Mapping[tuple[str, str], datetime | None]
    labs: Mapping[str, datetime | None]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """The last answer to a question, and how many tries there were."""

    answer: Mapping[str, str]
    is_correct: bool
    tries: int


def find_enrolment(session: Session, *, person_id: int, course_slug: str) -> Enrolment | None:
    """The person's assignment of a course, to be changed, or None.

    The row stays locked until the transaction ends (SQLite locks the whole file anyway), so that
    two tabs of one person never count at the same time.
    """
    return session.scalar(
        select(Enrolment)
        .where(Enrolment.person_id == person_id, Enrolment.course_slug == course_slug)
        .with_for_update()
    )


def list_enrolments(session: Session, *, person_id: int) -> list[EnrolmentRow]:
    """The person's assignments: required first, then by due date."""
    rows = session.execute(
        select(
            Enrolment.course_slug,
            Enrolment.is_required,
            Enrolment.due_on,
            Enrolment.started_at,
            Enrolment.completed_at,
        ).where(Enrolment.person_id == person_id)
    )
    found = [EnrolmentRow(*row) for row in rows]
    return sorted(
        found, key=lambda row: (not row.is_required, row.due_on or date.max, row.course_slug)
    )


def get_progress(session: Session, *, person_id: int) -> Progress:
    """All lessons and labs that a person has begun, in one query."""
    lessons = select(
        LessonProgress.course_slug, LessonProgress.lesson_slug, LessonProgress.completed_at
    ).where(LessonProgress.person_id == person_id)
    labs = select(null(), LabPass.lab_slug, LabPass.passed_at).where(LabPass.person_id == person_id)
    both: CompoundSelect[Any] = union_all(lessons, labs)
    rows = session.execute(both).all()
    return Progress(
        lessons={(course, slug): done for course, slug, done in rows if course is not None},
        labs={slug: done for course, slug, done in rows if course is None},
    )


def list_completed_lessons(session: Session, *, person_id: int, course_slug: str) -> set[str]:
    """Slugs of the lessons of a course that the person has completed."""
    return set(
        session.scalars(
            select(LessonProgress.lesson_slug).where(
                LessonProgress.person_id == person_id,
                LessonProgress.course_slug == course_slug,
                LessonProgress.completed_at.is_not(None),
            )
        )
    )


def list_lab_results(
    session: Session, *, person_id: int, lab_slugs: Iterable[str]
) -> Sequence[LabPass]:
    """The person's best results in some labs, those never tried left out."""
    return session.scalars(
        select(LabPass).where(LabPass.person_id == person_id, LabPass.lab_slug.in_(lab_slugs))
    ).all()


def count_passed_labs(results: Iterable[LabPass]) -> int:
    """How many of the results are passes."""
    return sum(result.passed_at is not None for result in results)


def list_answered_questions(
    session: Session, *, person_id: int, course_slug: str, lesson_slug: str
) -> set[str]:
    """Ids of the questions of a lesson that the person has answered at least once."""
    return set(
        session.scalars(
            select(CheckAnswer.question_id)
            .where(
                CheckAnswer.person_id == person_id,
                CheckAnswer.course_slug == course_slug,
                CheckAnswer.lesson_slug == lesson_slug,
            )
            .distinct()
        )
    )


def list_last_answers(
    session: Session, *, person_id: int, course_slug: str, lesson_slug: str
) -> dict[str, AnswerRow]:
    """The last answer to each question of a lesson, by question id."""
    mine = (
        select(func.max(CheckAnswer.id).label("last_id"), func.count(CheckAnswer.id).label("tries"))
        .where(
            CheckAnswer.person_id == person_id,
            CheckAnswer.course_slug == course_slug,
            CheckAnswer.lesson_slug == lesson_slug,
        )
        .group_by(CheckAnswer.question_id)
        .subquery()
    )
    rows: Sequence[Row[Any]] = session.execute(
        select(
            CheckAnswer.question_id, CheckAnswer.answer, CheckAnswer.is_correct, mine.c.tries
        ).join(mine, mine.c.last_id == CheckAnswer.id)
    ).all()
    return {row.question_id: AnswerRow(row.answer, row.is_correct, row.tries) for row in rows}
