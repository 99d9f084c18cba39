"""A result as a learner reads it: what is reached, what comes next, and one next step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from terakoya.content.labs import Lab
from terakoya.labs.models import Attempt, AttemptStatus, CriterionResult, Outcome
from terakoya.labs.queries import best_attempt
from terakoya.language import Language, Text


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion with what was found about it; `outcome` is None before the first result."""

    title: str
    hints: tuple[str, ...]
    outcome: Outcome | None = None
    score: float | None = None
    max_score: float | None = None
    messages: tuple[str, ...] = ()
    quote: str | None = None

    @property
    def is_partial(self) -> bool:
        """Whether some points were reached, but not all."""
        return bool(self.score) and self.score != self.max_score


@dataclass(frozen=True, slots=True)
class ResultView:
    """One attempt's result. `number` counts the person's attempts in this lab from 1."""

    attempt: Attempt
    number: int
    criteria: tuple[CriterionView, ...]
    failure: str | None

    @property
    def reached(self) -> tuple[CriterionView, ...]:
        """The criteria that are met."""
        return tuple(item for item in self.criteria if item.outcome is Outcome.PASSED)

    @property
    def to_come(self) -> tuple[CriterionView, ...]:
        """The criteria that are not met yet, or were not tried."""
        open_outcomes = (Outcome.NOT_YET, Outcome.NOT_TRIED)
        return tuple(item for item in self.criteria if item.outcome in open_outcomes)

    @property
    def unchecked(self) -> tuple[CriterionView, ...]:
        """The criteria that could not be checked, through no fault of the learner."""
        return tuple(item for item in self.criteria if item.outcome is Outcome.NOT_CHECKED)

    @property
    def next_step(self) -> CriterionView | None:
        """The one criterion to work on next: what was begun before what was not tried."""
        begun = [item for item in self.to_come if item.outcome is Outcome.NOT_YET]
        return next(iter([*begun, *self.to_come]), None)


@dataclass(frozen=True, slots=True)
class LabView:
    """A person's attempts in a lab: newest first, what is being checked, what counts."""

    attempts: Sequence[Attempt]
    criteria: tuple[CriterionView, ...]
    latest: ResultView | None
    waiting: Attempt | None
    best: Attempt | None

    def number_of(self, attempt: Attempt) -> int:
        """Which attempt this is, counted from 1 for the first."""
        return len(self.attempts) - [item.id for item in self.attempts].index(attempt.id)


def view_lab(lab: Lab, attempts: Sequence[Attempt], language: Language) -> LabView:
    """What the page shows of `attempts` (newest first) in `language`."""
    ended = (AttemptStatus.GRADED, AttemptStatus.FAILED)
    newest = attempts[0] if attempts else None
    finished = next((item for item in attempts if item.status in ended), None)
    latest = None
    if finished is not None:
        number = len(attempts) - attempts.index(finished)
        latest = view_result(lab, finished, number=number, language=language)
    untouched = tuple(
        CriterionView(title=item.title.to(language), hints=_hints(item.hints, language))
        for item in lab.criteria
    )
    return LabView(
        attempts=attempts,
        criteria=latest.criteria if latest and latest.criteria else untouched,
        latest=latest,
        waiting=newest if newest is not None and newest.status not in ended else None,
        best=best_attempt(attempts),
    )


def view_result(lab: Lab, attempt: Attempt, *, number: int, language: Language) -> ResultView:
    """A finished attempt in `language`, criteria in the order of the lab."""
    results = {item.grade_id: item for item in attempt.results}
    named = {item.grade_id: item for item in lab.criteria}
    criteria = [
        _view_criterion(
            results[grade_id],
            title=named[grade_id].title.to(language) if grade_id in named else grade_id,
            hints=_hints(named[grade_id].hints, language) if grade_id in named else (),
            language=language,
        )
        for grade_id in [*(item for item in named if item in results), *(results.keys() - named)]
    ]
    return ResultView(
        attempt=attempt,
        number=number,
        criteria=tuple(criteria),
        failure=Text.from_dict(attempt.failure).to(language) if attempt.failure else None,
    )


def _view_criterion(
    result: CriterionResult, *, title: str, hints: tuple[str, ...], language: Language
) -> CriterionView:
    return CriterionView(
        title=title,
        hints=hints,
        outcome=result.outcome,
        score=result.score,
        max_score=result.max_score,
        messages=tuple(dict.fromkeys(_message(item, language) for item in result.findings)),
        quote=next((item["quote"] for item in result.findings if item.get("quote")), None),
    )


def _message(finding: Mapping[str, Any], language: Language) -> str:
    return Text.from_dict(finding["message"]).to(language)


def _hints(hints: Sequence[Text], language: Language) -> tuple[str, ...]:
    return tuple(hint.to(language) for hint in hints)
