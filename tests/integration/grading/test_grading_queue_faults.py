"""Faults of ours are tried again and never counted as the learner's."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from labs_world import grade_by_length, make_lab
from people import Cast
from terakoya import clock
from terakoya.grading.engine import GradedNotebook, SourceNotebook
from terakoya.grading.leases import Timing
from terakoya.grading.models import GradingJob, JobStatus
from terakoya.grading.queue import open_queue
from terakoya.grading.results import NOT_YOUR_FAULT
from terakoya.grading.running import Grade, JobRunner, show_marking
from terakoya.grading.services import hand_in_for_checking
from terakoya.grading.sources import SourceShelf
from terakoya.labs.models import Attempt, AttemptStatus
from terakoya.language import Language
from terakoya.settings import Settings, SettingsError, load
from terakoya.store.session import Store


def send(store: Store, cast: Cast) -> int:
    with store.writing() as session:
        job = hand_in_for_checking(
            session,
            person_id=cast.aiko.id,
            lab=make_lab(),
            language=Language.JA,
            notebook='{"cells": [{"source": "%%prompt letter\\n依頼"}]}',
        )
        return job.id


def make_runner(store: Store, settings: Settings, folder: Path, grade: Grade) -> JobRunner:
    return JobRunner(
        store=store,
        queue=open_queue(settings),
        grade=grade,
        courses=dict,
        shelf=SourceShelf(folder),
        timing=Timing(),
    )


def look(store: Store, job_id: int) -> tuple[GradingJob, Attempt]:
    with store.reading() as session:
        job = session.get_one(GradingJob, job_id)
        return job, session.scalars(select(Attempt).where(Attempt.id == job.attempt_id)).one()


def make_due(store: Store) -> None:
    with store.writing() as session:
        session.execute(update(GradingJob).values(due_at=clock.now()))


def break_down(_source: SourceNotebook, _submitted: bytes) -> GradedNotebook:
    message = "the disk is full"
    raise OSError(message)


def test_a_fault_puts_the_job_back_for_later(
    store: Store, settings: Settings, cast: Cast, tmp_path: Path
) -> None:
    job_id = send(store, cast)
    runner = make_runner(store, settings, tmp_path / "files", break_down)
    runner.run(job_id)
    job, attempt = look(store, job_id)
    assert (job.status, job.tries) == (JobStatus.QUEUED, 1)
    assert job.last_error == "OSError: the disk is full"
    assert attempt.status is AttemptStatus.QUEUED
    runner.run(job_id)
    assert look(store, job_id)[0].tries == 1, "it waits before it is tried again"


def test_after_three_faults_the_learner_reads_that_it_was_ours(
    store: Store, settings: Settings, cast: Cast, tmp_path: Path
) -> None:
    job_id = send(store, cast)
    runner = make_runner(store, settings, tmp_path / "files", break_down)
    for _ in range(4):
        runner.run(job_id)
        make_due(store)
    job, attempt = look(store, job_id)
    assert (job.status, job.tries) == (JobStatus.FAILED, 3)
    assert (attempt.status, attempt.failure) == (AttemptStatus.FAILED, NOT_YOUR_FAULT.as_dict())
    assert (attempt.score, attempt.has_passed) == (None, None)


def test_a_fault_that_goes_away_leaves_no_trace_in_the_result(
    store: Store, settings: Settings, cast: Cast, tmp_path: Path
) -> None:
    job_id = send(store, cast)
    make_runner(store, settings, tmp_path / "files", break_down).run(job_id)
    make_due(store)
    make_runner(store, settings, tmp_path / "files", grade_by_length).run(job_id)
    job, attempt = look(store, job_id)
    assert (job.status, job.tries) == (JobStatus.DONE, 2)
    assert (attempt.status, attempt.failure) == (AttemptStatus.GRADED, None)


def test_the_learner_sees_when_the_tests_begin(
    store: Store, settings: Settings, cast: Cast, tmp_path: Path
) -> None:
    job_id = send(store, cast)
    seen = []

    def grade(source: SourceNotebook, submitted: bytes) -> GradedNotebook:
        seen.append(look(store, job_id)[1].status)
        show_marking(store, Timing())
        seen.append(look(store, job_id)[1].status)
        return grade_by_length(source, submitted)

    make_runner(store, settings, tmp_path / "files", grade).run(job_id)
    assert seen == [AttemptStatus.RUNNING, AttemptStatus.MARKING]


def test_an_unknown_queue_address_is_refused_with_a_sentence(tmp_path: Path) -> None:
    settings = load(
        {
            "TERAKOYA_DATA_DIR": str(tmp_path),
            "TERAKOYA_SECRET_KEY": "test",
            "TERAKOYA_QUEUE_URL": "amqp://somewhere",
        }
    )
    with pytest.raises(SettingsError, match="TERAKOYA_QUEUE_URL"):
        open_queue(settings)


def test_a_delayed_hint_survives_its_way_through_the_queue(settings: Settings) -> None:
    queue = open_queue(settings)
    arrived: list[int] = []
    queue.receive(arrived.append)
    queue.send(7, priority=1)
    queue.send(8, priority=2)
    queue.send(9, priority=3, delay_seconds=60)
    assert queue.huey.scheduled_count() == 0, "hints to come pass through the queue first"
    while (task := queue.huey.dequeue()) is not None:
        queue.huey.execute(task)
    assert arrived == [8, 7]
    assert queue.is_empty()
