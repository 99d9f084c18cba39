"""A worker and a web process for tests that kill them.

The worker's grader writes a line for each start into `starts.txt` and waits while `hold` exists,
so that a test knows when a job is in the middle.
"""

import json
import os
import signal
import time
from pathlib import Path

from labs_world import grade_by_length, make_lab, notebook
from terakoya.grading.engine import GradedNotebook, SourceNotebook
from terakoya.grading.leases import Timing
from terakoya.grading.queue import open_queue
from terakoya.grading.services import hand_in_for_checking
from terakoya.grading.worker import run_worker
from terakoya.language import Language
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


def hand_in(data_dir: Path, person_id: int) -> None:
    """Hand in as the web process does, and die after the commit, before the hint is sent."""
    settings = load({"TERAKOYA_DATA_DIR": str(data_dir), "TERAKOYA_SECRET_KEY": "test"})
    with open_store(settings.database).writing() as session:
        hand_in_for_checking(
            session,
            person_id=person_id,
            lab=make_lab(),
            language=Language.JA,
            notebook=json.dumps(notebook("依頼")),
        )
    os.kill(os.getpid(), signal.SIGKILL)
