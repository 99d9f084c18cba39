"""Which language a page is written in, and how dates and numbers are written in it."""

import datetime as dt
from importlib import resources
from pathlib import Path

from flask import Flask, current_app, request
from flask_babel import Babel, format_date, format_datetime

from terakoya.language import Language
from terakoya.web.guards import find_identity

COOKIE = "language"


def current_language() -> Language:
    """The person's choice, else this browser's choice, else what it asks for, else the default."""
    identity = find_identity()
    if identity is not None:
        return identity.language
    chosen = request.cookies.get(COOKIE)
    if chosen in set(Language):
        return Language(chosen)
    asked = request.accept_languages.best_match([item.value for item in Language])
    return Language(asked or current_app.extensions["terakoya_settings"].default_language)


def install(app: Flask, *, time_zone: str) -> None:
    """Set up translations from each feature's `locale` folder and the company's time zone."""
    root = Path(str(resources.files("terakoya")))
    folders = sorted(str(path) for path in root.glob("*/locale"))
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(folders)
    app.config["BABEL_DEFAULT_TIMEZONE"] = time_zone
    Babel(
        app,
        locale_selector=lambda: current_language().value,
        timezone_selector=lambda: time_zone,
    )
    app.jinja_env.globals["format_day"] = format_day
    app.jinja_env.globals["format_moment"] = format_moment


def format_day(day: dt.date | dt.datetime, *, weekday: bool = True) -> str:
    """A date as people write it: 2026年11月21日（土） or 21 Nov 2026."""
    if current_language() is Language.JA:
        return str(format_date(day, "y年M月d日（E）" if weekday else "y年M月d日"))
    return str(format_date(day, "d MMM y"))


def format_moment(moment: dt.datetime) -> str:
    """A date with hours and minutes, in the company's time zone."""
    if current_language() is Language.JA:
        return str(format_datetime(moment, "y年M月d日 H:mm"))
    return str(format_datetime(moment, "d MMM y, HH:mm"))
