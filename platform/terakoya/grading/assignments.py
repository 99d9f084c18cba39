"""What `terakoya grade` checks against: a lab of ours, or a plain nbgrader source notebook."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

from terakoya.content.complaints import Complaints
from terakoya.content.labs import Lab, load_lab
from terakoya.grading.engine import SourceNotebook
from terakoya.language import Language

# A folder of this size is somebody's home rather than an assignment's.
MOST_FILES = 1000
MOST_BYTES = 24 * 1024 * 1024
# Other notebooks may hold solutions, and the gradebook everybody's marks.
LEFT_OUT = {".ipynb", ".db"}


class NotAnAssignment(Exception):
    """There is nothing to check against; the message says why."""


class Assignment:
    """Source notebooks by language."""

    def __init__(self, sources: dict[Language, SourceNotebook]) -> None:
        self._sources = sources

    def source_for(self, submitted: bytes) -> SourceNotebook:
        """The source in the language of a submission; the first one when it doesn't say."""
        first = next(iter(self._sources.values()))
        try:
            language = json.loads(submitted)["metadata"]["terakoya"]["language"]
            return self._sources.get(Language(language), first)
        except (ValueError, KeyError, TypeError, RecursionError):
            return first


@contextmanager
def open_lab(name: str, labs_dir: Path, language: Language) -> Iterator[Assignment]:
    """The lab in the folder `name`, or of that name in `labs_dir`. Raises NotAnAssignment."""
    lab = _load(name, labs_dir)
    with TemporaryDirectory(prefix="terakoya-grade-") as folder:
        for path, data in lab.files.items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        languages = sorted(lab.sources, key=lambda one: one is not language)
        yield Assignment(
            {
                one: SourceNotebook(json.loads(lab.sources[one]), Path(folder), one)
                for one in languages
            }
        )


@contextmanager
def open_source(path: Path, language: Language) -> Iterator[Assignment]:
    """A source notebook and the other files of its folder. Raises NotAnAssignment."""
    notebook = _read(path)
    with TemporaryDirectory(prefix="terakoya-grade-") as folder:
        for file in _other_files(path.parent):
            target = Path(folder) / file.relative_to(path.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            copyfile(file, target)
        yield Assignment({language: SourceNotebook(notebook, Path(folder), language)})


def _load(name: str, labs_dir: Path) -> Lab:
    folder = next((one for one in (Path(name), labs_dir / name) if one.is_dir()), None)
    if folder is None:
        message = f'There is no lab "{name}" in {labs_dir}, and no such folder.'
        raise NotAnAssignment(message)
    complaints = Complaints()
    lab = load_lab(folder.resolve(), complaints)
    if lab is None:
        lines = [one.to_line(Language.EN, folder.resolve().parent) for one in complaints]
        raise NotAnAssignment("\n".join([f"The lab {folder.name} has errors:", *lines]))
    return lab


def _read(path: Path) -> dict[str, Any]:
    try:
        notebook = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        message = f"{path} can't be read as a notebook: {error}"
        raise NotAnAssignment(message) from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        message = f"{path} is no notebook of nbformat 4."
        raise NotAnAssignment(message)
    return notebook


def _other_files(folder: Path) -> list[Path]:
    """The files of an assignment beside its notebooks, hidden ones left out."""
    found: list[Path] = []
    size = 0
    for file in folder.rglob("*"):
        parts = file.relative_to(folder).parts
        is_hidden = any(part.startswith(".") for part in parts)
        if is_hidden or file.suffix in LEFT_OUT or file.is_symlink() or not file.is_file():
            continue
        found.append(file)
        size += file.stat().st_size
        if len(found) > MOST_FILES or size > MOST_BYTES:
            message = (
                f"{folder} holds more than {MOST_FILES} files or {MOST_BYTES >> 20} MiB. "
                "Put the source notebook and its data into a folder of their own."
            )
            raise NotAnAssignment(message)
    return found
