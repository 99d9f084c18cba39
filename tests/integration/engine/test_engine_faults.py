"""Faults of ours are told apart from the learner's, and the engine recovers from them."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from engine_notebooks import LIMITS, answer, as_bytes, checked_by, solution, source_of, submission
from terakoya.grading.engine import Engine, EngineFault

LAB = source_of(answer("work", solution("x = 1")), checked_by("test", "assert x == 1"))


def fork_server_of(engine: Engine) -> int:
    process = engine._server._process
    assert process is not None
    return process.pid


def folders_of(engine: Engine) -> list[Path]:
    return list(engine._server._root.iterdir())


def test_a_lost_fork_server_is_replaced() -> None:
    with Engine(LIMITS) as engine:
        os.kill(fork_server_of(engine), signal.SIGKILL)
        os.waitid(os.P_PID, fork_server_of(engine), os.WEXITED | os.WNOWAIT)
        assert engine.grade(LAB, as_bytes(LAB.notebook)).score == 1


def test_a_fork_server_lost_half_way_is_never_the_learners_fault() -> None:
    slow = as_bytes(submission(LAB, work="import time\ntime.sleep(1)\nx = 1"))
    with Engine(LIMITS) as engine, ThreadPoolExecutor(1) as pool:
        result = pool.submit(engine.grade, LAB, slow)
        end = time.monotonic() + 10
        while not any((folder / "work").is_dir() for folder in folders_of(engine)):
            assert time.monotonic() < end
        os.kill(fork_server_of(engine), signal.SIGKILL)
        # Lost before the work began, it is replaced and the work gets its points.
        with suppress(EngineFault):
            assert result.result().score == 1
        assert engine.grade(LAB, as_bytes(LAB.notebook)).score == 1


def test_nothing_is_left_behind(engine: Engine) -> None:
    engine.grade(LAB, as_bytes(LAB.notebook))
    assert folders_of(engine) == []


def test_many_threads_grade_at_once(engine: Engine) -> None:
    submissions = [as_bytes(submission(LAB, work=f"x = {n % 2}")) for n in range(24)]
    with ThreadPoolExecutor(6) as pool:
        results = pool.map(lambda submitted: engine.grade(LAB, submitted), submissions)
    assert [result.score for result in results] == [n % 2 for n in range(24)]
