"""Every error ends in a page, or in JSON for the API, that says what happened and what to do."""

import logging

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from terakoya.language import Text
from terakoya.web import problems
from terakoya.web.continuation import ask_to_sign_in
from terakoya.web.database import undo_changes
from terakoya.web.guards import find_identity

LOG = logging.getLogger(__name__)
API_PREFIX = "/api/"

SENTENCES = {
    400: Text("送られた内容を読み取れませんでした。", "The request could not be read."),
    403: Text("この操作は許可されていません。", "You are not permitted to do this."),
    404: Text("見つかりませんでした。", "There is nothing here."),
    405: Text("この操作はここではできません。", "This can't be done here."),
    413: Text("送られた内容が大きすぎます。", "What was sent is too large."),
    429: Text("回数が多すぎます。少し待ってください。", "Too many tries. Please wait a little."),
}
OUR_FAULT = Text(
    "こちらの不具合です。記録しました。少し待ってもう一度お試しください。",
    "This is our fault and has been logged. Please try again in a moment.",
)


def install(app: Flask) -> None:
    """Handle every error of `app`."""
    app.register_error_handler(CSRFError, _missing_csrf_token)
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(Exception, _unknown)


def _missing_csrf_token(error: CSRFError) -> ResponseReturnValue:
    undo_changes()
    if find_identity() is None and request.form and not _wants_json():
        return ask_to_sign_in()
    return _answer(error)


def _known(error: HTTPException) -> ResponseReturnValue:
    undo_changes()
    if error.response is not None:
        return error.response
    return _answer(error)


def _unknown(error: Exception) -> ResponseReturnValue:
    undo_changes()
    LOG.error("%s %s failed", request.method, request.path, exc_info=error)
    return _answer(InternalServerError())


def _answer(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if _wants_json():
        return problems.answer(status, error.name.lower().replace(" ", "_"), _sentence(status))
    return render_template("errors/error.html", status=status), status


def _sentence(status: int) -> Text:
    return SENTENCES.get(status, OUR_FAULT)


def _wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.path.startswith(API_PREFIX) or request.is_json or best == "application/json"
