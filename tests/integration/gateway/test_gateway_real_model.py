"""The recordings are what the real model says: a handful is asked again where it is present."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx2
import pytest

from recorded_model import FOLDER
from terakoya.gateway.embedded.addresses import ModelAddress, find_address
from terakoya.gateway.embedded.machine import (
    free_memory_bytes,
    too_small_sentence,
    unsupported_sentence,
)
from terakoya.gateway.embedded.places import model_folder
from terakoya.gateway.embedded.weights import default_weights
from terakoya.gateway.endpoint.client import ChatClient
from terakoya.gateway.recordings import Recording, merged, read_recording
from terakoya.gateway.sources import current_source
from terakoya.settings import Settings, load

HANDFUL = 3
SHORT_TOKENS = 120
START_SECONDS = 90
ANSWER_SECONDS = 180

WEIGHTS = default_weights()
IS_PRESENT = (
    model_folder(WEIGHTS).is_complete
    and unsupported_sentence() is None
    and too_small_sentence(model_bytes=WEIGHTS.size, free_bytes=free_memory_bytes()) is None
)
pytestmark = [
    pytest.mark.model,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not IS_PRESENT, reason="the embedded model is not on this machine"),
]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a product whose model runs, started as `terakoya model`."""
    named = {
        "TERAKOYA_DATA_DIR": str(tmp_path_factory.mktemp("model")),
        "TERAKOYA_SECRET_KEY": "test",
    }
    settings = load(named)
    process = subprocess.Popen(
        [sys.executable, "-m", "terakoya", "model"], env={**os.environ, **named}
    )
    try:
        _wait_for_address(settings, process)
        yield settings
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert find_address(settings.data_dir) is None


def _wait_for_address(settings: Settings, process: "subprocess.Popen[bytes]") -> ModelAddress:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        address = find_address(settings.data_dir)
        if address is not None:
            return address
        time.sleep(0.1)
    pytest.fail("the model did not start")


@pytest.fixture(scope="module")
def recording() -> Recording:
    """Everything that is recorded."""
    return merged({path: read_recording(path) for path in sorted(FOLDER.glob("*.json"))})


def test_the_recordings_are_of_the_model_that_runs(running: Settings, recording: Recording) -> None:
    endpoint = current_source(running).require_endpoint()
    assert endpoint.fingerprint == recording.fingerprint, "record anew: terakoya model record FILE"


def test_a_handful_of_recorded_answers_is_given_again_in_any_order(
    running: Settings, recording: Recording
) -> None:
    client = ChatClient(current_source(running).require_endpoint(), ANSWER_SECONDS)
    short = sorted(key for key in recording.answers if _tokens(recording, key) <= SHORT_TOKENS)
    for key in random.sample(short, min(HANDFUL, len(short))):
        recorded = recording.answers[key]
        said = client.chat(recorded.request)["choices"]
        assert said == recorded.response["choices"], f"{key}: record anew"


def test_the_engine_answers_nobody_without_its_key(running: Settings) -> None:
    address = find_address(running.data_dir)
    assert address is not None
    for path in ("/v1/models", "/slots", "/props", "/v1/chat/completions"):
        assert httpx2.get(f"{address.url}{path}").status_code in (401, 404)


def _tokens(recording: Recording, key: str) -> int:
    usage = recording.answers[key].response["usage"]
    return int(usage["prompt_tokens"] + usage["completion_tokens"])
