"""Signing in and out, and the preferences that every page offers."""

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from terakoya.language import Language
from terakoya.people import demo_cast, queries, services, signing_in
from terakoya.people.models import Person
from terakoya.policy.permissions import Permission
from terakoya.settings import Settings
from terakoya.web import themes
from terakoya.web.continuation import page_of_form, read_continuation, safe_next
from terakoya.web.database import db
from terakoya.web.guards import SignedIn, current_identity, find_identity, needs
from terakoya.web.languages import COOKIE, current_language

blueprint = Blueprint("people", __name__, template_folder="templates")
COOKIE_SECONDS = 365 * 24 * 60 * 60


def _settings() -> Settings:
    found: Settings = current_app.extensions["terakoya_settings"]
    return found


@blueprint.get("/sign-in")
@needs(Permission.VISIT)
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    if find_identity() is not None:
        return redirect(safe_next(request.args.get("next")))
    return _page(wanted=request.args.get("next", ""))


@blueprint.post("/sign-in/again")
@needs(Permission.VISIT)
def sign_in_again(continuation: str = "") -> ResponseReturnValue:
    """The sign-in page for somebody whose session ran out while filling in a form."""
    return _page(continuation=continuation, wanted=page_of_form(), has_expired=True), 401


@blueprint.post("/sign-in")
@needs(Permission.VISIT)
def check_password() -> ResponseReturnValue:
    """Sign in with login and password."""
    login = request.form.get("login", "")
    try:
        person, key = signing_in.sign_in(
            db(),
            login=login,
            password=request.form.get("password", ""),
            address=request.remote_addr or "",
            failures_allowed=_settings().sign_in_failures_allowed,
        )
    except signing_in.TooManyFailures:
        message = _("Too many tries. Please wait 15 minutes, or ask your IT department.")
        return _again(login, message), 429
    except signing_in.WrongPassword:
        return _again(login, _("The login or the password is not right. Please try again.")), 401
    return _welcome(person, key)


@blueprint.post("/demo/sign-in")
@needs(Permission.USE_DEMO)
def enter_demo() -> ResponseReturnValue:
    """Sign in as one of the demo company's people, in demo mode only."""
    member = request.form.get("login", "")
    person = queries.find_person(db(), login=member)
    if person is None or member not in {item.login for item in demo_cast.CAST}:
        return _page(message=_("This person is not part of the demo company.")), 404
    return _welcome(person, signing_in.start_session(db(), person=person))


@blueprint.post("/sign-out")
@needs(Permission.LEARN)
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    signing_in.sign_out(db(), person_id=current_identity().person_id, key=current_user.session_key)
    logout_user()
    return redirect("/sign-in")


@blueprint.post("/preferences")
@needs(Permission.VISIT)
def choose_preferences() -> ResponseReturnValue:
    """Choose language or theme; remembered for the person and for this browser."""
    response: Response = make_response(redirect(safe_next(request.form.get("next"))))
    identity = find_identity()
    language, theme = request.form.get("language"), request.form.get("theme")
    if language in set(Language):
        if identity is not None:
            services.choose_language(
                db(), person_id=identity.person_id, language=Language(language)
            )
        _remember(response, COOKIE, language)
    if theme in services.THEMES:
        if identity is not None:
            services.choose_theme(db(), person_id=identity.person_id, theme=theme)
        _remember(response, themes.COOKIE, theme)
    return response


@blueprint.get("/api/v1/me")
@needs(Permission.LEARN, api=True)
def me() -> ResponseReturnValue:
    """Who the token or the session belongs to."""
    identity = current_identity()
    person = db().get_one(Person, identity.person_id)
    return jsonify(
        login=person.login,
        name=person.name,
        language=person.language.value,
        department=identity.department_name,
        roles=sorted({grant.role.value for grant in identity.grants}),
    )


def _welcome(person: Person, key: str) -> ResponseReturnValue:
    identity = queries.find_identity(db(), person_id=person.id)
    if identity is None:
        return _page(message=_("This account is not active. Please ask your IT department.")), 403
    # What is tied to the session (the CSRF token) goes on only for the same person: forms open in
    # another tab stay valid, but nothing passes from a stranger's or planted session to this one.
    if str(session.get("_user_id", "")).partition(":")[0] != str(person.id):
        session.clear()
    login_user(SignedIn(identity, key))
    kept = read_continuation(request.form.get("continuation", ""))
    if kept is not None:
        return render_template("people/continue.html", kept=kept)
    return redirect(safe_next(request.form.get("next")))


def _again(login: str, message: str) -> str:
    return _page(
        login=login,
        message=message,
        wanted=request.form.get("next", ""),
        continuation=request.form.get("continuation", ""),
    )


def _page(
    *,
    login: str = "",
    message: str = "",
    wanted: str = "",
    continuation: str = "",
    has_expired: bool = False,
) -> str:
    return render_template(
        "people/sign_in.html",
        login=login,
        message=message,
        wanted=wanted,
        continuation=continuation,
        has_expired=has_expired,
        cast=demo_cast.CAST if _settings().demo else (),
        language=current_language(),
    )


def _remember(response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=_settings().has_https,
    )
