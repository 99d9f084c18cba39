"""The built site on disk: which file answers a path, in which encoding and with which type."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from werkzeug.security import safe_join

STAMP = "build-stamp.txt"
#: Characters of the stamp that name a build in addresses.
VERSION_CHARACTERS = 12
#: Encodings that the build prepares, best first, with the suffix of the prepared file.
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
#: Set here and not read from the machine: a wrong type stops WebAssembly and modules.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".eot": "application/vnd.ms-fontobject",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".ipynb": "application/json",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".whl": "application/zip",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}
OTHER_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to send: the (perhaps compressed) file, its media type and its encoding."""

    path: Path
    media_type: str
    encoding: str | None


def find_version(root: Path) -> str | None:
    """The name of the build in `root`, for addresses that never go stale; None if not built."""
    try:
        return (root / STAMP).read_text("utf-8")[:VERSION_CHARACTERS]
    except FileNotFoundError:
        return None


def find_file(root: Path, name: str, accepts: Callable[[str], bool]) -> Found | None:
    """The file behind the path `name` inside `root`, compressed if the browser `accepts` it.

    None for what does not exist, for folders, and for any path that would leave `root`.
    """
    joined = safe_join(str(root), name)
    if joined is None or not Path(joined).is_file():
        return None
    path = Path(joined)
    media_type = TYPES.get(path.suffix, OTHER_TYPE)
    for encoding, suffix in ENCODINGS:
        prepared = path.with_name(path.name + suffix)
        if accepts(encoding) and prepared.is_file():
            return Found(prepared, media_type, encoding)
    return Found(path, media_type, None)
