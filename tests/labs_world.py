"""A small lab for the tests of labs and of the grading queue, and a grader without an engine."""

import json
from typing import Any

from terakoya.content.labs import Lab, LabCriterion
from terakoya.grading.engine import GradedCell, GradedNotebook, SourceNotebook
from terakoya.language import Language, Text

SLUG = "sort-inquiries"


LETTER = {
    "grade": False,
    "grade_id": "letter",
    "locked": False,
    "schema_version": 3,
    "solution": True,
    "task": False,
}


def notebook(
    text: str = "", *, lab: str = SLUG, language: str = "ja", title: str = "Sort inquiries"
) -> dict[str, Any]:
    """A notebook of the lab with `text` in its answer cell."""
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"terakoya": {"lab": lab, "language": language}},
        "cells": [
            {"cell_type": "markdown", "id": "title", "metadata": {}, "source": f"# {title}"},
            {
                "cell_type": "code",
                "id": "answer",
                "metadata": {"nbgrader": LETTER},
                "source": f"%%prompt letter\n{text}",
                "execution_count": None,
                "outputs": [],
            }
        ],
    }


def make_lab(*, title: str = "Sort inquiries") -> Lab:
    """The lab; another `title` is put into its notebooks too, which makes another version."""
    return Lab(
        slug=SLUG,
        title=Text("問い合わせを仕分ける", title),
        minutes=20,
        brief=Text("届いた問い合わせを仕分けます。", "Sort the inquiries that came in."),
        criteria=(
            LabCriterion("labels", Text("分類を示す", "Give the labels"), (Text("例", "Example"),)),
            LabCriterion("format", Text("形を決める", "Set the format"), ()),
        ),
        pass_share=0.7,
        sources={item: json.dumps(notebook(language=item, title=title)) for item in Language},
    )


def grade_by_length(_source: SourceNotebook, submitted: bytes) -> GradedNotebook:
    """Full marks for a letter of ten characters or more, half for any letter, else none."""
    letter = json.loads(submitted)["cells"][-1]["source"].partition("\n")[2]
    finding = {
        "criterion": "format",
        "outcome": "not-yet",
        "message": {"ja": "もう少し長く書きましょう。", "en": "Write a little more."},
        "quote": letter[:5] or None,
        "hidden_input": "must not be kept",
    }
    labels = GradedCell(1.0 if letter else 0.0, 1.0, "passed" if letter else "not-tried", ())
    is_long = len(letter) >= 10
    form = GradedCell(float(is_long), 1.0, "passed" if is_long else "not-yet", (finding,))
    score = (labels.score or 0.0) + (form.score or 0.0)
    return GradedNotebook(cells={"labels": labels, "format": form}, score=score, max_score=2.0)
