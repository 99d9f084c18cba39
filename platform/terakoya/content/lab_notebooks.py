"""Source notebooks of labs, read with the line of every cell for complaints to point at."""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from terakoya.content.complaints import Complaints
from terakoya.content.yaml_lines import read_text
from terakoya.language import Language
from terakoya_graders.letters import Letter, read_prompt_cell

NOTEBOOK_FORMAT = 4
_CELLS = re.compile(r'"cells"\s*:\s*\[')
_BETWEEN_CELLS = re.compile(r"[\s,]*")


@dataclass(frozen=True)
class NotebookCell:
    """One cell of a source notebook and where it stands in the file."""

    kind: str
    source: str
    metadata: dict[str, Any]
    line: int
    text: str = field(repr=False)

    @property
    def nbgrader(self) -> dict[str, Any]:
        """The cell's nbgrader metadata; empty for an ordinary cell."""
        value = self.metadata.get("nbgrader")
        return value if isinstance(value, dict) else {}

    @property
    def grade_id(self) -> str:
        """The id by which nbgrader knows the cell, or ""."""
        return str(self.nbgrader.get("grade_id", ""))

    @property
    def is_grade(self) -> bool:
        """Whether the cell gives points."""
        return bool(self.nbgrader.get("grade", False))

    @property
    def is_solution(self) -> bool:
        """Whether the learner writes in the cell."""
        return bool(self.nbgrader.get("solution", False))

    @cached_property
    def letter(self) -> Letter | None:
        """Name and text, if this is a `%%prompt` cell."""
        return read_prompt_cell(self.source) if self.kind == "code" else None

    @property
    def place(self) -> str:
        """The cell as an author finds it: `cell labels`, or `cell` without a grade_id."""
        return f"cell {self.grade_id}".strip()

    def line_of(self, passage: str) -> int:
        """The line in the file at which a passage of the source stands."""
        before, found, _ = self.text.partition(json.dumps(passage, ensure_ascii=False)[1:-1])
        return self.line + before.count("\n") if found else self.line


@dataclass(frozen=True)
class LabNotebook:
    """A source notebook in one language."""

    file: Path
    language: Language
    text: str = field(repr=False)
    metadata: dict[str, Any]
    cells: tuple[NotebookCell, ...]

    @property
    def nbgrader_cells(self) -> dict[str, NotebookCell]:
        """The cells that nbgrader knows, by grade_id, in order."""
        return {cell.grade_id: cell for cell in self.cells if cell.grade_id}

    @property
    def grade_cells(self) -> dict[str, NotebookCell]:
        """The cells that give points, by grade_id, in order."""
        return {name: cell for name, cell in self.nbgrader_cells.items() if cell.is_grade}


def read_notebook(file: Path, language: Language, complaints: Complaints) -> LabNotebook | None:
    """Read a notebook. A missing or malformed one is a complaint and gives None."""
    text = read_text(file, complaints)
    if text is None:
        return None
    try:
        value = json.loads(text)
    except ValueError as problem:
        complaints.error(
            file,
            getattr(problem, "lineno", 1),
            "",
            ja=f"ノートブック（JSON）として読めません。JupyterLabで保存し直してください（{problem}）。",
            en=f"This is no notebook (JSON). Save it again in JupyterLab ({problem}).",
        )
        return None
    if not _is_notebook(value):
        complaints.error(
            file,
            1,
            "nbformat",
            ja="ノートブック形式4（nbformat 4）で保存してください。",
            en="Save it in notebook format 4 (nbformat 4).",
        )
        return None
    return LabNotebook(file, language, text, value["metadata"], _cells_of(text))


def _is_notebook(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.get("nbformat") == NOTEBOOK_FORMAT
        and isinstance(value.get("metadata"), dict)
        and isinstance(value.get("cells"), list)
        and all(isinstance(cell, dict) and "cell_type" in cell for cell in value["cells"])
    )


def _cells_of(text: str) -> tuple[NotebookCell, ...]:
    """The cells, each with its place in the text; `text` is known to be a notebook."""
    opening = _CELLS.search(text)
    position = opening.end() if opening else len(text)
    decoder = json.JSONDecoder()
    cells: list[NotebookCell] = []
    while True:
        gap = _BETWEEN_CELLS.match(text, position)
        position = gap.end() if gap else position
        if position >= len(text) or text[position] != "{":
            return tuple(cells)
        value, end = decoder.raw_decode(text, position)
        source = value.get("source", "")
        cells.append(
            NotebookCell(
                kind=value["cell_type"],
                source=source if isinstance(source, str) else "".join(source),
                metadata=value.get("metadata", {}),
                line=text.count("\n", 0, position) + 1,
                text=text[position:end],
            )
        )
        position = end
