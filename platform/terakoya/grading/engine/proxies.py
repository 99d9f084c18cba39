"""What a test holds in place of a learner's live object: it asks the learner's process.

Calls, attributes, items, lengths, iteration and `str` are asked for. Comparing, hashing and truth
never are: an object that says of itself that it equals everything is no right answer.
"""

import builtins
import sys
from collections.abc import Callable, Iterator
from typing import Any

from terakoya.grading.engine.channel import Message
from terakoya.grading.engine.plain import NotPlain, decode, encode

Ask = Callable[[Message], Message]
NOT_RAISED = (SystemExit, KeyboardInterrupt, GeneratorExit)


class LearnerStopped(Exception):
    """The learner's process has ended or was stopped, so its functions can't be called."""


class Proxy:
    """A learner's live object."""

    def __init__(self, border: "TrustedBorder", number: int, about: dict[str, Any]) -> None:
        self._border, self._number, self._about = border, number, about
        self.__doc__ = str(about.get("doc", ""))

    def __getattr__(self, name: str) -> object:
        if name == "__name__":
            return str(self._about.get("name", ""))
        if name.startswith("_"):
            raise AttributeError(name)
        return self._border.ask({"do": "attribute", "number": self._number, "name": name})

    def __getitem__(self, key: object) -> object:
        key = encode(key, self._border)
        return self._border.ask({"do": "item", "number": self._number, "key": key})

    def __len__(self) -> int:
        length = self._border.ask({"do": "length", "number": self._number})
        return length if isinstance(length, int) else 0

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[object]:
        items = self._border.ask({"do": "iterate", "number": self._number})
        if not isinstance(items, Proxy):
            return
        while True:
            found = self._border.ask({"do": "next", "number": number_of(items)})
            if not isinstance(found, tuple) or not found:
                return
            yield found[0]

    def __str__(self) -> str:
        return str(self._border.ask({"do": "text", "number": self._number}))

    def __repr__(self) -> str:
        return f"<{self._about.get('type', 'object')} of the learner>"


def number_of(proxy: Proxy) -> int:
    """The number under which the learner's process keeps the object."""
    return proxy._number  # noqa: SLF001  attributes of a proxy are the learner's


class CallableProxy(Proxy):
    """A learner's function, class or other object that can be called."""

    def __call__(self, *arguments: object, **named: object) -> object:
        """Call it there."""
        return self._border.ask(
            {
                "do": "call",
                "number": self._number,
                "arguments": encode(arguments, self._border),
                "named": encode(named, self._border),
            }
        )


class TrustedBorder:
    """The tests' end: makes proxies of handles, and lends functions to the learner's process."""

    def __init__(self, ask: Ask, rebound: Callable[[], Message]) -> None:
        """`ask` sends a message to the learner's process; `rebound` gives the names to mirror."""
        self._ask = ask
        self._rebound = rebound
        self._lent: list[object] = []

    def name(self, value: object) -> list[Any]:
        """A reference for what isn't plain: the learner's own object, or a function of ours."""
        if isinstance(value, Proxy):
            return ["handle", number_of(value)]
        self._lent.append(value)
        return ["callback", len(self._lent) - 1]

    def find(self, tag: str, reference: list[Any]) -> object:
        """The proxy for a handle."""
        if tag == "callback" and len(reference) == 1 and type(reference[0]) is int:
            if 0 <= reference[0] < len(self._lent):
                return self._lent[reference[0]]
            raise NotPlain
        if tag != "handle" or len(reference) != 2 or not isinstance(reference[1], dict):  # noqa: PLR2004
            raise NotPlain
        number, about = reference
        kind = CallableProxy if about.get("callable") is True else Proxy
        return kind(self, number, about)

    def ask(self, wish: Message) -> Any:
        """The learner's answer to a wish; its prints are repeated, its exception raised here."""
        answer = self._ask({**wish, "rebound": self._rebound()})
        while answer.get("say") == "callback":
            answer = self._ask(self._call_lent(answer))
        for output in answer.get("outputs", []):
            if output.get("output_type") == "stream":
                stream = sys.stderr if output.get("name") == "stderr" else sys.stdout
                stream.write(str(output.get("text", "")))
        if "error" in answer:
            raise _exception(answer["error"])
        return decode(answer.get("value"), self)

    def _call_lent(self, wish: Message) -> Message:
        try:
            function: Any = self.find("callback", [wish.get("number")])
            arguments: Any = decode(wish.get("arguments"), self)
            named: Any = decode(wish.get("named"), self)
            return {"do": "callback-answer", "value": encode(function(*arguments, **named), self)}
        except Exception as error:
            known = next(kind for kind in type(error).__mro__ if kind.__module__ == "builtins")
            return {"do": "callback-answer", "error": [known.__name__, str(error)[:200]]}


def _exception(description: Any) -> BaseException:
    name, text = "RuntimeError", ""
    if isinstance(description, list) and len(description) == 2:  # noqa: PLR2004
        name, text = str(description[0]), str(description[1])
    if name == "LearnerStopped":
        return LearnerStopped(text)
    kind = getattr(builtins, name, RuntimeError)
    if not (isinstance(kind, type) and issubclass(kind, BaseException)):
        return RuntimeError(text)
    if issubclass(kind, NOT_RAISED):
        return RuntimeError(f"{name}: {text}")
    try:
        return kind(text)
    except TypeError:
        # Some, like UnicodeDecodeError, want more than a text.
        return RuntimeError(f"{name}: {text}")
