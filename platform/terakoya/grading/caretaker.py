"""Looking after the queue: extends the leases of this worker and finds the jobs of dead ones."""

import logging
from threading import Event, Thread

from terakoya.grading.leases import (
    MOST_TRIES,
    Timing,
    Waiting,
    extend_lease,
    list_orphans,
    list_waiting,
    return_job,
)
from terakoya.grading.queries import get_priority
from terakoya.grading.queue import Queue
from terakoya.grading.results import record_fault
from terakoya.grading.running import HeldLeases
from terakoya.store.session import Store

LOG = logging.getLogger(__name__)
MOST_HINTS = 200
WORKER_DIED = "the worker that checked it died"


class Caretaker:
    """A thread beside the consumer that keeps the rows of the queue true."""

    def __init__(self, *, store: Store, queue: Queue, held: HeldLeases, timing: Timing) -> None:
        self._store = store
        self._queue = queue
        self._held = held
        self._timing = timing
        self._stop = Event()
        self._thread = Thread(target=self._run, name="caretaker", daemon=True)

    def start(self) -> None:
        """Begin; the first look is at once."""
        self._thread.start()

    def stop(self) -> None:
        """End after the present look."""
        self._stop.set()
        self._thread.join()

    def look(self) -> None:
        """Extend this worker's leases, then see to the jobs that nobody looks after."""
        self._beat()
        sweep(self._store, self._queue)

    def _run(self) -> None:
        while True:
            try:
                self.look()
            except Exception:  # a locked or restarting database must not end the looking
                LOG.exception("looking after the queue failed; trying again")
            if self._stop.wait(self._timing.look):
                return

    def _beat(self) -> None:
        leases = self._held.list_younger(self._timing.longest)
        if not leases:
            return
        with self._store.writing() as session:
            for lease in leases:
                extend_lease(session, lease=lease, timing=self._timing)


def sweep(store: Store, queue: Queue) -> None:
    """Return the jobs of dead workers, and send hints again when all hints are used up."""
    with store.reading() as session:
        has_orphans = bool(list_orphans(session))
    to_tell = _return_orphans(store) if has_orphans else []
    # All hints are repeated only when none is left: a backlog would multiply them otherwise.
    if queue.is_empty():
        with store.reading() as session:
            to_tell = list(list_waiting(session, limit=MOST_HINTS))
    for job in to_tell:
        queue.send(job.job_id, priority=job.priority)


def _return_orphans(store: Store) -> list[Waiting]:
    returned = []
    with store.writing() as session:
        for lease in list_orphans(session):
            LOG.warning("job %s: %s (try %s)", lease.job_id, WORKER_DIED, lease.number)
            if lease.number >= MOST_TRIES:
                record_fault(session, lease=lease, reason=WORKER_DIED)
            elif return_job(session, lease=lease, reason=WORKER_DIED, wait_seconds=0):
                priority = get_priority(session, job_id=lease.job_id)
                returned.append(Waiting(job_id=lease.job_id, priority=priority))
    return returned
