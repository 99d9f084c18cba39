"""Components out of a package-lock.json."""

import json
from collections.abc import Mapping
from pathlib import Path

from terakoya.notices.components import Component

_PREFIX = "node_modules/"


def npm_components(lock: Path, notes: Mapping[str, str]) -> tuple[Component, ...]:
    """Return every package of `lock`, with npm's own integrity value as the digest."""
    packages = json.loads(lock.read_text("utf-8"))["packages"]
    return tuple(
        Component(
            name=name,
            version=entry["version"],
            licence=entry["license"],
            digest=entry["integrity"],
            note=notes.get(name, ""),
        )
        for path, entry in sorted(packages.items())
        if (name := path.rpartition(_PREFIX)[2])
    )
