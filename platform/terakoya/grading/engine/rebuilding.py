"""Rebuilding a submission on the released notebook: only the text of answers is taken over.

Whatever else came back (metadata, moved, doubled, deleted or faked cells, outputs) is not used.
Code cells that the learner added run too, but in the learner's process only.
"""

import copy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from terakoya.grading.engine.names import names_of, only_imports
from terakoya.grading.engine.reading import (
    Notebook,
    cells_of,
    grade_id_of,
    nbgrader_of,
    source_of,
)
from terakoya.grading.engine.releasing import PreparedSource, same_text
from terakoya_graders.letters import Letter, read_prompt_cell


class Role(StrEnum):
    """What a cell is for, which decides where it runs."""

    TEXT = "text"
    SET_UP = "set-up"
    DEFINITIONS = "definitions"
    ANSWER = "answer"
    ADDED = "added"
    TEST = "test"


@dataclass(slots=True)
class Step:
    """One cell of the rebuilt notebook; `has_changed` is for answers."""

    role: Role
    cell: dict[str, Any]
    grade_id: str = ""
    has_changed: bool = False
    answer_names: frozenset[str] = frozenset()
    imports: str = ""

    @property
    def source(self) -> str:
        """The text that runs."""
        return source_of(self.cell)


@dataclass(slots=True)
class Rebuilt:
    """A submission, ready to be checked."""

    steps: list[Step] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    has_answers: bool = False

    @property
    def is_untouched(self) -> bool:
        """Whether every answer is still as it was released."""
        return not any(step.has_changed for step in self.steps if step.role is Role.ANSWER)

    @property
    def needs_learner(self) -> bool:
        """Whether the learner wrote anything that runs; letters are read, not run."""
        return any(
            step.role in (Role.ANSWER, Role.ADDED)
            and step.cell["cell_type"] == "code"
            and step.source.strip()
            and read_prompt_cell(step.source) is None
            for step in self.steps
        )


def rebuild(prepared: PreparedSource, submitted: Notebook) -> Rebuilt:
    """The source's cells with the answers of `submitted`."""
    answers, added = _sort_cells(prepared, submitted)
    rebuilt = Rebuilt(has_answers=bool(answers) or not prepared.answer_ids)
    rebuilt.steps += _added_steps(added.get("", []))
    for cell in prepared.cells:
        grade_id = grade_id_of(cell) or ""
        step = Step(_role_of(cell), copy.deepcopy(cell), grade_id)
        step.cell["source"] = source_of(cell)
        if step.role is Role.ANSWER:
            _answer(step, prepared, answers.get(grade_id))
            letter = read_prompt_cell(step.source)
            rebuilt.letters += [letter] if letter else []
        rebuilt.steps.append(step)
        rebuilt.steps += _added_steps(added.pop(grade_id, []) if grade_id else [])
    return rebuilt


def _answer(step: Step, prepared: PreparedSource, answer: str | None) -> None:
    released = prepared.released[step.grade_id]
    # By the source's own solution: these names are the learner's to define.
    # What it imports is Python's, and must not be what a learner calls by that name.
    step.imports = only_imports(step.source)
    step.answer_names = names_of(step.source).bound - names_of(step.imports).bound
    # A deleted answer is no answer: nothing of it runs.
    step.has_changed = answer is not None and not any(same_text(answer, one) for one in released)
    step.cell["source"] = answer or ""


def _role_of(cell: dict[str, Any]) -> Role:
    about = nbgrader_of(cell)
    if about.get("solution"):
        return Role.ANSWER
    if cell["cell_type"] != "code":
        return Role.TEXT
    if about.get("grade"):
        return Role.TEST
    return Role.SET_UP if about.get("locked") else Role.DEFINITIONS


def _sort_cells(
    prepared: PreparedSource, submitted: Notebook
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The answers by id, and the learner's own code by the released cell that it follows.

    Of an answer that is there twice the last one counts, as in nbgrader; the others just run.
    """
    answers: dict[str, str] = {}
    added: dict[str, list[str]] = {}
    anchor = ""
    cells = cells_of(submitted)
    last = {grade_id_of(cell): position for position, cell in enumerate(cells)}
    for position, cell in enumerate(cells):
        grade_id = grade_id_of(cell) or ""
        if grade_id in prepared.ids and last[grade_id] == position:
            anchor = grade_id
            if grade_id in prepared.answer_ids:
                answers[grade_id] = source_of(cell)
        elif cell.get("cell_type") == "code" and grade_id not in prepared.fixed_ids:
            added.setdefault(anchor, []).append(source_of(cell))
    return answers, added


def _added_steps(sources: list[str]) -> list[Step]:
    return [
        Step(
            Role.ADDED,
            {
                "cell_type": "code",
                "metadata": {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            },
        )
        for source in sources
    ]
