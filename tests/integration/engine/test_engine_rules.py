"""Scores, outcomes and sentences, for learners who try nothing bad."""

import json
from pathlib import Path
from typing import Any

import pytest

from crossing_values import CROSSING
from engine_notebooks import (
    answer,
    as_bytes,
    checked_by,
    essay,
    notebook,
    outcomes,
    scores,
    set_up,
    solution,
    source_of,
    submission,
)
from terakoya.grading.engine import Engine, GradedNotebook, Limits, SourceNotebook

LAB = source_of(
    set_up("tools", "def close(a, b):\n    return abs(a - b) < 0.1"),
    answer("square", solution("    return n * n", "def square(n):\n    ")),
    checked_by("squares", "assert square(3) == 9", 2),
    checked_by("share", "sum(square(n) == n * n for n in range(4)) / 2", 2),
    essay("why", solution("Because."), 3),
)
UNTOUCHED = {
    "square": "def square(n):\n    # YOUR CODE HERE\n    raise NotImplementedError()",
    "why": "YOUR ANSWER HERE",
}


def grade(engine: Engine, test: str, work: str, **more: Any) -> GradedNotebook:
    """The result of one answer under one test worth one point."""
    source = source_of(answer("work", solution(work)), checked_by("test", test))
    return engine.grade(source, as_bytes(submission(source, work=work)), **more)


def test_right_answers_get_all_points_and_texts_wait_for_a_person(engine: Engine) -> None:
    result = engine.grade(LAB, as_bytes(LAB.notebook))
    untouched_essay = {"squares": 2.0, "share": 2.0}
    assert {name: scores(result)[name] for name in untouched_essay} == untouched_essay
    written = submission(LAB, why="Since I say so.")
    assert scores(engine.grade(LAB, as_bytes(written)))["why"] is None


def test_an_untouched_notebook_is_not_tried_and_gets_nothing(engine: Engine) -> None:
    result = engine.grade(LAB, as_bytes(submission(LAB, **UNTOUCHED)))
    assert set(scores(result).values()) == {0.0}
    assert set(outcomes(result).values()) == {"not-tried"}
    assert (result.error, result.max_score) == (None, 7)


def test_part_of_the_points_is_the_number_of_the_last_line(engine: Engine) -> None:
    result = engine.grade(LAB, as_bytes(submission(LAB, square="def square(n): return n")))
    assert scores(result)["share"] == 1.0
    assert outcomes(result)["share"] == "not-yet"


def test_a_test_sees_the_values_of_its_moment(engine: Engine) -> None:
    source = source_of(
        answer("first", solution("x = 1")),
        checked_by("one", "assert x == 1"),
        answer("second", solution("x = 2")),
        checked_by("two", "assert x == 2"),
    )
    assert engine.grade(source, as_bytes(source.notebook)).score == 2


def test_cells_that_the_learner_added_count(engine: Engine) -> None:
    changed = submission(LAB, square="def square(n):\n    return helper(n)")
    changed["cells"].insert(1, notebook(answer("", "def helper(n): return n * n"))["cells"][0])
    changed["cells"][1]["metadata"] = {}
    assert scores(engine.grade(LAB, as_bytes(changed)))["squares"] == 2


def test_structure_and_metadata_that_came_back_are_not_used(engine: Engine) -> None:
    changed = submission(LAB, square="def square(n): return n * n")
    changed["cells"].reverse()
    changed["cells"] = [cell for cell in changed["cells"] if cell["cell_type"] == "code"]
    for cell in changed["cells"]:
        cell["metadata"]["nbgrader"] |= {"points": 99, "locked": False, "grade": False}
        cell["metadata"]["terakoya"] = {"mode": "inprocess"}
    changed["metadata"]["kernelspec"] = {"name": "evil", "language": "perl"}
    result = engine.grade(LAB, as_bytes(changed))
    assert (scores(result)["squares"], result.max_score) == (2, 7)


def test_deleted_and_faked_test_cells_change_nothing(engine: Engine) -> None:
    changed = submission(LAB, square="def square(n): return -1")
    changed["cells"] = [
        cell for cell in changed["cells"] if "grade" not in cell["metadata"]["nbgrader"]["grade_id"]
    ]
    changed["cells"][2]["source"] = "2"
    changed["cells"].append(dict(changed["cells"][2]))
    assert scores(engine.grade(LAB, as_bytes(changed)))["squares"] == 0


def test_text_on_stderr_alone_costs_nothing(engine: Engine) -> None:
    work = "import sys, warnings\ndef f():\n    print('hm', file=sys.stderr)\n    return 1"
    assert grade(engine, "assert f() == 1", work).score == 1


@pytest.mark.parametrize("name", CROSSING)
def test_plain_data_and_functions_reach_the_test(engine: Engine, name: str) -> None:
    test, work = CROSSING[name]
    result = grade(engine, test, work)
    assert result.score == 1, result.notebook["cells"][1]["outputs"]


def test_a_stand_in_for_a_locked_function_reaches_the_learner(engine: Engine) -> None:
    source = source_of(
        set_up("tools", "def ask(text):\n    raise RuntimeError"),
        answer("work", solution("def summary(text):\n    return ask('sum: ' + text)")),
        checked_by("test", "ask = lambda text: text.upper()\nassert summary('a') == 'SUM: A'"),
    )
    assert engine.grade(source, as_bytes(source.notebook)).score == 1


def test_a_tests_own_variables_never_reach_the_learner(engine: Engine) -> None:
    test = "expected = 42\nassert f() == expected"
    source = source_of(answer("work", solution("def f(): return 42")), checked_by("test", test))
    cheat = "expected = None\ndef f(): return expected"
    assert engine.grade(source, as_bytes(submission(source, work=cheat))).score == 0


def test_letters_are_read_and_never_run(engine: Engine) -> None:
    test = (
        "from terakoya_graders import prompts\nassert prompts['mail'] == 'Dear {name},\\n\\nthanks'"
    )
    text = "%%prompt mail\nDear {name},\n\nthanks\n"
    source = source_of(answer("letter", "%%prompt mail\n"), checked_by("test", test))
    assert engine.grade(source, as_bytes(submission(source, letter=text))).score == 1


def test_tests_ask_the_model_in_the_thread_that_grades(engine: Engine) -> None:
    asked = []

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        asked.append(request)
        return {"choices": [{"message": {"content": "yes"}}]}

    test = "from terakoya_graders import model\nassert model.ask('Well?') == 'yes'"
    assert grade(engine, test, "x = 1", ask_model=ask).score == 1
    assert asked[0]["messages"] == [{"role": "user", "content": "Well?"}]


@pytest.mark.parametrize("ask", [None, lambda _: 1 / 0, lambda _: {}])
def test_without_an_answer_of_the_model_nothing_counts(engine: Engine, ask: Any) -> None:
    test = "from terakoya_graders import model\nmodel.ask('Well?')"
    result = grade(engine, test, "x = 1", ask_model=ask)
    assert (scores(result), outcomes(result)) == ({"test": None}, {"test": "not-checked"})


def test_findings_come_from_the_tests(engine: Engine) -> None:
    test = (
        "from terakoya_graders import Text\n"
        "from terakoya_graders.findings import not_yet, show\n"
        "show(not_yet(Text('あと少し', 'Nearly')))\n0.5"
    )
    cell = grade(engine, test, "x = 1").cells["test"]
    assert (cell.score, cell.outcome) == (0.5, "not-yet")
    assert [finding["message"]["ja"] for finding in cell.findings] == ["あと少し"]


def test_a_lab_whose_set_up_fails_is_not_the_learners_fault(engine: Engine) -> None:
    source = source_of(
        set_up("tools", "1 / 0"), answer("work", "x = 1"), checked_by("test", "assert x == 1")
    )
    result = engine.grade(source, as_bytes(submission(source, work="x = 2")))
    assert outcomes(result) == {"test": "not-checked"}
    assert "trainer" in result.cells["test"].findings[0]["message"]["en"]


def test_a_test_without_end_is_not_the_learners_fault_either(engine: Engine) -> None:
    test = "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass"
    source = source_of(
        answer("work", "x = 1"), checked_by("stuck", test), checked_by("next", "assert x == 2")
    )
    result = engine.grade(source, as_bytes(submission(source, work="x = 2")))
    assert scores(result) == {"stuck": None, "next": 1}


def test_data_files_lie_in_the_working_folder(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1,2")
    work = "text = open('data/a.csv').read()\nopen('data/b.csv', 'w').write(text)"
    source = source_of(answer("work", solution(work)), checked_by("test", "assert text == '1,2'"))
    source = SourceNotebook(source.notebook, tmp_path)
    assert engine.grade(source, as_bytes(source.notebook)).score == 1
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["a.csv"]


REFUSED = {
    b"": "not JSON",
    b"\xff\xfe\x00": "not JSON",
    b"[" * 100_000: "not JSON",
    b"[]": "no notebook",
    b'{"nbformat": 3, "worksheets": []}': "no notebook",
    b'{"nbformat": 4, "cells": {}}': "no notebook",
    b'{"nbformat": 4, "cells": [1, null, {}]}': "answer cells",
    as_bytes(notebook(lab="other")): "lab “other”",
    b" " * (Limits().notebook + 1): "too large",
}


@pytest.mark.parametrize("submitted", REFUSED, ids=REFUSED.values())
def test_what_is_no_submission_gets_a_sentence(engine: Engine, submitted: bytes) -> None:
    result = engine.grade(LAB, submitted)
    assert (result.cells, result.score, result.max_score) == ({}, 0, 7)
    assert result.error is not None
    assert REFUSED[submitted] in result.error.en
    assert result.error.ja


@pytest.mark.parametrize(
    "cell",
    [
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": "square"}}, "source": 7},
        {"cell_type": 7, "metadata": [], "source": ["a", 1]},
        {"metadata": {"nbgrader": {"grade_id": ["square"]}}, "source": "\ud800\0"},
    ],
)
def test_odd_cells_do_no_harm(engine: Engine, cell: dict[str, Any]) -> None:
    changed = submission(LAB, square="def square(n): return n * n")
    changed["cells"].insert(0, cell)
    assert scores(engine.grade(LAB, json.dumps(changed).encode()))["squares"] == 2
