"""Handing in for checking.

What the checking found is written down by `results`, in the worker: the web process does without
the engine, which takes seconds to import.
"""

from sqlalchemy.orm import Session

from terakoya import clock
from terakoya.content.labs import Lab
from terakoya.grading.models import GradingJob, JobStatus
from terakoya.grading.queries import find_open_job
from terakoya.labs.models import Attempt
from terakoya.labs.services import hand_in
from terakoya.language import Language

LEARNER_WAITS = 100
REGRADE = 0


def hand_in_for_checking(
    session: Session,
    *,
    person_id: int,
    lab: Lab,
    language: Language,
    notebook: str,
    department_id: int | None = None,
) -> GradingJob:
    """Keep an attempt and its job in one transaction; the caller then sends the hint.

    Sending the same notebook again while it waits gives the same job. Raises
    labs.services.TooManyOpenAttempts.
    """
    attempt = hand_in(
        session,
        person_id=person_id,
        lab=lab,
        language=language,
        notebook=notebook,
        department_id=department_id,
    )
    return find_open_job(session, attempt_id=attempt.id) or queue_attempt(
        session, attempt=attempt, priority=LEARNER_WAITS
    )


def queue_attempt(session: Session, *, attempt: Attempt, priority: int) -> GradingJob:
    """Make the job that checks an attempt."""
    now = clock.now()
    job = GradingJob(
        attempt_id=attempt.id,
        status=JobStatus.QUEUED,
        priority=priority,
        tries=0,
        queued_at=now,
        due_at=now,
    )
    session.add(job)
    session.flush()
    return job
