"""A model for tests: an OpenAI-compatible server on loopback that replays recorded answers.

The answers are the real model's, kept in tests/recorded/. A request that was not recorded gets a
404 that says so, and is listed in `unknown`; `terakoya model record FILE` asks the real model anew.
"""

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from terakoya.gateway.embedded.addresses import ModelAddress, write_address
from terakoya.gateway.endpoint.assembling import chunks_of
from terakoya.gateway.endpoint.request import answer_key
from terakoya.gateway.recordings import Recording, merged, read_recording

FOLDER = Path(__file__).parent / "recorded"
KEY = "recorded-model-key"
OURS = frozenset({"model", "cache_prompt", "stream", "stream_options"})


class RecordedModel:
    """The running server. `before_answer` is called with each settled request it got."""

    def __init__(self, recording: Recording, url: str) -> None:
        self.recording = recording
        self.url = url
        self.asked: list[dict[str, Any]] = []
        self.unknown: list[dict[str, Any]] = []
        self.before_answer: Callable[[dict[str, Any]], None] = lambda _settled: None

    def announce(self, data_dir: Path) -> None:
        """Be the embedded model of the product that uses `data_dir`."""
        address = ModelAddress(
            url=self.url,
            api_key=KEY,
            pid=os.getpid(),
            name="recorded",
            fingerprint=self.recording.fingerprint,
        )
        write_address(data_dir, address)

    def answer(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """The recorded response to a request as the gateway sends it, or None."""
        settled = {name: value for name, value in body.items() if name not in OURS}
        self.asked.append(settled)
        self.before_answer(settled)
        found = self.recording.answers.get(answer_key(settled, self.recording.fingerprint))
        if found is None:
            self.unknown.append(settled)
            return None
        return found.response


@contextmanager
def recorded_model(folder: Path = FOLDER) -> Iterator[RecordedModel]:
    """Serve all recordings of `folder` until the end of the block."""
    recording = merged({path: read_recording(path) for path in sorted(folder.glob("*.json"))})
    with serving(recording) as model:
        yield model


@contextmanager
def serving(recording: Recording) -> Iterator[RecordedModel]:
    """Serve one recording until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    model = RecordedModel(recording, f"http://127.0.0.1:{server.server_port}")
    server.recorded = model  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            self._send(401, {"error": {"message": "wrong key"}})
            return
        response = self.server.recorded.answer(body)  # type: ignore[attr-defined]
        if response is None:
            message = "This request was not recorded. Record it: terakoya model record FILE"
            self._send(404, {"error": {"message": message, "type": "not_recorded"}})
        elif body.get("stream"):
            self._send_stream(response)
        else:
            self._send(200, response)

    def _send(self, status: int, value: dict[str, Any]) -> None:
        self._send_bytes(status, "application/json", json.dumps(value).encode())

    def _send_stream(self, response: dict[str, Any]) -> None:
        events = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks_of(response)]
        self._send_bytes(200, "text/event-stream", "".join([*events, "data: [DONE]\n\n"]).encode())

    def _send_bytes(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # inherited name
        """Stay quiet in test output."""
