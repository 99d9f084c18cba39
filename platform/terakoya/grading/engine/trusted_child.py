"""The trusted process: runs the lab's own cells, and never a line of the learner's.

A name that a test uses comes from the test itself, else from the lab's set-up cells, else from
Python, and only then from the learner, as plain data or a proxy. Names that the lab's answer cells
define come from the learner in any case.
"""

import builtins
from types import ModuleType
from typing import Any

from terakoya.grading.engine.channel import Channel, Message
from terakoya.grading.engine.learner_child import GONE
from terakoya.grading.engine.names import CellNames, names_of, only_definitions
from terakoya.grading.engine.plain import encode
from terakoya.grading.engine.proxies import TrustedBorder
from terakoya.grading.engine.shell import CellShell, run_cell, time_limit_paused
from terakoya_graders import model, prompts

_NOTHING = object()


class TrustedCells:
    """The namespace of the lab's cells and its border to the learner's process."""

    def __init__(self, shell: CellShell, channel: Channel) -> None:
        self._shell = shell
        self._channel = channel
        self._border = TrustedBorder(self._ask_learner, self._take_rebound)
        self._answer_names: set[str] = set()
        self._borrowed: set[str] = set()
        self._used: set[str] = set()
        self._set_up_names: set[str] = set()
        self._mirrored: dict[str, object] = {}
        self._has_asked = False
        self._builtin = frozenset(dir(builtins)) | set(shell.user_ns)

    def serve(self) -> None:
        """Do what the engine asks for, until it ends this process."""
        while True:
            wish = self._channel.receive()
            self._has_asked = False
            outputs = self._do(wish)
            self._channel.send({"say": "ran", "outputs": outputs, "has_asked": self._has_asked})

    def _do(self, wish: Message) -> list[Message]:
        match wish["do"]:
            case "prompts":
                prompts.update(wish["prompts"])
            case "answer-names":
                self._answer_names.update(wish["names"])
                for name in wish["names"]:
                    self._shell.user_ns.pop(name, None)
            case "definitions":
                return self._set_up({**wish, "source": only_definitions(wish["source"])})
            case "set-up":
                return self._set_up(wish)
            case "test":
                model.use(self._ask_model if wish["has_model"] else None, graded=True)
                try:
                    return self._run(wish)
                finally:
                    model.use(None)
        return []

    def _set_up(self, wish: Message) -> list[Message]:
        before = set(self._shell.user_ns)
        outputs = self._run(wish)
        self._set_up_names |= set(self._shell.user_ns) - before - self._borrowed
        return outputs

    def _run(self, wish: Message) -> list[Message]:
        code = self._shell.input_transformer_manager.transform_cell(wish["source"])
        names = names_of(code)
        known = set(self._shell.user_ns)
        if wish["has_learner"]:
            self._borrow(names)
        outputs = run_cell(
            self._shell, wish["source"], seconds=wish["seconds"], most_bytes=wish["bytes"]
        )
        # What this cell bound is the lab's own from now on.
        self._borrowed -= names.bound - self._answer_names
        self._used |= names.used - (known - self._borrowed)
        self._mirrored = {}
        return outputs

    def _borrow(self, names: CellNames) -> None:
        namespace = self._shell.user_ns
        own = set(namespace) - self._borrowed
        wanted = (names.used | self._used) - own - (self._builtin - self._answer_names)
        wanted -= names.bound - self._answer_names
        for name in self._borrowed:
            namespace.pop(name, None)
        self._borrowed = set()
        if wanted:
            self._has_asked = True
            lent = self._export(sorted(wanted))
            namespace.update(lent)
            self._borrowed = set(lent)
        # Only names that the learner has by right: a test's own variables may hold the answers.
        changing = (names.bound | names.deleted) & (self._borrowed | self._set_up_names)
        self._mirrored = {name: namespace.get(name, _NOTHING) for name in changing}

    def _export(self, names: list[str]) -> dict[str, object]:
        try:
            lent = self._border.ask({"do": "export", "names": names})
        except Exception:
            # Whatever the learner's process said instead. The test then meets a name that isn't
            # there, as it would without the answer.
            return {}
        if not isinstance(lent, dict):
            return {}
        return {name: lent[name] for name in names if name in lent}

    def _take_rebound(self) -> Message:
        """The names that the test has bound anew or deleted since they were last told."""
        rebound: Message = {}
        for name, told in self._mirrored.items():
            value = self._shell.user_ns.get(name, _NOTHING)
            if value is told or not self._may_be_told(name, value):
                continue
            self._mirrored[name] = value
            rebound[name] = [GONE] if value is _NOTHING else encode(value, self._border)
        return rebound

    def _ask_learner(self, wish: Message) -> Message:
        return self._ask_engine({"say": "learner", "wish": wish})

    def _ask_model(self, request: dict[str, Any]) -> dict[str, Any]:
        answer = self._ask_engine({"say": "model", "request": request})
        if "error" in answer:
            raise RuntimeError(answer["error"])
        response: dict[str, Any] = answer["response"]
        return response

    def _ask_engine(self, question: Message) -> Message:
        # Waiting for somebody else is the engine's to time.
        with time_limit_paused():
            self._channel.send(question)
            return self._channel.receive()

    def _may_be_told(self, name: str, value: object) -> bool:
        """Of the lab's own names only functions are (a stand-in for one): data may be answers."""
        if isinstance(value, (type, ModuleType)):
            return False
        return name in self._borrowed or value is _NOTHING or callable(value)
