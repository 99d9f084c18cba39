"""Being assigned a course, reading its lessons, answering, completing.

Each act updates the counts in `enrolment` and records an event in the same transaction.
`at` is for imported history; otherwise an act happens now.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from terakoya import clock
from terakoya.content.courses import Course
from terakoya.content.lessons import Lesson
from terakoya.content.questions import Answer
from terakoya.events.models import Verb
from terakoya.events.services import record_event
from terakoya.learning.counting import count_again, touch
from terakoya.learning.models import CheckAnswer, Enrolment, LabPass, LessonProgress
from terakoya.learning.queries import find_enrolment, list_answered_questions
from terakoya.people.queries import lock_person


class NotEnrolled(Exception):
    """The person was never assigned this course."""


class AnswerIncomplete(Exception):
    """The answer leaves a part of the question open."""


class QuestionsRemain(Exception):
    """The lesson has questions without any answer; `question_ids` names them in order."""

    def __init__(self, question_ids: list[str]) -> None:
        super().__init__(", ".join(question_ids))
        self.question_ids = question_ids


def assign_course(
    session: Session,
    *,
    person_id: int,
    course: Course,
    assigned_on: date,
    department_id: int | None = None,
    is_required: bool | None = None,
    at: datetime | None = None,
) -> Enrolment:
    """Assign a course; who has it already keeps the first assignment and its due date.

    The course says whether it is required and how many days there are, unless `is_required`
    overrides it: what one takes freely has no due date.
    """
    lock_person(session, person_id=person_id)
    found = find_enrolment(session, person_id=person_id, course_slug=course.slug)
    if found is not None:
        return found
    required = course.is_required if is_required is None else is_required
    days = course.due_in_days if required else None
    enrolment = Enrolment(
        person_id=person_id,
        course_slug=course.slug,
        department_id=department_id,
        is_required=required,
        assigned_on=assigned_on,
        due_on=None if days is None else assigned_on + timedelta(days=days),
        items_total=len(course.items),
        items_done=0,
    )
    session.add(enrolment)
    session.flush()
    count_again(session, enrolment=enrolment, course=course, at=at or clock.now())
    record_event(
        session,
        verb=Verb.REGISTERED,
        actor_id=person_id,
        object_type="course",
        object_id=course.slug,
        department_id=department_id,
        at=at,
    )
    return enrolment


def open_lesson(
    session: Session,
    *,
    person_id: int,
    course: Course,
    lesson: Lesson,
    at: datetime | None = None,
) -> LessonProgress:
    """Note the first opening of a lesson. Raises NotEnrolled."""
    moment = at or clock.now()
    enrolment = _get_enrolment(session, person_id=person_id, course=course)
    key = (person_id, course.slug, lesson.slug)
    progress = session.get(LessonProgress, key)
    if progress is not None:
        return progress
    progress = LessonProgress(
        person_id=person_id,
        course_slug=course.slug,
        lesson_slug=lesson.slug,
        content_hash=lesson.content_hash,
        opened_at=moment,
    )
    session.add(progress)
    touch(enrolment, moment)
    _record_on_lesson(session, Verb.INITIALIZED, enrolment, lesson, at)
    session.flush()
    return progress


def answer_question(
    session: Session,
    *,
    person_id: int,
    course: Course,
    lesson: Lesson,
    question_id: str,
    answer: Answer,
    at: datetime | None = None,
) -> CheckAnswer:
    """Keep one more answer to a question; every try is kept.

    Raises NotEnrolled, KeyError for an unknown question and AnswerIncomplete.
    """
    question = lesson.questions[question_id]
    if not question.is_complete(answer):
        raise AnswerIncomplete(question_id)
    moment = at or clock.now()
    open_lesson(session, person_id=person_id, course=course, lesson=lesson, at=at)
    enrolment = _get_enrolment(session, person_id=person_id, course=course)
    kept = CheckAnswer(
        person_id=person_id,
        course_slug=course.slug,
        lesson_slug=lesson.slug,
        question_id=question_id,
        answer=dict(answer),
        is_correct=question.is_right(answer),
        answered_at=moment,
    )
    session.add(kept)
    touch(enrolment, moment)
    _record_on_lesson(
        session,
        Verb.ANSWERED,
        enrolment,
        lesson,
        at,
        {"question": question_id, "is_correct": kept.is_correct},
    )
    session.flush()
    return kept


def complete_lesson(
    session: Session,
    *,
    person_id: int,
    course: Course,
    lesson: Lesson,
    at: datetime | None = None,
) -> Enrolment:
    """Complete a lesson, and with its last part the course; a second time changes nothing.

    Raises NotEnrolled and QuestionsRemain.
    """
    moment = at or clock.now()
    enrolment = _get_enrolment(session, person_id=person_id, course=course)
    answered = list_answered_questions(
        session, person_id=person_id, course_slug=course.slug, lesson_slug=lesson.slug
    )
    remaining = [question_id for question_id in lesson.questions if question_id not in answered]
    if remaining:
        raise QuestionsRemain(remaining)
    progress = open_lesson(session, person_id=person_id, course=course, lesson=lesson, at=at)
    if progress.completed_at is None:
        progress.completed_at = moment
        progress.content_hash = lesson.content_hash
        touch(enrolment, moment)
        session.flush()
        _record_on_lesson(session, Verb.COMPLETED, enrolment, lesson, at)
        count_again(session, enrolment=enrolment, course=course, at=moment)
    return enrolment


def record_lab_pass(
    session: Session,
    *,
    person_id: int,
    lab_slug: str,
    score: float,
    max_score: float,
    passed: bool,
    courses: Mapping[str, Course],
    at: datetime | None = None,
) -> None:
    """Keep the best result of a lab and bring every course of the person that has it up to date.

    `score` and `max_score` are points. A worse result changes nothing, and what was passed once
    stays passed. `courses` are those of the catalogue, by slug.
    """
    moment = at or clock.now()
    lock_person(session, person_id=person_id)
    result = session.get(LabPass, (person_id, lab_slug))
    if result is None:
        result = LabPass(
            person_id=person_id, lab_slug=lab_slug, best_score=score, max_score=max_score
        )
        session.add(result)
    elif score / max_score > result.best_score / result.max_score:
        result.best_score, result.max_score = score, max_score
    is_first_pass = passed and result.passed_at is None
    if is_first_pass:
        result.passed_at = moment
        record_event(
            session,
            verb=Verb.PASSED,
            actor_id=person_id,
            object_type="lab",
            object_id=lab_slug,
            data={"score": score, "max_score": max_score},
            at=at,
        )
    session.flush()
    for course in courses.values():
        enrolment = find_enrolment(session, person_id=person_id, course_slug=course.slug)
        if lab_slug in course.lab_slugs and enrolment is not None:
            touch(enrolment, moment)
            count_again(session, enrolment=enrolment, course=course, at=moment)


def _get_enrolment(session: Session, *, person_id: int, course: Course) -> Enrolment:
    enrolment = find_enrolment(session, person_id=person_id, course_slug=course.slug)
    if enrolment is None:
        raise NotEnrolled(course.slug)
    return enrolment


def _record_on_lesson(
    session: Session,
    verb: Verb,
    enrolment: Enrolment,
    lesson: Lesson,
    at: datetime | None,
    data: dict[str, object] | None = None,
) -> None:
    record_event(
        session,
        verb=verb,
        actor_id=enrolment.person_id,
        object_type="lesson",
        object_id=f"{enrolment.course_slug}/{lesson.slug}",
        department_id=enrolment.department_id,
        data={"content_hash": lesson.content_hash, **(data or {})},
        at=at,
    )
