"""The learner's process: runs the learner's cells, and later lends their values and functions.

Nothing that it says is believed beyond plain data; nothing secret is ever told to it.
"""

import builtins
from collections.abc import Callable
from typing import Any

from terakoya.grading.engine.channel import Channel, Message
from terakoya.grading.engine.plain import NotPlain, decode, encode
from terakoya.grading.engine.shell import (
    OUTPUTS,
    CellShell,
    TimeLimit,
    captured,
    run_cell,
    time_limit,
)

LONGEST_TEXT = 2000
GONE = "gone"
MOST_KEPT = 100_000


class LearnerBorder:
    """The live objects that the tests hold references to."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._kept: list[object] = []

    def name(self, value: object) -> list[Any]:
        """A handle for a live object, with the little that a test may want to know of it."""
        if len(self._kept) >= MOST_KEPT:
            raise MemoryError
        self._kept.append(value)
        about = {
            "callable": callable(value),
            "type": type(value).__name__,
            "name": str(getattr(value, "__name__", ""))[:LONGEST_TEXT],
            "doc": str(getattr(value, "__doc__", "") or "")[:LONGEST_TEXT],
        }
        return ["handle", len(self._kept) - 1, about]

    def find(self, tag: str, reference: list[Any]) -> object:
        """The object behind a handle, or a function that calls the tests' function."""
        if tag == "handle":
            return self._kept[reference[0]]
        if tag != "callback":
            raise NotPlain
        number = reference[0]

        def call_back(*arguments: object, **named: object) -> object:
            return self._call_back(number, arguments, named)

        return call_back

    def _call_back(self, number: int, arguments: object, named: object) -> object:
        self._channel.send(
            {
                "say": "callback",
                "number": number,
                "arguments": encode(arguments, self),
                "named": encode(named, self),
            }
        )
        answer = self._channel.receive()
        if "error" in answer:
            name, text = answer["error"]
            raise getattr(builtins, name, RuntimeError)(text)
        return decode(answer["value"], self)


def serve_learner(shell: CellShell, channel: Channel) -> None:
    """Do what the engine asks for, until it ends this process."""
    border = LearnerBorder(channel)
    while True:
        wish = channel.receive()
        if wish["do"] == "run":
            outputs = run_cell(
                shell, wish["source"], seconds=wish["seconds"], most_bytes=wish["bytes"]
            )
            channel.send({"say": "ran", "outputs": outputs})
        else:
            channel.send(_answer(shell, border, wish))


def _answer(shell: CellShell, border: LearnerBorder, wish: Message) -> Message:
    answer: Message = {"say": "answer"}
    limit = TimeLimit()
    try:
        with captured(wish["bytes"]), time_limit(wish["seconds"], limit):
            answer["value"] = encode(_do(shell, border, wish), border)
    except BaseException as error:
        # Whatever the learner's function raises is its answer.
        answer["error"] = _describe(error)
    return {**answer, "outputs": OUTPUTS.listed, "is_late": limit.is_over}


def _do(shell: CellShell, border: LearnerBorder, wish: Message) -> object:
    _rebind(shell.user_ns, border, wish.get("rebound", {}))
    match wish["do"]:
        case "export":
            names = wish["names"]
            return {name: shell.user_ns[name] for name in names if name in shell.user_ns}
        case "call":
            function: Any = border.find("handle", [wish["number"]])
            arguments: Any = decode(wish["arguments"], border)
            named: Any = decode(wish["named"], border)
            return function(*arguments, **named)
        case operation:
            return _look(border, wish, operation)


def _look(border: LearnerBorder, wish: Message, operation: str) -> object:
    thing: Any = border.find("handle", [wish["number"]])
    if operation == "attribute":
        return getattr(thing, wish["name"])
    if operation == "item":
        return thing[decode(wish["key"], border)]
    if operation not in _LOOKS:
        raise NotPlain
    return _LOOKS[operation](thing)


def _next(iterator: Any) -> tuple[object, ...]:
    try:
        return (next(iterator),)
    except StopIteration:
        return ()


_LOOKS: dict[str, Callable[[Any], object]] = {
    "length": len,
    "iterate": iter,
    "next": _next,
    "text": str,
}


def _rebind(namespace: dict[str, Any], border: LearnerBorder, rebound: Message) -> None:
    for name, value in rebound.items():
        if value == [GONE]:
            namespace.pop(name, None)
        else:
            namespace[name] = decode(value, border)


def _describe(error: BaseException) -> list[str]:
    """The nearest built-in class of an exception, and its text."""
    known = next(kind for kind in type(error).__mro__ if kind.__module__ == "builtins")
    try:
        text = str(error)[:LONGEST_TEXT]
    except Exception:
        # Its own __str__ may raise anything.
        text = ""
    return [known.__name__, text]
