"""Composition root: the only module that knows every feature."""

from pathlib import Path

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from terakoya import __version__
from terakoya.adoption import views as adoption
from terakoya.gateway import views as gateway
from terakoya.grading import views as grading
from terakoya.labs import views as labs
from terakoya.labs.player import views as player
from terakoya.language import Language
from terakoya.learning import loading as courses
from terakoya.learning import views as learning
from terakoya.people import loading
from terakoya.people import views as people
from terakoya.settings import Settings, load
from terakoya.store.session import Store, open_store
from terakoya.web import database, errors, guards, headers, languages, themes
from terakoya.web import views as web

LARGEST_REQUEST_BYTES = 4 * 1024 * 1024
FEATURES = (web, people, gateway, learning, labs, player, grading, adoption)


def create_app(settings: Settings, store: Store | None = None) -> Flask:
    """The web application for `settings`; `store` may be given open already."""
    here = Path(__file__).resolve().parent
    app = Flask(
        "terakoya",
        static_folder=here / "web" / "static",
        template_folder=here / "web" / "templates",
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST_BYTES,
        SESSION_COOKIE_NAME="terakoya",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.has_https,
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session it is tied to
        WTF_CSRF_CHECK_DEFAULT=False,  # checked below, once we know how the caller is proved
    )
    if settings.proxies:
        trusted = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted
        )
    app.extensions["terakoya_settings"] = settings
    database.install(app, store or open_store(settings.database))
    languages.install(app, time_zone=settings.time_zone)
    errors.install(app)
    headers.install(app)
    loading.install(app)
    courses.install(app)
    labs.install(app)
    grading.install(app)
    _check_csrf(app)
    for feature in FEATURES:
        app.register_blueprint(feature.blueprint)
    app.context_processor(lambda: _template_context(settings))
    guards.refuse_unguarded_views(app)
    return app


def _check_csrf(app: Flask) -> None:
    """Every change needs a CSRF token, except with a bearer token, which no browser adds itself."""
    csrf = CSRFProtect(app)

    @app.before_request
    def protect() -> None:
        if loading.bearer_token(request.headers.get("Authorization")) is None:
            csrf.protect()


def _template_context(settings: Settings) -> dict[str, object]:
    language = languages.current_language()
    return {
        "identity": guards.find_identity(),
        "may": guards.may,
        "language": language.value,
        "Language": Language,
        "theme": themes.current_theme(),
        "settings": settings,
        "version": __version__,
    }


def from_environment() -> Flask:
    """The web application as a WSGI server starts it."""
    return create_app(load())
