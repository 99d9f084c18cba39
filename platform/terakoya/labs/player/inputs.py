"""What the player is made of: pinned versions, our own files, and one stamp over all of them."""

import hashlib
import importlib.metadata
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path

import terakoya_graders

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "requirements.txt"
NPM = HERE / "npm"
LITE = HERE / "lite"
EXTENSION = HERE / "extension"
COMPILER = HERE / "bytecode.mjs"
STARTER = HERE / "kernel-start.mjs"
#: Files whose change makes another site; the views are none of them.
BUILDING = (
    *(
        HERE / f"{name}.py"
        for name in ("build", "compression", "inputs", "site", "tools", "wheels")
    ),
    *(REQUIREMENTS, COMPILER, STARTER),
)
GRADERS = Path(terakoya_graders.__file__).parent

#: JupyterLite's Python kernel: its name as an extension, its plugin, and where pip put it.
KERNEL_NAME = "@jupyterlite/pyodide-kernel-extension"
KERNEL_PLUGIN = f"{KERNEL_NAME}:kernel"
KERNEL_EXTENSION = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / KERNEL_NAME
#: Named in the lock and in the kernel's settings: all are loaded in one go at the start.
PRELOADED = ("micropip", "piplite", "comm", "ipykernel", "pyodide-kernel", "ipython", "jedi")

#: Distributions that take part in the build and therefore in the stamp.
BUILD_DISTRIBUTIONS = (
    "jupyterlab-language-pack-ja-JP",
    "jupyterlab_server",
    "jupyterlite-core",
    "jupyterlite-pyodide-kernel",
)


class PlayerNotBuilt(Exception):
    """The site cannot be made here; the message says what is missing and how to get it."""


@dataclass(frozen=True)
class Workshop:
    """The folders of one build: `output` is served, `work` keeps downloads for the next build."""

    output: Path
    work: Path

    @property
    def wheels(self) -> Path:
        """Downloaded wheels, as published."""
        return self.work / "wheels"

    @property
    def npm(self) -> Path:
        """Where npm unpacks Pyodide."""
        return self.work / "npm"

    @property
    def pyodide(self) -> Path:
        """The unpacked Pyodide package."""
        return self.npm / "node_modules" / "pyodide"

    @property
    def lite(self) -> Path:
        """The source folder handed to JupyterLite."""
        return self.work / "lite"

    @property
    def downloads_stamp(self) -> Path:
        """The file that tells what was downloaded into `work`."""
        return self.work / "downloads-stamp.txt"

    @property
    def stamp(self) -> Path:
        """The file in the finished site that tells what it was made of."""
        return self.output / "build-stamp.txt"


def missing_distributions() -> list[str]:
    """Names of the build's Python distributions that are not installed."""
    missing = []
    for name in BUILD_DISTRIBUTIONS:
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    return missing + [name for name in ("brotli",) if importlib.util.find_spec(name) is None]


def stamp_of_inputs(*, quality: int) -> str:
    """SHA-256 over versions, our files, the graders' source and the compression `quality`."""
    digest = hashlib.sha256(f"quality {quality}\n".encode())
    for name in BUILD_DISTRIBUTIONS:
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    for path in [*BUILDING, *_files_below(NPM, LITE, EXTENSION, GRADERS)]:
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def stamp_of_downloads() -> str:
    """SHA-256 over what is fetched from npm and PyPI."""
    files = [REQUIREMENTS, *_files_below(NPM)]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def _files_below(*folders: Path) -> list[Path]:
    found = [path for folder in folders for path in sorted(folder.rglob("*"))]
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]
