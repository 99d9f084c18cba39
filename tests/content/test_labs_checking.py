"""`terakoya lab new` and `terakoya lab check`: sentences for authors."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lab_files import LabFolder
from terakoya.labs.commands import lab as commands


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments))


def test_a_new_lab_is_sound_from_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERAKOYA_LABS_DIR", str(tmp_path))
    done = run("new", "mails-to-answer")
    assert done.exit_code == 0, done.output
    assert "terakoya lab check mails-to-answer" in done.output
    checked = run("check")
    assert checked.exit_code == 0, checked.output
    assert checked.output == "mails-to-answer: sound\n"


@pytest.mark.parametrize("slug", ["My lab", "../evil", "labor!", "-x-"])
def test_a_name_that_does_not_do_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    monkeypatch.setenv("TERAKOYA_LABS_DIR", str(tmp_path))
    done = run("new", "--", slug)
    assert done.exit_code == 1
    assert "lower-case letters" in done.output
    assert list(tmp_path.iterdir()) == []


def test_an_existing_lab_is_never_overwritten(
    lab: LabFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERAKOYA_LABS_DIR", str(lab.path.parent))
    before = (lab.path / "lab.yml").read_text()
    assert "exists already" in run("new", "right-lab").output
    assert (lab.path / "lab.yml").read_text() == before


def test_an_unknown_lab_is_a_sentence() -> None:
    done = run("check", "no-such-lab")
    assert done.exit_code == 1
    assert 'There is no lab "no-such-lab"' in done.output


def test_a_reference_that_misses_points_is_an_error_with_the_reason(lab: LabFolder) -> None:
    lab.replace("lab.en.ipynb", "Answer with one label only, without any explanation.", "Be brief.")
    done = run("check", str(lab.path))
    assert done.exit_code == 1
    assert "cell answer-form: reference: The reference gets" in done.output
    assert "form of the answer is open" in done.output


def test_a_bad_example_that_reaches_what_it_should_miss_is_an_error(lab: LabFolder) -> None:
    good = (lab.path / "examples/en/good-lines.md").read_text().partition("---\nSort")[2]
    (lab.path / "examples/en/bad-bare.md").write_text(
        f'---\nwhy: "Says too little."\nfails: [labels]\n---\nSort{good}'
    )
    done = run("check", str(lab.path))
    assert "examples/en/bad-bare.md: fails: labels: A bad example that gets full" in done.output
    assert "Says too little." in done.output
    assert "A bad example that passes" in done.output


def test_a_good_example_that_does_not_pass_is_an_error_with_the_reason(lab: LabFolder) -> None:
    (lab.path / "examples/ja/good-lines.md").write_text(
        '---\nwhy: "短い。"\n---\n分類してください。'
    )
    done = run("check", "--language", "ja", str(lab.path))
    assert "good-lines.md: good: 良い例なのに合格しません" in done.output
    assert "直すところがあります" in done.output


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("no front matter", "Begin with the reason"),
        ('---\nwhy: "x"\n---\ntext', "A bad example names the criteria"),
        ('---\nwhy: "x"\nfails: [lables]\n---\ntext', 'Did you mean "labels"?'),
        ('---\nwhy: "x"\nfial: [labels]\n---\ntext', 'Did you mean "fails"?'),
    ],
)
def test_an_example_without_a_proper_reason_is_an_error(
    lab: LabFolder, content: str, sentence: str
) -> None:
    (lab.path / "examples/en/bad-bare.md").write_text(content)
    done = run("check", str(lab.path))
    assert done.exit_code == 1
    assert sentence in done.output


def test_too_few_examples_are_an_error(lab: LabFolder) -> None:
    (lab.path / "examples/en/bad-bare.md").unlink()
    assert "There are 5 examples. Write at least 6." in run("check", str(lab.path)).output


def test_a_test_cell_that_breaks_is_a_sentence_and_no_traceback(lab: LabFolder) -> None:
    for language in ("ja", "en"):
        lab.replace(f"lab.{language}.ipynb", "labels.points()", "1 / 0")
    done = run("check", str(lab.path))
    assert "ZeroDivisionError" in done.output
    assert "Traceback" not in done.output
