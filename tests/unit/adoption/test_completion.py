"""The completion report's figures on a company small enough to count by hand."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from terakoya.adoption.completion import CompletionRow, Standing, View, choose, summarise
from terakoya.language import Text

TODAY = date(2026, 11, 21)
ROW = CompletionRow(
    login="aiko",
    name="Aiko",
    department=Text("営業部", "Sales"),
    course_slug="basics",
    course=Text("きほん", "Basics"),
    is_required=True,
    assigned_on=TODAY - timedelta(days=10),
    due_on=TODAY + timedelta(days=5),
    started_on=None,
    active_on=None,
    completed_on=None,
    items_done=0,
    items_total=4,
    lab_score=None,
    lab_max=None,
    as_of=TODAY,
)


def test_the_day_after_the_due_date_is_one_day_late() -> None:
    assert replace(ROW, due_on=TODAY).days_late == 0
    assert replace(ROW, due_on=TODAY - timedelta(days=1)).days_late == 1


def test_a_late_completion_is_a_completion() -> None:
    late = replace(ROW, due_on=TODAY - timedelta(days=9), completed_on=TODAY)
    assert late.standing is Standing.COMPLETED
    assert late.days_late == 0


def test_progress_says_100_only_when_all_is_done() -> None:
    assert replace(ROW, items_done=199, items_total=200).progress_percent == 99


def test_seven_quiet_days_are_a_reason_to_talk() -> None:
    started = replace(ROW, started_on=TODAY - timedelta(days=9))
    assert replace(started, active_on=TODAY - timedelta(days=6)).follow_up is None
    quiet = replace(started, active_on=TODAY - timedelta(days=7)).follow_up
    assert quiet == Text("7日間進んでいません", "No progress for 7 days")


def test_fourteen_days_without_a_start_are_a_reason_to_talk() -> None:
    assert replace(ROW, assigned_on=TODAY - timedelta(days=13)).follow_up is None
    assert replace(ROW, assigned_on=TODAY - timedelta(days=14)).follow_up is not None


def test_those_who_are_longest_overdue_come_first() -> None:
    rows = [
        replace(ROW, login=str(days), due_on=TODAY - timedelta(days=days)) for days in (1, 9, 4)
    ]
    assert [row.login for row in choose(rows, View.FOLLOW_UP)] == ["9", "4", "1"]


DAYS = st.one_of(st.none(), st.integers(-60, 60).map(lambda days: TODAY + timedelta(days=days)))


@given(st.lists(st.tuples(DAYS, DAYS, DAYS), max_size=30))
def test_the_four_standings_always_add_up_and_no_rate_exceeds_100(
    histories: list[tuple[date | None, date | None, date | None]],
) -> None:
    rows = [
        replace(ROW, due_on=due, started_on=started, completed_on=completed)
        for due, started, completed in histories
    ]
    summary = summarise(rows)
    parts = (summary.completed, summary.in_progress, summary.not_started, summary.overdue)
    assert sum(parts) == summary.assigned
    assert 0 <= summary.completion_percent <= 100
