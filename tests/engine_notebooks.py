"""Small labs and submissions, built in code, for the tests of the engine."""

import json
from typing import Any

from terakoya.grading.engine import GradedNotebook, Limits, SourceNotebook

Cell = dict[str, Any]
LIMITS = Limits(cell_seconds=1.5, submission_seconds=20.0)


def code(source: str, **about: Any) -> Cell:
    """A code cell; `about` is what nbgrader knows of it."""
    metadata = {"nbgrader": about} if about else {}
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def set_up(grade_id: str, source: str) -> Cell:
    """A locked cell."""
    return code(source, grade_id=grade_id, locked=True, solution=False, grade=False)


def answer(grade_id: str, source: str) -> Cell:
    """A cell for an answer."""
    return code(source, grade_id=grade_id, locked=False, solution=True, grade=False)


def checked_by(grade_id: str, source: str, points: float = 1) -> Cell:
    """An autograded test."""
    return code(source, grade_id=grade_id, locked=True, solution=False, grade=True, points=points)


def essay(grade_id: str, source: str, points: float = 2) -> Cell:
    """A text that a person marks."""
    about = {"grade_id": grade_id, "solution": True, "grade": True, "points": points}
    return {"cell_type": "markdown", "metadata": {"nbgrader": about}, "source": source}


def solution(text: str, before: str = "") -> str:
    """A solution region as nbgrader marks it."""
    return f"{before}### BEGIN SOLUTION\n{text}\n### END SOLUTION"


def notebook(*cells: Cell, lab: str | None = "squares") -> dict[str, Any]:
    """A notebook of these cells."""
    metadata = {"terakoya": {"lab": lab, "language": "en"}} if lab else {}
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": list(cells)}


def source_of(*cells: Cell) -> SourceNotebook:
    """A lab of these cells without files."""
    return SourceNotebook(notebook(*cells), None)


def submission(source: SourceNotebook, **answers: str) -> dict[str, Any]:
    """The lab's notebook with these answers in it."""
    copy: dict[str, Any] = json.loads(json.dumps(source.notebook))
    for cell in copy["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell["source"] = answers[grade_id]
    return copy


def as_bytes(value: Any) -> bytes:
    """A notebook as it is handed in."""
    return json.dumps(value).encode()


def scores(result: GradedNotebook) -> dict[str, float | None]:
    """The score of each cell."""
    return {grade_id: cell.score for grade_id, cell in result.cells.items()}


def outcomes(result: GradedNotebook) -> dict[str, str]:
    """The outcome of each cell."""
    return {grade_id: cell.outcome for grade_id, cell in result.cells.items()}
