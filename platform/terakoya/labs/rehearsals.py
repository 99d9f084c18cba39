"""Running the set-up and test cells of a lab on an author's machine, to see what they would say.

This is for authors only: the code is their own notebook's, run as JupyterLab would run it. What
learners hand in is graded by the engine, never here.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from terakoya.content.lab_notebooks import LabNotebook, NotebookCell
from terakoya_graders import NotChecked, findings, letters, model
from terakoya_graders.findings import Finding

AskModel = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class RehearsedCell:
    """What a test cell gave: its points, None when it could not be checked, and its findings."""

    score: float | None
    max_score: float
    findings: tuple[Finding, ...]
    error: str = ""

    @property
    def is_checked(self) -> bool:
        """Whether there is a score, be it 0."""
        return self.score is not None

    @property
    def is_full(self) -> bool:
        """Whether all points were reached."""
        return self.score == self.max_score


def rehearse(
    notebook: LabNotebook, texts: Mapping[str, str], ask_model: AskModel | None
) -> dict[str, RehearsedCell]:
    """What each test cell gives when the learner writes `texts` (by prompt name), by grade_id."""
    space: dict[str, Any] = {"__name__": "__main__"}
    results: dict[str, RehearsedCell] = {}
    with _prepared(texts):
        for cell in notebook.cells:
            if cell.kind != "code" or cell.letter is not None:
                continue
            if cell.is_grade:
                # As in grading, only test cells reach the model.
                model.use(ask_model)
                results[cell.grade_id] = _tested(cell, space)
                model.use(None)
            else:
                _attempt(cell, space)
    return results


def reference_texts(notebook: LabNotebook) -> dict[str, str]:
    """The author's own solution of every prompt cell, by prompt name."""
    return {cell.letter.name: cell.letter.text for cell in notebook.cells if cell.letter}


@contextmanager
def _prepared(texts: Mapping[str, str]) -> Iterator[None]:
    letters.prompts.clear()
    letters.prompts.update(texts)
    try:
        yield
    finally:
        letters.prompts.clear()
        model.use(None)


def _tested(cell: NotebookCell, space: dict[str, Any]) -> RehearsedCell:
    """Score a test cell by nbgrader's rule: error 0, a number partial credit, else full points."""
    out_of = float(cell.nbgrader["points"])
    findings.shown.clear()
    score: float | None = out_of
    error = ""
    try:
        value = _last_value(cell.source, space)
        if isinstance(value, int | float) and not isinstance(value, bool):
            score = float(value)
    except NotChecked:
        score = None
    except Exception as problem:
        # A test cell may raise anything; each is a score of 0, as with nbgrader.
        score, error = 0.0, f"{type(problem).__name__}: {problem}"
    return RehearsedCell(score, out_of, tuple(findings.shown), error)


def _attempt(cell: NotebookCell, space: dict[str, Any]) -> None:
    """Run a cell that gives no points. What fails in it shows in the test cells after it."""
    try:
        _last_value(cell.source, space)
    except Exception as problem:
        space.setdefault("__errors__", []).append(str(problem))


def _last_value(source: str, space: dict[str, Any]) -> Any:
    """Run a cell and give the value of its last expression, as a notebook shows it."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), space)  # noqa: S102  the author's own cell
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), space)  # noqa: S307  same
