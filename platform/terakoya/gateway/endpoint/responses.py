"""Reading what an endpoint sent: a chat response, pieces of one, or a refusal."""

import json
from typing import Any

import httpx2 as httpx

from terakoya.gateway.endpoint import problems

KEPT_FIELDS = ("id", "object", "created", "model", "choices", "usage", "system_fingerprint")
LARGEST_ANSWER_BYTES = 2 * 1024 * 1024
BEGINNING = 10_000
TRY_AGAIN = frozenset({429, 500, 502, 503, 504})
DATA = "data:"
END_OF_STREAM = "[DONE]"


def read_json(response: httpx.Response) -> Any:
    """The body's JSON. Raises ModelProblem for what is none or endless, and httpx's errors."""
    collected = bytearray()
    for piece in response.iter_bytes():
        collected += piece
        if len(collected) > LARGEST_ANSWER_BYTES:
            raise problems.rubbish()
    return _parsed(collected)


def checked_response(value: Any) -> dict[str, Any]:
    """`value` if it is a chat response with a text in it, reduced to OpenAI's fields.

    Raises ModelProblem.
    """
    try:
        content = value["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        raise problems.rubbish() from error
    if not isinstance(content, str):
        raise problems.rubbish()
    return _reduced(value)


def chunk_of_line(line: str) -> dict[str, Any] | None:
    """One piece of a streamed answer, or None for a line that carries none.

    Raises ModelProblem for an error sent in the middle, and for what is no piece.
    """
    data = line.removeprefix(DATA).strip()
    if not line.startswith(DATA) or data == END_OF_STREAM:
        return None
    value = _parsed(data)
    if not isinstance(value, dict) or not isinstance(value.get("choices"), list):
        raise problems.rubbish()
    return _reduced(value)


def refusal(response: httpx.Response) -> problems.ModelProblem:
    """What a response with an error status means for the person who asked."""
    if response.status_code in TRY_AGAIN:
        return problems.busy()
    complaint = _beginning(response)
    if "context" in complaint and ("exceed" in complaint or "maximum" in complaint):
        return problems.too_long()
    return problems.refused()


def _reduced(value: dict[str, Any]) -> dict[str, Any]:
    return {name: value[name] for name in KEPT_FIELDS if name in value}


def _parsed(data: bytes | bytearray | str) -> Any:
    try:
        return json.loads(data)
    except ValueError as error:
        raise problems.rubbish() from error


def _beginning(response: httpx.Response) -> str:
    """The start of an error's body, only to tell its kind; it is never shown or logged."""
    try:
        return response.read()[:BEGINNING].decode("utf-8", "replace").lower()
    except httpx.HTTPError:
        return ""
