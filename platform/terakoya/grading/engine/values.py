"""What goes into the engine and what comes out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from terakoya.language import Language, Text

AskModel = Callable[[dict[str, Any]], dict[str, Any]]
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a submission may use; sizes in bytes, times in seconds of the wall clock.

    `accept_missing` names layers of the sandbox (`sandbox.layers`) without which the engine works
    all the same, because the operator accepts the risk.
    """

    cell_seconds: float = 10.0
    submission_seconds: float = 60.0
    memory: int = 1024 * MEBIBYTE
    output: int = MEBIBYTE // 4
    reply: int = 2 * MEBIBYTE
    notebook: int = 10 * MEBIBYTE
    folder: int = 48 * MEBIBYTE
    calls_per_cell: int = 10_000
    accept_missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SourceNotebook:
    """A lab in one language: nbgrader's source notebook (with solutions and hidden tests).

    `files` is a folder with the data files, or None; `language` is that of the text.
    """

    notebook: dict[str, Any]
    files: Path | None
    language: Language = Language.JA


@dataclass(frozen=True, slots=True)
class GradedCell:
    """The result of one cell that is worth points; `score` is None when a person must mark it.

    `outcome` is one of passed, not-yet, not-tried, not-checked. `findings` are those of
    `terakoya_graders` as dicts.
    """

    score: float | None
    max_score: float
    outcome: str
    findings: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class GradedNotebook:
    """The result of a submission; with `error`, something in it kept cells from being checked.

    `notebook` is the submission as it was checked: the released cells with the learner's answers
    and the outputs. It holds hidden tests, so it is for trainers only.
    """

    cells: dict[str, GradedCell]
    score: float
    max_score: float
    error: Text | None = None
    notebook: dict[str, Any] = field(default_factory=dict)
