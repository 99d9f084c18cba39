"""The player's addresses: its files, one person's notebooks, and the settings of the page.

A build is served below its own name, so that a browser may keep every file of it for good.
"""

import json
from pathlib import Path
from typing import cast

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import HeaderSet

from terakoya.clock import now
from terakoya.labs.player import notebooks, sites
from terakoya.labs.player.appearance import session_configuration
from terakoya.language import Language
from terakoya.policy.permissions import Permission
from terakoya.web.guards import current_identity, needs
from terakoya.web.themes import current_theme

#: JupyterLab compiles its settings' schemas and has scripts and styles in its page; nothing it
#: loads or calls may come from elsewhere, and only our own pages may hold it.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-eval' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
FOR_GOOD = "private, max-age=31536000, immutable"
NOT_KEPT = "no-store"
#: The product's own colours and type, so that the notebook looks like the page around it.
STYLES = ("vendor/fonts.css", "css/tokens.css")
SOURCE = "terakoya_notebook_source"

blueprint = Blueprint("player", __name__, url_prefix="/player")


class SameForEverybody(Response):
    """A file that depends on no cookie, although the guard has read the session.

    Flask would add `Vary: Cookie`; a browser then fetches all 10 MB anew after each sign-in.
    """

    @property
    def vary(self) -> HeaderSet:
        """What Flask may add to, without effect; `Vary` is what the view has set."""
        return HeaderSet()


def install(app: Flask, source: notebooks.NotebookSource) -> None:
    """Tell the player of `app` where notebooks come from."""
    app.extensions[SOURCE] = source


def player_address(lab_slug: str, language: Language) -> str | None:
    """The address of a lab's notebook for an iframe; None until the player has been built."""
    version = sites.find_version(_root())
    if version is None:
        return None
    path = notebooks.NotebookName(lab_slug, language).path
    page = url_for(_endpoint("asset"), version=version, name="notebooks/index.html")
    return f"{page}?path={path}"


@blueprint.get("/<version>/api/contents/all.json")
@needs(Permission.PRACTISE_LAB, api=True)
def listing(version: str) -> ResponseReturnValue:
    """The notebooks that the person may open, as the player's only folder."""
    _require(version)
    names = _source().list_notebooks(current_identity())
    moment = now().isoformat()
    entries = [_entry(name.path, kind="notebook", moment=moment) for name in names]
    folder = _entry("", kind="directory", moment=moment)
    return _answer({**folder, "format": "json", "content": entries, "mimetype": None, "size": None})


@blueprint.get("/<version>/files/<name>")
@needs(Permission.PRACTISE_LAB, api=True)
def notebook(version: str, name: str) -> ResponseReturnValue:
    """The person's own draft."""
    _require(version)
    parsed = notebooks.parse_path(name)
    found = None if parsed is None else _source().open_notebook(current_identity(), parsed)
    if found is None:
        abort(404)
    return _finish(Response(found, mimetype="application/json"), NOT_KEPT)


@blueprint.get("/<version>/notebooks/jupyter-lite.json")
@needs(Permission.PRACTISE_LAB, api=True)
def configuration(version: str) -> ResponseReturnValue:
    """The settings of the notebook page in the person's language."""
    _require(version)
    base = json.loads((_root() / "notebooks" / "jupyter-lite.json").read_text("utf-8"))
    styles = [url_for("static", filename=name) for name in STYLES]
    language = current_identity().language
    return _answer(session_configuration(base, language=language, theme=current_theme(), styles=styles))


@blueprint.get("/<version>/<path:name>")
@needs(Permission.PRACTISE_LAB)
def asset(version: str, name: str) -> ResponseReturnValue:
    """A file of the build, compressed beforehand where the browser takes it."""
    _require(version)
    found = sites.find_file(_root(), name, _browser_takes)
    if found is None:
        abort(404)
    sent = send_file(found.path, mimetype=found.media_type, conditional=False, etag=False)
    response = cast("Response", SameForEverybody.force_type(sent))
    if found.encoding is not None:
        response.headers["Content-Encoding"] = found.encoding
    response.headers["Vary"] = "Accept-Encoding"
    return _finish(response, FOR_GOOD)


def _browser_takes(encoding: str) -> bool:
    return request.accept_encodings.quality(encoding) > 0


def _endpoint(view: str) -> str:
    """The full name of one of our views, whatever the player is registered under."""
    names = (name for name, item in current_app.blueprints.items() if item is blueprint)
    return f"{next(names)}.{view}"


def _root() -> Path:
    root: Path = current_app.extensions["terakoya_settings"].player_dir
    return root


def _source() -> notebooks.NotebookSource:
    source: notebooks.NotebookSource = current_app.extensions[SOURCE]
    return source


def _require(version: str) -> None:
    """Answer 404 for a build that is no longer here; the page then has to be opened again."""
    if version != sites.find_version(_root()):
        abort(404)


def _entry(path: str, *, kind: str, moment: str) -> dict[str, object]:
    return {
        "name": path,
        "path": path,
        "type": kind,
        "format": None,
        "content": None,
        "mimetype": None,
        "size": None,
        "writable": True,
        "created": moment,
        "last_modified": moment,
    }


def _answer(data: dict[str, object]) -> Response:
    text = json.dumps(data, ensure_ascii=False)
    return _finish(Response(text, mimetype="application/json"), NOT_KEPT)


def _finish(response: Response, caching: str) -> Response:
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Cache-Control"] = caching
    return response
