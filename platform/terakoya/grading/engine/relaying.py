"""The learner's process as the engine meets it: started when needed, stopped when it misbehaves."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from terakoya.grading.engine import sentences
from terakoya.grading.engine.channel import BadMessage, ChannelClosed, Message, TooLate
from terakoya.grading.engine.children import Child
from terakoya.grading.engine.deadlines import Deadline
from terakoya.grading.engine.folders import holds_more_than
from terakoya.grading.engine.shell import error_output
from terakoya.grading.engine.values import Limits
from terakoya.language import Text

GRACE_SECONDS = 1.5
LOOK_SECONDS = 0.05
KNOWN_OUTPUTS = ("stream", "display_data", "execute_result", "error")
SAID_BY_LEARNER = ("answer", "callback")


class LearnerSide:
    """What can be asked of a learner's process; it never raises for what the learner did.

    Raises EngineFault when the fork server is gone.
    """

    def __init__(self, start: Callable[[], Child], limits: Limits, deadline: Deadline) -> None:
        """`start` makes the child; `deadline` is that of the submission."""
        self._limits = limits
        self._deadline = deadline
        self._child: Child | None = start()
        self.trouble: Text | None = None

    @property
    def is_alive(self) -> bool:
        """Whether it can still be asked."""
        return self._child is not None

    def run(self, source: str) -> list[Message]:
        """The outputs of a cell of the learner's."""
        seconds = self._limits.cell_seconds
        answer = self._exchange({"do": "run", "source": source}, seconds)
        if answer is None or answer.get("say") != "ran":
            self.stop(sentences.UNREADABLE if answer else None)
            return [error_output("Stopped", (self.trouble or sentences.STOPPED).en)]
        outputs = [one for one in _list(answer.get("outputs")) if _is_output(one)]
        if any(one.get("ename") == "CellTimeout" for one in outputs):
            self.trouble = sentences.NO_END
        return outputs

    def answer(self, wish: Message, seconds: float) -> Message:
        """The answer to a test's wish, as plain data; one that says so when there is none."""
        answer = self._exchange(wish, seconds)
        if answer is not None and answer.get("say") in SAID_BY_LEARNER:
            if answer.get("is_late") is True:
                self.trouble = sentences.NO_END
            return answer
        self.stop(sentences.UNREADABLE if answer else None)
        return {
            "say": "answer",
            "error": ["LearnerStopped", (self.trouble or sentences.STOPPED).en],
        }

    def stop(self, why: Text | None = None) -> None:
        """End the process."""
        if self._child is not None:
            self._child.end()
            self._child = None
        self.trouble = self.trouble or why

    def _exchange(self, wish: Message, seconds: float) -> Message | None:
        if self._child is None:
            return None
        if self._deadline.is_over:
            # Else a thousand cells could each take a little more.
            self.stop(sentences.NO_END)
            return None
        seconds = self._deadline.grant(seconds)
        latest = monotonic() + seconds + GRACE_SECONDS
        try:
            given = {**wish, "seconds": seconds, "bytes": self._limits.output}
            self._child.channel.send(given, deadline=latest)
            return self._hear(self._child, latest)
        except TooLate:
            self.stop(sentences.NO_END)
        except ChannelClosed:
            self._child.check_not_abandoned()
            self.stop(sentences.STOPPED)
        except BadMessage:
            self.stop(sentences.UNREADABLE)
        return None

    def _hear(self, child: Child, latest: float) -> Message | None:
        """The child's next message; None when it fills its folder instead."""
        while True:
            try:
                answer = child.channel.receive(deadline=min(latest, monotonic() + LOOK_SECONDS))
            except TooLate:
                if monotonic() >= latest:
                    raise
                answer = None
            if holds_more_than(child.folder, self._limits.folder):
                self.stop(sentences.TOO_MUCH_DISK)
                return None
            if answer is not None:
                return answer


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_output(value: Any) -> bool:
    """Whether a dict from the learner's process may stand among a cell's outputs."""
    if not isinstance(value, dict) or value.get("output_type") not in KNOWN_OUTPUTS:
        return False
    if value["output_type"] == "stream":
        return isinstance(value.get("text"), str) and value.get("name") in ("stdout", "stderr")
    if value["output_type"] == "error":
        lines = _list(value.get("traceback"))
        return all(
            isinstance(one, str) for one in (value.get("ename"), value.get("evalue"), *lines)
        )
    data = value.get("data")
    return isinstance(data, dict) and isinstance(value.get("metadata"), dict)
