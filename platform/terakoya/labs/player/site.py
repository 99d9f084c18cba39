"""The static site: JupyterLite's notebook page with our settings, and the proof that it is whole."""

import contextlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from jupyterlite_pyodide_kernel.constants import PYODIDE_KERNEL_NPM_NAME, PYODIDE_KERNEL_PLUGIN_ID

from terakoya.labs.player.inputs import EXTENSION, LITE, PlayerNotBuilt, Workshop
from terakoya.labs.player.wheels import PRELOADED

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
    done = subprocess.run(command, cwd=shop.lite, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise PlayerNotBuilt(f"jupyter lite build failed:\n{(done.stdout + done.stderr)[-3000:]}")
    _tidy(target)


def start_lite_folder(shop: Workshop) -> None:
    """Make an empty Lite folder with our settings and the two extensions of the notebook page."""
    shutil.rmtree(shop.lite, ignore_errors=True)
    shutil.copytree(LITE, shop.lite)
    installed = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / PYODIDE_KERNEL_NPM_NAME
    kernel = shop.lite / "labextensions" / PYODIDE_KERNEL_NPM_NAME
    shutil.copytree(installed, kernel, ignore=shutil.ignore_patterns("*.map", "pypi"))
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
    for name in ("notebooks/index.html", "static/pyodide/pyodide.mjs", "static/pyodide/pyodide.asm.wasm"):
        if not (target / name).is_file():
            raise PlayerNotBuilt(f"The built player lacks {name}.")
    configuration = json.loads((target / "jupyter-lite.json").read_text("utf-8"))
    data = configuration["jupyter-config-data"]
    kernel = data["litePluginSettings"][PYODIDE_KERNEL_PLUGIN_ID]
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
    settings[PYODIDE_KERNEL_PLUGIN_ID] = {
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
