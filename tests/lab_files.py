"""A right lab on disk for tests, and ways to break it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from terakoya.content.complaints import Complaints
from terakoya.content.labs import Lab, load_lab
from terakoya.labs.creation import create_lab
from terakoya.language import Language

Cell = dict[str, Any]


@dataclass
class LabFolder:
    """The folder of a lab named `right-lab`."""

    path: Path

    def load(self) -> tuple[Lab | None, list[str]]:
        """The lab and its complaints as an author reads them in English."""
        complaints = Complaints()
        lab = load_lab(self.path, complaints)
        return lab, [found.to_line(Language.EN, self.path) for found in complaints]

    def replace(self, name: str, old: str, new: str) -> int:
        """Replace a passage in a file; returns the line in which it stood."""
        text = (self.path / name).read_text()
        assert old in text, f"{name} has no {old!r}"
        (self.path / name).write_text(text.replace(old, new, 1))
        return text[: text.index(old)].count("\n") + 1

    def change_cell(self, name: str, grade_id: str, change: Callable[[Cell], None]) -> None:
        """Change one cell of a notebook."""
        notebook = json.loads((self.path / name).read_text())
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
                change(cell)
                break
        (self.path / name).write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n")


def write_right_lab(labs_dir: Path) -> LabFolder:
    """Make the skeleton's lab below `labs_dir`."""
    labs_dir.mkdir(parents=True, exist_ok=True)
    return LabFolder(create_lab(labs_dir, "right-lab"))
