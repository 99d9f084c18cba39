"""A child's folder from outside: how much is in it, and removing it whatever was made in it."""

import contextlib
import os
from pathlib import Path
from uuid import uuid4

# What the smallest file or folder costs; else a million empty ones would weigh nothing.
BYTES_PER_ENTRY = 4096


def holds_more_than(folder: Path, most: int) -> bool:
    """Whether all that lies beneath a folder takes more than `most` bytes."""
    total = 0
    waiting = [str(folder)]
    while waiting:
        # A folder that is gone, not ours to enter, or too deep to name weighs as one entry.
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                total += BYTES_PER_ENTRY + _size(entry)
                if total > most:
                    return True
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
    return False


def remove_folder(folder: Path) -> None:
    """Remove a folder, however deep it is and whatever its permissions forbid.

    What can't be removed stays, without an error: it can only be another account's.
    """
    with contextlib.suppress(OSError):
        while folders := _empty(folder):
            for inner in folders:
                _flatten(inner, folder)
        folder.rmdir()


def _empty(folder: Path) -> list[Path]:
    """Remove the files of a folder; the folders that are left in it."""
    folder.chmod(0o700)
    left = []
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            left.append(entry)
        else:
            entry.unlink()
    return left


def _flatten(folder: Path, root: Path) -> None:
    """Remove a folder, with its inner ones moved up to `root`, so that no path grows long."""
    for inner in _empty(folder):
        inner.chmod(0o700)
        inner.rename(root / uuid4().hex)
    folder.rmdir()


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except OSError:
        return 0
