"""Writing down that the model was asked: who, for what, how it went; never the text."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from terakoya import clock
from terakoya.events.models import Verb
from terakoya.events.services import record_event
from terakoya.gateway.endpoint.problems import ModelProblem, ProblemKind
from terakoya.gateway.guard.kinds import Finding
from terakoya.gateway.models import CallOutcome, ModelCall
from terakoya.store.session import Store

LONGEST_MODEL_NAME = 200
OUTCOMES = {
    ProblemKind.SLOW: CallOutcome.SLOW,
    ProblemKind.REFUSED: CallOutcome.REFUSED,
    ProblemKind.TOO_LONG: CallOutcome.REFUSED,
    ProblemKind.RUBBISH: CallOutcome.RUBBISH,
}


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom the model is asked. Graded calls are the grader's: greedy, and no event."""

    person_id: int | None = None
    department_id: int | None = None
    lab_slug: str | None = None
    is_graded: bool = False


@dataclass(frozen=True, slots=True)
class CallLog:
    """The row that one call will leave; its time runs from here."""

    store: Store
    asker: Asker
    started: float = field(default_factory=time.monotonic)

    def note_answer(self, response: dict[str, Any], outcome: CallOutcome) -> None:
        """The call was answered, by the model or from the cache."""
        usage = response.get("usage") or {}
        with self.store.writing() as session:
            session.add(
                self._row(
                    outcome,
                    model=str(response.get("model") or ""),
                    prompt_tokens=_count(usage, "prompt_tokens"),
                    answer_tokens=_count(usage, "completion_tokens"),
                )
            )
            if not self.asker.is_graded:
                self._record(session, Verb.ASKED, {"outcome": outcome.value})

    def note_problem(self, problem: ModelProblem) -> None:
        """The call was not answered."""
        with self.store.writing() as session:
            session.add(self._row(OUTCOMES.get(problem.kind, CallOutcome.UNAVAILABLE)))

    def note_block(self, findings: Sequence[Finding]) -> None:
        """The guard stopped the call: counted for the department, never for the person."""
        kinds = sorted({finding.kind.value for finding in findings})
        with self.store.writing() as session:
            row = self._row(CallOutcome.BLOCKED)
            row.person_id = None
            row.guard_kinds = kinds
            session.add(row)
            if not self.asker.is_graded:
                self._record(session, Verb.PREVENTED, {"kinds": kinds})

    def _row(
        self,
        outcome: CallOutcome,
        *,
        model: str = "",
        prompt_tokens: int = 0,
        answer_tokens: int = 0,
    ) -> ModelCall:
        return ModelCall(
            at=clock.now(),
            person_id=self.asker.person_id,
            department_id=self.asker.department_id,
            lab_slug=self.asker.lab_slug,
            model=model[:LONGEST_MODEL_NAME],
            prompt_tokens=prompt_tokens,
            answer_tokens=answer_tokens,
            milliseconds=round((time.monotonic() - self.started) * 1000),
            outcome=outcome,
            guard_kinds=[],
        )

    def _record(self, session: Session, verb: Verb, data: dict[str, Any]) -> None:
        lab = self.asker.lab_slug
        record_event(
            session,
            verb=verb,
            actor_id=None if verb is Verb.PREVENTED else self.asker.person_id,
            object_type="lab" if lab else "model",
            object_id=lab or "chat",
            department_id=self.asker.department_id,
            data=data,
        )


def _count(usage: dict[str, Any], name: str) -> int:
    value = usage.get(name)
    return value if isinstance(value, int) else 0
