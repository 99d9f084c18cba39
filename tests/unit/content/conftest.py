"""A right course on disk for every test of content."""

from pathlib import Path

import pytest

from course_files import CourseFolder, write_right_course


@pytest.fixture
def courses(tmp_path: Path) -> CourseFolder:
    """A courses folder with one course and no error."""
    return write_right_course(tmp_path / "courses")
