"""What is wrong in a lab's files, said with file, line, place and cure."""

import json

import pytest

from lab_files import Cell, LabFolder
from terakoya.content.complaints import Complaints
from terakoya.content.labs import load_labs
from terakoya.language import Language

EN, JA = "lab.en.ipynb", "lab.ja.ipynb"


def test_a_right_lab_has_no_complaints(lab: LabFolder) -> None:
    found, complaints = lab.load()
    assert complaints == []
    assert found is not None
    assert (found.slug, found.minutes, found.max_points) == ("right-lab", 10, 5.0)
    assert [(item.grade_id, item.points) for item in found.criteria] == [
        ("labels", 2.0),
        ("answer-form", 3.0),
    ]
    assert set(found.sources) == set(Language)


def test_only_the_data_folder_travels_with_a_lab(lab: LabFolder) -> None:
    (lab.path / "data").mkdir()
    (lab.path / "data" / "prices.csv").write_bytes(b"a,b\n")
    (lab.path / "secret.txt").write_text("no")
    found, _ = lab.load()
    assert found is not None
    assert dict(found.files) == {"data/prices.csv": b"a,b\n"}


def test_an_unknown_field_is_named_with_its_line_and_the_likely_one(lab: LabFolder) -> None:
    line = lab.replace("lab.yml", "pass_share: 0.7", "pass_shere: 0.7")
    _, complaints = lab.load()
    assert f'lab.yml:{line}: pass_shere: Unknown field. Did you mean "pass_share"?' in complaints


def test_a_missing_translation_is_an_error(lab: LabFolder) -> None:
    line = lab.replace("lab.yml", "  en: Title of the lab\n", "")
    found, complaints = lab.load()
    assert found is None
    assert any(one.startswith("lab.yml:") and "title.en" in one for one in complaints), line


def test_a_missing_notebook_is_an_error(lab: LabFolder) -> None:
    (lab.path / EN).unlink()
    assert lab.load()[1] == [f"{EN}: This file is missing. Add it."]


def test_broken_json_is_named_with_its_line(lab: LabFolder) -> None:
    lab.replace(EN, '"nbformat": 4', '"nbformat": ,')
    assert any(one.startswith(f"{EN}:") and "no notebook" in one for one in lab.load()[1])


def test_a_criterion_without_its_test_cell_names_the_likely_cell(lab: LabFolder) -> None:
    line = lab.replace("lab.yml", "grade_id: labels", "grade_id: label")
    complaints = lab.load()[1]
    assert any(
        one.startswith(f"lab.yml:{line}: criteria: label: {EN}") and '"labels"' in one
        for one in complaints
    )


def test_a_test_cell_without_a_criterion_is_an_error(lab: LabFolder) -> None:
    for name in (EN, JA):
        lab.replace(name, '"grade_id": "labels"', '"grade_id": "other"')
    assert any("has no criterion" in one or "no criterion" in one for one in lab.load()[1])


def test_doubled_grade_ids_are_pointed_at(lab: LabFolder) -> None:
    line = lab.replace(EN, '"grade_id": "answer-form"', '"grade_id": "labels"')
    assert any(one.startswith(f"{EN}:{line}: cell labels") for one in lab.load()[1])


def test_tests_that_differ_between_languages_are_shown(lab: LabFolder) -> None:
    line = lab.replace(EN, "labels.check(names_every_label, LABELS)", "labels.check(print)")
    assert any(
        one.startswith(f"{EN}:{line}: cell labels: The test differs") and "check(print)" in one
        for one in lab.load()[1]
    )


def test_points_that_differ_between_languages_are_shown(lab: LabFolder) -> None:
    lab.replace(EN, '"points": 3', '"points": 4')
    assert any("nbgrader.points: It is 3 in lab.ja.ipynb" in one for one in lab.load()[1])


def test_a_cell_in_one_language_only_is_an_error(lab: LabFolder) -> None:
    lab.change_cell(EN, "try", lambda cell: cell["metadata"]["nbgrader"].update(grade_id="trial"))
    complaints = lab.load()[1]
    assert any("cell try: The cell of lab.ja.ipynb" in one for one in complaints)
    assert any("cell trial: lab.ja.ipynb has no such cell" in one for one in complaints)


def test_asking_for_input_is_refused(lab: LabFolder) -> None:
    line = lab.replace(EN, "try_on(SAMPLES", "input(); try_on(SAMPLES")
    assert any(
        one.startswith(f"{EN}:{line}: cell try: input() does nothing") for one in lab.load()[1]
    )


def test_the_word_input_in_a_prompt_is_fine(lab: LabFolder) -> None:
    lab.replace(EN, "Sort this message.\\n", "Sort this input (a message).\\n")
    assert lab.load()[1] == []


def test_a_prompt_cell_must_be_an_answer_cell(lab: LabFolder) -> None:
    def lock(cell: Cell) -> None:
        cell["metadata"]["nbgrader"].update(solution=False, locked=True)

    for name in (EN, JA):
        lab.change_cell(name, "sorting", lock)
    assert any("Make a %%prompt cell an answer cell" in one for one in lab.load()[1])


def test_a_solution_outside_of_an_answer_cell_would_be_seen(lab: LabFolder) -> None:
    line = lab.replace(
        EN, "try_on(SAMPLES", "### BEGIN SOLUTION\\n### END SOLUTION\\ntry_on(SAMPLES"
    )
    assert any(
        one.startswith(f"{EN}:{line}") and "would stay visible" in one for one in lab.load()[1]
    )


def test_an_unclosed_region_is_an_error(lab: LabFolder) -> None:
    lab.replace(EN, "### END HIDDEN TESTS", "### the end")
    assert any("do not match" in one for one in lab.load()[1])


def test_a_notebook_of_another_lab_or_language_is_found_out(lab: LabFolder) -> None:
    lab.replace(EN, '"lab": "right-lab"', '"lab": "left-lab"')
    lab.replace(JA, 'language=\\"ja\\"', 'language=\\"en\\"')
    complaints = lab.load()[1]
    assert any(one.startswith(f"{EN}:") and "metadata.terakoya" in one for one in complaints)
    assert any(
        one.startswith(f"{JA}:") and 'start("right-lab", language="ja")' in one
        for one in complaints
    )


def test_unknown_nbgrader_metadata_is_named(lab: LabFolder) -> None:
    lab.replace(EN, '"locked": true', '"lokced": true')
    assert any('Did you mean "locked"?' in one for one in lab.load()[1])


def test_points_must_be_a_number(lab: LabFolder) -> None:
    for name in (EN, JA):
        lab.replace(name, '"points": 3', '"points": "3"')
    assert any("Give its points as a number" in one for one in lab.load()[1])


def test_all_complaints_come_at_once_and_the_other_labs_load(lab: LabFolder) -> None:
    lab.replace("lab.yml", "minutes: 10", "minutes: soon")
    lab.replace(EN, '"points": 3', '"points": 4')
    lab.replace(JA, "try_on(SAMPLES", "input(); try_on(SAMPLES")
    complaints = Complaints()
    assert load_labs(lab.path.parent, complaints) == {}
    assert {found.file.name for found in complaints} == {"lab.yml", EN, JA}


@pytest.mark.parametrize("content", ["[]", '{"nbformat": 3}', '{"nbformat": 4, "cells": [1]}'])
def test_json_that_is_no_notebook_is_refused(lab: LabFolder, content: str) -> None:
    (lab.path / EN).write_text(content)
    assert any("format 4" in one for one in lab.load()[1])


def test_lines_are_right_in_a_notebook_written_on_one_line(lab: LabFolder) -> None:
    notebook = json.loads((lab.path / EN).read_text())
    (lab.path / EN).write_text(json.dumps(notebook))
    assert lab.load()[1] == []
