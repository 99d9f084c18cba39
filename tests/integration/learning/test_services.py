"""What happens to an enrolment when people learn."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from people import Cast
from terakoya.content.courses import Course, CourseItem, ItemKind
from terakoya.content.lessons import Lesson
from terakoya.content.questions import CHOSEN, Answer
from terakoya.events.models import Event, Verb
from terakoya.learning import services
from terakoya.learning.assigning import assign_required_courses
from terakoya.learning.models import CheckAnswer, Enrolment, LessonProgress
from terakoya.learning.queries import get_progress, list_last_answers

ASSIGNED = date(2026, 11, 1)
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
Answers = dict[str, Answer]


@pytest.fixture
def enrolment(session: Session, cast: Cast, course: Course) -> Enrolment:
    return services.assign_course(
        session,
        person_id=cast.aiko.id,
        course=course,
        assigned_on=ASSIGNED,
        department_id=cast.sales_tokyo.id,
    )


def answer_all(session: Session, person_id: int, course: Course, answers: Answers) -> None:
    for question_id, answer in answers.items():
        services.answer_question(
            session,
            person_id=person_id,
            course=course,
            lesson=course.lessons["next-token"],
            question_id=question_id,
            answer=answer,
            at=MONDAY,
        )


def complete(session: Session, person_id: int, course: Course, at: datetime = MONDAY) -> Enrolment:
    return services.complete_lesson(
        session, person_id=person_id, course=course, lesson=course.lessons["next-token"], at=at
    )


def verbs(session: Session) -> list[Verb]:
    return list(session.scalars(select(Event.verb).order_by(Event.id)))


def test_an_assigned_course_is_due_after_its_days(enrolment: Enrolment) -> None:
    assert enrolment.due_on == ASSIGNED + timedelta(days=21)
    assert (enrolment.items_done, enrolment.items_total) == (0, 1)
    assert enrolment.is_required


def test_assigning_again_keeps_the_first_due_date(
    session: Session, cast: Cast, course: Course, enrolment: Enrolment
) -> None:
    again = services.assign_course(
        session, person_id=cast.aiko.id, course=course, assigned_on=ASSIGNED + timedelta(days=9)
    )
    assert again is enrolment
    assert again.due_on == ASSIGNED + timedelta(days=21)
    assert verbs(session) == [Verb.REGISTERED]


def test_a_course_taken_freely_has_no_due_date(
    session: Session, cast: Cast, course: Course
) -> None:
    taken = services.assign_course(
        session, person_id=cast.ben.id, course=course, assigned_on=ASSIGNED, is_required=False
    )
    assert (taken.is_required, taken.due_on) == (False, None)


def test_required_courses_reach_the_departments_they_are_for(
    session: Session, cast: Cast, course: Course
) -> None:
    courses = {
        "basics": course,
        "sales": replace(course, slug="sales", departments=("sales",)),
        "affairs": replace(course, slug="affairs", departments=("affairs",)),
        "free": replace(course, slug="free", is_required=False),
    }
    for expected in (2, 0):
        added = assign_required_courses(
            session, person_id=cast.aiko.id, courses=courses, assigned_on=ASSIGNED
        )
        assert added == expected
    assert set(session.scalars(select(Enrolment.course_slug))) == {"basics", "sales"}


def test_opening_a_lesson_twice_keeps_the_first_moment(
    session: Session, cast: Cast, course: Course, lesson: Lesson, enrolment: Enrolment
) -> None:
    for moment in (MONDAY, MONDAY + timedelta(days=1)):
        progress = services.open_lesson(
            session, person_id=cast.aiko.id, course=course, lesson=lesson, at=moment
        )
    assert progress.opened_at == MONDAY
    assert progress.content_hash == lesson.content_hash
    assert enrolment.started_at == MONDAY
    assert verbs(session) == [Verb.REGISTERED, Verb.INITIALIZED]


def test_every_try_is_kept_and_the_last_one_shown(
    session: Session, cast: Cast, course: Course, lesson: Lesson, enrolment: Enrolment
) -> None:
    wrong, right = (option.key for option in lesson.questions["which"].options)
    answer_all(session, cast.aiko.id, course, {"which": {wrong: CHOSEN}})
    answer_all(session, cast.aiko.id, course, {"which": {right: CHOSEN}})
    tries = session.scalars(select(CheckAnswer.is_correct).order_by(CheckAnswer.id)).all()
    assert tries == [False, True]
    last = list_last_answers(
        session, person_id=cast.aiko.id, course_slug="basics", lesson_slug="next-token"
    )["which"]
    assert (last.answer, last.is_correct, last.tries) == ({right: CHOSEN}, True, 2)
    assert enrolment.active_at == MONDAY


def test_an_incomplete_answer_is_not_kept(
    session: Session, cast: Cast, course: Course, lesson: Lesson, enrolment: Enrolment
) -> None:
    assert enrolment
    with pytest.raises(services.AnswerIncomplete):
        answer_all(session, cast.aiko.id, course, {"which": {}})
    assert session.scalar(select(func.count(CheckAnswer.id))) == 0


def test_a_lesson_is_not_complete_while_questions_remain(
    session: Session, cast: Cast, course: Course, right_answers: Answers, enrolment: Enrolment
) -> None:
    answer_all(session, cast.aiko.id, course, {"which": right_answers["which"]})
    with pytest.raises(services.QuestionsRemain) as raised:
        complete(session, cast.aiko.id, course)
    assert raised.value.question_ids == ["sort", "steps"]
    assert enrolment.items_done == 0


def test_wrong_answers_complete_a_lesson_as_well(
    session: Session, cast: Cast, course: Course, right_answers: Answers, enrolment: Enrolment
) -> None:
    wrong = course.lessons["next-token"].questions["which"].options[0].key
    answer_all(session, cast.aiko.id, course, {**right_answers, "which": {wrong: CHOSEN}})
    complete(session, cast.aiko.id, course)
    assert enrolment.completed_at == MONDAY


def test_the_last_lesson_completes_the_course(
    session: Session, cast: Cast, course: Course, right_answers: Answers, enrolment: Enrolment
) -> None:
    answer_all(session, cast.aiko.id, course, right_answers)
    complete(session, cast.aiko.id, course)
    assert (enrolment.items_done, enrolment.completed_at) == (1, MONDAY)
    assert verbs(session)[-2:] == [Verb.COMPLETED, Verb.COMPLETED]
    event = session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None
    assert (event.object_type, event.object_id) == ("course", "basics")
    assert event.department_id == cast.sales_tokyo.id


def test_completing_twice_keeps_the_first(
    session: Session, cast: Cast, course: Course, right_answers: Answers, enrolment: Enrolment
) -> None:
    answer_all(session, cast.aiko.id, course, right_answers)
    complete(session, cast.aiko.id, course)
    count = len(verbs(session))
    complete(session, cast.aiko.id, course, at=MONDAY + timedelta(days=3))
    assert enrolment.completed_at == MONDAY
    assert session.scalars(select(LessonProgress.completed_at)).all() == [MONDAY]
    assert len(verbs(session)) == count


def test_a_lesson_added_later_does_not_undo_completion(
    session: Session, cast: Cast, course: Course, right_answers: Answers, enrolment: Enrolment
) -> None:
    answer_all(session, cast.aiko.id, course, right_answers)
    complete(session, cast.aiko.id, course)
    services.record_lab_pass(
        session,
        person_id=cast.aiko.id,
        lab_slug="sorting",
        score=1,
        max_score=4,
        passed=False,
        courses={"basics": with_lab(course)},
    )
    assert (enrolment.items_done, enrolment.items_total) == (1, 2)
    assert enrolment.completed_at == MONDAY


def with_lab(course: Course) -> Course:
    return replace(course, items=(*course.items, CourseItem(ItemKind.LAB, "sorting", 20)))


def test_a_lab_counts_with_its_best_score_and_completes_the_course(
    session: Session, cast: Cast, course: Course, right_answers: Answers
) -> None:
    course = with_lab(course)
    enrolment = services.assign_course(
        session, person_id=cast.aiko.id, course=course, assigned_on=ASSIGNED
    )
    answer_all(session, cast.aiko.id, course, right_answers)
    complete(session, cast.aiko.id, course)
    assert enrolment.completed_at is None
    moments = [MONDAY + timedelta(hours=hours) for hours in (1, 2, 3)]
    for score, moment in zip((2.0, 4.0, 3.0), moments, strict=True):
        services.record_lab_pass(
            session,
            person_id=cast.aiko.id,
            lab_slug="sorting",
            score=score,
            max_score=5,
            passed=score >= 3,
            courses={course.slug: course},
            at=moment,
        )
    assert (enrolment.best_lab_score, enrolment.best_lab_max) == (4.0, 5.0)
    assert (enrolment.items_done, enrolment.completed_at) == (2, moments[1])
    assert verbs(session).count(Verb.PASSED) == 1


def test_a_lab_passed_before_the_course_was_assigned_counts(
    session: Session, cast: Cast, course: Course
) -> None:
    lab_only = replace(course, items=with_lab(course).items[1:])
    services.record_lab_pass(
        session,
        person_id=cast.aiko.id,
        lab_slug="sorting",
        score=5,
        max_score=5,
        passed=True,
        courses={"basics": lab_only},
    )
    enrolment = services.assign_course(
        session, person_id=cast.aiko.id, course=lab_only, assigned_on=ASSIGNED, at=MONDAY
    )
    assert (enrolment.items_done, enrolment.completed_at) == (1, MONDAY)


def test_who_was_never_assigned_a_course_cannot_open_it(
    session: Session, cast: Cast, course: Course, lesson: Lesson
) -> None:
    with pytest.raises(services.NotEnrolled):
        services.open_lesson(session, person_id=cast.ben.id, course=course, lesson=lesson)


def test_progress_belongs_to_one_person_only(
    session: Session, cast: Cast, course: Course, right_answers: Answers, enrolment: Enrolment
) -> None:
    assert enrolment
    answer_all(session, cast.aiko.id, course, right_answers)
    assert get_progress(session, person_id=cast.ben.id).lessons == {}
    assert get_progress(session, person_id=cast.aiko.id).lessons == {("basics", "next-token"): None}
