"""Keeping the counts of an enrolment equal to the rows that they sum up."""

from datetime import datetime

from sqlalchemy.orm import Session

from terakoya.content.courses import Course
from terakoya.events.models import Verb
from terakoya.events.services import record_event
from terakoya.learning.models import Enrolment
from terakoya.learning.queries import (
    count_passed_labs,
    list_completed_lessons,
    list_lab_results,
)


def touch(enrolment: Enrolment, moment: datetime) -> None:
    """Note that the person did something in the course; the first time starts it."""
    enrolment.started_at = enrolment.started_at or moment
    enrolment.active_at = moment


def count_again(session: Session, *, enrolment: Enrolment, course: Course, at: datetime) -> None:
    """Recount the enrolment from the rows it sums up; complete it once all is done.

    The lab points are the sum of the best results in the course's labs that were tried.
    """
    completed = list_completed_lessons(
        session, person_id=enrolment.person_id, course_slug=course.slug
    )
    labs = list_lab_results(session, person_id=enrolment.person_id, lab_slugs=course.lab_slugs)
    enrolment.items_total = len(course.items)
    enrolment.items_done = len(completed.intersection(course.lesson_slugs)) + count_passed_labs(
        labs
    )
    if labs:
        enrolment.best_lab_score = sum(lab.best_score for lab in labs)
        enrolment.best_lab_max = sum(lab.max_score for lab in labs)
    if enrolment.items_done == enrolment.items_total and enrolment.completed_at is None:
        enrolment.completed_at = at
        record_event(
            session,
            verb=Verb.COMPLETED,
            actor_id=enrolment.person_id,
            object_type="course",
            object_id=course.slug,
            department_id=enrolment.department_id,
            at=at,
        )
    session.flush()
