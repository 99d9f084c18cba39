"""Prompt cells: plain text that begins with `%%prompt NAME`.

A prompt cell is a letter, not a program: it can be read without running anything, so a grader
takes the learner's text as data.
"""

import re
from typing import NamedTuple

_FIRST_LINE = re.compile(r"\s*%%prompt[ \t]+([A-Za-z_][\w-]*)[ \t]*(?:\r?\n|$)")
_SOLUTION_MARK = re.compile(r"^[ \t]*#+ (?:BEGIN|END) SOLUTION[ \t]*$")

prompts: dict[str, str] = {}
"""The texts of the prompt cells by name, filled by the magic or by the grading engine."""


class Letter(NamedTuple):
    """The name and the text of a prompt cell."""

    name: str
    text: str


def read_prompt_cell(source: str) -> Letter | None:
    """The letter in a cell's source, or None when the cell is no prompt cell.

    Lines that only mark nbgrader's solution region are left out, so that a source notebook runs
    like the learner's; blank lines around the text do not count.
    """
    match = _FIRST_LINE.match(source)
    if match is None:
        return None
    return Letter(match.group(1), letter_text(source[match.end() :]))


def letter_text(body: str) -> str:
    """The text of a prompt cell's body, without solution markers and surrounding blank lines."""
    lines = [line.rstrip() for line in body.splitlines() if not _SOLUTION_MARK.match(line)]
    return "\n".join(lines).strip("\n")


def written_prompt(name: str) -> str:
    """The learner's text under `name`, or "" when that cell has not been run yet."""
    return prompts.get(name, "")
