"""Whatever an endpoint does, who asks gets an answer or a sentence, and never a key."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from terakoya.gateway.endpoint.client import ChatClient, Endpoint
from terakoya.gateway.endpoint.fingerprint import ModelFingerprint
from terakoya.gateway.endpoint.problems import ModelProblem, ProblemKind
from terakoya.gateway.endpoint.request import settled_request

pytestmark = pytest.mark.network

KEY = "sk-this-must-stay-secret"
ASKED = settled_request({"messages": [{"role": "user", "content": "こんにちは"}]})
ANSWER: dict[str, Any] = {
    "id": "1",
    "object": "chat.completion",
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "はい。"}}],
    "usage": {"prompt_tokens": 3, "completion_tokens": 2},
}


@dataclass(frozen=True)
class Reply:
    """What the endpoint sends; `is_cut` ends the connection before the promised length."""

    status: int = 200
    body: bytes = json.dumps(ANSWER).encode()
    headers: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False


@dataclass
class Service:
    """An endpoint that replies as told, one reply a request, and remembers what it got."""

    url: str
    replies: list[Reply | None] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        service: Service = self.server.service  # type: ignore[attr-defined]
        service.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        service.keys.append(self.headers["Authorization"])
        reply = service.replies.pop(0)
        if reply is None:  # thinks until the test ends
            service.closing.wait(10)
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body) + (100 if reply.is_cut else 0)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


@pytest.fixture
def service() -> Iterator[Service]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    opened = Service(f"http://127.0.0.1:{server.server_port}/v1")
    server.service = opened  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield opened
    opened.closing.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def client(service: Service, pauses: list[float]) -> ChatClient:
    return client_of(service.url, pause=pauses.append)


def client_of(
    url: str,
    *,
    is_embedded: bool = False,
    timeout_seconds: float = 5,
    pause: Callable[[float], None] = lambda _seconds: None,
) -> ChatClient:
    endpoint = Endpoint(
        url=url,
        name="m",
        fingerprint=ModelFingerprint("w", "e"),
        api_key=KEY,
        is_embedded=is_embedded,
    )
    return ChatClient(endpoint, timeout_seconds, pause=pause)


def problem_of(client: ChatClient) -> ModelProblem:
    with pytest.raises(ModelProblem) as caught:
        client.chat(ASKED)
    said = caught.value.sentence
    assert KEY not in said.ja + said.en + repr(client)
    assert "残っています" in said.ja
    return caught.value


def test_an_answer_comes_with_openais_fields_only(service: Service, client: ChatClient) -> None:
    service.replies = [Reply(body=json.dumps({**ANSWER, "timings": {"ms": 3}}).encode())]
    assert client.chat(ASKED) == ANSWER
    assert service.keys == [f"Bearer {KEY}"]
    assert service.bodies == [{**ASKED, "model": "m"}]


def test_only_the_embedded_engine_is_told_about_its_cache(service: Service) -> None:
    service.replies = [Reply()]
    client_of(service.url, is_embedded=True).chat(ASKED)
    assert service.bodies == [{**ASKED, "model": "m", "cache_prompt": False}]


def test_a_busy_endpoint_is_asked_again_when_it_says(
    service: Service, client: ChatClient, pauses: list[float]
) -> None:
    service.replies = [Reply(429, b"", {"Retry-After": "3"}), Reply(503, b""), Reply()]
    assert client.chat(ASKED) == ANSWER
    assert pauses == [3.0, 1.0]


def test_an_endpoint_that_stays_busy_is_given_up(service: Service, client: ChatClient) -> None:
    service.replies = [Reply(500, b""), Reply(502, b""), Reply(429, b"")]
    assert problem_of(client).kind is ProblemKind.BUSY
    assert service.replies == []


def test_a_wait_beyond_the_time_limit_is_not_waited(
    service: Service, client: ChatClient, pauses: list[float]
) -> None:
    service.replies = [Reply(429, b"", {"Retry-After": "3600"})]
    assert problem_of(client).kind is ProblemKind.BUSY
    assert pauses == []


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(401, f'{{"error": "bad key {KEY}"}}'.encode()), ProblemKind.REFUSED),
        (Reply(404, b"no such model"), ProblemKind.REFUSED),
        (Reply(400, b"the request exceeds the available context size"), ProblemKind.TOO_LONG),
        (Reply(body=b"<html>"), ProblemKind.RUBBISH),
        (Reply(body=b"[]"), ProblemKind.RUBBISH),
        (Reply(body=b'{"choices": []}'), ProblemKind.RUBBISH),
        (Reply(body=b'{"choices": [{"message": {"content": null}}]}'), ProblemKind.RUBBISH),
        (Reply(body=b'"' + b"x" * 3_000_000 + b'"'), ProblemKind.RUBBISH),
        (Reply(body=b'{"choi', is_cut=True), ProblemKind.UNAVAILABLE),
    ],
)
def test_what_is_no_answer_is_said_in_a_sentence(
    service: Service, client: ChatClient, reply: Reply, kind: ProblemKind
) -> None:
    service.replies = [reply]
    assert problem_of(client).kind is kind


def test_a_slow_endpoint_is_asked_once_only(service: Service) -> None:
    service.replies = [None]
    client = client_of(service.url, timeout_seconds=0.2)
    assert problem_of(client).kind is ProblemKind.SLOW
    assert len(service.bodies) == 1


def test_nobody_there_is_tried_again_and_then_said(pauses: list[float]) -> None:
    client = client_of("http://127.0.0.1:9/v1", is_embedded=True, pause=pauses.append)
    assert problem_of(client).kind is ProblemKind.UNAVAILABLE
    assert pauses == [0.5, 1.0]


def test_a_stream_that_breaks_ends_in_a_problem(service: Service, client: ChatClient) -> None:
    piece = {"choices": [{"index": 0, "delta": {"content": "は"}}]}
    good = f"data: {json.dumps(piece)}\n\n"
    service.replies = [Reply(body=f"{good}data: nonsense\n\n".encode())]
    pieces = client.stream(ASKED)
    assert next(pieces) == piece
    with pytest.raises(ModelProblem, match="could not be read"):
        next(pieces)
