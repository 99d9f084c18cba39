"""Points and outcomes, by nbgrader's rules.

Source of the rules: nbgrader 0.9.6, `nbgrader.utils.determine_grade` and `get_partial_grade`. One
difference is on purpose: text on stderr alone doesn't cost the points.
"""

import math
from collections.abc import Iterable
from typing import Any

from terakoya.grading.engine import sentences
from terakoya.grading.engine.reading import nbgrader_of
from terakoya.grading.engine.rebuilding import Role, Step
from terakoya.grading.engine.values import GradedCell
from terakoya.language import Text
from terakoya_graders.findings import MIME, Outcome

NOT_CHECKED = "NotChecked"
MOST_FINDINGS = 50
Output = dict[str, Any]


def is_worth_points(step: Step) -> bool:
    """Whether the cell gets a score, from a test or from a person."""
    about = nbgrader_of(step.cell)
    return bool(about.get("grade") or about.get("task"))


def score_cell(step: Step, outputs: list[Output], *, is_untouched: bool) -> GradedCell:
    """The result of a cell that is worth points, from the outputs that it left."""
    most = float(nbgrader_of(step.cell).get("points", 0))
    if step.role is not Role.TEST:
        return _await_person(step, most)
    findings = list(findings_of(outputs))
    if any(output.get("ename") == NOT_CHECKED for output in outputs):
        return GradedCell(None, most, Outcome.NOT_CHECKED.value, tuple(findings))
    score = _test_score(outputs, most)
    return GradedCell(score, most, _outcome(score, most, findings, is_untouched), tuple(findings))


def not_checked(step: Step, why: Text) -> GradedCell:
    """The result of a test that could not run through no fault of the learner."""
    most = float(nbgrader_of(step.cell).get("points", 0))
    found = _finding(step, Outcome.NOT_CHECKED, why)
    return GradedCell(None, most, Outcome.NOT_CHECKED.value, (found,))


def findings_of(outputs: Iterable[Output]) -> Iterable[dict[str, Any]]:
    """The findings that a test displayed."""
    found = [
        output["data"][MIME]
        for output in outputs
        if output.get("output_type") == "display_data" and MIME in output["data"]
    ]
    return [finding for finding in found if isinstance(finding, dict)][:MOST_FINDINGS]


def _await_person(step: Step, most: float) -> GradedCell:
    """A text or task that a person marks; nothing written is nothing to mark."""
    if step.role is Role.ANSWER and not step.has_changed:
        return GradedCell(0.0, most, Outcome.NOT_TRIED.value)
    found = _finding(step, Outcome.NOT_CHECKED, sentences.A_PERSON_MARKS)
    return GradedCell(None, most, Outcome.NOT_CHECKED.value, (found,))


def _test_score(outputs: list[Output], most: float) -> float:
    for output in outputs:
        if output["output_type"] == "error":
            return 0.0
        if output["output_type"] == "execute_result":
            return _partial_score(str(output["data"].get("text/plain", "")), most)
    return most


def _partial_score(text: str, most: float) -> float:
    """The number that the last expression gave; all points for anything else."""
    try:
        number = float(text)
    except ValueError:
        return most
    # For less than nothing nbgrader gives all points, for too much it stops with an error; an
    # answer from which a test counts its points could bring about either.
    return min(number, most) if 0 <= number < math.inf else 0.0


def _outcome(score: float, most: float, findings: list[dict[str, Any]], is_untouched: bool) -> str:
    if score >= most:
        return Outcome.PASSED.value
    said = {finding.get("outcome") for finding in findings}
    if is_untouched or said == {Outcome.NOT_TRIED.value}:
        return Outcome.NOT_TRIED.value
    return Outcome.NOT_YET.value


def _finding(step: Step, outcome: Outcome, message: Text) -> dict[str, Any]:
    return {
        "criterion": step.grade_id,
        "outcome": outcome.value,
        "message": message.as_dict(),
        "quote": None,
    }
