"""The static site: JupyterLite's notebook page with our settings, and proof that it is whole."""

import contextlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from terakoya.labs.player.inputs import (
    EXTENSION,
    KERNEL_EXTENSION,
    KERNEL_NAME,
    KERNEL_PLUGIN,
    LITE,
    PRELOADED,
    PlayerNotBuilt,
    Workshop,
)
from terakoya.labs.player.tools import run
from terakoya.labs.player.wheels import RUNTIME

#: Locale files of JupyterLab that the product offers.
LOCALES = {"all", "en", "ja_JP"}
#: Where a page of a finished site may never send a browser.
FOREIGN_HOSTS = ("cdn.jsdelivr.net", "pypi.org", "unpkg.com")


def build_site(shop: Workshop, target: Path) -> None:
    """Let JupyterLite build the notebook application into `target` from `shop.lite`."""
    _write_configuration(shop)
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--force"]
    command += ["--lite-dir", str(shop.lite), "--output-dir", str(target)]
    (shop.lite / ".jupyterlite.doit.db").unlink(missing_ok=True)
    run(command, cwd=shop.lite)
    _tidy(target)


def start_lite_folder(shop: Workshop) -> None:
    """Make an empty Lite folder with our settings and the two extensions of the notebook page."""
    shutil.rmtree(shop.lite, ignore_errors=True)
    shutil.copytree(LITE, shop.lite)
    kernel = shop.lite / "labextensions" / KERNEL_NAME
    shutil.copytree(KERNEL_EXTENSION, kernel, ignore=shutil.ignore_patterns("*.map", "pypi"))
    package = json.loads((kernel / "package.json").read_text("utf-8"))
    package.pop("piplite", None)
    (kernel / "package.json").write_text(json.dumps(package), "utf-8")
    ours = json.loads((EXTENSION / "package.json").read_text("utf-8"))
    shutil.copytree(EXTENSION, shop.lite / "labextensions" / ours["name"])


def check_site(target: Path) -> None:
    """Raise PlayerNotBuilt unless the built site is complete, local and keeps nothing in storage.

    A second build over a stale task database can silently leave out our settings; the page then
    loads Python from a public network and stores notebooks in the browser.
    """
    for name in ("notebooks/index.html", *(f"static/pyodide/{part}" for part in RUNTIME)):
        if not (target / name).is_file():
            raise PlayerNotBuilt(f"The built player lacks {name}.")
    configuration = json.loads((target / "jupyter-lite.json").read_text("utf-8"))
    data = configuration["jupyter-config-data"]
    kernel = data["litePluginSettings"][KERNEL_PLUGIN]
    if kernel["pyodideUrl"] != "./static/pyodide/pyodide.mjs":
        raise PlayerNotBuilt(f"Python would be loaded from {kernel['pyodideUrl']}.")
    if data.get("contentsStorageDrivers") != ["memoryStorageDriver"]:
        raise PlayerNotBuilt("Notebooks would be kept in the browser, not in memory.")
    text = json.dumps(configuration)
    for host in FOREIGN_HOSTS:
        if host in text:
            raise PlayerNotBuilt(f"The player's settings name {host}.")


def _write_configuration(shop: Workshop) -> None:
    """Add what depends on the build to our settings: which packages Python starts with."""
    path = shop.lite / "jupyter-lite.json"
    configuration: dict[str, Any] = json.loads(path.read_text("utf-8"))
    settings = configuration["jupyter-config-data"].setdefault("litePluginSettings", {})
    settings[KERNEL_PLUGIN] = {
        "disablePyPIFallback": True,
        "pipliteUrls": [],
        "loadPyodideOptions": {
            "lockFileURL": "./static/pyodide/pyodide-lock.json",
            "packages": list(PRELOADED),
        },
    }
    path.write_text(json.dumps(configuration, indent=1), "utf-8")


def _tidy(target: Path) -> None:
    """Leave out what the notebook page never asks for."""
    for pattern in ("*.map", "jupyterlite.schema*.json"):
        for path in target.rglob(pattern):
            path.unlink()
    for path in (target / "api" / "translations").glob("*.json"):
        if path.stem not in LOCALES:
            path.unlink()
    for name in ("service-worker.js", "manifest.webmanifest"):
        with contextlib.suppress(FileNotFoundError):
            (target / name).unlink()
