"""What an attempt is checked against, ready for the engine."""

import base64
import json
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from terakoya.grading.engine import SourceNotebook
from terakoya.labs.models import LabVersion

MOST_KEPT = 64


class SourceShelf:
    """Source notebooks by version, each prepared once; their data files lie under `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: OrderedDict[int, SourceNotebook] = OrderedDict()
        self._lock = Lock()

    def fetch(self, version: LabVersion) -> SourceNotebook:
        """The source notebook of a version. Raises ValueError for a file outside its folder."""
        with self._lock:
            if version.id not in self._kept:
                self._kept[version.id] = self._prepare(version)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(version.id)
            return self._kept[version.id]

    def _prepare(self, version: LabVersion) -> SourceNotebook:
        folder = self._folder / str(version.id)
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in version.files.items():
            path = (folder / name).resolve()
            if not path.is_relative_to(folder.resolve()):
                message = f"{name} lies outside the lab"
                raise ValueError(message)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(data))
        return SourceNotebook(
            notebook=json.loads(version.source_notebook),
            files=folder,
            language=version.language,
        )
