"""The rule by which required courses reach people: by department."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from terakoya.content.courses import Course
from terakoya.learning.queries import find_enrolment
from terakoya.learning.services import assign_course
from terakoya.people.queries import find_department_of, list_department_codes_above


def assign_required_courses(
    session: Session, *, person_id: int, courses: Mapping[str, Course], assigned_on: date
) -> int:
    """Assign the required courses for a person's departments; return how many were new."""
    codes = set(list_department_codes_above(session, person_id=person_id))
    department = find_department_of(session, person_id=person_id)
    added = 0
    for course in courses.values():
        if not course.is_required or not course.is_for(codes):
            continue
        if find_enrolment(session, person_id=person_id, course_slug=course.slug) is None:
            added += 1
            assign_course(
                session,
                person_id=person_id,
                course=course,
                assigned_on=assigned_on,
                department_id=department.id if department else None,
            )
    return added
