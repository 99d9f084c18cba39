"""A few weeks of believable history for the demo company.

The history is drawn from a generator seeded by login and course, so every installation shows the
same company; days are counted back from today.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from terakoya.adoption.demo_company import DEPARTMENTS, PEOPLE, DemoDepartment, DemoPerson
from terakoya.content.courses import Course, CourseItem, ItemKind
from terakoya.events.models import Verb
from terakoya.events.services import record_event
from terakoya.learning.models import Enrolment, LabPass, LessonProgress
from terakoya.people.models import Department, Person
from terakoya.people.queries import list_department_codes_above
from terakoya.people.services import add_department, add_person, grant_role
from terakoya.policy.permissions import Role

LAB_POINTS = 20.0
NEWCOMERS = frozenset({"aiko"})
"""Whoever looks at the demo as one of these starts where the story starts."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns "so many days ago" into moments of a working day in the company's time zone."""

    today: date
    zone: ZoneInfo

    def day(self, days_ago: int) -> date:
        """The date so many days ago."""
        return self.today - timedelta(days=days_ago)

    def moment(self, days_ago: int, draw: random.Random) -> datetime:
        """A moment between nine and six on that day."""
        at = time(draw.randint(9, 17), draw.randint(0, 59))
        return datetime.combine(self.day(days_ago), at, self.zone)


def load_demo_company(
    session: Session, *, courses: Mapping[str, Course], today: date, time_zone: str
) -> int:
    """Store the departments, the people and their history; returns how many people there are."""
    calendar = Calendar(today, ZoneInfo(time_zone))
    departments = _add_departments(session)
    profiles = {item.code: item for item in DEPARTMENTS}
    for member in PEOPLE:
        person = _add_member(session, member, departments[member.department])
        codes = set(list_department_codes_above(session, person_id=person.id))
        for course in courses.values():
            if course.is_for(codes):
                history = _History(session, calendar, person, departments[member.department])
                history.write(course, profiles[member.department])
    return len(PEOPLE)


def _add_departments(session: Session) -> dict[str, Department]:
    added: dict[str, Department] = {}
    for item in DEPARTMENTS:
        parent = added[item.parent] if item.parent else None
        added[item.code] = add_department(session, code=item.code, name=item.name, parent=parent)
    return added


def _add_member(session: Session, member: DemoPerson, department: Department) -> Person:
    person = add_person(
        session,
        login=member.login,
        name=member.name,
        department=department,
        joined_on=date(2020, 4, 1),
        email=f"{member.login}@example.com",
        language=member.language,
    )
    if member.role is not None:
        scope = department if member.role is Role.MANAGER else None
        grant_role(session, person=person, role=member.role, department=scope)
    return person


@dataclass(frozen=True, slots=True)
class _History:
    """Writes what one person did in the past."""

    session: Session
    calendar: Calendar
    person: Person
    department: Department

    def write(self, course: Course, profile: DemoDepartment) -> None:
        """Assign `course` and do a part of it."""
        draw = random.Random(f"{self.person.login}/{course.slug}")  # noqa: S311  # not a secret
        days_ago = self._days_of_work(course, profile, draw)
        assigned_on = self.calendar.day(profile.assigned_days_ago)
        due = timedelta(days=course.due_in_days) if course.due_in_days else None
        moments = [self.calendar.moment(day, draw) for day in days_ago]
        is_done = len(moments) == len(course.items)
        enrolment = Enrolment(
            person_id=self.person.id,
            course_slug=course.slug,
            department_id=self.department.id,
            is_required=course.is_required,
            assigned_on=assigned_on,
            due_on=assigned_on + due if due else None,
            started_at=moments[0] if moments else None,
            active_at=moments[-1] if moments else None,
            completed_at=moments[-1] if is_done else None,
            items_total=len(course.items),
            items_done=len(moments),
        )
        self.session.add(enrolment)
        for item, moment in zip(course.items, moments, strict=False):
            self._finish(course, item, moment, enrolment, draw)
        if is_done:
            self._record(Verb.COMPLETED, "course", course.slug, moments[-1])

    def _days_of_work(
        self, course: Course, profile: DemoDepartment, draw: random.Random
    ) -> list[int]:
        """How many days ago each finished item was finished, oldest first."""
        chance = draw.random()
        if chance >= profile.share_started or self.person.login in NEWCOMERS:
            return []
        total = len(course.items)
        done = total if chance < profile.share_done else draw.randrange(0, total)
        spread = range(1, profile.assigned_days_ago)
        return sorted(draw.sample(spread, done), reverse=True)

    def _finish(
        self,
        course: Course,
        item: CourseItem,
        moment: datetime,
        enrolment: Enrolment,
        draw: random.Random,
    ) -> None:
        if item.kind is ItemKind.LAB:
            score = float(draw.randint(14, 20))
            enrolment.best_lab_score, enrolment.best_lab_max = score, LAB_POINTS
            self.session.add(
                LabPass(
                    person_id=self.person.id,
                    lab_slug=item.slug,
                    best_score=score,
                    max_score=LAB_POINTS,
                    passed_at=moment,
                )
            )
            self._record(Verb.PASSED, "lab", item.slug, moment)
            return
        self.session.add(
            LessonProgress(
                person_id=self.person.id,
                course_slug=course.slug,
                lesson_slug=item.slug,
                content_hash=course.lessons[item.slug].content_hash,
                opened_at=moment - timedelta(minutes=draw.randint(6, 14)),
                completed_at=moment,
            )
        )
        self._record(Verb.COMPLETED, "lesson", f"{course.slug}/{item.slug}", moment)

    def _record(self, verb: Verb, object_type: str, object_id: str, moment: datetime) -> None:
        record_event(
            self.session,
            verb=verb,
            actor_id=self.person.id,
            object_type=object_type,
            object_id=object_id,
            department_id=self.department.id,
            at=moment,
        )
