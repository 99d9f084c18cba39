"""Loading what a page shows, checked as it is loaded: only what is the current person's own."""

from flask import abort, current_app

from terakoya import clock
from terakoya.content.courses import Course
from terakoya.content.lessons import Lesson
from terakoya.learning import queries
from terakoya.learning.loading import current_catalogue
from terakoya.learning.paths import CoursePath, build_paths
from terakoya.people.queries import list_department_codes_above
from terakoya.settings import Settings
from terakoya.web.database import db
from terakoya.web.guards import current_identity


def department_codes() -> set[str]:
    """The codes of the current person's departments and those above."""
    return set(list_department_codes_above(db(), person_id=current_identity().person_id))


def access_lesson(course_slug: str, lesson_slug: str) -> tuple[CoursePath, Lesson]:
    """A lesson of a course that the current person takes. Answers 404 for others."""
    path = find_path(course_slug)
    if path is None or lesson_slug not in path.course.lesson_slugs:
        abort(404)
    return path, path.course.lessons[lesson_slug]


def list_paths() -> list[CoursePath]:
    """The current person's assigned courses with their progress."""
    person_id = current_identity().person_id
    return build_paths(
        current_catalogue(),
        queries.list_enrolments(db(), person_id=person_id),
        queries.get_progress(db(), person_id=person_id),
    )


def find_path(course_slug: str) -> CoursePath | None:
    """The current person's path through one course, or None where it is not assigned."""
    return next((path for path in list_paths() if path.course.slug == course_slug), None)


def access_open_course(course_slug: str) -> Course:
    """A course that is meant for the current person's department. Answers 404 for others."""
    found = current_catalogue().courses.get(course_slug)
    if found is None or not found.is_for(department_codes()):
        abort(404)
    return found


def settings() -> Settings:
    """The settings in force."""
    found: Settings = current_app.extensions["terakoya_settings"]
    return found


def page_values() -> dict[str, object]:
    """What every page of learning needs to judge dates."""
    return {"today": clock.today(settings().time_zone)}
