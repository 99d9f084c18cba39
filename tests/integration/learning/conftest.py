"""A company whose people take one small course."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from course_files import CourseFolder, write_right_course
from people import Cast
from terakoya import clock
from terakoya.content.courses import Course
from terakoya.content.lessons import Lesson
from terakoya.content.questions import Answer
from terakoya.learning.services import assign_course
from terakoya.settings import Settings, load
from terakoya.store.session import Store

OTHER_COURSE = """\
title: {ja: 総務, en: Affairs}
summary: {ja: 総務のコース。, en: For affairs.}
departments: [affairs]
items:
  - lesson: next-token
"""


@pytest.fixture
def courses(tmp_path: Path) -> CourseFolder:
    """The courses folder: one for everybody, one for another department than Aiko's."""
    folder = write_right_course(tmp_path / "courses")
    folder.write("affairs-only/course.yml", OTHER_COURSE)
    for language in ("ja", "en"):
        name = f"010-next-token.{language}.md"
        folder.write(f"affairs-only/{name}", (folder.root / "basics" / name).read_text("utf-8"))
    folder.write("affairs-only/facts.yml", (folder.root / "basics/facts.yml").read_text("utf-8"))
    for slug in ("basics", "affairs-only"):
        folder.write(f"{slug}/images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    return folder


@pytest.fixture
def settings(tmp_path: Path, courses: CourseFolder) -> Settings:
    """Settings with the small course on the shelf."""
    return load(
        {
            "TERAKOYA_DATA_DIR": str(tmp_path / "var"),
            "TERAKOYA_SECRET_KEY": "test",
            "TERAKOYA_COURSES_DIR": str(courses.root),
            "TERAKOYA_LABS_DIR": str(tmp_path / "labs"),
        }
    )


@pytest.fixture
def course(courses: CourseFolder) -> Course:
    """The small course."""
    return courses.load().courses["basics"]


@pytest.fixture
def lesson(course: Course) -> Lesson:
    """Its only lesson."""
    return course.lessons["next-token"]


@pytest.fixture
def right_answers(lesson: Lesson) -> dict[str, Answer]:
    """The right answer to each question of the lesson."""
    return {question.id: question.right_answer for question in lesson.questions.values()}


@pytest.fixture
def session(store: Store, cast: Cast) -> Iterator[Session]:
    """A writing session of a company with people."""
    assert cast
    with store.session(writes=True) as opened:
        yield opened


@pytest.fixture
def aiko(
    store: Store, cast: Cast, course: Course, visit: Callable[[str | None], FlaskClient]
) -> FlaskClient:
    """Aiko, signed in, with the course assigned today."""
    with store.writing() as session:
        assign_course(
            session,
            person_id=cast.aiko.id,
            course=course,
            assigned_on=clock.today("Asia/Tokyo"),
            department_id=cast.sales_tokyo.id,
        )
    return visit("aiko")
