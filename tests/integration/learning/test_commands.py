"""The content check on the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from course_files import EN, CourseFolder
from terakoya.learning.commands import check


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TERAKOYA_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("TERAKOYA_LABS_DIR", str(tmp_path / "labs"))


def test_a_right_folder_passes_the_check(courses: CourseFolder) -> None:
    result = CliRunner().invoke(check, [str(courses.root)])
    assert result.exit_code == 0
    assert "2 courses can be published; 0 errors, 0 warnings." in result.output


def test_a_typo_is_reported_as_file_line_and_cure(courses: CourseFolder) -> None:
    courses.replace(EN, "goal:", "gole:")
    result = CliRunner().invoke(check, [str(courses.root)])
    assert result.exit_code == 1
    assert 'next-token.en.md:3: gole: Unknown field. Did you mean "goal"?' in result.output


def test_complaints_can_be_read_in_japanese(courses: CourseFolder) -> None:
    courses.replace(EN, "goal:", "gole:")
    result = CliRunner().invoke(check, [str(courses.root), "--language", "ja"])
    assert "「goal」のことですか。" in result.output
