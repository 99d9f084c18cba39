"""Running one job: take it, check it, write the result, or return it after a fault of ours."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from terakoya.content.courses import Course
from terakoya.grading.engine import GradedNotebook, SourceNotebook
from terakoya.grading.leases import (
    MOST_TRIES,
    Lease,
    Timing,
    extend_lease,
    return_job,
    show_progress,
    take_job,
)
from terakoya.grading.queries import get_priority
from terakoya.grading.queue import Queue
from terakoya.grading.results import record_fault, record_result
from terakoya.grading.sources import SourceShelf
from terakoya.labs.models import Attempt, AttemptStatus
from terakoya.people.queries import find_department_of
from terakoya.store.session import Store

LOG = logging.getLogger(__name__)
LONGEST_REASON = 500

Grade = Callable[[SourceNotebook, bytes], GradedNotebook]
Courses = Callable[[], Mapping[str, Course]]


@dataclass(frozen=True, slots=True)
class Running:
    """The attempt that the current thread checks."""

    lease: Lease
    person_id: int
    department_id: int | None
    lab_slug: str
    source: SourceNotebook = field(repr=False)
    submitted: bytes = field(repr=False)


CURRENT: ContextVar[Running | None] = ContextVar("terakoya_running", default=None)


class HeldLeases:
    """The leases that this process works on, for the heartbeat."""

    def __init__(self) -> None:
        self._since: dict[Lease, float] = {}
        self._lock = Lock()

    @contextmanager
    def hold(self, lease: Lease) -> Iterator[None]:
        """Hold a lease for as long as the body runs."""
        with self._lock:
            self._since[lease] = monotonic()
        try:
            yield
        finally:
            with self._lock:
                self._since.pop(lease, None)

    def list_younger(self, than_seconds: float) -> list[Lease]:
        """The leases held for less than this time."""
        with self._lock:
            oldest = monotonic() - than_seconds
            return [lease for lease, since in self._since.items() if since > oldest]


class JobRunner:
    """Runs jobs in the thread that calls it; many threads may call at once."""

    def __init__(
        self,
        *,
        store: Store,
        queue: Queue,
        grade: Grade,
        courses: Courses,
        shelf: SourceShelf,
        timing: Timing,
    ) -> None:
        self.held = HeldLeases()
        self._store = store
        self._queue = queue
        self._grade = grade
        self._courses = courses
        self._shelf = shelf
        self._timing = timing

    def run(self, job_id: int) -> None:
        """Check the job's attempt, if the job is still to be had."""
        with self._store.writing() as session:
            lease = take_job(session, job_id=job_id, timing=self._timing)
        if lease is None:
            return
        with self.held.hold(lease):
            try:
                self._check(lease)
            except Exception as fault:
                LOG.exception("job %s, try %s failed", lease.job_id, lease.number)
                self._give_back(lease, f"{type(fault).__name__}: {fault}"[:LONGEST_REASON])

    def _check(self, lease: Lease) -> None:
        running = self._load(lease)
        token = CURRENT.set(running)
        try:
            graded = self._grade(running.source, running.submitted)
        finally:
            CURRENT.reset(token)
        courses = self._courses()
        with self._store.writing() as session:
            if not record_result(session, lease=lease, graded=graded, courses=courses):
                LOG.warning("job %s was taken over by another worker", lease.job_id)

    def _load(self, lease: Lease) -> Running:
        with self._store.reading() as session:
            attempt = session.get_one(Attempt, lease.attempt_id)
            department = find_department_of(session, person_id=attempt.person_id)
            return Running(
                lease=lease,
                person_id=attempt.person_id,
                department_id=department.id if department else None,
                lab_slug=attempt.lab_slug,
                source=self._shelf.fetch(attempt.lab_version),
                submitted=attempt.notebook.encode(),
            )

    def _give_back(self, lease: Lease, reason: str) -> None:
        waits = self._timing.waits_after_fault
        wait = waits[min(lease.number, len(waits)) - 1]
        with self._store.writing() as session:
            if lease.number >= MOST_TRIES:
                record_fault(session, lease=lease, reason=reason)
                return
            is_own = return_job(session, lease=lease, reason=reason, wait_seconds=wait)
            priority = get_priority(session, job_id=lease.job_id)
        if is_own:
            self._queue.send(lease.job_id, priority=priority, delay_seconds=wait)


def show_marking(store: Store, timing: Timing) -> None:
    """Let the learner see that the tests run now; called from within `grade`, in its thread."""
    running = CURRENT.get()
    if running is None:
        return
    with store.writing() as session:
        if extend_lease(session, lease=running.lease, timing=timing):
            show_progress(session, lease=running.lease, status=AttemptStatus.MARKING)
