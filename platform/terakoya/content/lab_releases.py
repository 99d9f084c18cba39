"""The release version of a lab, made by nbgrader's own preprocessors."""

import json
import sys
from importlib import import_module
from typing import Any

from terakoya.content.complaints import Complaints
from terakoya.content.lab_notebooks import LabNotebook

# The order of nbgrader's generate_assignment, without what needs its database or a kernel.
STEPS = (
    "LockCells",
    "ClearSolutions",
    "ClearOutput",
    "CheckCellMetadata",
    "ComputeChecksums",
    "ClearHiddenTests",
    "ClearMarkScheme",
    "ComputeChecksums",
    "CheckCellMetadata",
)
# The starter text stands outside of the solution region, so nothing takes the region's place.
CONFIG = {"ClearSolutions": {"code_stub": {"python": ""}, "text_stub": ""}}


class LabNotReleasable(Exception):
    """nbgrader refuses the notebook; the message says why."""


def release_notebook(source: str) -> str:
    """The notebook that learners get, as JSON text; `source` is the source notebook's.

    Solutions, hidden tests, mark schemes and outputs are gone, cells are locked and have their
    checksums. Raises LabNotReleasable.
    """
    preprocessors = _nbgrader_preprocessors()
    nbformat = import_module("nbformat")
    config = import_module("traitlets.config").Config(CONFIG)
    notebook = nbformat.reads(source, as_version=nbformat.NO_CONVERT)
    resources: dict[str, Any] = {"metadata": {}}
    try:
        for name in STEPS:
            step = getattr(preprocessors, name)(config=config)
            notebook, resources = step.preprocess(notebook, resources)
    except Exception as problem:
        # nbgrader raises RuntimeError, ValueError and its own errors alike.
        raise LabNotReleasable(str(problem)) from problem
    written: str = nbformat.writes(notebook)
    return written


def _nbgrader_preprocessors() -> Any:
    """nbgrader's preprocessors, imported when first needed: that takes seconds."""
    # jsonschema's optional checker for this format builds a grammar for over a second at import.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    return import_module("nbgrader.preprocessors")


def leaks_of(source: LabNotebook, release: str) -> list[str]:
    """The lines of solutions and hidden tests in `source` that still stand in the release."""
    cells = json.loads(release)["cells"]
    released = {line.strip() for cell in cells for line in _source_of(cell).splitlines()}
    secret = [line for cell in source.cells for line in _secret_lines(cell.source)]
    visible = [line for cell in source.cells for line in _public_lines(cell.source)]
    return [line for line in secret if line in released and line not in visible]


def check_release(source: LabNotebook, complaints: Complaints) -> str | None:
    """The release of a source notebook, or None after complaining why there can be none."""
    try:
        release = release_notebook(source.text)
    except LabNotReleasable as problem:
        complaints.error(
            source.file,
            0,
            "",
            ja=f"nbgraderが公開版を作れません（{problem}）。",
            en=f"nbgrader cannot make the release version ({problem}).",
        )
        return None
    for line in leaks_of(source, release):
        complaints.error(
            source.file,
            0,
            "",
            ja=f"公開版に、解答か隠しテストの行が残ります: {line}",
            en=f"A line of a solution or hidden test stays in the release: {line}",
        )
    return release


def _source_of(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _secret_lines(source: str) -> list[str]:
    return [line for line, is_secret in _marked_lines(source) if is_secret]


def _public_lines(source: str) -> list[str]:
    return [line for line, is_secret in _marked_lines(source) if not is_secret]


def _marked_lines(source: str) -> list[tuple[str, bool]]:
    """Every line with something on it, and whether it stands in a region that goes."""
    marked = []
    is_secret = False
    for raw in source.splitlines():
        line = raw.strip()
        if "### BEGIN " in raw:
            is_secret = True
        elif "### END " in raw:
            is_secret = False
        elif line:
            marked.append((line, is_secret))
    return marked
