"""`terakoya grade` from the outside."""

import json
from pathlib import Path

from click.testing import CliRunner

from engine_notebooks import answer, as_bytes, checked_by, notebook, solution
from terakoya.grading.commands import grade

SOURCE = notebook(
    answer("work", solution("x = int(open('data.txt').read())")),
    checked_by("test", "assert x == 7", 2),
    lab=None,
)


def test_each_notebook_gets_a_line_in_order(tmp_path: Path) -> None:
    (tmp_path / "source.ipynb").write_bytes(as_bytes(SOURCE))
    (tmp_path / "data.txt").write_text("7")
    (tmp_path / "broken.ipynb").write_text("{")
    files = [tmp_path / "source.ipynb", tmp_path / "broken.ipynb"]
    arguments = ["--source", str(files[0]), "--json", *map(str, files)]
    done = CliRunner().invoke(grade, arguments, catch_exceptions=False)
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == {
        "notebook": str(files[0]),
        "score": 2.0,
        "max_score": 2.0,
        "cells": {"test": {"score": 2.0, "max_score": 2.0, "outcome": "passed"}},
        "error": None,
    }
    assert (second["score"], second["cells"]) == (None, {})
    assert "not JSON" in second["error"]
    assert done.exit_code == 0


def test_a_file_that_is_not_there_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "source.ipynb").write_bytes(as_bytes(SOURCE))
    arguments = ["--source", str(tmp_path / "source.ipynb"), str(tmp_path / "none.ipynb")]
    done = CliRunner().invoke(grade, arguments)
    assert done.exit_code == 1
    assert "No such file" in done.stdout


def test_it_wants_one_thing_to_check_against() -> None:
    done = CliRunner().invoke(grade, ["some.ipynb"])
    assert done.exit_code == 2
    assert "--lab or --source" in done.stderr


def test_a_lab_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(grade, ["--lab", "nowhere", str(tmp_path / "some.ipynb")])
    assert done.exit_code == 1
    assert 'no lab "nowhere"' in done.stderr
