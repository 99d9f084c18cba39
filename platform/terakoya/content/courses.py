"""A course as a value, and the shape of its `course.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from terakoya.content.lessons import Lesson
from terakoya.content.shapes import SLUG_PATTERN, BilingualShape, Shape, ShapeRuleError
from terakoya.language import Text

Slug = Annotated[str, Field(pattern=SLUG_PATTERN)]


class ItemShape(Shape):
    """One step of a course: a lesson of its own folder, or a lab. `minutes` overrides."""

    lesson: Slug | None = None
    lab: Slug | None = None
    minutes: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _is_one_thing(self) -> "ItemShape":
        if (self.lesson is None) == (self.lab is None):
            raise ShapeRuleError(
                ja="「lesson: 名前」か「lab: 名前」のどちらか1つを書いてください。",
                en='Write either "lesson: name" or "lab: name".',
            )
        return self


class CourseShape(Shape):
    """The fields of `course.yml`."""

    title: BilingualShape
    summary: BilingualShape
    departments: Literal["all"] | Annotated[list[Slug], Field(min_length=1)]
    required: bool = False
    due_in_days: int | None = Field(default=None, ge=1)
    items: list[ItemShape] = Field(min_length=1)


class ItemKind(StrEnum):
    """What a step of a course is."""

    LESSON = "lesson"
    LAB = "lab"


@dataclass(frozen=True)
class CourseItem:
    """One step of a course; `minutes` is None for a lab that keeps its own estimate."""

    kind: ItemKind
    slug: str
    minutes: int | None


@dataclass(frozen=True)
class Course:
    """A course. `departments` are codes, None meaning everybody; `due_in_days` from assignment."""

    slug: str
    title: Text
    summary: Text
    departments: tuple[str, ...] | None
    is_required: bool
    due_in_days: int | None
    items: tuple[CourseItem, ...]
    lessons: Mapping[str, Lesson]
    folder: Path

    @property
    def lesson_slugs(self) -> tuple[str, ...]:
        """The lessons that the course lists, in order."""
        return tuple(item.slug for item in self.items if item.kind is ItemKind.LESSON)

    @property
    def lab_slugs(self) -> tuple[str, ...]:
        """The labs of the course, in order."""
        return tuple(item.slug for item in self.items if item.kind is ItemKind.LAB)

    def is_for(self, department_codes: set[str]) -> bool:
        """Say whether the course is meant for somebody in one of these departments."""
        return self.departments is None or not department_codes.isdisjoint(self.departments)
