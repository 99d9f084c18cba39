"""Components out of a requirements file with hashes."""

import re
from collections.abc import Mapping
from pathlib import Path

from terakoya.notices.components import Component
from terakoya.notices.licences import licence_of

_REQUIREMENT = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)[^\n]*\n(?P<hashes>(?:    --hash=[^\n]+\n?)*)",
    re.MULTILINE,
)
_HASH = re.compile(r"--hash=(\w+:[0-9a-f]+)")


def python_components(
    requirements: Path,
    *,
    licences: Mapping[str, str],
    notes: Mapping[str, str],
    only: frozenset[str] | None = None,
) -> tuple[Component, ...]:
    """Return the pinned distributions of `requirements` (those named in `only`, else all).

    `licences` names the licence of those that are not installed everywhere; a distribution with
    one file carries its digest, one with more points to the file that holds them all.
    """
    found = []
    for match in _REQUIREMENT.finditer(requirements.read_text("utf-8")):
        name, hashes = match["name"], _HASH.findall(match["hashes"])
        if only is not None and name not in only:
            continue
        found.append(
            Component(
                name=name,
                version=match["version"],
                licence=licences.get(name) or licence_of(name),
                digest=hashes[0]
                if len(hashes) == 1
                else f"{len(hashes)} files, in {requirements.name}",
                note=notes.get(name, ""),
            )
        )
    return tuple(found)
