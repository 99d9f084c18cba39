"""Submissions that work at the engine's edges: its clock, its folders, its borders, its points."""

import json
import socket
from pathlib import Path
from time import monotonic

import pytest

from engine_notebooks import (
    LIMITS,
    answer,
    as_bytes,
    checked_by,
    code,
    set_up,
    solution,
    source_of,
    submission,
)
from terakoya.grading.engine import Engine, GradedNotebook, Limits, SourceNotebook
from terakoya.grading.engine.folders import remove_folder

ONE_MORE = source_of(
    answer("work", solution("def more(x):\n    return x + 1")),
    checked_by("is-more", "assert more(1) == 2"),
)
RIGHT = "def more(x): return x + 1\n"


def grade(engine: Engine, work: str, lab: SourceNotebook = ONE_MORE) -> GradedNotebook:
    return engine.grade(lab, as_bytes(submission(lab, work=work)))


def test_a_module_that_the_solution_imports_is_pythons_not_the_learners(engine: Engine) -> None:
    lab = source_of(
        set_up("tools", "import math"),
        answer("work", solution("import math\ndef area(r):\n    return math.pi * r * r")),
        checked_by("is-close", "assert math.isclose(area(2), 12.566370614359172)"),
    )
    false = "class math:\n    isclose = staticmethod(lambda *a: True)\ndef area(r): return 0"
    assert grade(engine, false, lab).score == 0
    honest = "from math import pi\ndef area(r): return pi * r * r"
    assert grade(engine, honest, lab).score == 1


@pytest.mark.network
def test_no_datagram_reaches_a_socket_of_the_machine(engine: Engine, tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    path = tmp_path / "log"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as machine:
        machine.bind(str(path))
        path.chmod(0o777)
        machine.setblocking(False)
        pair = "import socket\na, b = socket.socketpair(type=socket.SOCK_DGRAM)\n"
        result = grade(engine, f"{RIGHT}{pair}b.send(b'x')\na.sendto(b'out', {str(path)!r})")
        with pytest.raises(BlockingIOError):
            machine.recv(10)
    assert "PermissionError" in json.dumps(result.notebook)


def test_many_cells_together_get_no_more_time_than_a_submission_has() -> None:
    limits = Limits(cell_seconds=1, submission_seconds=2)
    copy = submission(ONE_MORE, work=RIGHT)
    copy["cells"] += [code("while True: pass")] * 200
    with Engine(limits) as engine:
        began = monotonic()
        result = engine.grade(ONE_MORE, as_bytes(copy))
    assert monotonic() - began < 8
    assert result.error is not None


def test_a_slow_endless_iterator_ends_with_the_submission() -> None:
    lab = source_of(
        answer("work", solution("def many():\n    return [1]")),
        checked_by("ends", "for one in many():\n    assert one == 1"),
    )
    slow = "import time\ndef many():\n    while True:\n        time.sleep(0.05)\n        yield 1"
    with Engine(Limits(cell_seconds=1, submission_seconds=2)) as engine:
        began = monotonic()
        assert grade(engine, slow, lab).score == 0
        assert monotonic() - began < 8


def test_folders_in_folders_are_removed_however_deep(engine: Engine) -> None:
    deep = "import os\nfor _ in range(1500):\n    os.mkdir('d')\n    os.chdir('d')\n"
    assert grade(engine, deep + RIGHT).score == 1


def test_a_folder_without_permissions_is_removed(tmp_path: Path) -> None:
    inner = tmp_path / "root" / "closed" / "inner"
    inner.mkdir(parents=True)
    (inner / "file").write_text("x")
    (tmp_path / "outside").write_text("stays")
    (inner / "link").symlink_to(tmp_path / "outside")
    inner.chmod(0)
    inner.parent.chmod(0)
    remove_folder(tmp_path / "root")
    assert [one.name for one in tmp_path.iterdir()] == ["outside"]


def test_a_full_folder_is_noticed_while_it_is_being_filled(engine: Engine) -> None:
    fill = "for i in range(3000):\n    open(f'{i}', 'wb').write(b'x' * (1 << 20))\n"
    began = monotonic()
    result = grade(engine, fill + RIGHT)
    assert result.error is not None
    assert "folder" in result.error.en
    assert monotonic() - began < LIMITS.cell_seconds


def test_a_million_empty_files_weigh_something(engine: Engine) -> None:
    empty = "i = 0\nwhile True:\n    open(f'{i}', 'w').close()\n    i += 1\n"
    result = grade(engine, empty + RIGHT)
    assert result.error is not None
    assert result.score == 0


@pytest.mark.parametrize("number", ["-5", "nan", "inf", "-inf"])
def test_an_impossible_number_of_points_is_none(engine: Engine, number: str) -> None:
    lab = source_of(
        answer("work", solution("def share():\n    return 1.0")),
        checked_by("points", "share() * 1.0"),
    )
    assert grade(engine, f"def share(): return float('{number}')", lab).score == 0
    assert grade(engine, "def share(): return 0.25", lab).score == 0.25


def test_spans_of_time_cross_as_values(engine: Engine) -> None:
    lab = source_of(
        answer("work", solution("span = None")),
        checked_by("span", "from datetime import timedelta\nassert span == timedelta(days=-1.5)"),
    )
    right = "from datetime import timedelta\nspan = timedelta(hours=-36)"
    assert grade(engine, right, lab).score == 1
