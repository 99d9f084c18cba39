"""A right lab on disk for every test of labs."""

from pathlib import Path

import pytest

from lab_files import LabFolder, write_right_lab


@pytest.fixture
def lab(tmp_path: Path) -> LabFolder:
    """A lab without errors."""
    return write_right_lab(tmp_path / "labs")
