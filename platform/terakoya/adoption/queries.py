"""Reading completion, always within the departments that the reader may see."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from terakoya.adoption.completion import CompletionRow
from terakoya.language import Text
from terakoya.learning.models import Enrolment
from terakoya.people.models import Department, Person


def list_completion_rows(
    session: Session,
    *,
    scopes: tuple[str, ...],
    course_titles: Mapping[str, Text],
    as_of: date,
    time_zone: str,
    course_slug: str | None = None,
) -> list[CompletionRow]:
    """One row a person and course, for active people in the departments at `scopes` and below.

    `scopes` are department paths ("/" is the company; none: no rows). Courses without a title in
    `course_titles` show their slug. Days are counted in `time_zone`.
    """
    if not scopes:
        return []
    query = _completion_query(scopes)
    if course_slug is not None:
        query = query.where(Enrolment.course_slug == course_slug)
    zone = ZoneInfo(time_zone)
    return [_to_row(row, course_titles, as_of, zone) for row in session.execute(query)]


def _completion_query(scopes: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    within = or_(*(Department.path.startswith(scope, autoescape=True) for scope in scopes))
    return (
        select(
            Person.login,
            Person.name,
            Department.name_ja,
            Department.name_en,
            Enrolment.course_slug,
            Enrolment.is_required,
            Enrolment.assigned_on,
            Enrolment.due_on,
            Enrolment.started_at,
            Enrolment.active_at,
            Enrolment.completed_at,
            Enrolment.items_done,
            Enrolment.items_total,
            Enrolment.best_lab_score,
            Enrolment.best_lab_max,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Department, Department.id == Enrolment.department_id)
        .where(within, Person.is_active)
        .order_by(Department.path, Person.login, Enrolment.course_slug)
    )


def _to_row(
    row: Row[*tuple[Any, ...]], course_titles: Mapping[str, Text], as_of: date, zone: ZoneInfo
) -> CompletionRow:
    return CompletionRow(
        login=row.login,
        name=row.name,
        department=Text(ja=row.name_ja, en=row.name_en),
        course_slug=row.course_slug,
        course=course_titles.get(row.course_slug, Text(row.course_slug, row.course_slug)),
        is_required=row.is_required,
        assigned_on=row.assigned_on,
        due_on=row.due_on,
        started_on=_day(row.started_at, zone),
        active_on=_day(row.active_at, zone),
        completed_on=_day(row.completed_at, zone),
        items_done=row.items_done,
        items_total=row.items_total,
        lab_score=row.best_lab_score,
        lab_max=row.best_lab_max,
        as_of=as_of,
    )


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None
