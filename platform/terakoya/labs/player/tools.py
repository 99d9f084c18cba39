"""The programs that a build calls: npm, pip and node; each fails with a sentence."""

import shutil
import subprocess
import sys
from pathlib import Path

from terakoya.labs.player.inputs import (
    COMPILER,
    NPM,
    PRELOADED,
    REQUIREMENTS,
    STARTER,
    PlayerNotBuilt,
    Workshop,
)

#: Characters of a failing program's output that are shown.
LONGEST_REPORT = 3000


def fetch_runtime(shop: Workshop) -> None:
    """Unpack the pinned Pyodide from npm into the work folder."""
    shop.npm.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(NPM / name, shop.npm / name)
    run([_program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=shop.npm)


def fetch_wheels(shop: Workshop) -> None:
    """Download the pinned wheels, checked against their hashes; none is installed here."""
    shutil.rmtree(shop.wheels, ignore_errors=True)  # a wheel of an older pin must not stay
    shop.wheels.mkdir(parents=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "--no-deps", "--platform", "any", "--only-binary=:all:"]
    command += ["--python-version", "3.14", "--dest", str(shop.wheels)]
    run([*command, "--requirement", str(REQUIREMENTS)], cwd=shop.wheels)


def compile_sources(shop: Workshop, root: Path) -> None:
    """Replace every module below `root` by byte code of the browser's Python."""
    run([_program("node"), str(COMPILER), str(shop.pyodide), str(root)], cwd=shop.work)


def start_once(shop: Workshop) -> None:
    """Start the packed kernel and run a line; raises PlayerNotBuilt when it does not come up."""
    packed = shop.lite / "static" / "pyodide"
    module = shop.pyodide / "pyodide.mjs"
    run([_program("node"), str(STARTER), str(module), str(packed), *PRELOADED], cwd=shop.work)


def run(command: list[str], *, cwd: Path) -> None:
    """Run a program in `cwd`; raises PlayerNotBuilt with the end of what it said when it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-LONGEST_REPORT:]
        raise PlayerNotBuilt(f"{Path(command[0]).name} failed:\n{said}")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise PlayerNotBuilt(f"{name} is not installed: install Node.js 20 or newer with npm.")
    return found
