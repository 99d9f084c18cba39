"""Writing down what the checking found, with everything that follows from it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from terakoya import clock
from terakoya.content.courses import Course
from terakoya.events.models import Verb
from terakoya.events.services import record_event
from terakoya.grading.engine import GradedCell, GradedNotebook
from terakoya.grading.leases import Lease, finish_job, give_up_job
from terakoya.labs.models import Attempt, AttemptStatus, CriterionResult, Outcome
from terakoya.language import Text
from terakoya.learning.services import record_lab_pass
from terakoya.people.queries import find_department_of

# Scores are sums of floats; a hair below the mark is the mark.
TOLERANCE = 1e-9

NOT_YOUR_FAULT = Text(
    "こちらの不具合で採点できませんでした。記録しました。あなたの文章は保存されています。"
    "少し待って、もう一度「採点に出す」を押してください。",
    "A problem on our side stopped the check. It has been logged. Your text is saved. "
    "Please wait a moment and send it for checking again.",
)


def record_result(
    session: Session, *, lease: Lease, graded: GradedNotebook, courses: Mapping[str, Course]
) -> bool:
    """Write down a result with everything that follows from it, in the caller's transaction.

    `courses` are those of the catalogue: a pass may complete one. False, and nothing is written,
    when the lease was lost: somebody else brings the result.
    """
    if not finish_job(session, lease=lease):
        return False
    attempt = session.get_one(Attempt, lease.attempt_id)
    attempt.graded_at = clock.now()
    attempt.failure = graded.error.as_dict() if graded.error else None
    if graded.error is not None and not graded.cells:
        attempt.status = AttemptStatus.FAILED
        return True
    _write_scores(attempt, graded)
    _tell_others(session, attempt, courses)
    return True


def record_fault(session: Session, *, lease: Lease, reason: str) -> bool:
    """Set an attempt aside that could not be checked through no fault of the learner.

    `reason` is for the operator; the learner reads a sentence. False when the lease was lost.
    """
    if not give_up_job(session, lease=lease, reason=reason):
        return False
    attempt = session.get_one(Attempt, lease.attempt_id)
    attempt.status = AttemptStatus.FAILED
    attempt.failure = NOT_YOUR_FAULT.as_dict()
    return True


def _write_scores(attempt: Attempt, graded: GradedNotebook) -> None:
    attempt.status = AttemptStatus.GRADED
    attempt.score = graded.score
    attempt.max_score = graded.max_score
    share = attempt.lab_version.pass_share
    attempt.has_passed = (
        graded.max_score > 0 and graded.score + TOLERANCE >= share * graded.max_score
    )
    attempt.results = [
        _criterion_result(position, grade_id, cell)
        for position, (grade_id, cell) in enumerate(graded.cells.items())
    ]


def _criterion_result(position: int, grade_id: str, cell: GradedCell) -> CriterionResult:
    return CriterionResult(
        grade_id=grade_id,
        position=position,
        score=cell.score,
        max_score=cell.max_score,
        outcome=Outcome(cell.outcome),
        findings=[_plain(finding) for finding in cell.findings],
    )


def _plain(finding: Any) -> dict[str, Any]:
    """What the learner may read of a finding, and nothing else that it may carry."""
    value: Mapping[str, Any] = finding if isinstance(finding, Mapping) else finding.as_dict()
    return {name: value.get(name) for name in ("criterion", "outcome", "message", "quote")}


def _tell_others(session: Session, attempt: Attempt, courses: Mapping[str, Course]) -> None:
    department = find_department_of(session, person_id=attempt.person_id)
    score, max_score = attempt.score or 0.0, attempt.max_score or 0.0
    record_event(
        session,
        verb=Verb.SCORED,
        actor_id=attempt.person_id,
        object_type="lab",
        object_id=attempt.lab_slug,
        department_id=department.id if department else None,
        data={"attempt": attempt.id, "score": score, "max_score": max_score},
    )
    if max_score:
        record_lab_pass(
            session,
            person_id=attempt.person_id,
            lab_slug=attempt.lab_slug,
            score=score,
            max_score=max_score,
            passed=bool(attempt.has_passed),
            courses=courses,
        )
