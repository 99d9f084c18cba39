"""The catalogue of a running product: read once, read again when a file changes."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from terakoya.content.catalogues import Catalogue, keep_good_courses, load_catalogue
from terakoya.language import Language

LOG = logging.getLogger(__name__)
LOOK_AGAIN_SECONDS = 2.0
_State = frozenset[tuple[str, int, int]]


class Shelf:
    """Holds the courses and labs of two folders; safe to use from many threads.

    Trainers publish by saving files: they are looked at again when asked for, every
    `LOOK_AGAIN_SECONDS` at most. A course that has errors stays as it was before.
    """

    def __init__(self, courses_dir: Path, labs_dir: Path, today: Callable[[], date]) -> None:
        self._folders = (courses_dir, labs_dir)
        self._today = today
        self._lock = threading.Lock()
        self._state = self._look()
        self._looked_at = time.monotonic()
        self._catalogue = self._load()

    def catalogue(self) -> Catalogue:
        """Return the courses and labs as they are now."""
        with self._lock:
            if time.monotonic() - self._looked_at >= LOOK_AGAIN_SECONDS:
                self.look_again()
            return self._catalogue

    def look_again(self) -> None:
        """Read the folders again if a file in them was changed, added or removed."""
        self._looked_at = time.monotonic()
        state = self._look()
        if state != self._state:
            self._state = state
            self._catalogue = keep_good_courses(self._catalogue, self._load())

    def _load(self) -> Catalogue:
        catalogue = load_catalogue(*self._folders, self._today())
        for complaint in catalogue.complaints:
            LOG.warning("%s", complaint.to_line(Language.EN))
        return catalogue

    def _look(self) -> _State:
        found = set()
        for folder in self._folders:
            for file in folder.rglob("*"):
                if file.is_file():
                    status = file.stat()
                    found.add((str(file), status.st_mtime_ns, status.st_size))
        return frozenset(found)
