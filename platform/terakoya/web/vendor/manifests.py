"""The committed list of every vendored file with its SHA-256, and the check against it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

MANIFEST = Path(__file__).parent / "manifest.json"


class VendoredFilesDiffer(Exception):
    """The files of the packages are not those that were reviewed and recorded."""


def read_manifest() -> dict[str, str]:
    """Return path → SHA-256 (hex) as committed."""
    recorded: dict[str, str] = json.loads(MANIFEST.read_text("utf-8"))
    return recorded


def write_manifest(files: Mapping[str, bytes]) -> None:
    """Record `files` as the ones to expect from now on."""
    MANIFEST.write_text(json.dumps(digests(files), indent=0, sort_keys=True) + "\n", "utf-8")


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return path → SHA-256 (hex) of each content."""
    return {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def check_files(files: Mapping[str, bytes]) -> None:
    """Raise VendoredFilesDiffer, naming every difference, unless `files` are as recorded."""
    differences = list(_differences(digests(files), read_manifest()))
    if differences:
        raise VendoredFilesDiffer("\n".join(differences))


def is_in_place(folder: Path) -> bool:
    """Tell whether `folder` holds exactly the recorded files."""
    if not folder.is_dir():
        return False
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    return digests(found) == read_manifest()


def _differences(found: Mapping[str, str], recorded: Mapping[str, str]) -> Iterator[str]:
    for path in sorted(found.keys() | recorded.keys()):
        if path not in found:
            yield f"{path}: is missing"
        elif path not in recorded:
            yield f"{path}: is not in the manifest"
        elif found[path] != recorded[path]:
            yield f"{path}: has the digest {found[path]}, expected {recorded[path]}"
