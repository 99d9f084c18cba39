"""Asking one OpenAI-compatible endpoint over HTTP: time limits, new tries, plain outcomes."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx

from terakoya.gateway.endpoint import problems
from terakoya.gateway.endpoint.fingerprint import ModelFingerprint
from terakoya.gateway.endpoint.problems import ModelProblem
from terakoya.gateway.endpoint.responses import (
    TRY_AGAIN,
    checked_response,
    chunk_of_line,
    read_json,
    refusal,
)

TRIES = 3
CONNECT_SECONDS = 5.0
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked. `url` ends where `/chat/completions` follows."""

    url: str
    name: str
    fingerprint: ModelFingerprint
    api_key: str = field(default="", repr=False)
    is_embedded: bool = False


@dataclass(frozen=True, slots=True)
class _Failure:
    """A try that failed; `may_pass` tells whether another one could do better."""

    problem: ModelProblem
    may_pass: bool
    wait_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class ChatClient:
    """Asks `endpoint`; `timeout_seconds` is the longest silence while waiting for an answer."""

    endpoint: Endpoint
    timeout_seconds: float
    pause: Callable[[float], None] = time.sleep

    def chat(self, settled: Mapping[str, Any]) -> dict[str, Any]:
        """The response to a settled request, with OpenAI's fields only. Raises ModelProblem."""
        with self._sent(settled) as response:
            return checked_response(read_json(response))

    def stream(self, settled: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The response in pieces, as OpenAI's `chat.completion.chunk` objects.

        Raises ModelProblem, also in the middle.
        """
        body = {**settled, "stream": True, "stream_options": {"include_usage": True}}
        with self._sent(body) as response:
            for line in response.iter_lines():
                chunk = chunk_of_line(line)
                if chunk is not None:
                    yield chunk

    @contextmanager
    def _sent(self, settled: Mapping[str, Any]) -> Iterator[httpx.Response]:
        """The first good response, not yet read; what breaks while reading is a ModelProblem."""
        own = {"cache_prompt": False} if self.endpoint.is_embedded else {}
        limits = httpx.Timeout(self.timeout_seconds, connect=CONNECT_SECONDS)
        # trust_env: a proxy from the environment is for the outside, not for this machine.
        with httpx.Client(timeout=limits, trust_env=not self.endpoint.is_embedded) as client:
            request = client.build_request(
                "POST",
                f"{self.endpoint.url}/chat/completions",
                json={**settled, **own, "model": self.endpoint.name},
                headers={"Authorization": f"Bearer {self.endpoint.api_key}"},
            )
            response = self._tried(client, request)
            try:
                yield response
            except httpx.TimeoutException as error:
                raise problems.slow(self.timeout_seconds) from error
            except httpx.HTTPError as error:
                raise problems.not_started() from error
            finally:
                response.close()

    def _tried(self, client: httpx.Client, request: httpx.Request) -> httpx.Response:
        deadline = time.monotonic() + self.timeout_seconds
        tries = 0
        while True:
            outcome = self._try(client, request)
            if isinstance(outcome, httpx.Response):
                return outcome
            tries += 1
            wait = outcome.wait_seconds or FIRST_PAUSE_SECONDS * 2 ** (tries - 1)
            is_last = tries == TRIES or time.monotonic() + wait > deadline
            if is_last or not outcome.may_pass:
                raise outcome.problem
            self.pause(min(wait, LONGEST_PAUSE_SECONDS))

    def _try(self, client: httpx.Client, request: httpx.Request) -> httpx.Response | _Failure:
        try:
            response = client.send(request, stream=True)
        except httpx.ConnectTimeout:
            return _Failure(problems.not_started(), may_pass=True)
        except httpx.TimeoutException:  # a slow model would only have twice the work
            return _Failure(problems.slow(self.timeout_seconds), may_pass=False)
        except httpx.HTTPError:
            return _Failure(problems.not_started(), may_pass=True)
        if response.is_success:
            return response
        problem = refusal(response)
        response.close()
        return _Failure(
            problem,
            may_pass=response.status_code in TRY_AGAIN,
            wait_seconds=_retry_after_seconds(response),
        )


def _retry_after_seconds(response: httpx.Response) -> float | None:
    """What the Retry-After header asks for, where it is given in seconds."""
    asked = response.headers.get("Retry-After", "")
    return float(asked) if asked.isdigit() else None
