"""The Python packages of the browser: fetched, trimmed, compiled and listed in Pyodide's lock."""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import jupyterlite_pyodide_kernel.constants as kernel_package

from terakoya.labs.player.inputs import (
    COMPILER,
    GRADERS,
    NPM,
    REQUIREMENTS,
    STARTER,
    PlayerNotBuilt,
    Workshop,
)

#: The kernel's own wheels, shipped inside jupyterlite-pyodide-kernel.
KERNEL_WHEELS = ("ipykernel-6", "piplite-", "pyodide_kernel-")
#: Pygments colours Python only; its other lexers are never loaded by us.
KEPT_LEXERS = {"__init__", "_mapping", "python", "special", "shell"}
#: Folders inside packages that are of no use in a browser.
DROPPED_FOLDERS = {"tests", "sphinxext"}
#: Parts of the standard library that need sockets or processes, which a browser does not have.
DROPPED_MODULES = (
    *("ftplib", "imaplib", "mailbox", "multiprocessing", "poplib"),
    *("smtplib", "wsgiref", "xmlrpc"),
)
#: The kernel asks for jedi by name; IPython completes without it, so an empty package answers.
EMPTY_PACKAGES = {"jedi": "0.0.0"}
#: Named in the lock and in the kernel's settings: all are loaded in one go at the start.
PRELOADED = ("micropip", "piplite", "comm", "ipykernel", "pyodide-kernel", "ipython", "jedi")
#: Python's own modules; npm ships them as sources.
STANDARD_LIBRARY = "python_stdlib.zip"
_EPOCH = (2020, 1, 1, 0, 0, 0)


def fetch_runtime(shop: Workshop) -> None:
    """Unpack the pinned Pyodide from npm into the work folder."""
    shop.npm.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(NPM / name, shop.npm / name)
    npm = shutil.which("npm")
    if npm is None:
        raise PlayerNotBuilt("npm is not installed: install Node.js 20 or newer with npm.")
    _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=shop.npm)


def fetch_wheels(shop: Workshop) -> None:
    """Download the pinned wheels, checked against their hashes; none is installed here."""
    shop.wheels.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "--no-deps", "--platform", "any", "--only-binary=:all:"]
    command += ["--python-version", "3.14", "--dest", str(shop.wheels)]
    _run([*command, "--requirement", str(REQUIREMENTS)], cwd=shop.wheels)


def unpack(shop: Workshop) -> Path:
    """Unpack all wheels, each into its own folder named as the wheel, trimmed; returns the root."""
    root = shop.work / "unpacked"
    shutil.rmtree(root, ignore_errors=True)
    for wheel in [*sorted(shop.wheels.glob("*.whl")), *_kernel_wheels()]:
        target = root / wheel.name
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(target)
        _trim(target)
    with zipfile.ZipFile(shop.pyodide / STANDARD_LIBRARY) as archive:
        kept = [name for name in archive.namelist() if not _is_dropped(name)]
        archive.extractall(root / STANDARD_LIBRARY, kept)
    version = f"0.{_hash_of_tree(GRADERS)}"
    graders = _empty_package(root, "terakoya_graders", version)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(GRADERS, graders / "terakoya_graders", ignore=ignored)
    for name, empty_version in EMPTY_PACKAGES.items():
        _empty_package(root, name, empty_version)
    return root


def compile_sources(shop: Workshop, root: Path) -> None:
    """Replace every module below `root` by byte code of the browser's Python."""
    node = shutil.which("node")
    if node is None:
        raise PlayerNotBuilt("node is not installed: install Node.js 20 or newer.")
    _run([node, str(COMPILER), str(shop.pyodide), str(root)], cwd=shop.work)


def start_once(shop: Workshop) -> None:
    """Start the packed kernel and run a line; raises PlayerNotBuilt when it does not come up."""
    node = shutil.which("node") or "node"
    packed = shop.lite / "static" / "pyodide"
    module = shop.pyodide / "pyodide.mjs"
    _run([node, str(STARTER), str(module), str(packed), *PRELOADED], cwd=shop.work)


def pack(shop: Workshop, root: Path) -> None:
    """Write the runtime, the packed wheels and their lock into the Lite folder."""
    target = shop.lite / "static" / "pyodide"
    target.mkdir(parents=True)
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"):
        shutil.copyfile(shop.pyodide / name, target / name)
    _pack_folder(root / STANDARD_LIBRARY, target / STANDARD_LIBRARY)
    lock = json.loads((shop.pyodide / "pyodide-lock.json").read_text("utf-8"))
    packages = {}
    for folder in sorted(root.glob("*.whl")):
        _pack_folder(folder, target / folder.name)
        entry = _lock_entry(folder, target / folder.name)
        packages[entry["name"]] = entry
    _add_dependencies(packages, lock["packages"])
    text = json.dumps({"info": lock["info"], "packages": packages}, indent=1, sort_keys=True)
    (target / "pyodide-lock.json").write_text(text + "\n", "utf-8")


def _add_dependencies(packages: dict[str, Any], known: dict[str, Any]) -> None:
    """Fill in what depends on what, as Pyodide's own lock says it."""
    for name, entry in packages.items():
        wanted = known.get(name, {}).get("depends", [])
        entry["depends"] = [other for item in wanted if (other := _canonical(item)) in packages]
        if (expected := known.get(name)) and name not in EMPTY_PACKAGES:
            if expected["version"] != entry["version"]:
                message = f"{name} {entry['version']} is pinned, Pyodide wants {expected['version']}."
                raise PlayerNotBuilt(message)
    packages["pyodide-kernel"]["depends"] = ["comm", "ipython"]


def _lock_entry(folder: Path, wheel: Path) -> dict[str, Any]:
    name, version = wheel.name.split("-")[:2]
    modules = [
        path.name.removesuffix(".pyc")
        for path in sorted(folder.iterdir())
        if path.suffix == ".pyc" or (path.is_dir() and not path.name.endswith((".dist-info", ".data")))
    ]
    return {
        "name": _canonical(name),
        "version": version,
        "file_name": wheel.name,
        "install_dir": "site",
        "package_type": "package",
        "imports": modules,
        "depends": [],
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "unvendored_tests": False,
    }


def _is_dropped(name: str) -> bool:
    return name.split("/")[0].removesuffix(".py") in DROPPED_MODULES


def _canonical(name: str) -> str:
    return name.lower().replace("_", "-")


def _kernel_wheels() -> list[Path]:
    folder = Path(sys.prefix) / "share/jupyter/labextensions" / kernel_package.PYODIDE_KERNEL_NPM_NAME
    wheels = sorted((folder / "static" / "pypi").glob("*.whl"))
    found = [wheel for wheel in wheels if wheel.name.startswith(KERNEL_WHEELS)]
    if len(found) != len(KERNEL_WHEELS):
        raise PlayerNotBuilt(f"jupyterlite-pyodide-kernel's wheels are not in {folder}.")
    return found


def _trim(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and path.name in DROPPED_FOLDERS:
            shutil.rmtree(path)
    for path in (folder / "pygments" / "lexers").glob("*.py"):
        if path.stem not in KEPT_LEXERS:
            path.unlink()
    for data in folder.glob("*.data"):
        shutil.rmtree(data)


def _empty_package(root: Path, name: str, version: str) -> Path:
    folder = root / f"{name}-{version}-py3-none-any.whl"
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (info / "METADATA").write_text(metadata, "utf-8")
    wheel = "Wheel-Version: 1.0\nGenerator: terakoya\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    (info / "WHEEL").write_text(wheel, "utf-8")
    (info / "RECORD").write_text("", "utf-8")
    return folder


def _hash_of_tree(root: Path) -> int:
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.read_bytes())
    return int(digest.hexdigest()[:8], 16)


def _pack_folder(folder: Path, target: Path) -> None:
    """Zip without compressing: the web server's compression does better on the whole."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
                archive.writestr(entry, path.read_bytes())


def _run(command: list[str], *, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        program = Path(command[0]).name
        raise PlayerNotBuilt(f"{program} failed:\n{done.stderr.strip()[-2000:]}")
