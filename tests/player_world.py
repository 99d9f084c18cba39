"""A notebook for the tests of the player, and a source that gives everybody the same one."""

import json
from collections.abc import Iterable
from typing import Any

from terakoya.labs.player.notebooks import NotebookName
from terakoya.language import Language
from terakoya.policy.rules import Identity

SLUG = "reply-to-customer"
LETTER, ANSWER, CHECK, PROGRAM = "letter", "answer", "check", "program"

SET_UP = """
import terakoya_graders
from IPython import get_ipython
letters = {}
get_ipython().register_magic_function(
    lambda line, cell: letters.update({line: cell}), magic_kind="cell", magic_name="prompt"
)
"""


def _cell(name: str, source: str, **metadata: Any) -> dict[str, Any]:
    nbgrader = {"grade_id": name, "schema_version": 3, "task": False, **metadata}
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {
            "nbgrader": nbgrader,
            "editable": not metadata["locked"],
            "deletable": False,
        },
        "source": source,
        "execution_count": None,
        "outputs": [],
    }


def notebook(language: Language) -> dict[str, Any]:
    """A locked text, a set-up, a letter with the cell that answers it, a check and a program."""
    locked = {"grade": False, "solution": False, "locked": True}
    written = {"grade": False, "solution": True, "locked": False}
    test = {"grade": True, "solution": False, "locked": True, "points": 1}
    heading = {Language.JA: "# 返信を頼む", Language.EN: "# Ask for a reply"}[language]
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "terakoya": {"lab": SLUG, "language": language.value},
        },
        "cells": [
            {
                "cell_type": "markdown",
                "id": "brief",
                "metadata": {"editable": False, "deletable": False},
                "source": heading,
            },
            _cell("set-up", SET_UP, **locked),
            _cell(LETTER, "%%prompt mail\n", **written),
            _cell(ANSWER, 'print("answer to:", letters["mail"].strip())', **locked),
            _cell(CHECK, 'assert "12" in letters["mail"], "the day is missing"', **test),
            _cell(PROGRAM, "6 * 7", **written),
        ],
    }


class SameForAll:
    """A source with one lab in both languages; `opened` tells who opened what."""

    def __init__(self) -> None:
        self.opened: list[tuple[int, NotebookName]] = []

    def list_notebooks(self, identity: Identity) -> Iterable[NotebookName]:
        """The lab's two notebooks."""
        return [NotebookName(SLUG, language) for language in Language]

    def open_notebook(self, identity: Identity, name: NotebookName) -> str | None:
        """The notebook in the language of `name`."""
        if name.lab_slug != SLUG:
            return None
        self.opened.append((identity.person_id, name))
        return json.dumps(notebook(name.language), ensure_ascii=False)
