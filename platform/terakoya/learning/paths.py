"""A person's path: the courses assigned, step by step, with what is done and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from terakoya.content.catalogues import Catalogue
from terakoya.content.courses import Course, ItemKind
from terakoya.language import Text
from terakoya.learning.queries import EnrolmentRow, Progress


class StepState(StrEnum):
    """How far a step is; the values are those of the status mark on pages."""

    DONE = "done"
    NOW = "now"
    TODO = "todo"


@dataclass(frozen=True, slots=True)
class Step:
    """One lesson or lab on the path; `question_count` is 0 for labs."""

    kind: ItemKind
    course_slug: str
    slug: str
    title: Text
    minutes: int
    question_count: int
    state: StepState
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CoursePath:
    """An assigned course with its steps in order."""

    course: Course
    enrolment: EnrolmentRow
    steps: tuple[Step, ...]

    @property
    def done_count(self) -> int:
        """How many steps are done."""
        return sum(step.state is StepState.DONE for step in self.steps)

    @property
    def minutes_left(self) -> int:
        """Minutes for the steps that are not done."""
        return sum(step.minutes for step in self.steps if step.state is not StepState.DONE)

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done, or None."""
        return next((step for step in self.steps if step.state is not StepState.DONE), None)

    @property
    def is_completed(self) -> bool:
        """Whether the course counts as completed, whatever was added to it later."""
        return self.enrolment.completed_at is not None

    def is_late(self, today: date) -> bool:
        """Whether the due date has passed before the course was completed."""
        due = self.enrolment.due_on
        return due is not None and not self.is_completed and due < today

    def step_after(self, slug: str) -> Step | None:
        """The next step after a lesson or lab that is not done yet, else the first such one."""
        slugs = [step.slug for step in self.steps]
        later = self.steps[slugs.index(slug) + 1 :] if slug in slugs else ()
        return next((step for step in later if step.state is not StepState.DONE), self.next_step)


def build_paths(
    catalogue: Catalogue, enrolments: Iterable[EnrolmentRow], progress: Progress
) -> list[CoursePath]:
    """Join assignments with the catalogue, in their order, what is completed last.

    A course that has left the catalogue is left out.
    """
    paths = [
        _build_path(catalogue, catalogue.courses[enrolment.course_slug], enrolment, progress)
        for enrolment in enrolments
        if enrolment.course_slug in catalogue.courses
    ]
    return sorted(paths, key=lambda path: path.is_completed)


def step_titles(catalogue: Catalogue, course: Course) -> list[Text]:
    """The titles of a course's lessons and labs in order."""
    return [
        course.lessons[item.slug].title
        if item.kind is ItemKind.LESSON
        else catalogue.labs[item.slug].title
        for item in course.items
    ]


def _build_path(
    catalogue: Catalogue, course: Course, enrolment: EnrolmentRow, progress: Progress
) -> CoursePath:
    steps = []
    for item in course.items:
        if item.kind is ItemKind.LESSON:
            lesson = course.lessons[item.slug]
            title, questions = lesson.title, len(lesson.questions)
            is_begun = (course.slug, item.slug) in progress.lessons
            done_at = progress.lessons.get((course.slug, item.slug))
        else:
            title, questions = catalogue.labs[item.slug].title, 0
            is_begun = item.slug in progress.labs
            done_at = progress.labs.get(item.slug)
        state = StepState.NOW if is_begun else StepState.TODO
        steps.append(
            Step(
                kind=item.kind,
                course_slug=course.slug,
                slug=item.slug,
                title=title,
                minutes=catalogue.minutes_of(item),
                question_count=questions,
                state=StepState.DONE if done_at else state,
                completed_at=done_at,
            )
        )
    return CoursePath(course, enrolment, tuple(steps))
