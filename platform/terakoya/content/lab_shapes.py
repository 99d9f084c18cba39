"""The shape of `lab.yml`."""

from typing import Literal

from pydantic import Field

from terakoya.content.shapes import SLUG_PATTERN, BilingualShape, Shape


class CriterionShape(Shape):
    """One criterion as the learner reads it; `grade_id` is that of a test cell."""

    grade_id: str = Field(pattern=SLUG_PATTERN)
    title: BilingualShape
    hints: tuple[BilingualShape, ...] = ()


class LabShape(Shape):
    """A lab as its author describes it; `pass_share` is the share of points that passes it."""

    id: str = Field(pattern=SLUG_PATTERN)
    title: BilingualShape
    minutes: int = Field(ge=1, le=240)
    departments: Literal["all"] | tuple[str, ...] = "all"
    brief: BilingualShape
    pass_share: float = Field(gt=0, le=1)
    criteria: tuple[CriterionShape, ...] = Field(min_length=1)
