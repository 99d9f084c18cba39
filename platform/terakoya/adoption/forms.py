"""What a reader may choose in the completion report; everything else is "not found"."""

from collections.abc import Mapping
from dataclasses import dataclass

from terakoya.adoption.completion import View
from terakoya.people.models import Department


class UnknownChoice(Exception):
    """A view, course or department that this reader can't choose; which of them is not said."""


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """The filter of the report, the same for the page and for its files."""

    view: View
    course_slug: str | None
    department: Department | None
    scopes: tuple[str, ...]

    @property
    def query(self) -> dict[str, str]:
        """The choice as query parameters."""
        chosen = {"view": self.view.value}
        if self.course_slug:
            chosen["course"] = self.course_slug
        if self.department:
            chosen["department"] = self.department.code
        return chosen


def read_choice(
    arguments: Mapping[str, str],
    *,
    scopes: tuple[str, ...],
    departments: list[Department],
    course_slugs: set[str],
    default_view: View = View.FOLLOW_UP,
) -> ReportChoice:
    """The choice that `arguments` ask for, within `scopes`.

    Raises UnknownChoice alike for what does not exist and for what the reader may not see.
    """
    course_slug = arguments.get("course") or None
    if course_slug is not None and course_slug not in course_slugs:
        raise UnknownChoice
    department = None
    if code := arguments.get("department"):
        department = next((item for item in departments if item.code == code), None)
        if department is None:
            raise UnknownChoice
    try:
        view = View(arguments.get("view") or default_view)
    except ValueError as error:
        raise UnknownChoice from error
    return ReportChoice(
        view=view,
        course_slug=course_slug,
        department=department,
        scopes=(department.path,) if department else scopes,
    )
