"""Jobs are taken, returned and finished so that each brings one result."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labs_world import SLUG, grade_by_length, make_lab
from people import Cast
from terakoya import clock
from terakoya.events.models import Event, Verb
from terakoya.grading.engine import GradedNotebook, SourceNotebook
from terakoya.grading.leases import MOST_TRIES, Lease, Timing, extend_lease, take_job
from terakoya.grading.models import GradingJob, JobStatus
from terakoya.grading.queries import count_jobs_before
from terakoya.grading.results import record_result
from terakoya.grading.services import (
    LEARNER_WAITS,
    REGRADE,
    hand_in_for_checking,
    queue_attempt,
)
from terakoya.labs.models import Attempt, AttemptStatus, CriterionResult, Outcome
from terakoya.labs.queries import best_attempt, list_attempts
from terakoya.language import Language, Text
from terakoya.learning.models import LabPass

TIMING = Timing()
SOURCE = SourceNotebook(notebook={}, files=None, language=Language.JA)


def letter(text: str) -> str:
    return f'{{"cells": [{{"source": "%%prompt letter\\n{text}"}}]}}'


def send(session: Session, cast: Cast, text: str = "短い") -> GradingJob:
    return hand_in_for_checking(
        session,
        person_id=cast.aiko.id,
        lab=make_lab(),
        language=Language.JA,
        notebook=letter(text),
    )


def take(session: Session, job: GradingJob) -> Lease:
    lease = take_job(session, job_id=job.id, timing=TIMING)
    assert lease is not None
    return lease


def finish(session: Session, lease: Lease) -> bool:
    attempt = session.get_one(Attempt, lease.attempt_id)
    graded = grade_by_length(SOURCE, attempt.notebook.encode())
    return record_result(session, lease=lease, graded=graded, courses={})


def let_worker_die(session: Session, job: GradingJob) -> None:
    expired = clock.now() - timedelta(seconds=1)
    session.execute(update(GradingJob).values(lease_until=expired))
    session.expire(job)


def test_a_job_is_taken_once(session: Session, cast: Cast) -> None:
    job = send(session, cast)
    take(session, job)
    assert take_job(session, job_id=job.id, timing=TIMING) is None


def test_an_attempt_has_one_open_job(session: Session, cast: Cast) -> None:
    job = send(session, cast)
    attempt = session.get_one(Attempt, job.attempt_id)
    with pytest.raises(IntegrityError):
        queue_attempt(session, attempt=attempt, priority=REGRADE)


def test_a_late_worker_writes_nothing_once_another_took_over(session: Session, cast: Cast) -> None:
    job = send(session, cast, "とても長い依頼文です")
    late = take(session, job)
    let_worker_die(session, job)
    second = take(session, job)
    assert not extend_lease(session, lease=late, timing=TIMING)
    assert not finish(session, late)
    assert finish(session, second)
    assert not finish(session, second)
    assert session.scalar(select(func.count()).select_from(CriterionResult)) == 2


def test_a_job_is_taken_three_times_at_most(session: Session, cast: Cast) -> None:
    job = send(session, cast)
    for _ in range(MOST_TRIES):
        take(session, job)
        let_worker_die(session, job)
    assert take_job(session, job_id=job.id, timing=TIMING) is None


def test_a_result_is_written_with_its_criteria_and_events(session: Session, cast: Cast) -> None:
    job = send(session, cast, "とても長い依頼文です")
    finish(session, take(session, job))
    attempt = session.get_one(Attempt, job.attempt_id)
    assert attempt.status is AttemptStatus.GRADED
    assert (attempt.score, attempt.max_score, attempt.has_passed) == (2.0, 2.0, True)
    assert [item.outcome for item in attempt.results] == [Outcome.PASSED, Outcome.PASSED]
    session.refresh(job)
    assert job.status is JobStatus.DONE
    verbs = session.scalars(select(Event.verb).where(Event.object_id == SLUG)).all()
    assert sorted(verbs) == sorted([Verb.ATTEMPTED, Verb.SCORED, Verb.PASSED])
    assert session.get_one(LabPass, (cast.aiko.id, SLUG)).passed_at is not None


def test_findings_keep_only_what_a_learner_may_read(session: Session, cast: Cast) -> None:
    job = send(session, cast)
    finish(session, take(session, job))
    attempt = session.get_one(Attempt, job.attempt_id)
    findings = attempt.results[1].findings
    assert findings == [
        {
            "criterion": "format",
            "outcome": "not-yet",
            "message": {"ja": "もう少し長く書きましょう。", "en": "Write a little more."},
            "quote": "短い",
        }
    ]


def test_the_best_attempt_counts_whatever_comes_later(session: Session, cast: Cast) -> None:
    for text in ("短い", "とても長い依頼文です", "また短い"):
        finish(session, take(session, send(session, cast, text)))
    attempts = list_attempts(session, person_id=cast.aiko.id, lab_slug=SLUG)
    best = best_attempt(attempts)
    assert [attempt.score for attempt in attempts] == [1.0, 2.0, 1.0]
    assert best is attempts[1]


def test_a_notebook_that_can_not_be_checked_ends_with_a_sentence(
    session: Session, cast: Cast
) -> None:
    lease = take(session, send(session, cast))
    sentence = Text("読めません。", "It can't be read.")
    graded = GradedNotebook(cells={}, score=0.0, max_score=2.0, error=sentence)
    record_result(session, lease=lease, graded=graded, courses={})
    attempt = session.get_one(Attempt, lease.attempt_id)
    assert (attempt.status, attempt.failure) == (AttemptStatus.FAILED, sentence.as_dict())
    assert attempt.score is None


def test_a_waiting_learner_goes_before_a_regrade(session: Session, cast: Cast) -> None:
    first = send(session, cast, "一")
    finish(session, take(session, first))
    regraded = session.get_one(Attempt, first.attempt_id)
    regrade = queue_attempt(session, attempt=regraded, priority=REGRADE)
    learner = send(session, cast, "二")
    assert learner.priority == LEARNER_WAITS
    assert count_jobs_before(session, job=learner) == 0
    assert count_jobs_before(session, job=regrade) == 1
