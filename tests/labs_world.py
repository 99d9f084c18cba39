"""A small course with one lab for the tests of labs and of the queue, and a grader for it."""

import json
from pathlib import Path
from typing import Any

from terakoya.content.labs import Lab, LabCriterion
from terakoya.grading.engine import GradedCell, GradedNotebook, SourceNotebook
from terakoya.language import Language, Text

SLUG = "sort-inquiries"
COURSE = "mail-basics"
COURSE_YML = f"""\
title: {{ja: メールの基本, en: Mail basics}}
summary: {{ja: 短いコースです。, en: A short course.}}
departments: all
items:
  - lab: {SLUG}
"""
LAB_YML = f"""\
id: {SLUG}
title: {{ja: 問い合わせを仕分ける, en: Sort inquiries}}
minutes: 20
brief: {{ja: 届いた**問い合わせ**を仕分けます。, en: Sort the **inquiries** that came in.}}
pass_share: 0.7
criteria:
  - grade_id: labels
    title: {{ja: 分類を示す, en: Give the labels}}
    hints:
      - {{ja: 分類はいくつありますか。, en: "How many labels are there?"}}
      - {{ja: 分類を並べて書きます。, en: List the labels.}}
  - grade_id: format
    title: {{ja: 形を決める, en: Set the format}}
"""


def _cell(source: str, grade_id: str = "", *, points: float | None = None) -> dict[str, Any]:
    marks = {
        "grade": points is not None,
        "grade_id": grade_id,
        "locked": points is not None,
        "schema_version": 3,
        "solution": points is None,
        "task": False,
    }
    if points is not None:
        marks["points"] = points
    return {
        "cell_type": "code",
        "id": grade_id or "start",
        "metadata": {"nbgrader": marks} if grade_id else {},
        "source": source,
        "execution_count": None,
        "outputs": [],
    }


def notebook(text: str = "", *, lab: str = SLUG, language: str = "ja") -> dict[str, Any]:
    """A notebook of the lab as a learner sends it, with `text` in its answer cell."""
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"terakoya": {"lab": lab, "language": language}},
        "cells": [_cell(f"%%prompt letter\n{text}", "letter")],
    }


def source_notebook(*, language: str = "ja", title: str = "Sort inquiries") -> dict[str, Any]:
    """The lab's nbgrader source notebook."""
    made = notebook(language=language)
    heading = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": f"# {title}"}
    start = f'from terakoya_graders import start\nstart("{SLUG}", language="{language}")'
    letter = "%%prompt letter\n### BEGIN SOLUTION\nthe secret answer\n### END SOLUTION"
    hidden = "### BEGIN HIDDEN TESTS\nassert 'the hidden input'\n### END HIDDEN TESTS"
    made["cells"] = [
        heading,
        _cell(start),
        _cell(letter, "letter"),
        _cell(f"1 + 0\n{hidden}", "labels", points=1),
        _cell("1 + 0", "format", points=1),
    ]
    return made


def make_lab(*, title: str = "Sort inquiries") -> Lab:
    """The lab as a value; another `title` makes another version."""
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
        sources={
            item: json.dumps(source_notebook(language=item, title=title)) for item in Language
        },
    )


def write_course(root: Path, *, title: str = "Sort inquiries") -> dict[str, str]:
    """Write the course and the lab as files below `root`; returns the settings that name them."""
    course, lab = root / "courses" / COURSE, root / "labs" / SLUG
    for folder in (course, lab):
        folder.mkdir(parents=True, exist_ok=True)
    (course / "course.yml").write_text(COURSE_YML)
    (lab / "lab.yml").write_text(LAB_YML)
    for language in Language:
        made = source_notebook(language=language, title=title)
        (lab / f"lab.{language}.ipynb").write_text(json.dumps(made, indent=1))
    return {
        "TERAKOYA_COURSES_DIR": str(root / "courses"),
        "TERAKOYA_LABS_DIR": str(root / "labs"),
    }


def letter_of(notebook_text: bytes | str) -> str:
    """What stands in the answer cell of a notebook as sent."""
    cells = json.loads(notebook_text)["cells"]
    found = next(cell["source"] for cell in cells if "%%prompt" in cell["source"])
    return str(found.partition("\n")[2])


def grade_by_length(_source: SourceNotebook, submitted: bytes) -> GradedNotebook:
    """Full marks for a letter of ten characters or more, half for any letter, else none."""
    letter = letter_of(submitted)
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
