"""Checking one submission: its cells in order, each in the process where it belongs."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from terakoya.grading.engine import sentences
from terakoya.grading.engine.channel import BadMessage, ChannelClosed, Message, TooLate
from terakoya.grading.engine.children import Child, EngineFault
from terakoya.grading.engine.deadlines import Deadline
from terakoya.grading.engine.rebuilding import Rebuilt, Role, Step
from terakoya.grading.engine.relaying import GRACE_SECONDS, LearnerSide
from terakoya.grading.engine.scoring import (
    NOT_CHECKED,
    is_worth_points,
    not_checked,
    score_cell,
)
from terakoya.grading.engine.values import AskModel, GradedCell, Limits
from terakoya.language import Text

Start = Callable[[str], Child]


class TestStopped(Exception):
    """The trusted process ended in the middle of a cell."""


class Check:
    """One submission being checked. Raises EngineFault for what is no fault of the learner."""

    def __init__(self, start: Start, limits: Limits, ask_model: AskModel | None) -> None:
        """`start` makes a child for a role, "learner" or "trusted"."""
        self._start = start
        self._limits = limits
        self._ask_model = ask_model
        self._deadline = Deadline(limits.submission_seconds)
        self._learner: LearnerSide | None = None
        self._trusted: Child | None = None
        self._told: list[Message] = []
        self._is_lab_broken = False

    def run(self, rebuilt: Rebuilt) -> tuple[dict[str, GradedCell], Text | None]:
        """The results by grade_id, and what went wrong in the learner's code, if anything."""
        try:
            if rebuilt.needs_learner:
                self._learner = LearnerSide(
                    lambda: self._start("learner"), self._limits, self._deadline
                )
            texts = {letter.name: letter.text for letter in rebuilt.letters}
            self._tell({"do": "prompts", "prompts": texts})
            cells = {}
            for step in rebuilt.steps:
                outputs = self._do(step)
                if is_worth_points(step):
                    cells[step.grade_id] = self._score(step, outputs, rebuilt)
            return cells, self._learner.trouble if self._learner else None
        finally:
            self._end()

    def _score(self, step: Step, outputs: list[Message] | None, rebuilt: Rebuilt) -> GradedCell:
        if outputs is None:
            return not_checked(step, sentences.NO_RESULT)
        if self._is_lab_broken and step.role is Role.TEST:
            return not_checked(step, sentences.LAB_IS_BROKEN)
        return score_cell(step, outputs, is_untouched=rebuilt.is_untouched)

    def _do(self, step: Step) -> list[Message] | None:
        """The outputs of a cell; None when the trusted process could not finish it."""
        outputs: list[Message] | None = []
        if step.cell["cell_type"] == "code" and step.source.strip():
            if step.role in (Role.ANSWER, Role.ADDED, Role.SET_UP) and self._learner:
                outputs = self._learner.run(step.source)
            if step.role in (Role.SET_UP, Role.DEFINITIONS):
                self._tell({"do": step.role.value, "source": step.source})
            elif step.role is Role.TEST:
                outputs = self._test(step)
            step.cell["outputs"] = outputs or []
        if step.role is Role.ANSWER and step.imports:
            self._tell({"do": "set-up", "source": step.imports})
        if step.role is Role.ANSWER and step.answer_names:
            self._tell({"do": "answer-names", "names": sorted(step.answer_names)})
        return outputs

    def _tell(self, wish: Message) -> None:
        """Something that a later trusted process must be told as well."""
        try:
            said = self._ask_trusted(wish)
        except TestStopped:
            self._is_lab_broken = True
            return
        self._told.append(wish)
        # Without a model a cell that shows what it answers may fail; so may one that calls what
        # the learner wrote. Anything else is the lab's own.
        failed = [one for one in said["outputs"] if one["output_type"] == "error"]
        if not said["has_asked"] and any(one["ename"] != NOT_CHECKED for one in failed):
            self._is_lab_broken = True

    def _test(self, step: Step) -> list[Message] | None:
        has_model = self._ask_model is not None
        try:
            said = self._ask_trusted({"do": "test", "source": step.source, "has_model": has_model})
        except TestStopped:
            return None
        outputs: list[Message] = said["outputs"]
        return outputs

    def _ask_trusted(self, wish: Message) -> Message:
        """What the trusted process says of a cell: its outputs. Raises TestStopped."""
        child = self._running_trusted()
        try:
            return self._relay(child, wish)
        except (TooLate, ChannelClosed, BadMessage) as error:
            if isinstance(error, ChannelClosed):
                child.check_not_abandoned()
            self._trusted = None
            child.end()
            raise TestStopped from error

    def _relay(self, child: Child, wish: Message) -> Message:
        seconds = self._deadline.grant(self._limits.cell_seconds)
        end = monotonic() + seconds
        given = {
            **wish,
            "seconds": seconds,
            "bytes": self._limits.output,
            "has_learner": self._learner is not None and self._learner.is_alive,
        }
        child.channel.send(given, deadline=end + GRACE_SECONDS)
        for _ in range(self._limits.calls_per_cell):
            said = child.channel.receive(deadline=end + GRACE_SECONDS)
            if said["say"] == "ran":
                return said
            if said["say"] == "failed":
                raise EngineFault(said["reason"])
            if said["say"] == "model":
                before = monotonic()
                answer = self._answer_model(said["request"])
                # A slow model takes nothing from the learner's time.
                end += monotonic() - before
                self._deadline.extend(monotonic() - before)
            else:
                answer = self._answer_learner(said["wish"], end - monotonic())
                end = max(end, monotonic() + GRACE_SECONDS)
            child.channel.send(answer, deadline=end + GRACE_SECONDS)
        raise TooLate

    def _answer_model(self, request: dict[str, Any]) -> Message:
        if self._ask_model is None:
            return {"error": "no model"}
        try:
            return {"response": self._ask_model(request)}
        except Exception as error:
            return {"error": type(error).__name__}

    def _answer_learner(self, wish: Message, seconds: float) -> Message:
        if self._learner is None:
            return {"say": "answer", "error": ["LearnerStopped", sentences.STOPPED.en]}
        return self._learner.answer(wish, seconds)

    def _running_trusted(self) -> Child:
        if self._trusted is None:
            self._trusted = self._start("trusted")
            for wish in self._told:
                self._relay_again(self._trusted, wish)
        return self._trusted

    def _relay_again(self, child: Child, wish: Message) -> None:
        try:
            self._relay(child, wish)
        except (TooLate, ChannelClosed, BadMessage) as error:
            message = "the set-up cells worked once and then no more"
            raise EngineFault(message) from error

    def _end(self) -> None:
        if self._learner is not None:
            self._learner.stop()
        if self._trusted is not None:
            self._trusted.end()
