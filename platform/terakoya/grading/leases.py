"""Taking jobs so that each is finished exactly once, whatever dies in the meantime.

A worker takes a job by writing a lease into its row, extends the lease while it works and finishes
the job only if the lease is still its own. Whoever finds an expired lease may take the job again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import CursorResult, and_, or_, select, update
from sqlalchemy.orm import Session

from terakoya import clock
from terakoya.grading.models import GradingJob, JobStatus
from terakoya.labs.models import Attempt, AttemptStatus

MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things may take, in seconds.

    A worker that dies is noticed after at most `lease` + `look`; every `look` a worker extends its
    leases and sweeps. A job running longer than `longest` is given up by its own worker.
    """

    lease: float = 30.0
    look: float = 5.0
    longest: float = 15 * 60.0
    waits_after_fault: tuple[float, ...] = (2.0, 15.0)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to finish one job: the try by which it was taken."""

    job_id: int
    attempt_id: int
    number: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job that waits for a worker."""

    job_id: int
    priority: int


def take_job(session: Session, *, job_id: int, timing: Timing) -> Lease | None:
    """Take a waiting job, or one whose worker died. None when it is not to be had."""
    now = clock.now()
    is_waiting = and_(GradingJob.status == JobStatus.QUEUED, GradingJob.due_at <= now)
    is_orphaned = and_(GradingJob.status == JobStatus.RUNNING, GradingJob.lease_until < now)
    row = session.execute(
        update(GradingJob)
        .where(
            GradingJob.id == job_id,
            or_(is_waiting, is_orphaned),
            GradingJob.tries < MOST_TRIES,
        )
        .values(
            status=JobStatus.RUNNING,
            lease_until=now + timedelta(seconds=timing.lease),
            tries=GradingJob.tries + 1,
            started_at=now,
        )
        .returning(GradingJob.attempt_id, GradingJob.tries)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        return None
    lease = Lease(job_id=job_id, attempt_id=row.attempt_id, number=row.tries)
    show_progress(session, lease=lease, status=AttemptStatus.RUNNING)
    return lease


def extend_lease(session: Session, *, lease: Lease, timing: Timing) -> bool:
    """Say that the worker still works on it. False when the job is no longer its own."""
    until = clock.now() + timedelta(seconds=timing.lease)
    return _change_own(session, lease, {"lease_until": until})


def finish_job(session: Session, *, lease: Lease) -> bool:
    """Close the job as done. False when the job is no longer the lease's: write nothing then."""
    finished = {"status": JobStatus.DONE, "lease_until": None, "finished_at": clock.now()}
    return _change_own(session, lease, finished)


def return_job(session: Session, *, lease: Lease, reason: str, wait_seconds: float) -> bool:
    """Put a job back after a fault of ours, not to be taken before `wait_seconds` have passed."""
    now = clock.now()
    is_own = _change_own(
        session,
        lease,
        {
            "status": JobStatus.QUEUED,
            "lease_until": None,
            "due_at": now + timedelta(seconds=wait_seconds),
            "last_error": reason,
        },
    )
    if is_own:
        show_progress(session, lease=lease, status=AttemptStatus.QUEUED)
    return is_own


def give_up_job(session: Session, *, lease: Lease, reason: str) -> bool:
    """Set a job aside for good. False when it is no longer the lease's."""
    failed = {
        "status": JobStatus.FAILED,
        "lease_until": None,
        "finished_at": clock.now(),
        "last_error": reason,
    }
    return _change_own(session, lease, failed)


def show_progress(session: Session, *, lease: Lease, status: AttemptStatus) -> None:
    """Let the learner see how far the attempt is."""
    session.execute(
        update(Attempt)
        .where(Attempt.id == lease.attempt_id)
        .values(status=status)
        .execution_options(synchronize_session=False)
    )


def list_orphans(session: Session) -> Sequence[Lease]:
    """The leases of workers that died: expired and not extended."""
    rows = session.execute(
        select(GradingJob.id, GradingJob.attempt_id, GradingJob.tries)
        .where(GradingJob.status == JobStatus.RUNNING, GradingJob.lease_until < clock.now())
        .order_by(GradingJob.id)
    )
    return [Lease(job_id=row.id, attempt_id=row.attempt_id, number=row.tries) for row in rows]


def list_waiting(session: Session, *, limit: int) -> Sequence[Waiting]:
    """Jobs that may be taken now, in the order in which they should be."""
    rows = session.execute(
        select(GradingJob.id, GradingJob.priority)
        .where(GradingJob.status == JobStatus.QUEUED, GradingJob.due_at <= clock.now())
        .order_by(GradingJob.priority.desc(), GradingJob.id)
        .limit(limit)
    )
    return [Waiting(job_id=row.id, priority=row.priority) for row in rows]


def _change_own(session: Session, lease: Lease, values: Mapping[str, object]) -> bool:
    changed = session.execute(
        update(GradingJob)
        .where(
            GradingJob.id == lease.job_id,
            GradingJob.status == JobStatus.RUNNING,
            GradingJob.tries == lease.number,
        )
        .values(values)
        .execution_options(synchronize_session=False)
    )
    return isinstance(changed, CursorResult) and changed.rowcount == 1
