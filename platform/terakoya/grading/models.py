"""The queue's truth: one row a job, held by a worker for as long as its lease lasts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from terakoya.store.base import Base, UtcDateTime, enum_column

_OPEN = text("status IN ('queued', 'running')")


class JobStatus(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class GradingJob(Base):
    """The checking of one attempt. At most one open job an attempt; higher priority goes first.

    `lease_until` is the moment up to which the worker that took the job is believed to live.
    `tries` counts how often the job was taken and names the one worker that may finish it.
    `due_at` keeps a job that met a fault of ours from being taken again at once.
    """

    __tablename__ = "grading_job"
    __table_args__ = (
        Index(
            "uq_grading_job_open_attempt",
            "attempt_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(None, "status", "lease_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    status: Mapped[JobStatus] = mapped_column(enum_column(JobStatus))
    priority: Mapped[int]
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
