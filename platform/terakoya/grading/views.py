"""Handing in for checking, and following the result: for the lab page and for the JSON API."""

import logging

from flask import (
    Blueprint,
    Flask,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import abort

from terakoya.content.labs import Lab
from terakoya.grading.models import GradingJob
from terakoya.grading.queries import count_jobs_before, find_open_job
from terakoya.grading.queue import Queue, open_queue
from terakoya.grading.services import hand_in_for_checking
from terakoya.labs.access import access_draft, access_lab, refuse_other_person, wanted_language
from terakoya.labs.forms import NotebookRefused, SentNotebook, read_request
from terakoya.labs.models import Attempt, AttemptStatus
from terakoya.labs.queries import access_attempt, list_attempts
from terakoya.labs.results import view_lab
from terakoya.labs.services import TooManyOpenAttempts
from terakoya.learning.loading import current_catalogue
from terakoya.policy.permissions import Permission
from terakoya.web import problems
from terakoya.web.database import db
from terakoya.web.guards import current_identity, needs
from terakoya.web.languages import current_language

LOG = logging.getLogger(__name__)
blueprint = Blueprint("grading", __name__, template_folder="templates")
# Ids beyond the column's range are unknown ones, not errors of the database.
ATTEMPT_ID = "<int(max=2147483647):attempt_id>"
STEPS = (AttemptStatus.QUEUED, AttemptStatus.RUNNING, AttemptStatus.MARKING)


def install(app: Flask) -> None:
    """Open the queue of `app`."""
    app.extensions["terakoya_queue"] = open_queue(app.extensions["terakoya_settings"])


@blueprint.post("/labs/<lab_slug>/attempts")
@needs(Permission.PRACTISE_LAB, api=True)
def hand_in(lab_slug: str) -> ResponseReturnValue:
    """Send the notebook of the page, or the draft as it is, for checking."""
    lab = access_lab(lab_slug)
    refuse_other_person()
    if request.is_json:
        return _accept(lab, endpoint="grading.show_attempt")
    draft = access_draft(lab, wanted_language())
    _queue_notebook(lab, SentNotebook(text=draft.notebook, language=draft.language))
    return redirect(url_for("labs.page", lab_slug=lab.slug), 303)


@blueprint.get(f"/attempts/{ATTEMPT_ID}")
@needs(Permission.PRACTISE_LAB, api=True)
def show_attempt(attempt_id: int) -> ResponseReturnValue:
    """How far an attempt of one's own is, with the changed parts of the lab page when it ended."""
    attempt = _access_attempt(attempt_id)
    wants_json = request.accept_mimetypes.best_match(["application/json", "text/html"])
    if wants_json == "text/html":
        return redirect(url_for("labs.page", lab_slug=attempt.lab_slug, _anchor="result"))
    is_open = attempt.status in STEPS
    parts = _render_progress(attempt) if is_open else _render_result(attempt)
    return jsonify(status=attempt.status.value, is_open=is_open, parts=parts)


@blueprint.post("/api/v1/labs/<lab_slug>/submissions")
@needs(Permission.PRACTISE_LAB, api=True)
def submit(lab_slug: str) -> ResponseReturnValue:
    """Send a notebook for checking: `{"notebook": …, "language": "ja"}`."""
    return _accept(access_lab(lab_slug), endpoint="grading.show_submission")


@blueprint.get(f"/api/v1/submissions/{ATTEMPT_ID}")
@needs(Permission.PRACTISE_LAB, api=True)
def show_submission(attempt_id: int) -> ResponseReturnValue:
    """State and result of a submission of one's own."""
    attempt = _access_attempt(attempt_id)
    return jsonify(
        id=attempt.id,
        lab=attempt.lab_slug,
        language=attempt.language.value,
        status=attempt.status.value,
        handed_in_at=attempt.handed_in_at.isoformat(),
        graded_at=attempt.graded_at.isoformat() if attempt.graded_at else None,
        score=attempt.score,
        max_score=attempt.max_score,
        has_passed=attempt.has_passed,
        failure=attempt.failure,
        criteria=[
            {
                "grade_id": item.grade_id,
                "score": item.score,
                "max_score": item.max_score,
                "outcome": item.outcome.value,
                "findings": item.findings,
            }
            for item in attempt.results
        ],
    )


def _accept(lab: Lab, *, endpoint: str) -> ResponseReturnValue:
    try:
        sent, _ = read_request(request.get_data(), lab_slug=lab.slug)
        job = _queue_notebook(lab, sent)
    except NotebookRefused as error:
        return problems.answer(400, "notebook_refused", error.sentence)
    except TooManyOpenAttempts as error:
        return problems.answer(409, "too_many_open", error.sentence)
    address = url_for(endpoint, attempt_id=job.attempt_id)
    response = jsonify(id=job.attempt_id, status=AttemptStatus.QUEUED.value, url=address)
    response.status_code = 202
    response.headers["Location"] = address
    return response


def _queue_notebook(lab: Lab, sent: SentNotebook) -> GradingJob:
    identity = current_identity()
    job = hand_in_for_checking(
        db(),
        person_id=identity.person_id,
        lab=lab,
        language=sent.language or wanted_language(),
        notebook=sent.text,
        department_id=identity.department_id,
    )
    db().commit()
    _send_hint(job)
    return job


def _send_hint(job: GradingJob) -> None:
    """Tell the workers. Without the hint they find the job themselves, some seconds later."""
    queue: Queue = current_app.extensions["terakoya_queue"]
    try:
        queue.send(job.id, priority=job.priority)
    except Exception:
        LOG.exception("the queue did not take the hint about job %s", job.id)


def _access_attempt(attempt_id: int) -> Attempt:
    found = access_attempt(db(), attempt_id=attempt_id, person_id=current_identity().person_id)
    if found is None:
        abort(404)
    return found


def _render_progress(attempt: Attempt) -> dict[str, str]:
    job = find_open_job(db(), attempt_id=attempt.id)
    html = render_template(
        "labs/progress.html",
        step=STEPS.index(attempt.status),
        before=count_jobs_before(db(), job=job) if job else 0,
    )
    return {"progress": html}


def _render_result(attempt: Attempt) -> dict[str, str]:
    """The parts of the lab page that a result changes, by their name in the page."""
    lab = current_catalogue().labs.get(attempt.lab_slug)
    if lab is None:
        return {"progress": ""}
    attempts = list_attempts(db(), person_id=attempt.person_id, lab_slug=attempt.lab_slug)
    view = view_lab(lab, attempts, current_language())
    changed = {
        name: render_template(f"labs/{name}.html", lab=lab, view=view, is_fresh=True)
        for name in ("criteria", "result", "history")
    }
    return {"progress": "", **changed}
