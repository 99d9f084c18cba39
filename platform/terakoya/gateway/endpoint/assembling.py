"""A streamed answer as a whole one, and a whole one as pieces."""

from collections.abc import Iterator, Mapping
from typing import Any


class Assembly:
    """Collects the pieces of one streamed answer."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._last: dict[str, Any] = {}
        self._finish_reason: str | None = None
        self._usage: dict[str, Any] = {}

    def add(self, chunk: Mapping[str, Any]) -> None:
        """Take the next piece."""
        self._last = {**self._last, **chunk}
        self._usage = chunk.get("usage") or self._usage
        for choice in chunk["choices"][:1]:
            self._texts.append((choice.get("delta") or {}).get("content") or "")
            self._finish_reason = choice.get("finish_reason") or self._finish_reason

    @property
    def is_finished(self) -> bool:
        """Whether the endpoint said that the answer is complete."""
        return self._finish_reason is not None

    def response(self) -> dict[str, Any]:
        """The pieces as a response that was not streamed."""
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": "".join(self._texts)},
            "finish_reason": self._finish_reason,
        }
        return {
            **self._last,
            "object": "chat.completion",
            "choices": [choice],
            "usage": self._usage,
        }


def chunks_of(response: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A kept response as the pieces of a stream: the text, then how it ended."""
    common = {name: response.get(name) for name in ("id", "created", "model")}
    common["object"] = "chat.completion.chunk"
    choice = response["choices"][0]
    delta = {"role": "assistant", "content": choice["message"]["content"]}
    ending = {"index": 0, "delta": {}, "finish_reason": choice.get("finish_reason")}
    yield {**common, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    yield {**common, "choices": [ending], "usage": response.get("usage")}
