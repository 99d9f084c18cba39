"""A worker as a process of its own, for tests that kill it.

Its grader writes a line for each start into `starts.txt` and waits while `hold` exists, so that a
test knows when a job is in the middle.
"""

import sys
import time
from pathlib import Path

from labs_world import grade_by_length
from terakoya.grading.engine import GradedNotebook, SourceNotebook
from terakoya.grading.leases import Timing
from terakoya.grading.queue import open_queue
from terakoya.grading.worker import run_worker
from terakoya.settings import load
from terakoya.store.session import open_store

TIMING = Timing(lease=1.5, look=0.3, longest=60, waits_after_fault=(0.2, 0.4))


def main(data_dir: Path, slots: int) -> None:
    """Work on the queue in `data_dir` until told to stop."""
    settings = load({"TERAKOYA_DATA_DIR": str(data_dir), "TERAKOYA_SECRET_KEY": "test"})

    def grade(source: SourceNotebook, submitted: bytes) -> GradedNotebook:
        with (data_dir / "starts.txt").open("a") as file:
            file.write("started\n")
        while (data_dir / "hold").exists():
            time.sleep(0.02)
        return grade_by_length(source, submitted)

    run_worker(
        store=open_store(settings.database),
        queue=open_queue(settings),
        grade=grade,
        courses=dict,
        slots=slots,
        timing=TIMING,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
