"""Drafts over HTTP: kept on the server every few seconds, never silently overwritten."""

import json
import re
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import format_time

from terakoya.labs.access import access_draft, access_lab, refuse_other_person, wanted_language
from terakoya.labs.forms import NotebookRefused, read_request
from terakoya.labs.models import Draft
from terakoya.labs.services import DraftConflict, reset_draft, save_draft, undo_reset
from terakoya.language import Text
from terakoya.policy.permissions import Permission
from terakoya.web import problems
from terakoya.web.database import db
from terakoya.web.guards import needs

blueprint = Blueprint("drafts", __name__)

REVISION = re.compile("[0-9]{1,9}")
NO_REVISION = Text(
    "どの版への保存かを、If-Matchヘッダーで示してください。",
    "Name the revision that you change in the If-Match header.",
)
CONFLICT = Text(
    "別のタブか別の機器で、この下書きが新しく保存されています。どちらの文章も残っています。",
    "This draft was saved in another tab or on another device. Both texts are kept.",
)


@blueprint.get("/labs/<lab_slug>/draft")
@needs(Permission.PRACTISE_LAB, api=True)
def show(lab_slug: str) -> ResponseReturnValue:
    """The current person's draft."""
    return _answer(access_draft(access_lab(lab_slug), wanted_language()))


@blueprint.put("/labs/<lab_slug>/draft")
@needs(Permission.PRACTISE_LAB, api=True)
def save(lab_slug: str) -> ResponseReturnValue:
    """Keep what was typed, if nobody else has since; else both texts exist and 412 says so."""
    lab = access_lab(lab_slug)
    refuse_other_person()
    revision = request.headers.get("If-Match", "").strip('"')
    if not REVISION.fullmatch(revision):
        return problems.answer(428, "revision_missing", NO_REVISION)
    try:
        sent, body = read_request(request.get_data(), lab_slug=lab.slug)
    except NotebookRefused as error:
        return problems.answer(400, "notebook_refused", error.sentence)
    draft = access_draft(lab, sent.language or wanted_language())
    try:
        saved = save_draft(
            db(),
            draft=draft,
            revision=int(revision),
            notebook=sent.text,
            keeps_other=body.get("keeps_other") is True,
        )
    except DraftConflict as conflict:
        return problems.answer(412, "draft_conflict", CONFLICT, draft=_as_dict(conflict.newer))
    return _answer(saved, with_notebook=False)


@blueprint.post("/labs/<lab_slug>/draft/reset")
@needs(Permission.PRACTISE_LAB, api=True)
def start_over(lab_slug: str) -> ResponseReturnValue:
    """Start over with the lab as it is now."""
    lab = access_lab(lab_slug)
    refuse_other_person()
    return _answer(reset_draft(db(), draft=access_draft(lab, wanted_language()), lab=lab))


@blueprint.post("/labs/<lab_slug>/draft/restoration")
@needs(Permission.PRACTISE_LAB, api=True)
def go_back(lab_slug: str) -> ResponseReturnValue:
    """Go back to the text before starting over."""
    lab = access_lab(lab_slug)
    refuse_other_person()
    return _answer(undo_reset(db(), draft=access_draft(lab, wanted_language())))


def _answer(draft: Draft, *, with_notebook: bool = True) -> Response:
    value = _as_dict(draft)
    if not with_notebook:
        del value["notebook"]
    response = jsonify(value)
    response.headers["ETag"] = f'"{draft.revision}"'
    return response


def _as_dict(draft: Draft) -> dict[str, Any]:
    return {
        "notebook": json.loads(draft.notebook),
        "revision": draft.revision,
        "saved_at": draft.saved_at.isoformat(),
        "saved_at_clock": format_time(draft.saved_at, "H:mm"),
        "can_go_back": draft.previous_notebook is not None,
    }
