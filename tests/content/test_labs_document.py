"""The page for authors of labs names every check and every command."""

from pathlib import Path

import pytest

import terakoya_graders.checks
from terakoya.labs.commands import lab
from terakoya_graders import CHECKS

PAGE = (Path(__file__).resolve().parents[2] / "docs/authoring/labs.md").read_text()


@pytest.mark.parametrize("name", terakoya_graders.checks.__all__)
def test_the_page_says_of_every_check_what_it_asks(name: str) -> None:
    asks = CHECKS[name.replace("_", "-")].asks
    assert f"| `{name}` | {asks} |" in PAGE


@pytest.mark.parametrize("name", sorted(lab.commands))
def test_the_page_shows_every_command(name: str) -> None:
    assert f"terakoya lab {name}" in PAGE
