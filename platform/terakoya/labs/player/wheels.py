"""The Python packages of the browser: unpacked, trimmed, packed and listed in Pyodide's lock."""

import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

from terakoya.labs.player.inputs import GRADERS, KERNEL_EXTENSION, PlayerNotBuilt, Workshop

#: The files of Pyodide that a browser loads, beside the packages.
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
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
#: Python's own modules; npm ships them as sources.
STANDARD_LIBRARY = "python_stdlib.zip"
_EPOCH = (2020, 1, 1, 0, 0, 0)


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


def pack(shop: Workshop, root: Path) -> None:
    """Write the runtime, the packed wheels and their lock into the Lite folder."""
    target = shop.lite / "static" / "pyodide"
    target.mkdir(parents=True)
    for name in RUNTIME:
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
        expected = known.get(name, entry)["version"]
        if name not in EMPTY_PACKAGES and expected != entry["version"]:
            message = f"{name} {entry['version']} is pinned, but Pyodide wants {expected}."
            raise PlayerNotBuilt(message)
    packages["pyodide-kernel"]["depends"] = ["comm", "ipython"]


def _lock_entry(folder: Path, wheel: Path) -> dict[str, Any]:
    name, version = wheel.name.split("-")[:2]
    modules = [
        path.name.removesuffix(".pyc")
        for path in sorted(folder.iterdir())
        if path.suffix == ".pyc" or (path.is_dir() and path.suffix != ".dist-info")
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
    return name.split("/", maxsplit=1)[0].removesuffix(".py") in DROPPED_MODULES


def _canonical(name: str) -> str:
    return name.lower().replace("_", "-")


def _kernel_wheels() -> list[Path]:
    folder = KERNEL_EXTENSION / "static" / "pypi"
    wheels = sorted(folder.glob("*.whl"))
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
