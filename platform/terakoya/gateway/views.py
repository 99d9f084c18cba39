"""The model over HTTP, in OpenAI's shapes, and the pages that tell how it is."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from terakoya import clock
from terakoya.gateway import services
from terakoya.gateway.call_log import Asker
from terakoya.gateway.endpoint.problems import ModelProblem, ProblemKind, busy
from terakoya.gateway.endpoint.request import UnusableRequest
from terakoya.gateway.guard.kinds import Finding
from terakoya.gateway.models import OUTCOME_NAMES
from terakoya.gateway.queries import count_answers, list_call_figures
from terakoya.gateway.sources import current_source, fetch_progress
from terakoya.language import Text
from terakoya.policy.permissions import Permission
from terakoya.settings import Settings
from terakoya.store.session import sqlite_version
from terakoya.web import problems
from terakoya.web.database import db, store
from terakoya.web.guards import current_identity, needs
from terakoya.web.languages import current_language

blueprint = Blueprint("gateway", __name__, template_folder="templates")

SHOWN_HOURS = 24
STATUS = {
    ProblemKind.BLOCKED: 400,
    ProblemKind.TOO_LONG: 400,
    ProblemKind.REFUSED: 502,
    ProblemKind.RUBBISH: 502,
    ProblemKind.SLOW: 504,
}
SERVICE_UNAVAILABLE = 503
#: Questions that wait for the model in one web process; its other threads stay free for pages.
WAITING = BoundedSemaphore(12)
LAB_NAME = re.compile("[a-z0-9-]{1,80}")
NOT_AN_OBJECT = Text("JSON のオブジェクトを送ってください。", "Send a JSON object.")


@blueprint.post("/api/v1/model/chat/completions")
@needs(Permission.ASK_MODEL, api=True)
def chat_completions() -> ResponseReturnValue:
    """Answer a chat request in OpenAI's format, streamed if it says so."""
    asked = _read_request()
    if asked is None:
        return problems.answer(400, "invalid_request", NOT_AN_OBJECT)
    asker = _asker(asked)
    db().commit()  # finding out who asks has begun a writing transaction; others want to write
    if not WAITING.acquire(blocking=False):
        return _problem(busy())
    with ExitStack() as afterwards:
        afterwards.callback(WAITING.release)
        response = _ask(asked, asker)
        if response.is_streamed:
            response.call_on_close(afterwards.pop_all().close)
    return response


def _ask(asked: dict[str, Any], asker: Asker) -> Response:
    try:
        if asked.get("stream"):
            streamed = services.stream(store(), settings=_settings(), request=asked, asker=asker)
            return Response(_event_stream(streamed), mimetype="text/event-stream")
        completion = services.complete(store(), settings=_settings(), request=asked, asker=asker)
    except UnusableRequest as error:
        return problems.answer(400, "invalid_request", error.sentence)
    except services.GuardBlocked as blocked:
        return _problem(blocked, findings=_as_dicts(blocked.findings))
    except ModelProblem as problem:
        return _problem(problem)
    return jsonify({**completion.response, **_extension(completion.warnings)})


@blueprint.get("/api/v1/model/models")
@needs(Permission.ASK_MODEL, api=True)
def models() -> ResponseReturnValue:
    """The model that answers now, as OpenAI's list of models."""
    endpoint = current_source(_settings()).endpoint
    found = [endpoint] if endpoint else []
    entries = [
        {"id": item.name, "object": "model", "created": 0, "owned_by": "terakoya"} for item in found
    ]
    return jsonify(object="list", data=entries)


@blueprint.get("/model/state")
@needs(Permission.ASK_MODEL, api=True)
def state() -> ResponseReturnValue:
    """Whether the model answers, for the lab page: state, percent (or null), sentence."""
    source = current_source(_settings())
    sentence = source.sentence.to(current_language())
    return jsonify(state=source.state.value, percent=source.percent, sentence=sentence)


@blueprint.get("/status")
@needs(Permission.SEE_STATUS)
def status() -> ResponseReturnValue:
    """How the system is, for IT. Other parts add templates to `STATUS_SECTIONS`."""
    since = clock.now() - timedelta(hours=SHOWN_HOURS)
    return render_template(
        "gateway/status.html",
        source=current_source(_settings()),
        progress=fetch_progress(_settings()),
        figures=list_call_figures(db(), since=since),
        answers=count_answers(db()),
        outcome_names=OUTCOME_NAMES,
        hours=SHOWN_HOURS,
        database=db().get_bind().dialect.name,
        sqlite_version=sqlite_version(),
        sections=current_app.config.get("STATUS_SECTIONS", ()),
    )


def _read_request() -> dict[str, Any] | None:
    """The JSON object that was sent; None for what can't be passed on or kept as JSON.

    Python reads NaN, halves of characters and endless nesting, or stumbles over them.
    """
    try:
        asked = request.get_json(silent=True)
        json.dumps(asked, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return None
    return asked if isinstance(asked, dict) else None


def _asker(asked: dict[str, Any]) -> Asker:
    """Who asks, and for which lab: a kernel's token names it, else the request's metadata."""
    identity = current_identity()
    metadata = asked.get("metadata")
    named = metadata.get("lab") if isinstance(metadata, dict) else None
    is_name = isinstance(named, str) and LAB_NAME.fullmatch(named) is not None
    lab = identity.lab_scope or (named if is_name else None)
    return Asker(identity.person_id, identity.department_id, lab)


def _event_stream(streamed: services.StreamedCompletion) -> Iterator[str]:
    """Server-sent events as OpenAI sends them; an error in the middle is an event too."""
    extension = _extension(streamed.warnings)
    try:
        for chunk in streamed.chunks:
            yield _event({**chunk, **extension})
            extension = {}
    except ModelProblem as problem:
        yield _event({"error": _error(problem)})
    yield "data: [DONE]\n\n"


def _event(value: dict[str, Any]) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"


def _problem(problem: ModelProblem, **details: Any) -> Response:
    if problem.percent is not None:
        details["percent"] = problem.percent
    code = STATUS.get(problem.kind, SERVICE_UNAVAILABLE)
    return problems.answer(code, problem.kind.value, problem.sentence, **details)


def _error(problem: ModelProblem) -> dict[str, Any]:
    return {"type": problem.kind.value, "message": problem.sentence.as_dict()}


def _extension(warnings: list[Finding]) -> dict[str, Any]:
    return {"terakoya": {"warnings": _as_dicts(warnings)}} if warnings else {}


def _as_dicts(findings: list[Finding]) -> list[dict[str, object]]:
    return [finding.as_dict() for finding in findings]


def _settings() -> Settings:
    found: Settings = current_app.extensions["terakoya_settings"]
    return found
