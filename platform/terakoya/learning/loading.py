"""The catalogue of the running application."""

from typing import cast

from flask import Flask, current_app

from terakoya import clock
from terakoya.content.catalogues import Catalogue
from terakoya.content.shelves import Shelf
from terakoya.settings import Settings


def install(app: Flask) -> None:
    """Put the courses and labs of the settings' folders on the shelf of `app`."""
    settings: Settings = app.extensions["terakoya_settings"]
    app.extensions["terakoya_shelf"] = Shelf(
        settings.courses_dir, settings.labs_dir, lambda: clock.today(settings.time_zone)
    )


def current_catalogue() -> Catalogue:
    """The courses, labs and glossary as they are now."""
    shelf = cast("Shelf", current_app.extensions["terakoya_shelf"])
    return shelf.catalogue()
