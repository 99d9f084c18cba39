"""Whatever dies, every attempt is checked, and its result is written once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

import grading_queue_process
from labs_world import make_lab
from people import Cast
from terakoya.grading.models import GradingJob, JobStatus
from terakoya.grading.queue import Queue, open_queue
from terakoya.grading.services import hand_in_for_checking
from terakoya.labs.models import Attempt, AttemptStatus, CriterionResult
from terakoya.language import Language
from terakoya.settings import Settings
from terakoya.store.session import Store

PATIENCE_SECONDS = 40
StartWorker = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def queue(settings: Settings) -> Iterator[Queue]:
    opened = open_queue(settings)
    yield opened
    opened.huey.storage.close()


@pytest.fixture
def start_worker(settings: Settings) -> Iterator[StartWorker]:
    started: list[subprocess.Popen[bytes]] = []
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}

    def start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, grading_queue_process.__file__, str(settings.data_dir), "2"]
        started.append(subprocess.Popen(command, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def send(store: Store, cast: Cast, *, person_id: int | None = None, text: str = "依頼") -> int:
    with store.writing() as session:
        job = hand_in_for_checking(
            session,
            person_id=person_id or cast.aiko.id,
            lab=make_lab(),
            language=Language.JA,
            notebook=f'{{"cells": [{{"source": "%%prompt letter\\n{text}"}}]}}',
        )
        return job.id


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)  # between two looks at what other processes do


def count_starts(settings: Settings) -> int:
    file = settings.data_dir / "starts.txt"
    return len(file.read_text().splitlines()) if file.exists() else 0


def count_graded(store: Store) -> int:
    with store.reading() as session:
        query = select(func.count()).select_from(Attempt)
        return session.scalar(query.where(Attempt.status == AttemptStatus.GRADED)) or 0


def count_results(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(CriterionResult)) or 0


def hold(settings: Settings) -> Path:
    file = settings.data_dir / "hold"
    file.touch()
    return file


def test_a_killed_worker_loses_nothing_and_writes_once(
    settings: Settings, store: Store, cast: Cast, queue: Queue, start_worker: StartWorker
) -> None:
    held = hold(settings)
    job_id = send(store, cast)
    queue.send(job_id, priority=100)
    worker = start_worker()
    wait_until(lambda: count_starts(settings) == 1)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    held.unlink()
    start_worker()
    wait_until(lambda: count_graded(store) == 1)
    with store.reading() as session:
        job = session.get_one(GradingJob, job_id)
        assert (job.status, job.tries) == (JobStatus.DONE, 2)
    assert count_results(store) == 2


def test_an_attempt_whose_hint_was_never_sent_is_checked_all_the_same(
    settings: Settings, store: Store, cast: Cast, queue: Queue, start_worker: StartWorker
) -> None:
    # As if the web process was killed between its commit and the hint.
    send(store, cast)
    start_worker()
    wait_until(lambda: count_graded(store) == 1)


def test_a_killed_web_process_loses_no_attempt(
    settings: Settings, store: Store, cast: Cast, start_worker: StartWorker
) -> None:
    child = os.fork()
    if child == 0:
        send(store, cast)
        os.kill(os.getpid(), signal.SIGKILL)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    start_worker()
    wait_until(lambda: count_graded(store) == 1)


def test_a_worker_asked_to_stop_finishes_what_it_has_in_hand(
    settings: Settings, store: Store, cast: Cast, queue: Queue, start_worker: StartWorker
) -> None:
    held = hold(settings)
    queue.send(send(store, cast), priority=100)
    worker = start_worker()
    wait_until(lambda: count_starts(settings) == 1)
    worker.terminate()
    held.unlink()
    assert worker.wait(PATIENCE_SECONDS) == 0
    assert count_graded(store) == 1


def test_a_long_job_keeps_its_lease(
    settings: Settings, store: Store, cast: Cast, queue: Queue, start_worker: StartWorker
) -> None:
    held = hold(settings)
    job_id = send(store, cast)
    queue.send(job_id, priority=100)
    start_worker()
    wait_until(lambda: count_starts(settings) == 1)
    first = lease_end(store, job_id)
    lease = grading_queue_process.TIMING.lease
    wait_until(lambda: lease_end(store, job_id) - first > 2 * lease)
    held.unlink()
    wait_until(lambda: count_graded(store) == 1)
    assert count_starts(settings) == 1


def test_many_jobs_survive_the_death_of_one_of_two_workers(
    settings: Settings, store: Store, cast: Cast, queue: Queue, start_worker: StartWorker
) -> None:
    people = (cast.aiko, cast.ben, cast.chie, cast.daichi, cast.emi, cast.fumi, cast.goro)
    for person in people:
        for number in range(3):
            queue.send(send(store, cast, person_id=person.id, text=f"{number}"), priority=100)
    doomed, _ = start_worker(), start_worker()
    wait_until(lambda: count_graded(store) >= 4)
    doomed.send_signal(signal.SIGKILL)
    wait_until(lambda: count_graded(store) == 21)
    assert count_results(store) == 42


def lease_end(store: Store, job_id: int) -> float:
    with store.reading() as session:
        until = session.get_one(GradingJob, job_id).lease_until
        return until.timestamp() if until else 0.0
