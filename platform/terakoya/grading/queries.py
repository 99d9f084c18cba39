"""Reading the queue."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terakoya.grading.models import GradingJob, JobStatus

OPEN = (JobStatus.QUEUED, JobStatus.RUNNING)


def find_open_job(session: Session, *, attempt_id: int) -> GradingJob | None:
    """The job that will bring the attempt's result, or None."""
    return session.scalar(
        select(GradingJob).where(GradingJob.attempt_id == attempt_id, GradingJob.status.in_(OPEN))
    )


def count_jobs_before(session: Session, *, job: GradingJob) -> int:
    """How many waiting jobs will be taken before this one."""
    query = (
        select(func.count())
        .select_from(GradingJob)
        .where(
            GradingJob.status == JobStatus.QUEUED,
            (GradingJob.priority > job.priority)
            | ((GradingJob.priority == job.priority) & (GradingJob.id < job.id)),
        )
    )
    return session.scalar(query) or 0


def get_priority(session: Session, *, job_id: int) -> int:
    """The priority of a job that exists."""
    return session.scalars(select(GradingJob.priority).where(GradingJob.id == job_id)).one()
