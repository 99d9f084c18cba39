"""Reading what was handed in: a notebook, or a sentence that says what it is instead."""

import json
from typing import Any

from terakoya.grading.engine import sentences
from terakoya.language import Text

Notebook = dict[str, Any]
FORMAT = 4
# What no interpreter, database or page can hold.
_REPLACED = str.maketrans({"\0": "\N{REPLACEMENT CHARACTER}"})


def read_notebook(submitted: bytes, *, lab: str | None, largest: int) -> Notebook | Text:
    """The notebook in `submitted`, or why it can't be checked; `lab` is the one it must be of."""
    if len(submitted) > largest:
        return sentences.TOO_LARGE
    try:
        notebook = json.loads(submitted)
    except (ValueError, RecursionError):
        return sentences.NOT_JSON
    if not isinstance(notebook, dict) or notebook.get("nbformat") != FORMAT:
        return sentences.NOT_A_NOTEBOOK
    if not isinstance(notebook.get("cells"), list):
        return sentences.NOT_A_NOTEBOOK
    its_lab = lab_of(notebook)
    if lab is not None and its_lab is not None and its_lab != lab:
        return sentences.other_lab(its_lab[:80], lab)
    return notebook


def lab_of(notebook: Notebook) -> str | None:
    """The lab that a notebook says it belongs to."""
    about = _dict(_dict(notebook.get("metadata")).get("terakoya"))
    lab = about.get("lab")
    return lab if isinstance(lab, str) else None


def cells_of(notebook: Notebook) -> list[dict[str, Any]]:
    """The cells that are cells."""
    return [cell for cell in notebook["cells"] if isinstance(cell, dict)]


def nbgrader_of(cell: dict[str, Any]) -> dict[str, Any]:
    """What nbgrader wrote into a cell; empty when it didn't."""
    return _dict(_dict(cell.get("metadata")).get("nbgrader"))


def grade_id_of(cell: dict[str, Any]) -> str | None:
    """The cell's id in nbgrader, or None."""
    grade_id = nbgrader_of(cell).get("grade_id")
    return grade_id if isinstance(grade_id, str) else None


def source_of(cell: dict[str, Any]) -> str:
    """The cell's text, fit for every process and store."""
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        return ""
    return source.translate(_REPLACED).encode(errors="replace").decode()


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
