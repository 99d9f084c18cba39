"""Whatever dies, every attempt is checked, and its result is written once."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext, ForkServerProcess
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
StartWorker = Callable[[], ForkServerProcess]


@pytest.fixture
def queue(settings: Settings) -> Iterator[Queue]:
    opened = open_queue(settings)
    yield opened
    opened.huey.storage.close()


@pytest.fixture(scope="session")
def nursery() -> Iterator[ForkServerContext]:
    """Forks processes that have all imports done, from a process without threads."""
    context = get_context("forkserver")
    context.set_forkserver_preload([grading_queue_process.__name__])
    with pytest.MonkeyPatch.context() as patch:
        # The fork server imports by the environment's path, and pytest has set its own in here.
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        yield context


@pytest.fixture
def start_worker(nursery: ForkServerContext, settings: Settings) -> Iterator[StartWorker]:
    started: list[ForkServerProcess] = []

    def start() -> ForkServerProcess:
        worker = nursery.Process(target=grading_queue_process.main, args=(settings.data_dir, 2))
        worker.start()
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.join()
        worker.close()


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
    worker.kill()
    worker.join()
    held.unlink()
    start_worker()
    wait_until(lambda: count_graded(store) == 1)
    with store.reading() as session:
        job = session.get_one(GradingJob, job_id)
        assert (job.status, job.tries) == (JobStatus.DONE, 2)
    assert count_results(store) == 2


def test_a_killed_web_process_loses_no_attempt(
    settings: Settings,
    store: Store,
    cast: Cast,
    nursery: ForkServerContext,
    start_worker: StartWorker,
) -> None:
    web = nursery.Process(
        target=grading_queue_process.hand_in, args=(settings.data_dir, cast.aiko.id)
    )
    web.start()
    web.join()
    assert web.exitcode == -signal.SIGKILL
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
    worker.join(PATIENCE_SECONDS)
    assert worker.exitcode == 0
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
    doomed.kill()
    wait_until(lambda: count_graded(store) == 21)
    assert count_results(store) == 42


def lease_end(store: Store, job_id: int) -> float:
    with store.reading() as session:
        until = session.get_one(GradingJob, job_id).lease_until
        return until.timestamp() if until else 0.0
