"""The completion report: a page, its files and its JSON."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from terakoya import clock
from terakoya.adoption import completion, exports, queries
from terakoya.adoption.completion import CompletionRow, View
from terakoya.adoption.definitions import DEFINITIONS
from terakoya.adoption.forms import ReportChoice, UnknownChoice, read_choice
from terakoya.events.models import Verb
from terakoya.events.services import record_event
from terakoya.language import Text
from terakoya.learning.loading import current_catalogue
from terakoya.people.models import Department
from terakoya.people.queries import list_departments_under
from terakoya.policy.permissions import Permission
from terakoya.policy.rules import report_scopes
from terakoya.settings import Settings
from terakoya.web.database import db, store
from terakoya.web.guards import current_identity, needs
from terakoya.web.languages import current_language, format_moment

blueprint = Blueprint("adoption", __name__, template_folder="templates")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Report:
    """The report as one reader sees it now."""

    choice: ReportChoice
    departments: list[Department]
    course_titles: dict[str, Text]
    everyone: list[CompletionRow]
    as_of: datetime

    @property
    def rows(self) -> list[CompletionRow]:
        """The rows of the chosen view."""
        return completion.choose(self.everyone, self.choice.view)


@blueprint.get("/reports/completion")
@needs(Permission.SEE_COMPLETION_REPORT)
def completion_report() -> ResponseReturnValue:
    """Whom to talk to this week, and the rows behind the numbers."""
    report = _read_report()
    _record(Verb.ACCESSED, report, "html")
    return render_template(
        "adoption/completion.html",
        report=report,
        summary=completion.summarise(report.everyone),
        counts={view: _count(report.everyone, view) for view in View},
        view_names=completion.VIEW_NAMES,
        standing_names=completion.STANDING_NAMES,
        definitions=DEFINITIONS,
    )


@blueprint.get("/reports/completion.csv")
@needs(Permission.SEE_COMPLETION_REPORT)
def completion_csv() -> ResponseReturnValue:
    """The rows of the chosen view as CSV."""
    return _file(_read_report(default_view=View.ALL), "csv")


@blueprint.get("/reports/completion.xlsx")
@needs(Permission.SEE_COMPLETION_REPORT)
def completion_xlsx() -> ResponseReturnValue:
    """The rows of the chosen view as an Excel workbook."""
    return _file(_read_report(default_view=View.ALL), "xlsx")


@blueprint.get("/api/v1/reports/completion")
@needs(Permission.SEE_COMPLETION_REPORT, api=True)
def completion_api() -> ResponseReturnValue:
    """The same report for other tools: `format` is json, csv or xlsx."""
    report = _read_report(default_view=View.ALL)
    wanted = request.args.get("format", "json")
    if wanted != "json":
        return _file(report, wanted)
    _record(Verb.EXPORTED, report, wanted)
    summary = completion.summarise(report.everyone)
    return jsonify(
        as_of=report.as_of.isoformat(),
        assigned=summary.assigned,
        completed=summary.completed,
        in_progress=summary.in_progress,
        not_started=summary.not_started,
        overdue=summary.overdue,
        rows=[_as_json(row) for row in report.rows],
    )


def _count(rows: list[CompletionRow], view: View) -> int:
    """How many are in a view: people where one talks to people, else assignments."""
    chosen = completion.choose(rows, view)
    return len({row.login for row in chosen}) if view is View.FOLLOW_UP else len(chosen)


def _read_report(default_view: View = View.FOLLOW_UP) -> Report:
    settings: Settings = current_app.extensions["terakoya_settings"]
    scopes = report_scopes(current_identity())
    departments = list_departments_under(db(), paths=scopes)
    titles = {slug: course.title for slug, course in current_catalogue().courses.items()}
    try:
        choice = read_choice(
            request.args,
            scopes=scopes,
            departments=departments,
            course_slugs=set(titles),
            default_view=default_view,
        )
    except UnknownChoice:
        abort(404)
    rows = queries.list_completion_rows(
        db(),
        scopes=choice.scopes,
        course_titles=titles,
        as_of=clock.today(settings.time_zone),
        time_zone=settings.time_zone,
        course_slug=choice.course_slug,
    )
    return Report(choice, departments, titles, rows, clock.now())


def _file(report: Report, kind: str) -> ResponseReturnValue:
    language = current_language()
    if kind == "csv":
        content, mimetype = exports.to_csv(report.rows, language), CSV
    elif kind == "xlsx":
        note = _("As of %(moment)s", moment=format_moment(report.as_of))
        title = _("Completion report")
        content = exports.to_xlsx(report.rows, language, title=title, note=note)
        mimetype = XLSX
    else:
        abort(404)
    _record(Verb.EXPORTED, report, kind)
    response = Response(content, content_type=mimetype)
    name = f"completion-{report.as_of:%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _record(verb: Verb, report: Report, kind: str) -> None:
    """Every access to people's records is itself recorded, in a transaction of its own."""
    identity = current_identity()
    with store().writing() as session:
        record_event(
            session,
            verb=verb,
            actor_id=identity.person_id,
            object_type="report",
            object_id="completion",
            department_id=identity.department_id,
            data={"format": kind, "rows": len(report.rows), **report.choice.query},
        )


def _as_json(row: CompletionRow) -> dict[str, object]:
    return {
        "login": row.login,
        "name": row.name,
        "department": row.department.as_dict(),
        "course": row.course_slug,
        "standing": row.standing.value,
        "progress_percent": row.progress_percent,
        "assigned_on": _iso(row.assigned_on),
        "due_on": _iso(row.due_on),
        "days_late": row.days_late,
        "completed_on": _iso(row.completed_on),
        "lab_score": row.lab_score,
        "lab_max": row.lab_max,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
