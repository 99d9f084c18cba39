"""What a source notebook says, worked out once: its cells, and its answers as released."""

import sys
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

from traitlets.config import Config

from terakoya.grading.engine.reading import (
    Notebook,
    cells_of,
    grade_id_of,
    lab_of,
    nbgrader_of,
    source_of,
)
from terakoya.grading.engine.values import SourceNotebook

MOST_KEPT = 64
# nbgrader's own stub where a solution stood, or nothing at all, as our labs have it.
STUBS = (Config(), Config({"ClearSolutions": {"code_stub": {"python": ""}, "text_stub": ""}}))


@dataclass(frozen=True, slots=True)
class PreparedSource:
    """A source notebook's cells, the ids among them, and how the answers were released."""

    cells: list[dict[str, Any]]
    ids: frozenset[str]
    answer_ids: frozenset[str]
    released: dict[str, tuple[str, ...]]
    lab: str | None
    metadata: dict[str, Any]

    @property
    def max_score(self) -> float:
        """The points of all its cells."""
        return sum(float(nbgrader_of(cell).get("points", 0)) for cell in self.cells)

    @property
    def fixed_ids(self) -> frozenset[str]:
        """The cells that the learner can't answer in."""
        return self.ids - self.answer_ids


class Shelf:
    """Prepared sources, each made once; for many threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[Notebook, PreparedSource]] = OrderedDict()
        self._lock = Lock()

    def fetch(self, source: SourceNotebook) -> PreparedSource:
        """The prepared form of a source notebook. Raises ValueError when it is broken."""
        notebook = source.notebook
        with self._lock:
            # The notebook is kept too, so that its id can't become another one's.
            if id(notebook) not in self._kept:
                self._kept[id(notebook)] = notebook, prepare(notebook)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(id(notebook))
            return self._kept[id(notebook)][1]


def prepare(notebook: Notebook) -> PreparedSource:
    """Work out a source notebook. Raises ValueError when it is none, or nbgrader can't read it."""
    cells = cells_of(notebook)
    ids = [grade_id for cell in cells if (grade_id := grade_id_of(cell)) and _is_fixed(cell)]
    if len(set(ids)) < len(ids):
        message = "the source notebook uses a grade_id twice"
        raise ValueError(message)
    answers = [cell for cell in cells if nbgrader_of(cell).get("solution")]
    released = [_release(notebook, config) for config in STUBS]
    return PreparedSource(
        cells=cells,
        ids=frozenset(ids),
        answer_ids=frozenset(grade_id_of(cell) or "" for cell in answers),
        released={
            grade_id_of(cell) or "": (
                *(texts[grade_id_of(cell) or ""] for texts in released),
                *([] if _has_marks(cell) else [source_of(cell)]),
            )
            for cell in answers
        },
        lab=lab_of(notebook),
        metadata=notebook.get("metadata", {}),
    )


def same_text(one: str, other: str) -> bool:
    """Whether two answers differ in white space at most."""
    return one.split() == other.split()


def _release(notebook: Notebook, config: Config) -> dict[str, str]:
    # jsonschema's optional checker for this format builds a grammar for over a second at import.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    # They take seconds and much memory, which the fork server and its children do without.
    import nbformat  # noqa: PLC0415
    from nbgrader.preprocessors import ClearSolutions  # noqa: PLC0415

    node = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]
    for cell in node.cells:
        cell["source"] = source_of(cell)
    try:
        cleared, _ = ClearSolutions(config=config).preprocess(node, {})
    except Exception as error:
        # nbgrader raises RuntimeError and ValueError alike.
        message = f"nbgrader can't release the source notebook: {error}"
        raise ValueError(message) from error
    return {grade_id_of(cell) or "": source_of(cell) for cell in cleared.cells}


def _is_fixed(cell: dict[str, Any]) -> bool:
    """Whether nbgrader knows the cell; others belong to whoever edits the notebook."""
    about = nbgrader_of(cell)
    return any(about.get(name) for name in ("solution", "grade", "locked", "task"))


def _has_marks(cell: dict[str, Any]) -> bool:
    return "BEGIN SOLUTION" in source_of(cell)
