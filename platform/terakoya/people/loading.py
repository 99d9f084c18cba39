"""Finding out who makes a request: from the session cookie or from a bearer token."""

from flask import Flask, current_app, request
from flask_login import LoginManager

from terakoya.people import queries, signing_in
from terakoya.settings import Settings
from terakoya.web.database import db, store
from terakoya.web.guards import SignedIn
from terakoya.web.tokens import read_lab_token

BEARER = "Bearer "


def install(app: Flask) -> None:
    """Let Flask-Login load people from our tables."""
    manager = LoginManager(app)
    manager.session_protection = None  # our own session row is the proof, see sign_in_session
    manager.user_loader(_from_cookie)
    manager.request_loader(_from_bearer)


def bearer_token(header: str | None) -> str | None:
    """The token of an Authorization header, or None."""
    return header.removeprefix(BEARER).strip() if header and header.startswith(BEARER) else None


def _from_cookie(value: str) -> SignedIn | None:
    # A request with a bearer token needs no CSRF token and has that token's rights only: the
    # cookie, which a browser adds to a kernel's requests too, must not stand in for it.
    if bearer_token(request.headers.get("Authorization")) is not None:
        return None
    number, _, key = value.partition(":")
    settings: Settings = current_app.extensions["terakoya_settings"]
    if not number.isdigit() or not signing_in.is_valid_session(
        db(), person_id=int(number), key=key, idle_minutes=settings.session_idle_minutes
    ):
        return None
    if signing_in.needs_a_sighting(db(), key=key):
        _note_sighting(key)
    identity = queries.find_identity(db(), person_id=int(number))
    return SignedIn(identity, key) if identity else None


def _note_sighting(key: str) -> None:
    # A request that writes already holds the only write transaction SQLite has.
    if db().get_bind().get_execution_options().get("terakoya_writes"):
        signing_in.note_sighting(db(), key=key)
        return
    with store().writing() as session:
        signing_in.note_sighting(session, key=key)


def _from_bearer(request: object) -> SignedIn | None:
    token = bearer_token(getattr(request, "headers", {}).get("Authorization"))
    if token is None:
        return None
    lab_token = read_lab_token(token)
    if lab_token is not None:
        identity = queries.find_identity(
            db(), person_id=lab_token.person_id, lab_scope=lab_token.lab_slug
        )
    else:
        holder = signing_in.find_token_holder(db(), token=token)
        identity = queries.find_identity(db(), person_id=holder) if holder else None
    return SignedIn(identity, "") if identity else None
