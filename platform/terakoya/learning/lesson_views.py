"""The lesson page: reading, answering, finishing. Part of the blueprint in `views`."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from terakoya.content.lessons import Lesson
from terakoya.learning import queries, services
from terakoya.learning.access import access_lesson, page_values
from terakoya.learning.forms import read_answer
from terakoya.learning.lesson_pages import Given, LessonPage
from terakoya.learning.paths import CoursePath, StepState
from terakoya.policy.permissions import Permission
from terakoya.web.database import db, store
from terakoya.web.guards import current_identity, needs
from terakoya.web.languages import current_language

blueprint = Blueprint("lessons", __name__)
ADDRESS = "/courses/<course_slug>/lessons/<lesson_slug>"


@blueprint.get(ADDRESS)
@needs(Permission.LEARN)
def lesson(course_slug: str, lesson_slug: str) -> ResponseReturnValue:
    """A lesson with its questions; the first opening is noted."""
    path, found = access_lesson(course_slug, lesson_slug)
    step = next(step for step in path.steps if step.slug == lesson_slug)
    if step.state is StepState.TODO:
        # This request only reads; the first opening is written in a transaction of its own.
        with store().writing() as session:
            services.open_lesson(
                session, person_id=current_identity().person_id, course=path.course, lesson=found
            )
    return _page(path, found)


@blueprint.post(f"{ADDRESS}/answers")
@needs(Permission.LEARN)
def answer(course_slug: str, lesson_slug: str) -> ResponseReturnValue:
    """Keep an answer and show the explanations; an incomplete one stays in its form."""
    path, found = access_lesson(course_slug, lesson_slug)
    question = found.questions.get(request.form.get("question", ""))
    if question is None:
        abort(404)
    given = read_answer(question, request.form.to_dict(flat=False))
    try:
        services.answer_question(
            db(),
            person_id=current_identity().person_id,
            course=path.course,
            lesson=found,
            question_id=question.id,
            answer=given,
        )
    except services.AnswerIncomplete:
        return _page(path, found, given=Given(question.id, given)), 422
    return redirect(_address(path, found, f"check-{question.id}"), 303)


@blueprint.post(f"{ADDRESS}/completion")
@needs(Permission.LEARN)
def complete(course_slug: str, lesson_slug: str) -> ResponseReturnValue:
    """Finish a lesson; on to the next step, or to the certificate after the last one."""
    path, found = access_lesson(course_slug, lesson_slug)
    was_completed = path.is_completed
    try:
        enrolment = services.complete_lesson(
            db(), person_id=current_identity().person_id, course=path.course, lesson=found
        )
    except services.QuestionsRemain:
        return _page(path, found, has_tried_to_finish=True), 422
    if enrolment.completed_at is not None and not was_completed:
        return redirect(url_for("learning.completion", course_slug=course_slug), 303)
    flash(_("Finished: %(title)s", title=found.title.to(current_language())), "success")
    return redirect(url_for("learning.course", course_slug=course_slug), 303)


def _address(path: CoursePath, found: Lesson, anchor: str | None = None) -> str:
    return url_for(
        "learning.lessons.lesson",
        course_slug=path.course.slug,
        lesson_slug=found.slug,
        _anchor=anchor,
    )


def _page(
    path: CoursePath,
    found: Lesson,
    *,
    given: Given | None = None,
    has_tried_to_finish: bool = False,
) -> str:
    person_id = current_identity().person_id
    answers = queries.list_last_answers(
        db(), person_id=person_id, course_slug=path.course.slug, lesson_slug=found.slug
    )
    page = LessonPage(found, current_language(), person_id, answers)
    return render_template(
        "learning/lesson.html",
        path=path,
        lesson=found,
        step=next(step for step in path.steps if step.slug == found.slug),
        number=path.course.items.index(
            next(item for item in path.course.items if item.slug == found.slug)
        )
        + 1,
        parts=page.parts(again=request.args.get("again"), given=given),
        facts=found.bodies[current_language()].facts,
        remaining=page.remaining(),
        given=given,
        has_tried_to_finish=has_tried_to_finish,
        next_step=path.step_after(found.slug),
        **page_values(),
    )
