"""What somebody typed survives an expired sign-in.

A form that arrives without a valid sign-in is not carried out. Its fields travel, signed, through
the sign-in page and are offered for sending again afterwards; nothing is stored on the server.
"""

from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

LONGEST_KEPT = 64 * 1024
KEPT_SECONDS = 60 * 60
SALT = "terakoya.continuation"
NOT_KEPT = frozenset({"csrf_token", "password", "continuation"})
NOT_SENT_AGAIN = "people"
"""The feature whose forms (signing in and out, preferences) are never offered again."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """A form that waits for its sender to sign in: where it went and its fields in order."""

    path: str
    fields: tuple[tuple[str, str], ...]


def ask_to_sign_in() -> ResponseReturnValue:
    """Answer a request without sign-in: to the sign-in page, keeping what was typed."""
    if request.method == "GET":
        wanted = request.full_path.removesuffix("?")
        return redirect(url_for("people.sign_in", next=wanted if wanted != "/" else None))
    view = current_app.view_functions["people.sign_in_again"]
    return cast("ResponseReturnValue", current_app.ensure_sync(view)(continuation=keep_form()))


def keep_form() -> str:
    """The form of this request as a signed text for a hidden field; empty if there is none.

    Only the form of one of our own addresses: what we sign leads nowhere else later.
    """
    if request.url_rule is None or request.blueprint == NOT_SENT_AGAIN:
        return ""
    fields = [
        (name, value)
        for name, values in request.form.lists()
        if name not in NOT_KEPT
        for value in values
    ]
    if not fields or sum(len(value) for _, value in fields) > LONGEST_KEPT or not is_own_form():
        return ""
    return str(_serializer().dumps([request.path, fields]))


def read_continuation(text: str) -> Continuation | None:
    """The form behind `text`, or None when it is forged or too old."""
    try:
        path, fields = _serializer().loads(text, max_age=KEPT_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return None
    return Continuation(path=path, fields=tuple((name, value) for name, value in fields))


def is_own_form() -> bool:
    """Whether the browser says that the form came from a page of ours."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.host


def page_of_form() -> str:
    """The page on which the form of this request was, if it is one of ours; else the home page."""
    return safe_next(urlsplit(request.referrer or "").path) if is_own_form() else "/"


def safe_next(wanted: str | None) -> str:
    """`wanted` if it is a path of ours, else the home page; never another site."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    # Browsers and libraries drop tabs and newlines: "/<tab>/elsewhere" would be "//elsewhere".
    return wanted if all(character >= " " for character in wanted) else "/"


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.extensions["terakoya_settings"].secret_key, salt=SALT)
