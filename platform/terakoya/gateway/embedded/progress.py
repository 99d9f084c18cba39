"""How far fetching the weights is: written by the process that fetches, read by every other."""

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from terakoya.gateway.embedded.places import ModelFolder, size_of
from terakoya.language import Text

MEGABYTE = 1_000_000


class FetchState(StrEnum):
    """Where the weights are on their way."""

    ABSENT = "absent"
    FETCHING = "fetching"
    VERIFYING = "verifying"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of fetching; sizes in bytes."""

    state: FetchState
    bytes_done: int
    bytes_total: int
    message: Text

    @property
    def percent(self) -> int:
        """How much is here, 0 to 100; 100 only when all is."""
        return self.bytes_done * 100 // self.bytes_total if self.bytes_total else 0


def write_progress(folder: ModelFolder, progress: Progress) -> None:
    """Replace the status file in one step, so that no reader sees half of it."""
    written = json.dumps(
        {
            "state": progress.state,
            "bytes_done": progress.bytes_done,
            "bytes_total": progress.bytes_total,
            "message": progress.message.as_dict(),
        },
        ensure_ascii=False,
    )
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=folder.path, prefix="status-", delete=False
    ) as file:
        file.write(written)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(folder.status)


def read_progress(folder: ModelFolder) -> Progress:
    """How far the weights are. What an ended process left half done counts as absent."""
    if folder.is_complete:
        size = folder.weights.size
        return Progress(FetchState.READY, size, size, said(FetchState.READY, size, size))
    found = _written(folder)
    if found.state in (FetchState.FETCHING, FetchState.VERIFYING) and not is_being_fetched(folder):
        return absent(folder)
    return found


def absent(folder: ModelFolder) -> Progress:
    """The progress of weights that nobody fetches now; parts may be there."""
    done, total = size_of(folder.partial), folder.weights.size
    return Progress(FetchState.ABSENT, done, total, said(FetchState.ABSENT, done, total))


def said(state: FetchState, done: int, total: int) -> Text:
    """A sentence for a state that needs no further reason. Sizes in bytes."""
    have, whole = done // MEGABYTE, total // MEGABYTE
    percent = done * 100 // total if total else 0
    return {
        FetchState.ABSENT: Text(
            "練習用のAIモデルは、まだこのコンピューターにありません。",
            "The practice AI model is not on this machine yet.",
        ),
        FetchState.FETCHING: Text(
            f"練習用のAIモデルを取り寄せています（{percent}%、{have:,} / {whole:,} MB）。",
            f"The practice AI model is being fetched ({percent} %, {have:,} of {whole:,} MB).",
        ),
        FetchState.VERIFYING: Text(
            "練習用のAIモデルが正しく届いたか確かめています。",
            "The practice AI model has arrived and is being checked.",
        ),
        FetchState.READY: Text(
            "練習用のAIモデルのファイルはそろっています。",
            "The practice AI model’s files are here.",
        ),
        FetchState.FAILED: Text(
            "練習用のAIモデルを取り寄せられませんでした。しばらくするとまた試します。",
            "The practice AI model could not be fetched. It will be tried again in a while.",
        ),
    }[state]


def is_being_fetched(folder: ModelFolder) -> bool:
    """Whether some process holds the folder's lock now."""
    try:
        with folder.lock.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # not there, or not ours to see
        return False
    return False


@contextmanager
def fetch_lock(folder: ModelFolder) -> Iterator[bool]:
    """Take the folder's lock without waiting; yields whether it was free.

    The kernel gives it back when the process ends, however it ends.
    """
    folder.path.mkdir(parents=True, exist_ok=True)
    with folder.lock.open("a") as file:
        yield _is_taken(file)


def _is_taken(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    os.set_inheritable(file.fileno(), False)
    return True


def _written(folder: ModelFolder) -> Progress:
    try:
        value = json.loads(folder.status.read_text(encoding="utf-8"))
        return Progress(
            state=FetchState(value["state"]),
            bytes_done=int(value["bytes_done"]),
            bytes_total=int(value["bytes_total"]),
            message=Text.from_dict(value["message"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return absent(folder)
