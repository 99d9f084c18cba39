"""Which file of the built player answers a path."""

from pathlib import Path

import pytest

from terakoya.labs.player import sites
from terakoya.labs.player.appearance import session_configuration
from terakoya.labs.player.notebooks import NotebookName, parse_path
from terakoya.language import Language


@pytest.fixture
def root(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "static").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("not yours")
    for name in ("python.wasm", "python.wasm.br", "python.wasm.gz", "module.mjs", "plain.json"):
        (site / "static" / name).write_text(name)
    return site


def everything(_encoding: str) -> bool:
    return True


def test_a_browser_gets_the_best_encoding_it_takes(root: Path) -> None:
    best = sites.find_file(root, "static/python.wasm", everything)
    second = sites.find_file(root, "static/python.wasm", lambda name: name == "gzip")
    plain = sites.find_file(root, "static/python.wasm", lambda name: False)

    assert best is not None
    assert best.encoding == "br"
    assert best.path.name == "python.wasm.br"
    assert second is not None
    assert second.encoding == "gzip"
    assert plain is not None
    assert plain.encoding is None
    assert {found.media_type for found in (best, second, plain)} == {"application/wasm"}


def test_modules_are_scripts_and_json_is_json(root: Path) -> None:
    module = sites.find_file(root, "static/module.mjs", everything)
    plain = sites.find_file(root, "static/plain.json", everything)

    assert module is not None
    assert module.media_type.startswith("text/javascript")
    assert plain is not None
    assert plain.media_type == "application/json"


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "static/../../secret.txt",
        "/etc/passwd",
        "static\\..\\..\\secret.txt",
        "static",
        "static/missing.js",
        "",
    ],
)
def test_no_path_leaves_the_site_or_finds_a_folder(root: Path, path: str) -> None:
    assert sites.find_file(root, path, everything) is None


def test_a_site_that_was_never_built_has_no_version(root: Path) -> None:
    assert sites.find_version(root) is None
    (root / sites.STAMP).write_text("0123456789abcdef")
    assert sites.find_version(root) == "0123456789ab"


@pytest.mark.parametrize("path", ["lab.ipynb", "lab.fr.ipynb", "lab.ja.txt", ".ja.ipynb", "lab.ja"])
def test_only_a_lab_in_one_of_our_languages_is_a_notebook(path: str) -> None:
    assert parse_path(path) is None


def test_a_notebook_keeps_its_name_both_ways() -> None:
    name = NotebookName("sales-reply", Language.EN)

    assert name.path == "sales-reply.en.ipynb"
    assert parse_path(name.path) == name


def test_the_configuration_carries_language_and_theme_and_keeps_the_rest() -> None:
    base = {"version": 0, "jupyter-config-data": {"appUrl": "/notebooks"}}
    made = session_configuration(base, language=Language.JA, theme="dark", styles=["/a.css"])
    data = made["jupyter-config-data"]

    assert data["appUrl"] == "/notebooks"
    locale = data["settingsOverrides"]["@jupyterlab/translation-extension:plugin"]["locale"]
    assert locale == "ja_JP"
    theme = data["settingsOverrides"]["@jupyterlab/apputils-extension:themes"]
    assert theme == {"theme": "JupyterLab Dark", "adaptive-theme": False}
    assert data["terakoya"] == {"language": "ja", "theme": "dark", "styles": ["/a.css"]}
