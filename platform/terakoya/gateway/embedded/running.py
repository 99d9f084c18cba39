"""The life of the `terakoya model` process: fetch, check, load, listen, stop."""

import os
import secrets
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from terakoya.gateway.embedded.addresses import (
    ModelAddress,
    find_address,
    withdraw_address,
    write_address,
)
from terakoya.gateway.embedded.engine import RunningEngine, start_engine
from terakoya.gateway.embedded.fetching import Show, fetch_weights
from terakoya.gateway.embedded.machine import (
    UnsupportedMachine,
    free_memory_bytes,
    too_small_sentence,
    unsupported_sentence,
)
from terakoya.gateway.embedded.places import model_folder
from terakoya.gateway.embedded.weights import default_weights, digest_of
from terakoya.language import Text
from terakoya.settings import Settings

NICENESS = 5  # pages are answered before prompts
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)

Say = Callable[[Text], None]


class ModelNotStarted(Exception):
    """The model can't be started here; `sentence` says why and what to do."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(sentence.en)


class AlreadyRunning(ModelNotStarted):
    """Another process runs the model for this data folder; `sentence` names it."""


def run_model(settings: Settings, *, say: Say, show: Show) -> None:
    """Run the model on a free port of 127.0.0.1 until SIGTERM or SIGINT.

    Raises AlreadyRunning, ModelNotStarted or FetchFailed.
    """
    _stop_on_signals()
    running = find_address(settings.data_dir)
    if running is not None:
        raise AlreadyRunning(_already_running(running))
    _need_supported_machine()
    path = weights_path(settings, show=show)
    _need_memory(path)
    say(Text("モデルを読み込んでいます。", "Loading the model."))
    engine, name, key = _start(path)
    address = ModelAddress(engine.address, key, os.getpid(), name, engine.fingerprint)
    write_address(settings.data_dir, address)
    try:
        say(
            Text(
                f"モデルが {engine.address} で待っています。", f"The model is at {engine.address}."
            )
        )
        threading.Event().wait()
    except SystemExit:
        withdraw_address(settings.data_dir, pid=os.getpid())
        say(Text("モデルを止めました。", "The model has stopped."))
        # The engine's own end waits for the answer in progress, however long it takes; whoever
        # asked is told at once when the connection breaks.
        os._exit(0)


def _stop_on_signals() -> None:
    """Let a signal unwind what runs, so that no child and no address of ours stays."""

    def leave(_signal: int, _frame: object) -> None:
        sys.exit(0)

    for number in STOP_SIGNALS:
        signal.signal(number, leave)


def weights_path(settings: Settings, *, show: Show) -> Path:
    """The GGUF file to run: the one that was named, else the default, fetched if it is absent.

    Raises ModelNotStarted when the named file does not exist, FetchFailed.
    """
    if not settings.model_path:
        folder = model_folder(default_weights(), model_dir=settings.model_dir)
        return fetch_weights(folder, show=show)
    path = Path(settings.model_path).expanduser()
    if not path.is_file():
        raise ModelNotStarted(
            Text(
                f"TERAKOYA_MODEL_PATH のファイル {path} がありません。",
                f"TERAKOYA_MODEL_PATH names {path}, which does not exist.",
            )
        )
    return path


def _start(path: Path) -> tuple[RunningEngine, str, str]:
    os.nice(NICENESS)
    key = secrets.token_urlsafe(32)
    name = path.stem
    try:
        engine = start_engine(path=path, digest=digest_of(path), name=name, api_key=key)
    except UnsupportedMachine as error:
        raise ModelNotStarted(error.sentence) from error
    except RuntimeError as error:
        raise ModelNotStarted(
            Text(
                f"{path} を読み込めませんでした。GGUF 形式のモデルか確かめてください。",
                f"{path} could not be loaded. Check that it is a model in GGUF format.",
            )
        ) from error
    return engine, name, key


def _need_supported_machine() -> None:
    reason = unsupported_sentence()
    if reason is not None:
        raise ModelNotStarted(reason)


def _need_memory(path: Path) -> None:
    reason = too_small_sentence(model_bytes=path.stat().st_size, free_bytes=free_memory_bytes())
    if reason is not None:
        raise ModelNotStarted(reason)


def _already_running(address: ModelAddress) -> Text:
    return Text(
        f"モデルはもう動いています（プロセス {address.pid}）。",
        f"The model is already running (process {address.pid}).",
    )
