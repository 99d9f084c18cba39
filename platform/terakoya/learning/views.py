"""The pages of a learner: home, course, completion, and the images of lessons."""

from flask import (
    Blueprint,
    abort,
    redirect,
    render_template,
    send_from_directory,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from terakoya import clock
from terakoya.content.courses import Course, ItemKind
from terakoya.content.lesson_rendering import with_course_address
from terakoya.learning import lesson_views, services
from terakoya.learning.access import (
    access_open_course,
    department_codes,
    find_path,
    list_paths,
    page_values,
    settings,
)
from terakoya.learning.loading import current_catalogue
from terakoya.learning.paths import Step, step_titles
from terakoya.policy.permissions import Permission
from terakoya.web.database import db
from terakoya.web.guards import current_identity, needs
from terakoya.web.languages import current_language

blueprint = Blueprint("learning", __name__, template_folder="templates")
blueprint.register_blueprint(lesson_views.blueprint)
# An SVG opened on its own page could run scripts with the reader's session: it may not.
IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
IMAGE_SECONDS = 3600


@blueprint.get("/")
@needs(Permission.LEARN)
def home() -> ResponseReturnValue:
    """My path: what is next, what is left, until when."""
    paths = list_paths()
    taken = {path.course.slug for path in paths}
    others = [one for slug, one in current_catalogue().courses.items() if slug not in taken]
    codes = department_codes() if others else set()
    return render_template(
        "learning/home.html",
        paths=paths,
        current=next((path for path in paths if not path.is_completed), None),
        open_courses=[one for one in others if one.is_for(codes)],
        **page_values(),
    )


@blueprint.get("/courses/<course_slug>")
@needs(Permission.LEARN)
def course(course_slug: str) -> ResponseReturnValue:
    """A course: what it is for, its steps and where I am; or the offer to take it."""
    path = find_path(course_slug)
    found = path.course if path else access_open_course(course_slug)
    return render_template(
        "learning/course.html",
        course=found,
        path=path,
        minutes=_minutes(found),
        titles=step_titles(current_catalogue(), found),
        **page_values(),
    )


@blueprint.post("/courses/<course_slug>/enrolment")
@needs(Permission.LEARN)
def take_course(course_slug: str) -> ResponseReturnValue:
    """Take a course that nobody has assigned yet; a required one gets its due date."""
    identity = current_identity()
    services.assign_course(
        db(),
        person_id=identity.person_id,
        course=access_open_course(course_slug),
        assigned_on=clock.today(settings().time_zone),
        department_id=identity.department_id,
    )
    return redirect(url_for("learning.course", course_slug=course_slug), 303)


@blueprint.get("/courses/<course_slug>/completion")
@needs(Permission.LEARN)
def completion(course_slug: str) -> ResponseReturnValue:
    """The certificate, and what comes after it; before completion, back to the course."""
    paths = list_paths()
    path = next((one for one in paths if one.course.slug == course_slug), None)
    if path is None:
        abort(404)
    if path.enrolment.completed_at is None:
        return redirect(url_for("learning.course", course_slug=course_slug))
    return render_template(
        "learning/completion.html",
        path=path,
        name=current_identity().name,
        completed_at=path.enrolment.completed_at,
        next_path=next((one for one in paths if not one.is_completed), None),
        tomorrow=_tomorrow(path.course),
        **page_values(),
    )


@blueprint.get("/courses/<course_slug>/images/<path:name>")
@needs(Permission.LEARN)
def image(course_slug: str, name: str) -> ResponseReturnValue:
    """An image of a lesson."""
    path = find_path(course_slug)
    found = path.course if path else access_open_course(course_slug)
    response = send_from_directory(found.folder / "images", name, max_age=IMAGE_SECONDS)
    response.headers["Cache-Control"] = f"private, max-age={IMAGE_SECONDS}"
    response.headers["Content-Security-Policy"] = IMAGE_POLICY
    return response


@blueprint.app_template_filter("in_course")
def in_course(fragment: str, course_slug: str) -> Markup:
    """Make rendered lesson HTML, which is sanitised when it is loaded, ready for a page."""
    address = url_for("learning.course", course_slug=course_slug)
    return Markup(with_course_address(fragment, address))  # noqa: S704  # sanitised by content


@blueprint.app_template_global("step_address")
def step_address(step: Step) -> str:
    """The address of a step on the path."""
    if step.kind is ItemKind.LAB:
        return f"/labs/{step.slug}"
    return url_for("learning.lessons.lesson", course_slug=step.course_slug, lesson_slug=step.slug)


def _minutes(course: Course) -> int:
    catalogue = current_catalogue()
    return sum(catalogue.minutes_of(item) for item in course.items)


def _tomorrow(course: Course) -> list[str]:
    language = current_language()
    return [
        block.html
        for slug in course.lesson_slugs
        for block in course.lessons[slug].bodies[language].blocks
        if block.kind == "tomorrow"
    ]
