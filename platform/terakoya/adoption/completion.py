"""The completion report as values: one row a person and course, and what they add up to.

Definitions of the figures stand in `definitions`; this module computes them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from terakoya.language import Text

QUIET_DAYS = 7
STARTS_WITHIN_DAYS = 14


class Standing(StrEnum):
    """Where a person stands in a course."""

    COMPLETED = "completed"
    IN_PROGRESS = "in-progress"
    NOT_STARTED = "not-started"
    OVERDUE = "overdue"


STANDING_NAMES = {
    Standing.COMPLETED: Text("修了", "Completed"),
    Standing.IN_PROGRESS: Text("学習中", "In progress"),
    Standing.NOT_STARTED: Text("これから", "Not started"),
    Standing.OVERDUE: Text("期限超過", "Overdue"),
}


@dataclass(frozen=True, slots=True)
class CompletionRow:
    """One person in one course, on the day of the report."""

    login: str
    name: str
    department: Text
    course_slug: str
    course: Text
    is_required: bool
    assigned_on: date
    due_on: date | None
    started_on: date | None
    active_on: date | None
    completed_on: date | None
    items_done: int
    items_total: int
    lab_score: float | None
    lab_max: float | None
    as_of: date

    @property
    def standing(self) -> Standing:
        """Completed, overdue, in progress or not started; a late completion is a completion."""
        if self.completed_on is not None:
            return Standing.COMPLETED
        if self.days_late > 0:
            return Standing.OVERDUE
        return Standing.IN_PROGRESS if self.started_on is not None else Standing.NOT_STARTED

    @property
    def days_late(self) -> int:
        """Whole days since the due date of a course that is not completed, else 0."""
        if self.completed_on is not None or self.due_on is None:
            return 0
        return max(0, (self.as_of - self.due_on).days)

    @property
    def progress_percent(self) -> int:
        """Items done as a share of all items, rounded down: 100 means all."""
        return 100 * self.items_done // self.items_total if self.items_total else 0

    @property
    def follow_up(self) -> Text | None:
        """Why somebody should talk to this person this week, or None."""
        if self.standing is Standing.OVERDUE:
            return Text(f"{self.days_late}日過ぎています", f"{_days(self.days_late)} late")
        if self.standing is Standing.IN_PROGRESS and self.active_on is not None:
            quiet = (self.as_of - self.active_on).days
            if quiet >= QUIET_DAYS:
                return Text(f"{quiet}日間進んでいません", f"No progress for {_days(quiet)}")
        if self.standing is Standing.NOT_STARTED:
            waiting = self.as_of - self.assigned_on
            if waiting >= timedelta(days=STARTS_WITHIN_DAYS):
                return Text(
                    f"割り当てから{waiting.days}日たちました", f"Assigned {_days(waiting.days)} ago"
                )
        return None


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


@dataclass(frozen=True, slots=True)
class CompletionSummary:
    """What the rows add up to; the numbers add up to `assigned`, so no rate exceeds 100 %."""

    assigned: int
    completed: int
    in_progress: int
    not_started: int
    overdue: int

    @property
    def completion_percent(self) -> int:
        """Completed ÷ assigned, in whole percent, rounded down."""
        return 100 * self.completed // self.assigned if self.assigned else 0


def summarise(rows: list[CompletionRow]) -> CompletionSummary:
    """Count the rows by standing."""
    standings = [row.standing for row in rows]
    return CompletionSummary(
        assigned=len(rows),
        completed=standings.count(Standing.COMPLETED),
        in_progress=standings.count(Standing.IN_PROGRESS),
        not_started=standings.count(Standing.NOT_STARTED),
        overdue=standings.count(Standing.OVERDUE),
    )


class View(StrEnum):
    """Which rows of the report to look at."""

    FOLLOW_UP = "follow-up"
    ALL = "all"
    OVERDUE = "overdue"
    COMPLETED = "completed"


VIEW_NAMES = {
    View.FOLLOW_UP: Text("声をかけたい人", "To talk to"),
    View.ALL: Text("すべて", "All"),
    View.OVERDUE: Text("期限超過", "Overdue"),
    View.COMPLETED: Text("修了", "Completed"),
}


def choose(rows: list[CompletionRow], view: View) -> list[CompletionRow]:
    """The rows of `view`; those to talk to with the most days late first."""
    if view is View.FOLLOW_UP:
        chosen = [row for row in rows if row.follow_up is not None]
        return sorted(chosen, key=lambda row: (-row.days_late, row.login))
    if view is View.OVERDUE:
        return [row for row in rows if row.standing is Standing.OVERDUE]
    if view is View.COMPLETED:
        return [row for row in rows if row.standing is Standing.COMPLETED]
    return rows
