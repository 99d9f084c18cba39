"""Prompt cells: reading them as data, and the magic in a real IPython shell."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import terakoya_graders
from terakoya_graders import Letter, read_prompt_cell

GRADERS = Path(terakoya_graders.__file__).parents[1]
NOTEBOOK = """
import json
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

shell = InteractiveShell.instance()
shell.run_cell("import terakoya_graders as tg; tg.start('a-lab', language='ja')")
with capture_output() as captured:
    shell.run_cell("%%prompt sorting\\n次の文章を\\n分類してください。")
    shell.run_cell("%%prompt empty")
    shell.run_cell("%%prompt\\ntext")
    shell.run_cell("from terakoya_graders import Criterion")
    shell.run_cell("from terakoya_graders.checks import states_the_task")
    shell.run_cell("c = Criterion('task', points=2, prompt='sorting')")
    shell.run_cell("c.check(states_the_task); c.points()")
    shell.run_cell("tg.model.ask('hello')")
print(json.dumps({
    "prompts": shell.user_ns["tg"].prompts,
    "shown": [output.data for output in captured.outputs],
    "stderr": captured.stderr,
    "stdout": captured.stdout,
}))
"""


@pytest.fixture(scope="module")
def notebook() -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", NOTEBOOK],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(GRADERS), "IPYTHONDIR": "/nonexistent", "HOME": "/nonexistent"},
    )
    result: dict[str, object] = json.loads(done.stdout)
    return result


def test_the_magic_keeps_the_text(notebook: dict[str, object]) -> None:
    assert notebook["prompts"] == {"sorting": "次の文章を\n分類してください。", "empty": ""}


def test_the_confirmation_is_in_the_learners_language_and_counts(
    notebook: dict[str, object],
) -> None:
    shown = [str(data) for data in notebook["shown"]]  # type: ignore[attr-defined]
    assert "受け取りました（14文字）" in shown[0]
    assert "まだ何も書かれていません" in shown[1]
    assert "%%prompt 名前" in shown[2]


def test_a_finding_is_shown_as_words_and_as_data(notebook: dict[str, object]) -> None:
    finding = notebook["shown"][3]  # type: ignore[index]
    assert finding[terakoya_graders.MIME]["outcome"] == "passed"
    assert "できています" in finding["text/html"]


def test_nothing_is_ever_written_to_stderr(notebook: dict[str, object]) -> None:
    assert notebook["stderr"] == ""


def test_a_failure_shows_its_sentence_only(notebook: dict[str, object]) -> None:
    assert "減点にはなりません" in str(notebook["stdout"])
    assert "Traceback" not in str(notebook["stdout"])


@pytest.mark.parametrize(
    ("source", "letter"),
    [
        ("%%prompt sorting\nHello\nthere\n", Letter("sorting", "Hello\nthere")),
        ("\n  %%prompt sorting  \r\nHello", Letter("sorting", "Hello")),
        ("%%prompt sorting", Letter("sorting", "")),
        (
            "%%prompt s\nA\n### BEGIN SOLUTION\nB\n### END SOLUTION\n{input}",
            Letter("s", "A\nB\n{input}"),
        ),
        ("print('%%prompt sorting')", None),
        ("%%prompt\ntext", None),
        ("%%prompts sorting\ntext", None),
    ],
)
def test_a_cell_is_read_without_running_it(source: str, letter: Letter | None) -> None:
    assert read_prompt_cell(source) == letter
