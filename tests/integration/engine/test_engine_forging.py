"""No answer gets more points than it is worth, and none harms the engine."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from engine_notebooks import as_bytes, outcomes, scores, submission
from hostile_notebooks import ATTACKS, LAB, LOOPS, SECRET, WRONG
from terakoya.grading.engine import Engine, GradedNotebook

AT_ONCE = 4
RIGHT = """
def square(n): return n * n
def area(r): return math.pi * r * r
total = 10
names = ['b', 'a']
"""


@pytest.fixture(scope="module")
def graded(engine: Engine) -> dict[str, GradedNotebook]:
    """All of them, several at once."""
    attacks = {**ATTACKS, **LOOPS}
    texts = [as_bytes(submission(LAB, work=WRONG + attack)) for attack in attacks.values()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(attacks, pool.map(partial(engine.grade, LAB), texts), strict=True))


@pytest.mark.parametrize("name", ATTACKS)
def test_wrong_answers_get_nothing_whatever_they_try(
    graded: dict[str, GradedNotebook], name: str
) -> None:
    result = graded[name]
    assert set(scores(result).values()) == {0.0}, (scores(result), result.error)
    assert result.max_score == 12
    assert set(outcomes(result).values()) == {"not-yet"}


@pytest.mark.parametrize("name", LOOPS)
def test_code_without_end_is_stopped_and_said(graded: dict[str, GradedNotebook], name: str) -> None:
    assert graded[name].score == 0
    assert graded[name].error is not None


@pytest.mark.usefixtures("graded")
def test_the_engine_works_as_before_afterwards(engine: Engine) -> None:
    result = engine.grade(LAB, as_bytes(submission(LAB, work=RIGHT)))
    assert (result.score, result.error) == (12, None), result.notebook


def test_the_learners_process_never_meets_a_test(engine: Engine) -> None:
    spy = (
        "import gc\nprint([o for o in gc.get_objects() if isinstance(o, str) and 'marker-93' in o])"
    )
    result = engine.grade(LAB, as_bytes(submission(LAB, work=spy)))
    work = next(cell for cell in result.notebook["cells"] if "import gc" in cell["source"])
    assert SECRET not in json.dumps(work["outputs"])
