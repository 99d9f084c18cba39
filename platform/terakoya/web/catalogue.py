"""The courses and labs that the running product offers."""

from flask import Flask, current_app

from terakoya.content.catalogues import Catalogue


def catalogue() -> Catalogue:
    """The catalogue in force: what the content folders held when the process started."""
    found: Catalogue = current_app.extensions["terakoya_catalogue"]
    return found


def install(app: Flask, loaded: Catalogue) -> None:
    """Offer `loaded` to the requests of `app`."""
    app.extensions["terakoya_catalogue"] = loaded
