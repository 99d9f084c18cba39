"""The player over HTTP: who gets what, how it may be kept, and what it may do."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from people import Cast
from player_world import SLUG, SameForAll
from terakoya.app import create_app
from terakoya.labs.player import sites, views
from terakoya.language import Language
from terakoya.settings import Settings
from terakoya.store.session import Store

STAMP = "feedc0ffee12345"
AT = "/player/feedc0ffee12"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a small site of the test's own in place of the built one."""
    root = tmp_path / "player"
    (root / "notebooks").mkdir(parents=True)
    (root / sites.STAMP).write_text(STAMP)
    (root / "notebooks" / "index.html").write_text("<!doctype html><title>notebook</title>")
    (root / "notebooks" / "jupyter-lite.json").write_text('{"jupyter-config-data": {}}')
    (root / "code.js").write_text("plain")
    (root / "code.js.br").write_bytes(b"brotli")
    return replace(settings, player_dir=root)


@pytest.fixture
def source() -> SameForAll:
    return SameForAll()


@pytest.fixture
def app(settings: Settings, store: Store, cast: Cast, source: SameForAll) -> Flask:
    made = create_app(settings, store)
    if views.blueprint not in made.blueprints.values():
        made.register_blueprint(views.blueprint)
    views.install(made, source)
    return made


Visit = Callable[[str | None], FlaskClient]


def test_nobody_gets_the_player_without_signing_in(visit: Visit) -> None:
    client = visit(None)

    assert client.get(f"{AT}/code.js").status_code in (302, 303)
    assert client.get(f"{AT}/api/contents/all.json").status_code == 401
    assert client.get(f"{AT}/files/{SLUG}.ja.ipynb").status_code == 401


def test_files_are_sent_compressed_and_may_be_kept_for_good(visit: Visit) -> None:
    takes = {"Accept-Encoding": "gzip, br"}
    found = visit("aiko").get(f"{AT}/code.js", headers=takes, buffered=True)

    assert found.data == b"brotli"
    assert found.headers["Content-Encoding"] == "br"
    assert found.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in found.headers
    assert "immutable" in found.headers["Cache-Control"]
    assert found.mimetype == "text/javascript"


def test_only_the_player_may_compile_scripts_and_only_we_may_frame_it(visit: Visit) -> None:
    page = visit("aiko").get(f"{AT}/notebooks/index.html", buffered=True)
    policy = page.headers["Content-Security-Policy"]

    assert "'unsafe-eval'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy


def test_a_file_of_an_older_build_is_gone(visit: Visit) -> None:
    assert visit("aiko").get("/player/0ld0ld0ld0ld/code.js").status_code == 404


@pytest.mark.parametrize("path", ["%2e%2e/secret", "..%2fsecret", "code.js/..%2f..%2fsecret"])
def test_a_path_never_leaves_the_site(visit: Visit, settings: Settings, path: str) -> None:
    (settings.player_dir.parent / "secret").write_text("not yours")

    found = visit("aiko").get(f"{AT}/{path}", buffered=True)

    assert found.status_code in (404, 308)
    assert b"not yours" not in found.data


def test_the_folder_lists_the_notebooks_without_their_text(visit: Visit) -> None:
    found = visit("aiko").get(f"{AT}/api/contents/all.json", buffered=True)
    entries = json.loads(found.data)["content"]

    assert [entry["path"] for entry in entries] == [f"{SLUG}.ja.ipynb", f"{SLUG}.en.ipynb"]
    assert {entry["content"] for entry in entries} == {None}
    assert found.headers["Cache-Control"] == "no-store"


def test_a_person_opens_the_own_draft_which_is_kept_nowhere(
    visit: Visit, source: SameForAll, cast: Cast
) -> None:
    found = visit("aiko").get(f"{AT}/files/{SLUG}.en.ipynb", buffered=True)

    assert json.loads(found.data)["metadata"]["terakoya"]["language"] == "en"
    assert found.headers["Cache-Control"] == "no-store"
    assert [person for person, _ in source.opened] == [cast.aiko.id]


@pytest.mark.parametrize("name", ["other.ja.ipynb", f"{SLUG}.fr.ipynb", "all.json"])
def test_there_is_no_other_notebook(visit: Visit, name: str) -> None:
    assert visit("aiko").get(f"{AT}/files/{name}").status_code == 404


def test_the_page_speaks_the_language_of_the_person(visit: Visit, cast: Cast) -> None:
    client = visit("aiko")
    client.set_cookie("theme", "dark")
    data = client.get(f"{AT}/notebooks/jupyter-lite.json").get_json()["jupyter-config-data"]

    assert data["terakoya"]["language"] == cast.aiko.language
    assert data["terakoya"]["theme"] == "dark"
    assert data["terakoya"]["styles"] == ["/static/vendor/fonts.css", "/static/css/tokens.css"]


def test_the_address_names_the_build_or_is_none_before_one(app: Flask, settings: Settings) -> None:
    with app.test_request_context():
        address = views.player_address(SLUG, Language.JA)
        (settings.player_dir / sites.STAMP).unlink()
        missing = views.player_address(SLUG, Language.JA)

    assert address == f"{AT}/notebooks/index.html?path={SLUG}.ja.ipynb"
    assert missing is None
