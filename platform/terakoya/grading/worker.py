"""The worker: Huey's consumer, the threads that check, and the caretaker beside them."""

import logging
import tempfile
from pathlib import Path

from huey.consumer import Consumer

from terakoya.grading.caretaker import Caretaker
from terakoya.grading.leases import Timing
from terakoya.grading.queue import Queue
from terakoya.grading.running import Courses, Grade, JobRunner
from terakoya.grading.sources import SourceShelf
from terakoya.store.session import Store

LOG = logging.getLogger(__name__)
# Huey's own values are 10 seconds, and a SIGTERM that cuts jobs in the middle.
LONGEST_POLL_SECONDS = 0.25
FIRST_POLL_SECONDS = 0.05
GRACEFUL_SIGNAL = "TERM"
STOP_SECONDS = 15


def run_worker(
    *,
    store: Store,
    queue: Queue,
    grade: Grade,
    courses: Courses,
    slots: int,
    timing: Timing | None = None,
) -> None:
    """Check attempts, `slots` at a time, until SIGTERM; jobs in hand are finished first.

    `grade` is called from `slots` threads at once; what it raises is a fault of ours and is tried
    again. `courses` gives those of the catalogue as they are now.
    """
    with tempfile.TemporaryDirectory(prefix="terakoya-worker-") as folder:
        runner = JobRunner(
            store=store,
            queue=queue,
            grade=grade,
            courses=courses,
            shelf=SourceShelf(Path(folder)),
            timing=timing or Timing(),
        )
        queue.receive(runner.run)
        caretaker = Caretaker(store=store, queue=queue, held=runner.held, timing=timing or Timing())
        consumer = Consumer(
            queue.huey,
            workers=slots,
            periodic=False,
            worker_type="thread",
            initial_delay=FIRST_POLL_SECONDS,
            max_delay=LONGEST_POLL_SECONDS,
            graceful_signal=GRACEFUL_SIGNAL,
            shutdown_timeout=STOP_SECONDS,
        )
        caretaker.start()
        try:
            consumer.run()
        finally:
            caretaker.stop()
